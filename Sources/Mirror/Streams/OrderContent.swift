// SPDX-License-Identifier: Apache-2.0

/// The version of an order: SHA-256 over what the mirror holds of it, lines, transactions and refunds
/// included, without when it was changed or known. Two orders with the same content are exported once.
enum OrderContent {
  /// Completes some thousand of the orders in `orders_unread`.
  static let step = [
    """
    UPDATE order_lines SET
      position = (SELECT count(*) FROM order_lines o WHERE o.order_id = order_lines.order_id AND o.id <= order_lines.id),
      refunded_quantity = (SELECT coalesce(sum(quantity), 0) FROM refund_lines r WHERE r.order_line_id = order_lines.id)
    WHERE order_id IN \(some)
    """,
    """
    UPDATE orders SET content = sha256(json_array(
      name, email, created_at, processed_at, cancelled_at, closed_at, currency, presentment_currency,
      taxes_included, financial_status, fulfillment_status, return_status, subtotal, shipping, tax, discounts,
      total, current_total, refunded, outstanding, customer_id, shipping_name, shipping_address1,
      shipping_address2, shipping_city, shipping_zip, shipping_province, shipping_country, note, tags, source,
      (SELECT json_group_array(json_array(id, variant_id, sku, title, variant_title, vendor, quantity,
          current_quantity, refunded_quantity, unit_price, discount, tax, total))
        FROM (SELECT * FROM order_lines WHERE order_id = orders.id ORDER BY id)),
      (SELECT json_group_array(json_array(id, parent_id, kind, status, gateway, amount, currency, created_at, processed_at))
        FROM (SELECT * FROM transactions WHERE order_id = orders.id ORDER BY id)),
      (SELECT json_group_array(json_array(id, created_at, total, currency, note,
          (SELECT json_group_array(json_array(order_line_id, quantity, subtotal, tax, restock))
            FROM (SELECT * FROM refund_lines WHERE refund_id = r.id ORDER BY id))))
        FROM (SELECT * FROM refunds WHERE order_id = orders.id ORDER BY id) r)))
    WHERE id IN \(some)
    """,
    "DELETE FROM orders_unread WHERE id IN \(some)",
  ]

  private static let some = "(SELECT id FROM orders_unread ORDER BY id LIMIT 2000)"
}
