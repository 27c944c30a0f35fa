// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@testable import Mirror

struct FindTests {
  private static let begun = "2026-07-01T10:00:00.000Z"

  private func filled() throws -> TemporaryMirror {
    let store = try TemporaryMirror()
    try store.load([StoreLines.location(5, "Berlin")], into: .locations, begun: Self.begun)
    try store.load(
      [StoreLines.product(1, title: "Sun Hat"), StoreLines.variant(11, of: 1, sku: "A-1")],
      into: .products, begun: Self.begun)
    try store.load(
      [StoreLines.level(item: 1011, location: 5, available: 3, onHand: 8)], into: .inventory,
      begun: Self.begun)
    try store.load([StoreLines.order(1001)], into: .orders, begun: Self.begun)
    return store
  }

  @Test(arguments: [
    ("product", "1"), ("product", "gid://shopify/Product/1"), ("product", "hat-1"),
    ("product", "sun"), ("variant", "11"), ("variant", "A-1"), ("order", "1001"),
    ("order", "#1001"), ("order", "A@example.com"), ("location", "5"), ("location", "berlin"),
  ])
  func `each kind is found by each of its keys`(_ kind: String, _ key: String) throws {
    #expect(try filled().mirror.find(kind: kind, key: key).rows.count == 1)
  }

  @Test func `a variant comes with its stock by location`() throws {
    let found = try filled().mirror.find(kind: "variant", key: "A-1")
    let row = Dictionary(uniqueKeysWithValues: zip(found.columns, found.rows[0]))
    #expect(row["product"] == "Sun Hat")
    #expect(row["location"] == "Berlin")
    #expect(row["available"] == 3)
    #expect(row["on_hand"] == 8)
  }

  @Test(arguments: Finder.all.map(\.kind))
  func `nothing found is no row`(_ kind: String) throws {
    #expect(try filled().mirror.find(kind: kind, key: "x'y").rows.isEmpty)
  }

  @Test func `an unknown kind is named with those there are`() throws {
    let error = #expect(throws: MirrorError.self) {
      try filled().mirror.find(kind: "cart", key: "1")
    }
    #expect(
      error?.description
        == "There is no kind 'cart'; there are product, variant, order, customer, fulfillment, fulfillment-order, location."
    )
  }
}
