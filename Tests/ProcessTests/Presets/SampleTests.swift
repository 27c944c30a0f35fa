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

@Suite(.enabled(if: Samples.folder != nil, "no ../shared/samples here"))
struct SampleTests {
  /// File, operation and preset; what its receipt counts as applied or unchanged, and as rejected.
  static let read: [(String, String, String, [Int])] = [
    ("bmecat/bmecat12-new_catalog.xml", "product.set", "bmecat-catalog", [1, 0]),
    ("bmecat/bmecat2005-new_catalog.xml", "product.set", "bmecat-catalog", [1, 0]),
    // Its article and its order are of another shop.
    ("bmecat/bmecat12-update_prices.xml", "price.set", "bmecat-prices", [0, 1]),
    ("cxml/ShipNoticeRequest.xml", "shipment.create", "cxml-ship-notice", [0, 1]),
  ]

  @Test(arguments: read)
  func `a document of others is read whole by its preset`(
    _ file: String, _ operation: String, _ preset: String, _ counts: [Int]
  ) async throws {
    try await TestHome.with(TestHome.feed(operation, preset), sandbox: TestHome.small) { home in
      let path = try #require(Samples.folder) + "/" + file
      let run = try await home.dray("run", "feed", path)
      #expect(run.status == 0, "\(run)")
      let name = (path as NSString).lastPathComponent
      let receipt = try home.receipt("feed", name)
      let good = (receipt["applied"]?.int ?? 0) + (receipt["unchanged"]?.int ?? 0)
      #expect(
        [good, receipt["rejected"]?.int ?? 0] == counts,
        "\(receipt.text)\n\(home.text("outbox/receipts/feed/\(name).receipt.csv") ?? "")")
    }
  }

  @Test(arguments: ["apparel.csv", "packt-Product-data.csv"])
  func `a shop's product CSV is taken whole`(_ file: String) async throws {
    try await TestHome.with(
      TestHome.feed("product.set", "shopify-products"), sandbox: TestHome.small
    ) { home in
      let path = try #require(Samples.folder) + "/shopify-product-csv/" + file
      let run = try await home.dray("run", "feed", path)
      #expect(run.status == 0, "\(run)")
      let receipt = try home.receipt("feed", file)
      #expect(receipt["rejected"]?.int == 0, "\(home.lines("feed", file))")
      #expect(receipt["applied"]?.int ?? 0 > 0)
    }
  }

  @Test func `an X12 catalogue is refused by the name of what it is`() async throws {
    try await TestHome.with(
      TestHome.feed("product.set", "shopify-products"), sandbox: TestHome.small
    ) { home in
      let run = try await home.dray(
        "run", "feed", try #require(Samples.folder) + "/edi/x12-832-edinet.edi")
      #expect(run.status == 65, "\(run)")
      let receipt = try home.receipt("feed", "x12-832-edinet.edi")
      #expect(receipt["state"] == "refused")
      #expect(receipt.text.contains("the file is an X12 interchange, which Dray does not read"))
    }
  }
}
