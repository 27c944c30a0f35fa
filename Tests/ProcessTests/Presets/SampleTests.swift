// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// Files that other people's systems wrote, where they are at hand.
/// Where they are.
enum Samples {
  static let folder: String? = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let shared = ProcessInfo.processInfo.environment["DRAY_SHARED"]
    let folder = "\(shared ?? root.deletingLastPathComponent().path + "/shared")/samples"
    return FileManager.default.fileExists(atPath: folder) ? folder : nil
  }()
}

/// What becomes of one of them.
struct Sample: Sendable, CustomTestStringConvertible {
  var file: String
  var operation: String
  var preset: String
  /// What the receipt counts as applied or unchanged, and as rejected; nil where the file is refused.
  var counts: [Int]?
  /// What the rows of the receipt, or the refusal, say.
  var words = ""
  var testDescription: String { file }
}

@Suite(.enabled(if: Samples.folder != nil, "no ../shared/samples here"))
struct SampleTests {
  static let samples = [
    Sample(
      file: "bmecat/bmecat12-new_catalog.xml", operation: "product.set", preset: "bmecat-catalog",
      counts: [1, 0]),
    Sample(
      file: "bmecat/bmecat2005-new_catalog.xml", operation: "product.set",
      preset: "bmecat-catalog", counts: [1, 0]),
    // Its article is of another shop, and so is the order of the notice.
    Sample(
      file: "bmecat/bmecat12-update_prices.xml", operation: "price.set", preset: "bmecat-prices",
      counts: [0, 1], words: "unknown-key"),
    Sample(
      file: "cxml/ShipNoticeRequest.xml", operation: "shipment.create", preset: "cxml-ship-notice",
      counts: [0, 1], words: "unknown-key"),
    Sample(
      file: "shopify-product-csv/apparel.csv", operation: "product.set",
      preset: "shopify-products", counts: [22, 0]),
    Sample(
      file: "shopify-product-csv/packt-Product-data.csv", operation: "product.set",
      preset: "shopify-products", counts: [21, 0]),
    Sample(
      file: "edi/x12-832-edinet.edi", operation: "product.set", preset: "shopify-products",
      words: "the file is an X12 interchange, which Dray does not read"),
  ]

  @Test func `every file that is there is told of here`() throws {
    let folder = try #require(Samples.folder)
    let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    let names = files.filter { name in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder)
        && !isFolder.boolValue && name != "README.md"
    }
    #expect(names.sorted() == Self.samples.map(\.file).sorted())
  }

  @Test(arguments: samples)
  func `a file of others is read whole by its preset, or refused for its reason`(_ sample: Sample)
    async throws
  {
    try await TestHome.with(
      TestHome.feed(sample.operation, sample.preset), sandbox: TestHome.small
    ) { home in
      let path = try #require(Samples.folder) + "/" + sample.file
      let name = (path as NSString).lastPathComponent
      let told = try await home.dray("explain", path)
      let run = try await home.dray("run", "feed", path)
      let receipt = try home.receipt("feed", name)
      guard let counts = sample.counts else {
        #expect(run.status == 65 && told.status == 65, "\(run)")
        #expect(receipt["state"] == "refused")
        #expect(receipt.text.contains(sample.words), "\(receipt.text)")
        #expect(told.output.contains("which Dray does not read"), "\(told.output)")
        return
      }
      #expect(run.status == 0, "\(run)")
      let rows = home.text("outbox/receipts/feed/\(name).receipt.csv") ?? ""
      let good = (receipt["applied"]?.int ?? 0) + (receipt["unchanged"]?.int ?? 0)
      #expect([good, receipt["rejected"]?.int ?? 0] == counts, "\(receipt.text)\n\(rows)")
      #expect(receipt["file_records"]?.int ?? counts.reduce(0, +) == counts.reduce(0, +))
      #expect(sample.words.isEmpty || rows.contains(sample.words), "\(rows)")
      // Of itself, too, it is known for what it is.
      #expect(told.status == 0, "\(told)")
      #expect(told.output.contains("preset     \(sample.preset) ("), "\(told.output)")
      #expect(
        told.output.contains("\n\(counts.reduce(0, +)) record")
          && told.output.contains(", 0 of them"),
        "\(told.output)")
    }
  }
}
