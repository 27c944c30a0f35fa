// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Mirror

struct LoadTests {
  private static let first = "2026-07-01T10:00:00.000Z"
  private static let second = "2026-07-01T11:00:00.000Z"

  @Test func `products and variants become rows, an empty SKU none`() throws {
    let store = try TemporaryMirror()
    try store.load(
      [
        StoreLines.product(1), StoreLines.variant(11, of: 1, sku: "A-1"),
        StoreLines.variant(12, of: 1, sku: ""),
      ], into: .products, begun: Self.first)
    #expect(
      try store.rows("SELECT id, product_id, item_id, sku, price, compare_at_price FROM variants")
        == [
          ["11", "1", "1011", "A-1", "19.90", "NULL"],
          ["12", "1", "1012", "NULL", "19.90", "NULL"],
        ])
    #expect(
      try store.rows("SELECT handle, vendor, known_at FROM products")
        == [["hat-1", "Acme", Self.first]])
    #expect(try store.mirror.unfilled(["products", "orders"]) == ["orders"])
  }

  @Test func `quantities are told by their names, whatever their order`() throws {
    let store = try TemporaryMirror()
    try store.load(
      [
        StoreLines.location(5, "Berlin"),
        StoreLines.level(item: 7, location: 5, available: 3, onHand: 8),
      ],
      into: .inventory, begun: Self.first)
    #expect(
      try store.rows(
        "SELECT item_id, location_id, level_id, available, on_hand FROM inventory_levels")
        == [["7", "5", "gid://shopify/InventoryLevel/75?inventory_item_id=7", "3", "8"]])
  }

  @Test func `a row known later than the refresh began is not overwritten, nor swept away`() throws
  {
    let store = try TemporaryMirror()
    try store.load(
      [
        StoreLines.product(1), StoreLines.variant(11, of: 1, sku: "A-1"),
        StoreLines.variant(12, of: 1, sku: "A-2"),
      ], into: .products, begun: Self.first)
    try store.mirror.copy(
      [
        MirrorUpdate(
          sql:
            "UPDATE variants SET price = :price, known_at = :known_at WHERE id = CAST(:id AS INTEGER)",
          arguments: ["price": "25.00", "id": "11", "known_at": "2026-07-01T11:00:00.001Z"])
      ], upTo: 4)
    try store.load(
      [StoreLines.product(1), StoreLines.variant(11, of: 1, sku: "A-1", price: "20.00")],
      into: .products, begun: Self.second)
    #expect(
      try store.rows("SELECT id, price, known_at FROM variants")
        == [["11", "25.00", "2026-07-01T11:00:00.001Z"]])
    try store.load([StoreLines.product(2)], into: .products, begun: Self.second)
    #expect(try store.rows("SELECT id FROM variants") == [["11"]])
  }

  @Test func `a whole read takes away what it does not see, a read of changes does not`() throws {
    let store = try TemporaryMirror()
    let all = [
      StoreLines.product(1), StoreLines.variant(11, of: 1, sku: "A"), StoreLines.product(2),
      StoreLines.variant(21, of: 2, sku: "B"), StoreLines.variant(22, of: 2, sku: "C"),
    ]
    try store.load(all, into: .products, begun: Self.first)
    let changed = [StoreLines.product(2), StoreLines.variant(21, of: 2, sku: "B")]
    try store.load(changed, into: .products, begun: Self.second, whole: false)
    #expect(try store.rows("SELECT id FROM variants ORDER BY id") == [["11"], ["21"]])
    try store.load(changed, into: .products, begun: "2026-07-01T12:00:00.000Z")
    #expect(try store.rows("SELECT id FROM products") == [["2"]])
    #expect(try store.rows("SELECT id FROM variants") == [["21"]])
  }

  @Test func `an order's lines add up with all discounts, and its money keeps its digits`() throws {
    let store = try TemporaryMirror()
    try store.load(
      [StoreLines.order(1), StoreLines.line(32, of: 1), StoreLines.line(31, of: 1)],
      into: .orders, begun: Self.first)
    #expect(
      try store.rows(
        "SELECT id, position, unit_price, discount, tax, total FROM order_lines ORDER BY position")
        == [
          ["31", "1", "11.10", "3.30", "4.79", "30.00"],
          ["32", "2", "11.10", "3.30", "4.79", "30.00"],
        ])
    #expect(
      try store.rows("SELECT tags, currency, presentment_currency, total FROM orders")
        == [["a, b", "EUR", "USD", "30.00"]])
    #expect(try store.rows("SELECT order_id, amount FROM transactions") == [["1", "30.00"]])
  }

  @Test func `an order's content changes with what is in it, not with when it was changed`() throws
  {
    let store = try TemporaryMirror()
    var contents: [String] = []
    let versions = [
      [StoreLines.order(1), StoreLines.line(31, of: 1)],
      [StoreLines.order(1, updated: "2026-07-03T08:00:00Z"), StoreLines.line(31, of: 1)],
      [StoreLines.order(1, note: "gift"), StoreLines.line(31, of: 1)],
      [StoreLines.order(1, note: "gift"), StoreLines.line(31, of: 1, quantity: 2)],
    ]
    for (index, lines) in versions.enumerated() {
      try store.load(lines, into: .orders, begun: "2026-07-01T1\(index):00:00.000Z", whole: false)
      contents += try store.rows("SELECT content FROM orders")[0]
    }
    #expect(contents[0] == contents[1])
    #expect(Set(contents).count == 3)
    #expect(contents.allSatisfy { $0.count == 64 })
  }

  @Test func `a refund's lines are read again only where its header was touched`() throws {
    let store = try TemporaryMirror()
    let refund = StoreLines.refund(7, updated: "2026-07-02T07:00:00Z")
    try store.load(
      [StoreLines.order(1, refunds: refund), StoreLines.line(31, of: 1)], into: .orders,
      begun: Self.first)
    #expect(
      try store.rows("SELECT id, order_id, total, lines_read FROM refunds") == [
        ["7", "1", "10.00", "0"]
      ])
    let before = try store.rows("SELECT content FROM orders")
    let load = StreamLoad(mirror: store.mirror, stream: .orders, begun: Self.second)
    try load.objects([
      LoadedObject(type: "Refund", json: Array(#"{"id":"gid://shopify/Refund/7"}"#.utf8)),
      LoadedObject(
        type: "RefundLineItem",
        json: Array(
          """
          {"id":"gid://shopify/RefundLineItem/70","quantity":2,"restockType":"NO_RESTOCK",\
          "lineItem":{"id":"gid://shopify/LineItem/31"},"subtotalSet":{"shopMoney":{"amount":"10.00"}},\
          "totalTaxSet":{"shopMoney":{"amount":"1.60"}},"__parentId":"gid://shopify/Refund/7"}
          """.utf8)),
    ])
    try load.complete(whole: false)
    #expect(try store.rows("SELECT refunded_quantity FROM order_lines") == [["2"]])
    #expect(try store.rows("SELECT content FROM orders") != before)
    for (updated, read) in [("2026-07-02T07:00:00Z", "1"), ("2026-07-02T09:00:00Z", "0")] {
      let header = StoreLines.refund(7, updated: updated)
      try store.load(
        [StoreLines.order(1, refunds: header), StoreLines.line(31, of: 1)], into: .orders,
        begun: "2026-07-01T12:00:00.000Z", whole: false)
      #expect(try store.rows("SELECT lines_read FROM refunds") == [[read]])
    }
  }

  @Test func `an order is not taken away because a whole read does not show it`() throws {
    let store = try TemporaryMirror()
    try store.load([StoreLines.order(1)], into: .orders, begun: Self.first)
    try store.load([StoreLines.order(2)], into: .orders, begun: Self.second)
    #expect(try store.rows("SELECT id FROM orders ORDER BY id") == [["1"], ["2"]])
  }

  @Test(arguments: [
    (
      #"{"id":"gid://shopify/Product/1","handle":null,"tags":[]}"#,
      "NOT NULL constraint failed: products.handle"
    ),
    (#"{"id":"gid://shopify/Prod"#, "a line without an object's id"),
    (#"{"handle":"x"}"#, "a line without an object's id"),
  ])
  func `an answer the mirror cannot take is named, and nothing of its batch stays`(
    _ line: String, _ words: String
  ) throws {
    let store = try TemporaryMirror()
    let error = #expect(throws: MirrorError.self) {
      try store.load([StoreLines.product(5), line], into: .products, begun: Self.first)
    }
    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    #expect(try store.rows("SELECT id FROM products").isEmpty)
  }
}
