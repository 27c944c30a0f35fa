// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

@testable import Mirror

/// Orders and all below them, from the sandbox.
struct OrderRefreshTests {
  private func with(
    _ store: SandboxStore, _ body: (SandboxStore) async throws -> Void
  ) async throws {
    do { try await body(store) } catch {
      try await store.stop()
      throw error
    }
    try await store.stop()
  }

  /// Orders whose sales do not add up to what they are worth now, less what open returns hold.
  private static let unbalanced = """
    SELECT o.name FROM orders o
    WHERE decimal_cmp(o.current_total, (SELECT decimal_sum(total) FROM sales s WHERE s.order_id = o.id)) <> 0
      AND NOT EXISTS (SELECT 1 FROM returns r JOIN return_lines l ON l.return_id = r.id
        WHERE r.order_id = o.id AND r.status IN ('OPEN', 'CLOSED') AND l.refunded_quantity < l.quantity)
    """

  /// What must hold of every mirror, by what it is.
  private static let sums: [(name: String, sql: String)] = [
    ("sales are what orders are worth", unbalanced),
    (
      "refunds are the transactions that paid them",
      """
      SELECT o.name FROM orders o WHERE decimal_cmp(o.refunded, (SELECT coalesce(decimal_sum(amount), '0')
        FROM transactions t WHERE t.order_id = o.id AND t.kind = 'REFUND')) <> 0
      """
    ),
    (
      "every refund's transactions know it",
      """
      SELECT o.name FROM refunds r JOIN orders o ON o.id = r.order_id WHERE decimal_cmp(r.total,
        (SELECT coalesce(decimal_sum(amount), '0') FROM transactions t WHERE t.refund_id = r.id)) <> 0
      """
    ),
    (
      "lines add up to the subtotal",
      """
      SELECT o.name FROM orders o WHERE decimal_cmp(o.subtotal,
        (SELECT decimal_sum(total) FROM order_lines l WHERE l.order_id = o.id)) <> 0
      """
    ),
    (
      "taxes add up by line and by rate",
      """
      SELECT o.name FROM orders o WHERE decimal_cmp(o.tax, (SELECT coalesce(decimal_sum(amount), '0')
          FROM order_tax_lines t WHERE t.order_id = o.id)) <> 0
        OR decimal_cmp(o.tax, (SELECT decimal_sum(tax) FROM (
          SELECT tax FROM order_lines WHERE order_id = o.id
          UNION ALL SELECT tax FROM shipping_lines WHERE order_id = o.id))) <> 0
      """
    ),
    (
      "shipments hold what was fulfilled",
      """
      SELECT o.name FROM orders o JOIN order_lines l ON l.order_id = o.id
      WHERE l.fulfilled_quantity + l.unfulfilled_quantity > l.quantity
        OR (l.fulfilled_quantity > 0) <> (l.fulfillment_status <> 'UNFULFILLED')
      """
    ),
    (
      "what is open is what fulfillment orders hold",
      """
      SELECT o.name FROM orders o JOIN order_lines l ON l.order_id = o.id
      WHERE l.unfulfilled_quantity <> (SELECT coalesce(sum(x.remaining_quantity), 0)
        FROM fulfillment_order_lines x JOIN fulfillment_orders f ON f.id = x.fulfillment_order_id
        WHERE x.order_line_id = l.id AND f.status NOT IN ('CLOSED', 'CANCELLED'))
      """
    ),
    (
      "everything was read",
      """
      SELECT name FROM orders WHERE returns_read = 0 OR content = ''
      UNION ALL SELECT 'refund ' || id FROM refunds WHERE lines_read = 0
      UNION ALL SELECT 'fulfillment ' || id FROM fulfillments WHERE lines_read = 0
      UNION ALL SELECT 'unread ' || id FROM orders_unread
      """
    ),
  ]

