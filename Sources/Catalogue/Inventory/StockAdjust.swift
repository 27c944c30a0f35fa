// SPDX-License-Identifier: Apache-2.0

import Tables

extension Operation {
  /// Adds to stock or takes from it, once, guarded by a key and by compare-and-set.
  package static let stockAdjust = Operation(
    name: "stock.adjust",
    doc:
      "Adds to the available quantity of inventory items at locations, or takes from it; records of one item at one location are added up.",
    fields: StockKeys.fields + [
      Field(
        "delta", .integer(-1_000_000_000...1_000_000_000),
        "How many come in (`5`) or go out (`-5`); 0 changes nothing.")
    ],
    keys: StockKeys.keys,
    values: .oneOf(["delta"]),
    steps: [
      Step(
        name: "adjust", root: "inventoryAdjustQuantities",
        document: """
          mutation dray_BATCH($input: InventoryAdjustQuantitiesInput!, $key: String!) {
            inventoryAdjustQuantities(input: $input) @idempotent(key: $key) {
              userErrors { code field message }
            }
          }
          """,
        recovery: .keyed, maxItems: 250, assumedCost: { _ in 10 }, group: { _ in "" },
        item: { intent in
          [
            "inventoryItemId": .string(
              "gid://shopify/InventoryItem/\(intent.identity["item_id"] ?? "")"),
            "locationId": .string("gid://shopify/Location/\(intent.identity["location_id"] ?? "")"),
            "delta": (intent.desired["delta"] ?? nil).map(JSON.number) ?? .null,
            "changeFromQuantity": (intent.prior["delta"] ?? nil).map(JSON.number) ?? .null,
          ]
        },
        variables: { _, items, key in
          [
            "input": ["name": "available", "reason": "correction", "changes": .array(items)],
            "key": .string(key),
          ]
        },
        itemPath: ["input", "changes"],
        // No source tells whether the good items of a partly refused call apply; compare-and-set does.
        unnamed: .sentAgain,
        decide: { StockKeys.decide($0) })
    ],
    folds: .sum("delta"),
    scopes: ["write_inventory", "read_products", "read_locations"],
    routes: [.direct, .bulk],
    streams: ["locations", "products", "inventory"],
    objects: """
      SELECT l.item_id || '/' || l.location_id AS object, l.item_id, l.location_id, l.level_id,
        v.sku AS sku, v.barcode AS barcode, v.id AS variant_id, l.location_id AS location,
        l.available AS delta
      FROM inventory_levels l JOIN variants v ON v.item_id = l.item_id
      """,
    objectName: "inventory level",
    identity: ["item_id", "location_id", "level_id"],
    unknownHint:
      "is it stocked at this location? `inventory.activate` stocks it; if it was made in the store just now, `dray refresh` fetches it",
    groupColumn: nil,
    readBack: ReadBack(
      document: """
        query dray_read($ids: [ID!]!) {
          nodes(ids: $ids) {
            ... on InventoryLevel { id quantities(names: ["available"]) { name quantity } }
          }
        }
        """,
      id: { $0.identity["level_id"] ?? "" },
      values: { node in
        guard let available = node["quantities"]?[0]?["quantity"]?.int else { return nil }
        return ["delta": String(available)]
      }),
    mirrorUpdates: [
      // What was added to is the figure compared with, which may be newer than the mirror's.
      """
      UPDATE inventory_levels SET
        on_hand = on_hand - available + coalesce(CAST(:prior_delta AS INTEGER), available)
          + CAST(:desired_delta AS INTEGER),
        available = coalesce(CAST(:prior_delta AS INTEGER), available) + CAST(:desired_delta AS INTEGER),
        known_at = :known_at
      WHERE item_id = :item_id AND location_id = :location_id
      """
    ],
    quantityFields: [])
}

/// What operations on stock at locations share.
enum StockKeys {
  /// What names a level.
  static let fields: [Operation.Field] = [
    Operation.Field(
      "sku", .text, "The variant's SKU; one that names two inventory items is rejected."),
    Operation.Field(
      "barcode", .text, "The variant's barcode; one that names two inventory items is rejected."),
    Operation.Field(
      "variant_id", .id(type: "ProductVariant"), "The variant's id, as a number or a gid."),
    Operation.Field(
      "location",
      .reference(
        sql: "SELECT name, id FROM locations UNION ALL SELECT CAST(id AS TEXT), id FROM locations"),
      "The location's name or id."),
  ]

  /// Which of them together.
  static let keys = [["sku", "location"], ["barcode", "location"], ["variant_id", "location"]]

  /// What a user error of a keyed change of quantities means.
  static func decide(_ refusal: Refusal) -> ItemDecision {
    switch refusal.code {
    case "CHANGE_FROM_QUANTITY_STALE", "COMPARE_QUANTITY_STALE": .readAgain
    case "IDEMPOTENCY_CONCURRENT_REQUEST", "SERVICE_UNAVAILABLE": .sameAgain
    case "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED": .newKey
    case "IDEMPOTENCY_KEY_PARAMETER_MISMATCH", "NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR":
      .park
    default: .reject
    }
  }
}
