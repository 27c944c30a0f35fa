// SPDX-License-Identifier: Apache-2.0

import Testing

/// Layouts of shipments in XML, from the file to the store.
@Suite struct ShipmentLayoutTests {
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
  ]

  @Test(arguments: layouts)
  func `a notice ships lines of the orders it names, once`(_ preset: String, _ shipped: [String])
    async throws
  {
    try await TestHome.with(TestHome.feed("shipment.create", preset), sandbox: TestHome.small) {
      home in
      try await home.order(("SKU-00010", 3, "Berlin"), ("SKU-00011", 1, "Berlin"))
      try await home.order(("SKU-00012", 2, "Hamburg"))
      let lines = try await home.work("\(preset).xml")
      #expect(lines.allSatisfy { $0.hasSuffix("applied") || $0.hasSuffix("unchanged") }, "\(lines)")
      #expect(try await home.shipped() == shipped)
      try home.drop("feed", "again.xml", try LayoutFile.bytes("\(preset).xml") + [10])
      #expect(try await home.dray("run", "feed").status == 0)
      #expect(try await home.shipped() == shipped)
      try await home.expectAudit()
    }
  }
}