  @Test func `lives of orders arrive whole and add up, in bulk`() async throws {
    try await with(SandboxStore(orders: 0, histories: 700)) { store in
      try await store.refresh(["orders", "fulfillment_orders"])
      for sum in Self.sums {
        #expect(try store.rows(sum.sql) == [], "\(sum.name)")
      }
      let seen = try store.rows(
        """
        SELECT (SELECT count(*) FROM orders), (SELECT count(DISTINCT reason) FROM agreements),
          (SELECT count(*) > 0 FROM refund_shipping_lines), (SELECT count(*) > 0 FROM order_adjustments),
          (SELECT count(*) > 0 FROM returns WHERE status = 'CLOSED'),
          (SELECT count(*) > 0 FROM orders WHERE presentment_total <> total),
          (SELECT count(*) > 200 FROM fulfillments), (SELECT count(*) > 0 FROM fulfillment_holds)
        """)
      #expect(seen == [["700", "4", "1", "1", "1", "1", "1", "0"]])
      let byID = store.askedRoots().filter { $0 == "nodes" }.count
      // Refunds and returns are read by id; what was shipped is too much for that.
      #expect(byID < 80)
    }
  }

  @Test(arguments: [0, 60])
  func `orders that live on come page by page, however late searches show them`(_ lag: Int)
    async throws
  {
    try await with(SandboxStore(orders: 10, histories: 20, searchLag: lag)) { store in
      try await store.refresh(["orders", "fulfillment_orders"])
      for round in 0..<6 {
        try await store.change("live", ["seed": JSON(round + 7), "steps": 12])
        try await store.refresh(["orders", "fulfillment_orders"])
        store.wait(hours: 0.02)
      }
      store.wait(hours: 0.02)
      try await store.refresh(["orders", "fulfillment_orders"])
      let before = try store.rows("SELECT name, content FROM orders ORDER BY id")
      for sum in Self.sums {
        #expect(try store.rows(sum.sql) == [], "\(sum.name)")
      }
      try await store.refresh(["orders", "fulfillment_orders"], full: true)
      #expect(try store.rows("SELECT name, content FROM orders ORDER BY id") == before)
    }
  }

  @Test func `a return does not move its order, and is seen at each of its steps`() async throws {
    try await with(SandboxStore(orders: 0)) { store in
      try await store.change("orders", ["lines": [["sku": "SKU-00001", "quantity": 3]]])
      try await store.change("fulfill", ["order": "#1001"])
      store.wait(hours: 2)
      try await store.refresh(["orders"])
      let moved = try store.rows("SELECT updated_at FROM orders")
      var contents = try store.rows("SELECT content FROM orders")
      let steps: [(action: String, status: String, sales: String)] = [
        ("request", "REQUESTED", "2"), ("approve", "OPEN", "3"), ("close", "CLOSED", "3"),
        ("reopen", "OPEN", "3"), ("cancel", "CANCELED", "4"),
      ]
      for step in steps {
        store.wait(hours: 2)
        try await store.change(
          "return",
          [
            "order": "#1001", "action": .string(step.action), "line": 1, "quantity": 2, "return": 1,
          ])
        try await store.refresh(["orders"])
        let row = try store.rows(
          "SELECT r.status, (SELECT count(*) FROM sales), l.quantity FROM returns r JOIN return_lines l ON l.return_id = r.id"
        )
        #expect(row == [[step.status, step.sales, "2"]], "\(step.action)")
        #expect(try store.rows("SELECT updated_at FROM orders") == moved)
        contents += try store.rows("SELECT content FROM orders")
      }
      // Reopened, it is as it was when it was approved.
      #expect(Set(contents.map { $0[0] }).count == contents.count - 1)
      store.wait(hours: 2)
      try await store.change("orders", ["lines": [["sku": "SKU-00001"]]])
      try await store.refresh(["orders"])
      _ = store.askedRoots()
      try await store.refresh(["orders"])
      // Nothing is open any more: the order is not read again.
      #expect(!store.askedRoots().contains("nodes"))
    }
  }

