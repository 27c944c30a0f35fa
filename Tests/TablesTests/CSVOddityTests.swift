// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// Files of `Tests/Oddities`, each with one habit that real files have, and what they hold beside them as JSON.
@Suite struct CSVOddityTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .appending(path: "Oddities")

  static let names: [String] = [
    "apostrophe-before-barcodes.csv", "blank-skus.csv", "byte-order-mark.csv", "cr-cr-lf.csv",
    "cr-inside-quoted-keys.csv", "html-over-lines.csv", "leading-zeros.csv",
    "preamble-before-header.csv", "repeated-and-unnamed-headers.csv", "single-quotes.csv",
    "tabs-and-inches.tsv", "unnamed-last-column.csv", "utf-16-without-mark.txt",
    "value-more-than-headers.csv",
  ]

  @Test(arguments: names) func `a file is read as it is meant, with nothing stated`(_ name: String)
    throws
  {
    let bytes = [UInt8](try Data(contentsOf: Self.folder.appending(path: name)))
    let golden = try JSON(
      parsing: [UInt8](try Data(contentsOf: Self.folder.appending(path: name + ".json"))))
    let table = try ReadTable(bytes, .csv(.recognised), named: name)
    #expect(table.fault == nil)
    #expect(table.columns == Self.elements(golden["columns"]).map { $0.string ?? "" })
    #expect(table.rows == Self.elements(golden["rows"]).map { Self.elements($0).map(\.string) })
    #expect(
      table.extents.map { String($0.line) } == Self.elements(golden["lines"]).map(\.text))
    // What is copied of a file is whole lines of it, in its order.
    let copied = Array(table.slices.joined())
    #expect(bytes.suffix(copied.count) == copied[...])
  }

  private static func elements(_ json: JSON?) -> [JSON] {
    guard case .array(let elements)? = json else { return [] }
    return elements
  }

  @Test func `every file of the folder is listed`() throws {
    let found = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path())
      .filter { !$0.hasSuffix(".json") }
    #expect(found.sorted() == Self.names)
  }
}
