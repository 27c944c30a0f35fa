// SPDX-License-Identifier: Apache-2.0

extension StoreStream {
  static let orderTable = Table(
    name: "orders", type: "Order",
    columns: [
      "id": "gid(:line ->> '$.id')",
      "name": ":line ->> '$.name'",
      "email": ":line ->> '$.email'",
      "created_at": ":line ->> '$.createdAt'",
      "processed_at": ":line ->> '$.processedAt'",
      "updated_at": ":line ->> '$.updatedAt'",
      "cancelled_at": ":line ->> '$.cancelledAt'",
      "closed_at": ":line ->> '$.closedAt'",
      "currency": ":line ->> '$.currencyCode'",
      "presentment_currency": ":line ->> '$.presentmentCurrencyCode'",
      "taxes_included": ":line ->> '$.taxesIncluded'",
      "financial_status": ":line ->> '$.displayFinancialStatus'",
      "fulfillment_status": ":line ->> '$.displayFulfillmentStatus'",
      "return_status": ":line ->> '$.returnStatus'",
      "subtotal": optionalAmount("subtotalPriceSet"),
      "shipping": amount("totalShippingPriceSet"),
      "tax": optionalAmount("totalTaxSet"),
      "discounts": optionalAmount("totalDiscountsSet"),
      "total": amount("totalPriceSet"),
      "current_total": amount("currentTotalPriceSet"),
      "refunded": amount("totalRefundedSet"),
      "outstanding": amount("totalOutstandingSet"),
      "customer_id": "gid(:line ->> '$.customer.id')",
      "shipping_name": ":line ->> '$.shippingAddress.name'",
      "shipping_address1": ":line ->> '$.shippingAddress.address1'",
      "shipping_address2": ":line ->> '$.shippingAddress.address2'",
      "shipping_city": ":line ->> '$.shippingAddress.city'",
      "shipping_zip": ":line ->> '$.shippingAddress.zip'",
      "shipping_province": ":line ->> '$.shippingAddress.provinceCode'",
      "shipping_country": ":line ->> '$.shippingAddress.countryCodeV2'",
      "note": ":line ->> '$.note'",
      "tags": "(SELECT coalesce(group_concat(value, ', '), '') FROM json_each(:line, '$.tags'))",
      "source": ":line ->> '$.sourceName'",
      "content": "''",
      "known_at": ":known_at",
    ],
    // The old version stands until lines and refunds of the new one are here too.
    kept: ["content": "orders.content"],
    then: ["INSERT OR IGNORE INTO orders_unread (id) VALUES (gid(:line ->> '$.id'))"])

  static let transactionTable = Table(
    name: "transactions", type: "Order", each: "$.transactions",
    columns: [
      "id": "gid(value ->> '$.id')",
      "order_id": "gid(:line ->> '$.id')",
      "parent_id": "gid(value ->> '$.parentTransaction.id')",
      "kind": "value ->> '$.kind'",
      "status": "value ->> '$.status'",
      "gateway": "value ->> '$.gateway'",
      "amount": "value ->> '$.amountSet.shopMoney.amount'",
      "currency": "value ->> '$.amountSet.shopMoney.currencyCode'",
      "created_at": "value ->> '$.createdAt'",
      "processed_at": "value ->> '$.processedAt'",
    ],
    then: [onlyListed("transactions")])

  static let refundTable = Table(
    name: "refunds", type: "Order", each: "$.refunds",
    columns: [
      "id": "gid(value ->> '$.id')",
      "order_id": "gid(:line ->> '$.id')",
      "created_at": "value ->> '$.createdAt'",
      "updated_at": "value ->> '$.updatedAt'",
      "total": "value ->> '$.totalRefundedSet.shopMoney.amount'",
      "currency": "value ->> '$.totalRefundedSet.shopMoney.currencyCode'",
      "note": "value ->> '$.note'",
      "lines_read": "0",
    ],
    kept: ["lines_read": "iif(refunds.updated_at = excluded.updated_at, refunds.lines_read, 0)"],
    then: [onlyListed("refunds")])

  static let lineTable = Table(
    name: "order_lines", type: "LineItem",
    columns: [
      "id": "gid(:line ->> '$.id')",
      "order_id": "gid(:line ->> '$.__parentId')",
      "position": "0",
      "variant_id": "gid(:line ->> '$.variant.id')",
      "sku": "nullif(:line ->> '$.sku', '')",
      "title": ":line ->> '$.title'",
      "variant_title": ":line ->> '$.variantTitle'",
      "vendor": ":line ->> '$.vendor'",
      "quantity": ":line ->> '$.quantity'",
      "current_quantity": ":line ->> '$.currentQuantity'",
      "refunded_quantity": "0",
      "unit_price": amount("originalUnitPriceSet"),
      "discount": discount,
      "tax": sum("taxLines", "priceSet"),
      "total": "decimal_sub(\(amount("originalTotalSet")), \(discount))",
      "known_at": ":known_at",
    ],
    kept: ["position": "position", "refunded_quantity": "refunded_quantity"])

  /// A refund read again: its lines follow.
  static let refundRead = Rule(
    type: "Refund",
    statements: [
      "DELETE FROM refund_lines WHERE refund_id = gid(:line ->> '$.id')",
      "UPDATE refunds SET lines_read = 1 WHERE id = gid(:line ->> '$.id')",
      """
      INSERT OR IGNORE INTO orders_unread (id)
        SELECT order_id FROM refunds WHERE id = gid(:line ->> '$.id')
      """,
    ])

  static let refundLineTable = Table(
    name: "refund_lines", type: "RefundLineItem",
    columns: [
      "id": "gid(:line ->> '$.id')",
      "refund_id": "gid(:line ->> '$.__parentId')",
      "order_line_id": "gid(:line ->> '$.lineItem.id')",
      "quantity": ":line ->> '$.quantity'",
      "subtotal": amount("subtotalSet"),
      "tax": amount("totalTaxSet"),
      "restock": ":line ->> '$.restockType'",
    ])

  private static func amount(_ field: String) -> String {
    ":line ->> '$.\(field).shopMoney.amount'"
  }

  /// For the sums Shopify may leave out: then there is nothing to sum.
  private static func optionalAmount(_ field: String) -> String {
    "coalesce(\(amount(field)), '0.0')"
  }

  private static func sum(_ list: String, _ field: String) -> String {
    """
    (SELECT coalesce(decimal_sum(value ->> '$.\(field).shopMoney.amount'), '0.0') \
    FROM json_each(:line, '$.\(list)'))
    """
  }

  /// All that was allocated to the line, order-level discounts too: Shopify's own discounted totals leave
  /// those out, so lines would not add up to the order.
  private static let discount = sum("discountAllocations", "allocatedAmountSet")

  private static func onlyListed(_ table: String) -> String {
    """
    DELETE FROM \(table) WHERE order_id = gid(:line ->> '$.id')
      AND id NOT IN (SELECT gid(value ->> '$.id') FROM json_each(:line, '$.\(table)'))
    """
  }
}