  @Test func `a hold is seen in the fulfillment orders, and goes when it is released`() async throws
  {
    try await with(SandboxStore(orders: 0)) { store in
      try await store.change("orders", ["lines": [["sku": "SKU-00001", "quantity": 3]]])
      try await store.refresh(["orders", "fulfillment_orders"])
      store.wait(hours: 1)
      try await store.change("hold", ["order": "1001", "reason": "INCORRECT_ADDRESS"])
      try await store.refresh(["fulfillment_orders"])
      #expect(
        try store.rows(
          """
          SELECT f.order_name, f.status, f.location_name, f.supported_actions, h.reason, l.remaining_quantity
          FROM fulfillment_orders f JOIN fulfillment_holds h ON h.fulfillment_order_id = f.id
            JOIN fulfillment_order_lines l ON l.fulfillment_order_id = f.id
          """) == [
            [
              "#1001", "ON_HOLD", "Berlin", #"["RELEASE_HOLD","HOLD","MOVE"]"#, "INCORRECT_ADDRESS",
              "3",
            ]
          ])
    }
  }

  @Test func `an order read again by id is current where searches lag`() async throws {
    try await with(SandboxStore(searchLag: 3600)) { store in
      try await store.refresh(["orders", "fulfillment_orders"])
      let unshipped = try store.rows(
        "SELECT o.id, o.name FROM orders o WHERE fulfillment_status = 'UNFULFILLED' LIMIT 1")
      let target = try #require(unshipped.first)
      try await store.change(
        "fulfill", ["order": .string(target[1]), "tracking": ["company": "DHL", "number": "T1"]])
      store.wait(hours: 0.1)
      try await store.refresh(["orders", "fulfillment_orders"])
      let status = "SELECT fulfillment_status FROM orders WHERE id = \(target[0])"
      #expect(try store.rows(status) == [["UNFULFILLED"]])
      let id = try #require(Int64(target[0]))
      try await store.mirror.reread("orders", ids: [id, 17], from: store.admin)
      #expect(try store.rows(status) == [["FULFILLED"]])
      #expect(
        try store.rows(
          """
          SELECT f.status, (SELECT sum(remaining_quantity) FROM fulfillment_order_lines l
            WHERE l.fulfillment_order_id = f.id), x.tracking_company, x.tracking_numbers, x.tracking_urls
          FROM fulfillment_orders f JOIN fulfillments x ON x.order_id = f.order_id WHERE f.order_id = \(target[0])
          """) == [["CLOSED", "0", "DHL", #"["T1"]"#, "[null]"]])
      for sum in Self.sums { #expect(try store.rows(sum.sql) == [], "\(sum.name)") }
      let error = await #expect(throws: MirrorError.self) {
        try await store.mirror.reread("shop", ids: [1], from: store.admin)
      }
      #expect(error?.description == "Objects of the stream 'shop' are not read by id.")
    }
  }

  @Test(arguments: ["orders:2:bad-cursor", "orders:2:same-page"])
  func `D31 pages that lead nowhere give way to a bulk query that sees everything`(
    _ fault: String
  ) async throws {
    try await with(SandboxStore(orders: 5)) { store in
      try await store.refresh(["orders"])
      store.wait(hours: 1)
      try await store.change("live", ["seed": 3, "steps": 80])
      try await store.change("faults", fault)
      let done = try await store.refresh(["orders"])
      #expect(done.map(\.way) == ["bulk"])
      #expect(
        try store.rows("SELECT count(*), count(DISTINCT order_id) FROM order_lines")[0][0] != "0")
      for sum in Self.sums.dropLast(2) { #expect(try store.rows(sum.sql) == [], "\(sum.name)") }
      let count = try store.rows("SELECT count(*) FROM orders")
      try await store.refresh(["orders"], full: true)
      #expect(try store.rows("SELECT count(*) FROM orders") == count)
    }
  }

  @Test func `an order of many lines, sales and shipping comes whole by pages`() async throws {
    try await with(SandboxStore(orders: 0)) { store in
      try await store.refresh(["orders", "fulfillment_orders"])
      let lines = (0..<60).map { _ -> JSON in ["sku": "SKU-00003", "quantity": 2] }
      try await store.change("orders", ["lines": .array(lines), "shipping": "4.95"])
      for number in 1...8 {
        try await store.change(
          "refund", ["order": "1001", "line": JSON(number), "quantity": 1, "shipping": "0.10"])
      }
      try await store.change("fulfill", ["order": "1001"])
      let done = try await store.refresh(["orders", "fulfillment_orders"])
      #expect(done.map(\.way) == ["pages", "pages"])
      #expect(
        try store.rows(
          """
          SELECT (SELECT count(*) FROM order_lines), (SELECT count(*) FROM sales),
            (SELECT count(*) FROM agreements), (SELECT count(*) FROM refund_shipping_lines),
            (SELECT count(*) FROM fulfillment_lines), (SELECT count(*) FROM fulfillment_order_lines)
          """) == [["60", "77", "9", "8", "60", "60"]])
      for sum in Self.sums { #expect(try store.rows(sum.sql) == [], "\(sum.name)") }
    }
  }
}
