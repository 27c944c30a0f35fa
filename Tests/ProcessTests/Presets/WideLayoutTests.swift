// SPDX-License-Identifier: Apache-2.0

import Testing

/// Layouts with a column for each location.
@Suite struct WideLayoutTests {
  private func available(_ home: TestHome) throws -> [String] {
    try home.mirror(
      """
      SELECT v.sku || ' ' || o.name || ' ' || l.available FROM inventory_levels l
      JOIN variants v ON v.item_id = l.item_id JOIN locations o ON o.id = l.location_id
      WHERE v.sku BETWEEN 'SKU-00010' AND 'SKU-00013' AND o.name IN ('Berlin', 'Hamburg')
      ORDER BY v.sku, o.name
      """)
  }

  private func home(_ preset: String, _ body: (TestHome) async throws -> Void) async throws {
    var jobs = TestHome.feed("stock.set", preset)
    jobs["stock"] = TestHome.stock
    try await TestHome.with(jobs, sandbox: TestHome.small) { home in
      let rows = (10...13).flatMap { number in
        ["Berlin", "Hamburg"].map { "SKU-000\(number),\($0),10\n" }
      }
      try home.drop("stock", "base.csv", "sku,location,available\n" + rows.joined())
      #expect(try await home.dray("run", "stock").status == 0)
      try await body(home)
    }
  }

  @Test func `Shopify's wide inventory file sets every location's cell`() async throws {
    try await home("shopify-inventory-wide") { home in
      let lines = try await home.work("shopify-inventory-wide.csv")
      #expect(lines.filter { $0.contains("rejected") } == ["4 rejected not-a-whole-number"])
      #expect(
        try available(home) == [
          "SKU-00010 Berlin 41", "SKU-00010 Hamburg 7", "SKU-00011 Berlin 10",
          "SKU-00011 Hamburg 10", "SKU-00012 Berlin -2", "SKU-00012 Hamburg 10",
          "SKU-00013 Berlin 10", "SKU-00013 Hamburg 8",
        ])
    }
  }

  @Test func `Matrixify's columns of locations set stock, and what means the product is rejected`()
    async throws
  {
    try await home("matrixify-stock") { home in
      let lines = try await home.work("matrixify-stock.csv")
      #expect(lines.filter { $0.contains("rejected") }.count == 1, "\(lines)")
      #expect(
        try available(home) == [
          "SKU-00010 Berlin 41", "SKU-00010 Hamburg 7", "SKU-00011 Berlin 10",
          "SKU-00011 Hamburg 10", "SKU-00012 Berlin 10", "SKU-00012 Hamburg 3",
          "SKU-00013 Berlin 10", "SKU-00013 Hamburg 10",
        ])
    }
  }

  @Test func `Matrixify's stock is set by the IDs of variants and products too`() async throws {
    try await home("matrixify-stock") { home in
      let ids = try home.mirror(
        "SELECT id || '|' || product_id FROM variants WHERE sku IN ('SKU-00010', 'SKU-00013') ORDER BY sku"
      ).map { $0.split(separator: "|").map(String.init) }
      // A product of several variants is none of them.
      let sheet = """
        ID,Variant ID,Command,Inventory Available: Berlin
        \(ids[0][1]),\(ids[0][0]),MERGE,41
        ,'\(ids[1][0]),,42
        \(ids[0][1]),,,43

        """
      try home.drop("feed", "IDS.csv", sheet)
      #expect(try await home.dray("run", "feed").status == 0)
      #expect(
        home.lines("feed", "IDS.csv") == ["1 applied", "2 applied", "3 rejected missing-value"])
      #expect(
        try available(home).filter { $0.contains("Berlin") } == [
          "SKU-00010 Berlin 41", "SKU-00011 Berlin 10", "SKU-00012 Berlin 10",
          "SKU-00013 Berlin 42",
        ])
    }
  }

  @Test func `Matrixify's columns of what is on hand are set, those of adjustments are added`()
    async throws
  {
    try await home("matrixify-on-hand") { home in
      let lines = try await home.work("matrixify-on-hand.csv")
      #expect(lines == ["1 applied", "2 applied"])
      #expect(
        try home.mirror(
          "SELECT v.sku || ' ' || l.on_hand FROM inventory_levels l JOIN variants v ON v.item_id = l.item_id JOIN locations o ON o.id = l.location_id WHERE (v.sku, o.name) IN (VALUES ('SKU-00010', 'Berlin'), ('SKU-00011', 'Hamburg')) ORDER BY 1"
        ) == ["SKU-00010 41", "SKU-00011 7"])
      try home.write(
        "jobs/adjust.yaml",
        "feed: stock.adjust\npreset: matrixify-adjust\nquiet: 0s\nreceipt: all\n")
      let before = try available(home)
      try home.drop("adjust", "A.csv", try LayoutFile.bytes("matrixify-adjust.csv"))
      #expect(try await home.dray("run", "adjust").status == 0)
      #expect(home.lines("adjust", "A.csv") == ["1 applied", "2 applied", "3 unchanged"])
      func number(_ lines: [String], _ name: String) -> Int? {
        lines.first { $0.hasPrefix(name) }.flatMap { $0.split(separator: " ").last }.flatMap {
          Int($0)
        }
      }
      let after = try available(home)
      #expect(
        number(after, "SKU-00010 Berlin") == (number(before, "SKU-00010 Berlin") ?? 0) + 5)
      #expect(
        number(after, "SKU-00011 Berlin") == (number(before, "SKU-00011 Berlin") ?? 0) - 3)
    }
  }
}
