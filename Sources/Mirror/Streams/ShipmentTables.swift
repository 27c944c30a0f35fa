// SPDX-License-Identifier: Apache-2.0

extension StoreStream {
  static let fulfillmentTable = Table(
    name: "fulfillments", type: "Order", each: "$.fulfillments",
    columns: [
      "id": "gid(value ->> '$.id')",
      "order_id": "gid(:line ->> '$.id')",
      "name": "value ->> '$.name'",
      "location_id": "gid(value ->> '$.location.id')",
      "status": "value ->> '$.status'",
      "display_status": "value ->> '$.displayStatus'",
      "quantity": "value ->> '$.totalQuantity'",
      "tracking_company": "value ->> '$.trackingInfo[0].company'",
      "tracking_numbers": tracking("number"),
      "tracking_urls": tracking("url"),
      "created_at": "value ->> '$.createdAt'",
      "updated_at": "value ->> '$.updatedAt'",
      "delivered_at": "value ->> '$.deliveredAt'",
      "lines_read": "0",
    ],
    // What was shipped does not change, only its state and its numbers.
    kept: [
      "lines_read": "iif(fulfillments.quantity = excluded.quantity, fulfillments.lines_read, 0)"
    ],
    then: [OrderSQL.onlyListed("fulfillments")])

  private static func tracking(_ field: String) -> String {
    """
    (SELECT json_group_array(i.value ->> '$.\(field)') FROM json_each(f.value, '$.trackingInfo') i)
    """
  }

  /// A fulfillment read again: its lines follow.
  static let fulfillmentRead = Rule(
    type: "Fulfillment",
    statements: [
      "DELETE FROM fulfillment_lines WHERE fulfillment_id = gid(:line ->> '$.id')",
      "UPDATE fulfillments SET lines_read = 1 WHERE id = gid(:line ->> '$.id')",
      OrderSQL.unread("SELECT order_id FROM fulfillments WHERE id = gid(:line ->> '$.id')"),
    ])

  static let fulfillmentLineTable = Table(
    name: "fulfillment_lines", type: "FulfillmentLineItem",
    columns: [
      "id": "gid(:line ->> '$.id')",
      "fulfillment_id": "gid(:line ->> '$.__parentId')",
      "order_line_id": "gid(:line ->> '$.lineItem.id')",
      "quantity": "coalesce(:line ->> '$.quantity', 0)",
    ])

  static let fulfillmentOrderTable = Table(
    name: "fulfillment_orders", type: "FulfillmentOrder",
    columns: [
      "id": "gid(:line ->> '$.id')",
      "order_id": "gid(:line ->> '$.orderId')",
      "order_name": ":line ->> '$.orderName'",
      "status": ":line ->> '$.status'",
      "request_status": ":line ->> '$.requestStatus'",
      "location_id": "gid(:line ->> '$.assignedLocation.location.id')",
      "location_name": ":line ->> '$.assignedLocation.name'",
      "supported_actions":
        "(SELECT json_group_array(value ->> '$.action') FROM json_each(:line, '$.supportedActions'))",
      "fulfill_at": ":line ->> '$.fulfillAt'",
      "created_at": ":line ->> '$.createdAt'",
      "updated_at": ":line ->> '$.updatedAt'",
      "known_at": ":known_at",
    ])

  static let fulfillmentHoldTable = Table(
    name: "fulfillment_holds", type: "FulfillmentOrder", each: "$.fulfillmentHolds",
    columns: [
      "id": "gid(value ->> '$.id')",
      "fulfillment_order_id": "gid(:line ->> '$.id')",
      "reason": "value ->> '$.reason'",
      "notes": "value ->> '$.reasonNotes'",
      "display_reason": "value ->> '$.displayReason'",
      "handle": "value ->> '$.handle'",
    ],
    then: [
      """
      DELETE FROM fulfillment_holds WHERE fulfillment_order_id = gid(:line ->> '$.id')
        AND id NOT IN (SELECT gid(value ->> '$.id') FROM json_each(:line, '$.fulfillmentHolds'))
      """
    ])

  static let fulfillmentOrderLineTable = Table(
    name: "fulfillment_order_lines", type: "FulfillmentOrderLineItem",
    columns: [
      "id": "gid(:line ->> '$.id')",
      "fulfillment_order_id": "gid(:line ->> '$.__parentId')",
      "order_line_id": "gid(:line ->> '$.lineItem.id')",
      "variant_id": "gid(:line ->> '$.variant.id')",
      "item_id": "gid(:line ->> '$.inventoryItemId')",
      "sku": "nullif(:line ->> '$.sku', '')",
      "quantity": ":line ->> '$.totalQuantity'",
      "remaining_quantity": ":line ->> '$.remainingQuantity'",
      "known_at": ":known_at",
    ])
}
