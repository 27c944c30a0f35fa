// SPDX-License-Identifier: Apache-2.0

/// The version of an order: SHA-256 over what the mirror holds of it and of all below it that an export can
/// show, without when it was changed, read or known. Two orders with the same content are exported once, so
/// a column added here makes every order come out once more: say so in CHANGELOG.
///
/// Left out: fulfillment orders, which another stream fills, and sales, which never change once agreed.
enum OrderContent {
  /// Completes some thousand of the orders in `orders_unread`.
  static let step = [
    """
    UPDATE order_lines SET
      position = (SELECT count(*) FROM order_lines o WHERE o.order_id = order_lines.order_id AND o.id <= order_lines.id),
      refunded_quantity = (SELECT coalesce(sum(quantity), 0) FROM refund_lines r WHERE r.order_line_id = order_lines.id),
      fulfilled_quantity = \(fulfilled),
      fulfillment_status = CASE WHEN \(fulfilled) = 0 THEN 'UNFULFILLED'
        WHEN unfulfilled_quantity = 0 THEN 'FULFILLED' ELSE 'PARTIALLY_FULFILLED' END
    WHERE order_id IN \(some)
    """,
    """
    UPDATE orders SET content = sha256(json_array(
      \(columns(of: StoreStream.orderTable)),
      \(rows(StoreStream.lineTable, "order_id = orders.id")),
      \(rows(StoreStream.orderTaxLineTable, "order_id = orders.id", order: "position")),
      \(rows(StoreStream.shippingLineTable, "order_id = orders.id")),
      \(rows(StoreStream.transactionTable, "order_id = orders.id")),
      \(rows(StoreStream.refundTable, "order_id = orders.id", below: [
        rows(StoreStream.refundLineTable, "refund_id = refunds.id"),
        rows(StoreStream.refundShippingLineTable, "refund_id = refunds.id"),
        rows(StoreStream.adjustmentTable, "refund_id = refunds.id"),
      ])),
      \(rows(StoreStream.fulfillmentTable, "order_id = orders.id", below: [
        rows(StoreStream.fulfillmentLineTable, "fulfillment_id = fulfillments.id")
      ])),
      \(rows(StoreStream.returnTable, "order_id = orders.id", below: [
        rows(StoreStream.returnLineTable, "return_id = returns.id")
      ]))))
    WHERE id IN \(some)
    """,
    "DELETE FROM orders_unread WHERE id IN \(some)",
  ]

  private static let some = "(SELECT id FROM orders_unread ORDER BY id LIMIT 2000)"

  private static let fulfilled = """
    (SELECT coalesce(sum(l.quantity), 0) FROM fulfillment_lines l
      JOIN fulfillments f ON f.id = l.fulfillment_id AND f.status NOT IN ('CANCELLED', 'ERROR', 'FAILURE')
      WHERE l.order_line_id = order_lines.id)
    """

  /// What is no part of a version: when a row was touched, read or known.
  private static let left: Set<String> = [
    "updated_at", "known_at", "content", "returns_read", "lines_read",
  ]

  private static func columns(of table: Table) -> String {
    table.columns.map(\.key).filter { !left.contains($0) }.joined(separator: ", ")
  }

  /// The rows of a table, in order, as a JSON array of arrays.
  private static func rows(
    _ table: Table, _ condition: String, order: String = "id", below: [String] = []
  ) -> String {
    """
    (SELECT json_group_array(json_array(\(([columns(of: table)] + below).joined(separator: ", ")))) \
    FROM (SELECT * FROM \(table.name) WHERE \(condition) ORDER BY \(order)) \(table.name))
    """
  }
}
