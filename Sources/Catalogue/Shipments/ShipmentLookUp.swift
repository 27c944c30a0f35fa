// SPDX-License-Identifier: Apache-2.0

/// How a record names an order, or one of its fulfillments, in the mirror's SQL.
enum ShipmentLookUp {
  /// `record`, `id` of the orders a record's field `order` names: by name, with or without the `#` before it; else by
  /// id. A name that looks like an id is a name first.
  static let orders = """
    SELECT s.record, o.id FROM staged s JOIN orders o ON o.name = s."order"
    UNION SELECT s.record, o.id FROM staged s JOIN orders o ON o.name = '#' || s."order"
    UNION SELECT s.record, o.id FROM staged s
      JOIN orders o ON o.id = CAST(replace(s."order", 'gid://shopify/Order/', '') AS INTEGER)
      WHERE replace(s."order", 'gid://shopify/Order/', '') NOT GLOB '*[^0-9]*'
        AND NOT EXISTS (SELECT 1 FROM orders n WHERE n.name IN (s."order", '#' || s."order"))
    """

  /// A record's order as its group.
  static let orderGroups = "SELECT record, CAST(id AS TEXT) AS grp, id FROM (\(orders))"

  /// The ways to name a fulfillment: its id, its order and one of its numbers in the field `number`, or the order
  /// alone where it has but one.
  static func keys(number: String) -> [[String]] {
    [["fulfillment_id"], ["order", number], ["order"]]
  }

  /// A record's fulfillment as its group. Named by its order, one that was cancelled counts only where no other does.
  /// `wanted`: where none has the number named, the one that has the record's `tracking_number` already.
  static func fulfillmentGroups(_ key: [String], number: String, wanted: Bool) -> String {
    if key == ["fulfillment_id"] {
      return """
        SELECT s.record, CAST(f.id AS TEXT) AS grp, f.id
        FROM staged s JOIN fulfillments f ON f.id = CAST(s.fulfillment_id AS INTEGER)
        """
    }
    let has = "EXISTS (SELECT 1 FROM json_each(f.tracking_numbers) n WHERE n.value = s.\(number))"
    let live = "f.status NOT IN ('CANCELLED', 'ERROR', 'FAILURE')"
    let rank =
      if key.count == 1 {
        "iif(\(live), 1, 2)"
      } else if wanted {
        "CASE WHEN \(has) THEN iif(\(live), 1, 3) WHEN f.tracking_numbers = s.tracking_number THEN 2 END"
      } else {
        "iif(\(has), iif(\(live), 1, 2), NULL)"
      }
    return """
      WITH named AS (
        SELECT s.record, f.id, \(rank) AS rank
        FROM (\(orders)) o JOIN staged s ON s.record = o.record JOIN fulfillments f ON f.order_id = o.id)
      SELECT record, CAST(id AS TEXT) AS grp, id FROM named n
      WHERE rank = (SELECT min(rank) FROM named m WHERE m.record = n.record)
      """
  }

  /// What the mirror has of the order `:id`, for `ShopOrder.init(mirrored:)`.
  static let order = """
    SELECT json_object('id', o.id, 'name', o.name, 'cancelled_at', o.cancelled_at,
      'lines', (SELECT json_group_array(json_object('id', l.id, 'sku', l.sku))
        FROM (SELECT * FROM order_lines WHERE order_id = o.id ORDER BY position) l),
      'fulfillment_orders', (SELECT json_group_array(json_object('id', p.id, 'status', p.status,
          'location_id', p.location_id, 'location', p.location_name, 'created_at', p.created_at,
          'actions', json(p.supported_actions),
          'holds', (SELECT json_group_array(json_object('reason', h.reason, 'notes', h.notes))
            FROM fulfillment_holds h WHERE h.fulfillment_order_id = p.id),
          'lines', (SELECT json_group_array(json_object('id', l.id, 'line_id', l.order_line_id,
              'remaining', l.remaining_quantity))
            FROM fulfillment_order_lines l WHERE l.fulfillment_order_id = p.id)))
        FROM fulfillment_orders p WHERE p.order_id = o.id),
      'fulfillments', (SELECT json_group_array(json_object('id', f.id, 'status', f.status,
          'location_id', f.location_id, 'numbers', json(f.tracking_numbers),
          'lines', (SELECT json_group_array(json_object('line_id', l.order_line_id, 'quantity', l.quantity))
            FROM fulfillment_lines l WHERE l.fulfillment_id = f.id)))
        FROM fulfillments f WHERE f.order_id = o.id))
    FROM orders o WHERE o.id = :id
    """

  /// What the mirror has of the fulfillment `:id`, for `MirroredFulfillment`.
  static let fulfillment = """
    SELECT json_object('id', f.id, 'order_id', f.order_id, 'name', f.name, 'status', f.status,
      'company', f.tracking_company, 'numbers', json(f.tracking_numbers), 'urls', json(f.tracking_urls))
    FROM fulfillments f WHERE f.id = :id
    """
}
