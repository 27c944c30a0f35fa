// SPDX-License-Identifier: Apache-2.0

import Mirror
import Tables
import Testing

struct RefreshTests {
  private func with(
    _ store: SandboxStore, _ body: (SandboxStore) async throws -> Void
  ) async throws {
    do {
      try await body(store)
    } catch {
      try await store.stop()
      throw error
    }
    try await store.stop()
  }

  @Test func `every stream fills, and orders add up`() async throws {
    try await with(SandboxStore()) { store in
      let done = try await store.refresh(StoreMirror.streams)
      #expect(done.map(\.stream) == StoreMirror.streams)
      #expect(
        done.map(\.way) == [
          "pages", "pages", "bulk", "bulk", "pages", "bulk", "bulk", "bulk", "bulk",
          "bulk",
        ])
      #expect(try store.mirror.unfilled(StoreMirror.streams).isEmpty)
      #expect(
        try store.rows(
          """
          SELECT (SELECT count(*) FROM shop), (SELECT count(*) FROM locations), (SELECT count(*) FROM products),
            (SELECT count(*) FROM variants), (SELECT count(DISTINCT item_id) FROM inventory_levels),
            (SELECT count(*) FROM orders), (SELECT count(*) FROM orders WHERE content = ''),
            (SELECT count(*) FROM refunds WHERE lines_read = 0), (SELECT count(*) FROM orders_unread)
          """) == [["1", "2", "12", "36", "36", "12", "0", "0", "0"]])
      #expect(
        try store.rows(
          """
          SELECT o.name FROM orders o
          WHERE decimal_cmp(o.subtotal, (SELECT decimal_sum(total) FROM order_lines l WHERE l.order_id = o.id)) <> 0
          """
        ).isEmpty)
      #expect(try store.rows("SELECT count(*) > 0 FROM refund_lines") == [["1"]])
    }
  }

  @Test func `a changed customer is found by pages, a deleted one is gone after a whole read`()
    async throws
  {
    try await with(SandboxStore()) { store in
      try await store.refresh(["customers"])
      let count = try store.rows("SELECT count(*) FROM customers")
      #expect(
        try store.rows(
          """
          SELECT first_name, email_state, sms_state, city FROM customers
          WHERE email = 'Customer2@Example.com'
          """) == [["Clara", "SUBSCRIBED", "null", "Köln"]])
      store.wait(hours: 1)
      try await store.change(
        "customer", ["email": "customer2@example.com", "firstName": "Cora", "note": "new"])
      try await store.change("customer-delete", ["email": "customer4@example.com"])
      let done = try await store.refresh(["customers"])
      #expect(done.map(\.way) == ["pages"])
      #expect(
        try store.rows("SELECT first_name, note FROM customers WHERE note IS NOT NULL")
          == [["Cora", "new"]])
      #expect(try store.rows("SELECT count(*) FROM customers") == count)
      try await store.refresh(["customers"], full: true)
      #expect(
        try store.rows("SELECT count(*) FROM customers WHERE email = 'customer4@example.com'")
          == [["0"]])
    }
  }

  @Test func `changed stock is found by pages of each location, not by a read a record`()
    async throws
  {
    try await with(SandboxStore()) { store in
      try await store.refresh(["inventory"])
      let sku = try await store.someSKU()
      store.wait(hours: 1)
      try await store.change(
        "stock",
        ["sku": .string(sku), "location": .string(try store.someLocation()), "available": 4711])
      _ = store.askedRoots()
      let done = try await store.refresh(["inventory"])
      #expect(done.map(\.way) == ["pages"])
      #expect(done.map(\.rows) == [1])
      #expect(store.askedRoots() == ["location", "location"])
      #expect(
        try store.rows("SELECT count(*) FROM inventory_levels WHERE available = 4711") == [["1"]])
    }
  }

  @Test func `a deleted variant goes when its product is read again, a day brings a whole read`()
    async throws
  {
    try await with(SandboxStore()) { store in
      try await store.refresh(["products"])
      let sku = try await store.someSKU()
      store.wait(hours: 1)
      try await store.change("price", ["sku": .string(sku), "price": "99.95"])
      let way = try await store.refresh(["products"]).map(\.way)
      #expect(way == ["pages"])
      #expect(try store.rows("SELECT sku FROM variants WHERE price = '99.95'") == [[sku]])
      try await store.change("delete-variant", ["sku": .string(sku)])
      store.wait(hours: 25)
      let later = try await store.refresh(["products"]).map(\.way)
      #expect(later == ["bulk"])
      #expect(try store.rows("SELECT count(*) FROM variants") == [["35"]])
    }
  }

  @Test func `a refund brings a new version of its order, and nothing brings none`() async throws {
    try await with(SandboxStore()) { store in
      try await store.refresh(["orders"])
      let name = try #require(
        try store.rows(
          "SELECT o.name FROM orders o WHERE refunded = '0.0' OR refunded = '0.00' ORDER BY id DESC LIMIT 1"
        ).first?.first)
      let before = try store.rows("SELECT name, content FROM orders ORDER BY id")
      store.wait(hours: 1)
      let way = try await store.refresh(["orders"]).map(\.way)
      #expect(way == ["pages"])
      #expect(try store.rows("SELECT name, content FROM orders ORDER BY id") == before)
      try await store.change("refund", ["order": .string(name), "line": 1, "quantity": 1])
      try await store.refresh(["orders"])
      let after = try store.rows("SELECT name, content FROM orders ORDER BY id")
      #expect(zip(before, after).filter { $0 != $1 }.map { $1[0] } == [name])
      #expect(
        try store.rows(
          "SELECT sum(refunded_quantity) FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.name = '\(name)'"
        ) == [["1"]])
    }
  }

  @Test(arguments: [
    ("E11 cut", "bulkOperationRunQuery:1:bulk-cut"),
    ("E10 expired", "bulkOperationRunQuery:1:bulk-expired"),
    ("E10 gone", "download:1:http-403"),
    ("E07 failed", "bulkOperationRunQuery:1:bulk-fail"),
  ])
  func `E10 E11 a bulk result that is not to be had or not whole is asked for again`(
    _ name: String, _ faults: String
  ) async throws {
    try await with(SandboxStore(faults: faults)) { store in
      let way = try await store.refresh(["products"]).map(\.way)
      #expect(way == ["bulk"])
      #expect(try store.rows("SELECT count(*) FROM variants") == [["36"]])
      #expect(store.askedRoots().filter { $0 == "bulkOperationRunQuery" }.count == 2)
    }
  }

  @Test func `E10 E11 where no result is ever whole nothing is loaded and the refresh says why`()
    async throws
  {
    try await with(SandboxStore(faults: "bulkOperationRunQuery:1+:bulk-cut")) { store in
      let error = await #expect(throws: MirrorError.self) { try await store.refresh(["products"]) }
      guard case .result = error?.kind else {
        Issue.record("\(String(describing: error))")
        return
      }
      let unfilled = try store.mirror.unfilled(["products"])
      #expect(unfilled == ["products"])
      let variants = try store.rows("SELECT count(*) FROM variants")
      #expect(variants == [["0"]])
    }
  }

  @Test func `E13 a store without orders gives no result, and that is whole`() async throws {
    try await with(SandboxStore(orders: 0)) { store in
      let rows = try await store.refresh(["orders"]).map(\.rows)
      #expect(rows == [0])
      #expect(try store.mirror.unfilled(["orders"]).isEmpty)
    }
  }

  @Test func `a stream is filled with what it starts from, two refreshes take turns`() async throws
  {
    try await with(SandboxStore()) { store in
      let mirror = store.mirror
      let (admin, folder) = (store.admin, store.files.folder)
      async let one = mirror.refresh(["inventory"], from: admin, workDirectory: folder)
      async let two = mirror.refresh(["inventory"], from: admin, workDirectory: folder)
      let both = try await [one, two].map { $0.map(\.stream) }
      #expect(both.contains(["locations", "inventory"]))
      #expect(both.contains(["inventory"]))
    }
  }

  @Test func `an unknown stream is named`() async throws {
    try await with(SandboxStore()) { store in
      let error = await #expect(throws: MirrorError.self) { try await store.refresh(["carts"]) }
      #expect(
        error?.description
          == "There is no stream 'carts'; there are shop, locations, products, metafields, publications, product_publications, inventory, orders, fulfillment_orders, customers."
      )
    }
  }
}

extension SandboxStore {
  /// A SKU of the store that names one variant.
  func someSKU() async throws -> String {
    try await refresh(["products"])
    return try rows(
      "SELECT sku FROM variants GROUP BY sku HAVING count(*) = 1 AND sku <> 'null' LIMIT 1")[0][0]
  }

  /// The name of one of the store's locations.
  func someLocation() throws -> String { try rows("SELECT name FROM locations LIMIT 1")[0][0] }
}
