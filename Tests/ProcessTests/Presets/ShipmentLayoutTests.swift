// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Layouts of shipments in XML, from the file to the store.
@Suite struct ShipmentLayoutTests {
  /// The preset's file, and what is shipped of it.
  static let layouts: [(String, [String])] = [
    (
      "ubl-despatch-advice",
      ["#1001 00340434161094000001: SKU-00010 × 3", "#1002 00340434161094000001: SKU-00012 × 2"]
    ),
    (
      "cxml-ship-notice",
      ["#1001 8202 8261 1194: SKU-00010 × 2", "#1002 8202 8261 1194: SKU-00012 × 2"]
    ),
    ("sap-desadv", ["#1001 00340434161094000001: SKU-00010 × 3, SKU-00011 × 1"]),
    // Two units with numbers of their own, what is in neither, and a second delivery with nothing but its unit's SSCC.
    (
      "sap-desadv--units",
      [
        "#1001 PARCEL-1: SKU-00010 × 2", "#1001 PARCEL-2: SKU-00010 × 1",
        "#1001 WAYBILL-1: SKU-00011 × 1", "#1002 00340434161094000013: SKU-00012 × 2",
      ]
    ),
  ]

  @Test(arguments: layouts)
  func `a notice ships lines of the orders it names, once`(_ file: String, _ shipped: [String])
    async throws
  {
    let preset = file.components(separatedBy: "--")[0]
    try await TestHome.with(TestHome.feed("shipment.create", preset), sandbox: TestHome.small) {
      home in
      try await home.order(("SKU-00010", 3, "Berlin"), ("SKU-00011", 1, "Berlin"))
      try await home.order(("SKU-00012", 2, "Hamburg"))
      let lines = try await home.work("\(file).xml")
      #expect(lines.allSatisfy { $0.hasSuffix("applied") || $0.hasSuffix("unchanged") }, "\(lines)")
      #expect(try await home.shipped().sorted() == shipped)
      try home.drop("feed", "again.xml", try LayoutFile.bytes("\(file).xml") + [10])
      #expect(try await home.dray("run", "feed").status == 0)
      #expect(try await home.shipped().sorted() == shipped)
      try await home.expectAudit()
    }
  }
}
