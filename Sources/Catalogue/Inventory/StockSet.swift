// SPDX-License-Identifier: Apache-2.0

import Tables

extension Operation {
  /// Sets stock to absolute numbers, guarded by compare-and-set.
  package static let stockSet = Operation(
    name: "stock.set",
    doc: "Sets the available or on-hand quantity of inventory items at locations.",
    fields: [
      Field("sku", .text, "The variant's SKU; one that names two inventory items is rejected."),
      Field(
        "barcode", .text, "The variant's barcode; one that names two inventory items is rejected."),
      Field("variant_id", .id(type: "ProductVariant"), "The variant's id, as a number or a gid."),
      Field(
        "location",
        .reference(
          sql: "SELECT name, id FROM locations UNION ALL SELECT CAST(id AS TEXT), id FROM locations"
        ),
        "The location's name or id."),
      Field(
        "available", .integer(-1_000_000_000...1_000_000_000), "The quantity that can be sold."),
      Field("on_hand", .integer(-1_000_000_000...1_000_000_000), "The quantity on the shelf."),
      Field(
        "expected", .integer(-1_000_000_000...1_000_000_000),
        "What the quantity was when the file was written; where the store has another number by then, the record is rejected with both.",
        empty: .nothing),
      Field(
        "command", .choice(["MERGE", "UPDATE"]),
        "A command that sheets carry; here each sets the quantity, and any other rejects the record.",
        empty: .nothing),
    ],
    keys: [["sku", "location"], ["barcode", "location"], ["variant_id", "location"]],
    values: .oneOf(["available", "on_hand"]),
    asides: ["expected", "command"],
    expectation: "expected",
    steps: [
      Step(
        name: "set",
        root: "inventorySetQuantities",
        document: """
          mutation dray_BATCH($input: InventorySetQuantitiesInput!, $key: String!) {
            inventorySetQuantities(input: $input) @idempotent(key: $key) {
              userErrors { code field message }
            }
          }
          """,
        recovery: .keyed,
        maxItems: 250,
        assumedCost: { _ in 10 },
        group: { $0.desired.keys.sorted().joined(separator: ",") },
        item: { intent in
          let field = intent.desired.keys.contains("available") ? "available" : "on_hand"
          return [
            "inventoryItemId": .string(
              "gid://shopify/InventoryItem/\(intent.identity["item_id"] ?? "")"),
            "locationId": .string("gid://shopify/Location/\(intent.identity["location_id"] ?? "")"),
            "quantity": (intent.desired[field] ?? nil).map(JSON.number) ?? .null,
            "changeFromQuantity": (intent.prior[field] ?? nil).map(JSON.number) ?? .null,
          ]
        },
        variables: { intents, items, key in
          let field = intents.first?.desired.keys.first ?? "available"
          return [
            "input": ["name": .string(field), "reason": "correction", "quantities": .array(items)],
            "key": .string(key),
          ]
        },
        itemPath: ["input", "quantities"],
        // No source tells whether the good items of a partly refused call apply; compare-and-set does.
        unnamed: .sentAgain,
        decide: { refusal in
          switch refusal.code {
          case "CHANGE_FROM_QUANTITY_STALE", "COMPARE_QUANTITY_STALE": .readAgain
          case "IDEMPOTENCY_CONCURRENT_REQUEST": .sameAgain
          case "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED": .newKey
          case "IDEMPOTENCY_KEY_PARAMETER_MISMATCH", "NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR":
            .park
          default: .reject
          }
        })
    ],
    scopes: ["write_inventory", "read_products", "read_locations"],
    routes: [.direct, .bulk],
    streams: ["locations", "products", "inventory"],
    objects: """
      SELECT l.item_id || '/' || l.location_id AS object, l.item_id, l.location_id, l.level_id,
        v.sku AS sku, v.barcode AS barcode, v.id AS variant_id, l.location_id AS location,
        l.available AS available, l.on_hand AS on_hand
      FROM inventory_levels l JOIN variants v ON v.item_id = l.item_id
      """,
    objectName: "inventory level",
    identity: ["item_id", "location_id", "level_id"],
    unknownHint:
      "is it stocked at this location? if it was made in the store just now, `dray refresh` fetches it",
    groupColumn: nil,
    readBack: ReadBack(
      document: """
        query dray_read($ids: [ID!]!) {
          nodes(ids: $ids) {
            ... on InventoryLevel { id quantities(names: ["available", "on_hand"]) { name quantity } }
          }
        }
        """,
      id: { $0.identity["level_id"] ?? "" },
      values: { node in
        guard let quantities = node["quantities"]?.array else { return nil }
        var values: [String: String?] = [:]
        for quantity in quantities {
          if let name = quantity["name"]?.string, let value = quantity["quantity"]?.int {
            values[name] = String(value)
          }
        }
        return values
      }),
    mirrorUpdates: [
      // Setting `available` moves `on_hand` by the same amount, and the other way round.
      """
      UPDATE inventory_levels SET
        on_hand = coalesce(CAST(:desired_on_hand AS INTEGER), on_hand + CAST(:desired_available AS INTEGER) - available),
        available = coalesce(CAST(:desired_available AS INTEGER), available + CAST(:desired_on_hand AS INTEGER) - on_hand),
        known_at = :known_at
      WHERE item_id = :item_id AND location_id = :location_id
      """
    ],
    quantityFields: ["available", "on_hand"])
}
