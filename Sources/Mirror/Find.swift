// SPDX-License-Identifier: Apache-2.0

import GRDB
package import Tables

/// What `dray find` finds: one SELECT a kind over the mirror; `:key` is what the person typed.
package struct Finder: Sendable {
  /// What stands after `dray find`.
  package var kind: String
  /// What a key may be, for the help.
  package var keys: String
  let sql: String

  /// Every kind, in the order the help lists them.
  package static let all: [Finder] = [
    Finder(
      kind: "product", keys: "id, handle or part of the title",
      sql: """
        SELECT id, handle, title, status, vendor, type, category_name AS category, tags,
          (SELECT group_concat(o.name, ', ') FROM product_options o WHERE o.product_id = p.id) AS options,
          (SELECT count(*) FROM variants v WHERE v.product_id = p.id) AS variants,
          (SELECT count(*) FROM product_media m WHERE m.product_id = p.id) AS media,
          (SELECT group_concat(c.name, ', ') FROM product_publications b
            JOIN publications c ON c.id = b.publication_id
            WHERE b.product_id = p.id AND b.is_published) AS channels,
          updated_at, known_at
        FROM products p
        WHERE id = gid(:key) OR handle = :key OR instr(lower(title), lower(:key)) > 0
        ORDER BY title, id
        """),
    Finder(
      kind: "variant", keys: "id, SKU or barcode",
      sql: """
        SELECT v.id, p.title AS product, v.title, v.sku, v.barcode, v.price, v.compare_at_price,
          v.cost, v.weight, v.weight_unit, v.tracked, v.inventory_policy AS policy, v.hs_code,
          v.country_of_origin AS origin, o.name AS location, l.available, l.on_hand, v.product_id, v.item_id, v.known_at
        FROM variants v LEFT JOIN products p ON p.id = v.product_id
          LEFT JOIN inventory_levels l ON l.item_id = v.item_id
          LEFT JOIN locations o ON o.id = l.location_id
        WHERE v.id = gid(:key) OR v.sku = :key OR v.barcode = :key
        ORDER BY v.id, o.name
        """),
    Finder(
      kind: "order", keys: "id, name or e-mail",
      sql: """
        SELECT id, name, email, created_at, financial_status, fulfillment_status, return_status, currency,
          total, current_total, received, refunded, outstanding,
          (SELECT count(*) FROM order_lines l WHERE l.order_id = o.id) AS lines,
          (SELECT count(*) FROM fulfillments f WHERE f.order_id = o.id) AS fulfillments,
          (SELECT count(*) FROM refunds r WHERE r.order_id = o.id) AS refunds,
          (SELECT count(*) FROM returns r WHERE r.order_id = o.id) AS returns, updated_at, known_at
        FROM orders o
        WHERE id = gid(:key) OR name IN (:key, '#' || :key) OR email = :key COLLATE NOCASE
        ORDER BY created_at DESC, id DESC
        """),
    Finder(
      kind: "customer", keys: "id, e-mail or phone",
      sql: """
        SELECT id, email, phone, first_name, last_name, company, address1, address2, zip, city, province_code,
          country_code, tags, tax_exempt, email_state, sms_state, locale, note, updated_at, known_at
        FROM customers
        WHERE id = gid(:key) OR email = :key OR phone = :key
        ORDER BY id
        """),
    Finder(
      kind: "fulfillment", keys: "id, name, tracking number or the order's name",
      sql: """
        SELECT f.id, f.name, o.name AS "order", f.status, f.display_status, l.name AS location,
          f.tracking_company, (SELECT group_concat(value, ', ') FROM json_each(f.tracking_numbers)) AS tracking,
          (SELECT group_concat(x.quantity || ' × ' || coalesce(i.sku, i.title), ', ') FROM fulfillment_lines x
            JOIN order_lines i ON i.id = x.order_line_id WHERE x.fulfillment_id = f.id) AS lines,
          f.created_at, f.updated_at, f.order_id
        FROM fulfillments f JOIN orders o ON o.id = f.order_id LEFT JOIN locations l ON l.id = f.location_id
        WHERE f.id = gid(:key) OR f.name IN (:key, '#' || :key) OR o.name IN (:key, '#' || :key)
          OR EXISTS (SELECT 1 FROM json_each(f.tracking_numbers) WHERE value = :key)
        ORDER BY f.created_at DESC, f.id DESC
        """),
    Finder(
      kind: "fulfillment-order", keys: "id or the order's name",
      sql: """
        SELECT p.id, p.order_name AS "order", p.status, p.location_name AS location, l.id AS line_id, l.sku,
          l.quantity, l.remaining_quantity,
          (SELECT group_concat(h.display_reason, ', ') FROM fulfillment_holds h
            WHERE h.fulfillment_order_id = p.id) AS holds, p.order_id, p.updated_at, p.known_at
        FROM fulfillment_orders p LEFT JOIN fulfillment_order_lines l ON l.fulfillment_order_id = p.id
        WHERE p.id = gid(:key) OR p.order_name IN (:key, '#' || :key)
        ORDER BY p.order_id, p.id, l.id
        """),
    Finder(
      kind: "location", keys: "id or name",
      sql: """
        SELECT id, name, is_active,
          (SELECT count(*) FROM inventory_levels l WHERE l.location_id = o.id) AS levels, known_at
        FROM locations o
        WHERE id = gid(:key) OR name = :key COLLATE NOCASE
        ORDER BY name, id
        """),
  ]
}

extension StoreMirror {
  /// Rows as text, numbers or null.
  package struct Found: Sendable {
    /// The columns' names.
    package var columns: [String]
    package var rows: [[JSON]]
  }

  /// Looks up what a person names; no rows where there is none. Throws `sql` for an unknown kind.
  package func find(kind: String, key: String) throws(MirrorError) -> Found {
    guard let finder = Finder.all.first(where: { $0.kind == kind }) else {
      throw MirrorError(
        .sql,
        "There is no kind '\(kind)'; there are \(Finder.all.map(\.kind).joined(separator: ", ")).")
    }
    return try read { database in
      let statement = try RawStatement(finder.sql, on: database)
      for index in statement.parameters.values { statement.bind(key, at: index) }
      var found = Found(columns: statement.columnNames, rows: [])
      while try statement.step() { found.rows.append(statement.values) }
      return found
    }
  }
}
