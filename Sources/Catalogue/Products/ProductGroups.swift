// SPDX-License-Identifier: Apache-2.0

/// How records become products, and what the mirror has of one.
enum ProductGroups {
  /// Which product each record is about.
  static func sql(_ key: [String]) -> String {
    switch key.first {
    case "product_id":
      """
      SELECT s.record, CAST(p.id AS TEXT) AS grp, p.id AS id FROM staged s
      JOIN products p ON p.id = s.product_id
      """
    case "custom_id":
      """
      SELECT s.record, s.custom_id AS grp, m.owner_id AS id FROM staged s
      LEFT JOIN metafields m ON m.owner_type = 'PRODUCT' AND m.type = 'id' AND m.value = s.custom_id
      """
    case "sku":
      """
      SELECT DISTINCT s.record, CAST(v.product_id AS TEXT) AS grp, v.product_id AS id FROM staged s
      JOIN variants v ON v.sku = s.sku
      """
    default:
      """
      SELECT s.record, lower(s.handle) AS grp, p.id AS id FROM staged s
      LEFT JOIN products p ON p.handle = lower(s.handle)
      """
    }
  }

  /// The streams all of this is read from.
  static let streams = ["products", "channels"]

  /// What `ProductState` reads.
  static let current = "SELECT NULL"

  /// The channels, and the types of metafields.
  static let context = "SELECT NULL"
}
