// SPDX-License-Identifier: Apache-2.0

extension StoreStream {
  /// Inventory levels by location: there is no root for them, and a read per item would cost one call a
  /// record. Whether `updatedAt` moves for every quantity is not documented, and a deactivated level just
  /// goes: the daily whole read is the truth.
  static let inventory = StoreStream(
    name: "inventory",
    scopes: ["read_inventory", "read_locations"],
    needs: ["locations"],
    rules: [
      Table(
        name: "inventory_levels", type: "InventoryLevel", key: ["item_id", "location_id"],
        columns: [
          "item_id": "gid(:line ->> '$.item.id')",
          "location_id": "gid(:line ->> '$.__parentId')",
          "level_id": ":line ->> '$.id'",
          "available": quantity("available"),
          "on_hand": quantity("on_hand"),
          "updated_at": ":line ->> '$.updatedAt'",
          "known_at": ":known_at",
        ]
      ).rule
    ],
    bulk: BulkDocument(
      template: """
        query dray_inventory {
          locations { edges { node {
            id
            inventoryLevels FILTER { edges { node { \(level) } } }
          } } }
        }
        """),
    walks: [
      PageWalk(
        document: """
          query dray_inventory($parent: ID!, $first: Int!, $cursor: String, $filter: String) {
            location(id: $parent) {
              inventoryLevels(first: $first, after: $cursor, query: $filter) {
                nodes { \(level) }
                \(pageInfo)
              }
            }
          }
          """,
        root: "location", path: ["inventoryLevels"], type: "InventoryLevel", size: 250,
        filter: "updated_at:>='SINCE'",
        parents:
          "SELECT 'gid://shopify/Location/' || id FROM locations WHERE is_active = 1 ORDER BY id")
    ],
    unseen: ["DELETE FROM inventory_levels WHERE known_at < :known_at"],
    wholeAfterHours: 24)

  private static let level =
    #"id updatedAt item { id } quantities(names: ["available", "on_hand"]) { name quantity }"#

  /// The two quantities come as a list; its order is the store's.
  private static func quantity(_ name: String) -> String {
    """
    CASE '\(name)' WHEN :line ->> '$.quantities[0].name' THEN :line ->> '$.quantities[0].quantity' \
    WHEN :line ->> '$.quantities[1].name' THEN :line ->> '$.quantities[1].quantity' ELSE 0 END
    """
  }
}
