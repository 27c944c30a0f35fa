// SPDX-License-Identifier: Apache-2.0

/// What becomes of products a file names no more.
enum ProductAbsence {
  /// Products a file names no more, deleted.
  static let deletion = Absence(
    operation: "product.delete",
    changes: """
      SELECT CAST(p.id AS TEXT) AS object, p.handle AS key,
        json_object('product_id', CAST(p.id AS TEXT)) AS identity, '{}' AS desired, '{}' AS prior,
        0 AS same
      FROM plan_absent a JOIN products p ON p.id = CAST(a.object AS INTEGER)
      """)

  /// Another status for products a file names no more.
  static func change(to status: String) -> Absence {
    Absence(
      operation: "product.set",
      changes: """
        SELECT CAST(p.id AS TEXT) AS object, p.handle AS key,
          json_object('product_id', CAST(p.id AS TEXT), 'group', CAST(p.id AS TEXT), 'does', 'update')
            AS identity,
          json_object('status', '\(status)') AS desired, json_object('status', p.status) AS prior,
          p.status IN ('\(status)', 'ARCHIVED') AS same
        FROM plan_absent a JOIN products p ON p.id = CAST(a.object AS INTEGER)
        """)
  }
}
