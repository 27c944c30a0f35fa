// SPDX-License-Identifier: Apache-2.0

extension StoreStream {
  static let transactionTable = Table(
    name: "transactions", type: "Order", each: "$.transactions",
    columns: [
      "id": "gid(value ->> '$.id')",
      "order_id": "gid(:line ->> '$.id')",
      "parent_id": "gid(value ->> '$.parentTransaction.id')",
      "kind": "value ->> '$.kind'",
      "status": "value ->> '$.status'",
      "gateway": "value ->> '$.gateway'",
      "payment_id": "value ->> '$.paymentId'",
      "amount": OrderSQL.amount("amountSet", of: "value"),
      "currency": "value ->> '$.amountSet.shopMoney.currencyCode'",
      "presentment_amount": OrderSQL.presentment("amountSet", of: "value"),
      "presentment_currency": "value ->> '$.amountSet.presentmentMoney.currencyCode'",
      "is_test": "value ->> '$.test'",
      "created_at": "value ->> '$.createdAt'",
      "processed_at": "value ->> '$.processedAt'",
    ],
    kept: ["refund_id": "transactions.refund_id"],
    then: [OrderSQL.onlyListed("transactions")])

  static let refundTable = Table(
    name: "refunds", type: "Order", each: "$.refunds",
    columns: [
      "id": "gid(value ->> '$.id')",
      "order_id": "gid(:line ->> '$.id')",
      "return_id": "gid(value ->> '$.return.id')",
      "created_at": "value ->> '$.createdAt'",
      "processed_at": "value ->> '$.processedAt'",
      "updated_at": "value ->> '$.updatedAt'",
      "total": OrderSQL.amount("totalRefundedSet", of: "value"),
      "currency": "value ->> '$.totalRefundedSet.shopMoney.currencyCode'",
      "presentment_total": OrderSQL.presentment("totalRefundedSet", of: "value"),
      "presentment_currency": "value ->> '$.totalRefundedSet.presentmentMoney.currencyCode'",
      "note": "value ->> '$.note'",
      "lines_read": "0",
    ],
    kept: [
      "lines_read": """
      iif(refunds.updated_at = excluded.updated_at AND refunds.total = excluded.total, refunds.lines_read, 0)
      """
    ],
    then: [OrderSQL.onlyListed("refunds")])

  /// A refund read again: what is below it follows.
  static let refundRead = Rule(
    type: "Refund",
    statements: ["refund_lines", "refund_shipping_lines", "order_adjustments"].map {
      "DELETE FROM \($0) WHERE refund_id = gid(:line ->> '$.id')"
    } + [
      "UPDATE refunds SET lines_read = 1 WHERE id = gid(:line ->> '$.id')",
      OrderSQL.unread("SELECT order_id FROM refunds WHERE id = gid(:line ->> '$.id')"),
    ])

  static let refundLineTable = Table(
    name: "refund_lines", type: "RefundLineItem",
    columns: [
      "id": "gid(:line ->> '$.id')",
      "refund_id": "gid(:line ->> '$.__parentId')",
      "order_line_id": "gid(:line ->> '$.lineItem.id')",
      "quantity": ":line ->> '$.quantity'",
      "subtotal": OrderSQL.amount("subtotalSet"),
      "tax": OrderSQL.amount("totalTaxSet"),
      "restock": ":line ->> '$.restockType'",
      "location_id": "gid(:line ->> '$.location.id')",
    ])

  static let refundShippingLineTable = Table(
    name: "refund_shipping_lines", type: "RefundShippingLine",
    columns: [
      "id": "gid(:line ->> '$.id')",
      "refund_id": "gid(:line ->> '$.__parentId')",
      "shipping_line_id": "gid(:line ->> '$.shippingLine.id')",
      "subtotal": OrderSQL.amount("subtotalAmountSet"),
      "tax": OrderSQL.amount("taxAmountSet"),
    ])

  static let adjustmentTable = Table(
    name: "order_adjustments", type: "OrderAdjustment",
    columns: [
      "id": "gid(:line ->> '$.id')",
      "refund_id": "gid(:line ->> '$.__parentId')",
      "reason": ":line ->> '$.reason'",
      "amount": OrderSQL.amount("amountSet"),
      "tax": OrderSQL.amount("taxAmountSet"),
    ])

  /// Which of the order's transactions paid the refund back: orders do not say.
  static let refundTransaction = Rule(
    type: "OrderTransaction",
    statements: [
      """
      UPDATE transactions SET refund_id = gid(:line ->> '$.__parentId') WHERE id = gid(:line ->> '$.id')
      """
    ])
}
