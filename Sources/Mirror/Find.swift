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
        SELECT id, handle, title, status, vendor, type,
          (SELECT count(*) FROM variants v WHERE v.product_id = p.id) AS variants, updated_at, known_at
        FROM products p
        WHERE id = gid(:key) OR handle = :key OR instr(lower(title), lower(:key)) > 0
        ORDER BY title, id
        """),
    Finder(
      kind: "variant", keys: "id, SKU or barcode",
      sql: """
        SELECT v.id, p.title AS product, v.title, v.sku, v.barcode, v.price, v.compare_at_price,
          o.name AS location, l.available, l.on_hand, v.product_id, v.item_id, v.known_at
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
          total, refunded, outstanding,
          (SELECT count(*) FROM order_lines l WHERE l.order_id = o.id) AS lines, updated_at, known_at
        FROM orders o
        WHERE id = gid(:key) OR name IN (:key, '#' || :key) OR email = :key COLLATE NOCASE
        ORDER BY created_at DESC, id DESC
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
