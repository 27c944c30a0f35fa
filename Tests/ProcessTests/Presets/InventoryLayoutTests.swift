// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@Suite struct InventoryLayoutTests {
  /// Ten of each of `SKU-00010` to `SKU-00017` in Berlin.
  private func home(_ preset: String, _ body: (TestHome) async throws -> Void) async throws {
    var jobs = TestHome.feed("stock.set", preset)
    jobs["stock"] = TestHome.stock.replacing("available: available", with: "on_hand: available")
    try await TestHome.with(jobs, sandbox: TestHome.small) { home in
      let rows = (10...17).map { "SKU-000\($0),Berlin,10\n" }.joined()
      try home.drop("stock", "base.csv", "sku,location,available\n" + rows)
      #expect(try await home.dray("run", "stock").status == 0)
      try await body(home)
    }
  }

  private func onHand(_ home: TestHome) throws -> [String] {
    try home.mirror(
      """
      SELECT v.sku || ' ' || l.on_hand FROM inventory_levels l JOIN variants v ON v.item_id = l.item_id
      JOIN locations o ON o.id = l.location_id WHERE o.name = 'Berlin'
      AND v.sku BETWEEN 'SKU-00010' AND 'SKU-00017' AND l.on_hand <> 10 ORDER BY v.sku
      """)
  }

  @Test func `only On hand (new) acts, and On hand (current) must still be so`() async throws {
    try await home("shopify-inventory") { home in
      let lines = try await home.work("shopify-inventory.csv")
      #expect(
        lines == [
          "1 applied", "2 unchanged", "3 unchanged", "4 unchanged",
          "5 rejected INVALID_QUANTITY_NEGATIVE",
          "6 rejected not-a-whole-number", "7 rejected STALE", "8 unchanged", "9 unchanged",
        ])
      #expect(try onHand(home) == ["SKU-00010 41"])
      let receipt = try #require(
        home.text("outbox/receipts/feed/shopify-inventory.csv.receipt.csv"))
      #expect(
        receipt.contains(
          "the file expects 9, and on_hand should be 7, the store has 10; look, then send it again"),
        "\(receipt)")
      try await home.expectAudit()
    }
  }

  @Test(arguments: [
    ("shopify-inventory--short.csv", ["1 applied", "2 applied"], ["SKU-00010 41", "SKU-00011 5"]),
    ("shopify-inventory--long.csv", ["1 applied", "2 unchanged"], ["SKU-00010 41"]),
  ])
  func `the short and the long layout are the same preset`(
    _ file: String, _ outcomes: [String], _ stock: [String]
  ) async throws {
    try await home("shopify-inventory") { home in
      let lines = try await home.work(file)
      #expect(lines == outcomes)
      #expect(try onHand(home) == stock)
    }
  }

  @Test func `the layout of 2023 sets On hand`() async throws {
    try await home("shopify-inventory-2023") { home in
      let lines = try await home.work("shopify-inventory-2023.csv")
      #expect(
        lines == [
          "1 applied", "2 unchanged", "3 rejected INVALID_QUANTITY_NEGATIVE",
          "4 rejected missing-value",
        ])
      #expect(try onHand(home) == ["SKU-00010 41"])
    }
  }
}
