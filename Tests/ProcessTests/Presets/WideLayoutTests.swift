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
}
