// SPDX-License-Identifier: Apache-2.0

extension StoreStream {
  /// An order whose returns were read: they follow.
  static let returnsRead = Rule(
    type: "OrderReturns",
    statements: [
      "UPDATE orders SET returns_read = 1 WHERE id = gid(:line ->> '$.id')",
      OrderSQL.unread("VALUES (gid(:line ->> '$.id'))"),
    ])

  static let returnTable = Table(
    name: "returns", type: "Return",
    columns: [
      "id": "gid(:line ->> '$.id')",
      "order_id": "gid(:line ->> '$.__parentId')",
      "name": ":line ->> '$.name'",
      "status": ":line ->> '$.status'",
      "quantity": ":line ->> '$.totalQuantity'",
      "created_at": ":line ->> '$.createdAt'",
      "approved_at": ":line ->> '$.requestApprovedAt'",
      "closed_at": ":line ->> '$.closedAt'",
      "known_at": ":known_at",
    ])

  static let returnLineTable = Table(
    name: "return_lines", type: "ReturnLineItem",
    columns: [
      "id": "gid(:line ->> '$.id')",
      "return_id": "gid(:line ->> '$.__parentId')",
      "order_line_id": "gid(:line ->> '$.fulfillmentLineItem.lineItem.id')",
      "quantity": ":line ->> '$.quantity'",
      "processed_quantity": ":line ->> '$.processedQuantity'",
      "refunded_quantity": ":line ->> '$.refundedQuantity'",
      "reason": ":line ->> '$.returnReasonDefinition.handle'",
      "note": "nullif(:line ->> '$.returnReasonNote', '')",
      "customer_note": ":line ->> '$.customerNote'",
      "known_at": ":known_at",
    ])

  static let agreementTable = Table(
    name: "agreements", type: "SalesAgreement",
    columns: [
      "id": "gid(:line ->> '$.id')",
      "order_id": "gid(:line ->> '$.__parentId')",
      "happened_at": ":line ->> '$.happenedAt'",
      "reason": ":line ->> '$.reason'",
      "refund_id": "gid(:line ->> '$.refund.id')",
      "return_id": "gid(:line ->> '$.return.id')",
      "known_at": ":known_at",
    ])

  static let saleTable = Table(
    name: "sales", type: "Sale", key: ["agreement_id", "id", "line_type"],
    columns: [
      "agreement_id": "gid(:line ->> '$.__parentId')",
      "id": "gid(:line ->> '$.id')",
      "order_id": agreement("order_id"),
      "happened_at": agreement("happened_at"),
      "reason": agreement("reason"),
      "action_type": ":line ->> '$.actionType'",
      "line_type": ":line ->> '$.lineType'",
      "order_line_id": "gid(:line ->> '$.lineItem.id')",
      "shipping_line_id": "gid(:line ->> '$.shippingLine.id')",
      "quantity": ":line ->> '$.quantity'",
      "total": OrderSQL.amount("totalAmount"),
      "discount": OrderSQL.amount("totalDiscountAmountBeforeTaxes"),
      "discount_after_tax": OrderSQL.amount("totalDiscountAmountAfterTaxes"),
      "tax": OrderSQL.amount("totalTaxAmount"),
      "taxes": OrderSQL.taxes("taxes", line: "taxLine.", amount: "amount"),
      "known_at": ":known_at",
    ])

  /// A sale comes after its agreement, in pages as in bulk results.
  private static func agreement(_ column: String) -> String {
    "(SELECT \(column) FROM agreements WHERE id = gid(:line ->> '$.__parentId'))"
  }
}
