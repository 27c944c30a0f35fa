// SPDX-License-Identifier: Apache-2.0

import Tables

extension Operation {
  /// Stocks items at locations.
  package static let inventoryActivate = Operation(
    name: "inventory.activate",
    doc: "Stocks inventory items at locations, with the quantity that can be sold there.",
    fields: StockKeys.fields + [
      Field(
        "available", .integer(0...1_000_000_000),
        "The quantity it begins with; 0 if left out. Of an item that is stocked there already it must be the quantity it has.",
        empty: .nothing)
    ],
    keys: StockKeys.keys,
    values: .optional(["available"]),
    steps: [
      Step(
        name: "activate", root: "inventoryActivate",
        document: """
          mutation dray_BATCH($item: ID!, $location: ID!, $available: Int, $key: String!) {
            inventoryActivate(inventoryItemId: $item, locationId: $location, available: $available)
              @idempotent(key: $key) {
              userErrors { field message }
            }
          }
          """,
        recovery: .keyed, maxItems: 1, assumedCost: { _ in 10 }, group: { _ in "" },
        item: { intent in
          [
            "item": .string("gid://shopify/InventoryItem/\(intent.identity["item_id"] ?? "")"),
            "location": .string("gid://shopify/Location/\(intent.identity["location_id"] ?? "")"),
            "available": (intent.desired["available"] ?? nil).map(JSON.number) ?? .null,
          ]
        },
        variables: { _, items, key in
          .object((items.first?.members ?? []) + [JSON.Member("key", .string(key))])
        },
        itemPath: [], unnamed: .sentAgain,
        // The type has no code: words are all there is.
        decide: { refusal in
          if refusal.message.contains("already active") { return .look }
          if refusal.message.contains("currently in progress") { return .sameAgain }
          if refusal.message.contains("Retry with a new idempotency key") { return .newKey }
          if refusal.message.contains("idempotency key cannot be used") { return .park }
          return .reject
        },
        look: Look(
          document: """
            query dray_look($item: ID!, $location: ID!) {
              inventoryItem(id: $item) {
                inventoryLevel(locationId: $location) {
                  id isActive quantities(names: ["available"]) { quantity }
                }
              }
            }
            """,
          root: "inventoryItem",
          variables: { intent in
            [
              "item": .string("gid://shopify/InventoryItem/\(intent.identity["item_id"] ?? "")"),
              "location": .string("gid://shopify/Location/\(intent.identity["location_id"] ?? "")"),
            ]
          },
          lag: .zero,
          verdict: { data, intent in
            let level = data["inventoryItem"]?["inventoryLevel"]
            guard let quantity = level?["quantities"]?[0]?["quantity"]?.int else { return .absent }
            let wanted = (intent.desired["available"] ?? nil) ?? "0"
            return wanted == String(quantity)
              ? .applied(learned: [:])
              : .ambiguous(
                "it is stocked there already, with \(quantity) instead of \(wanted): set the quantity with stock.set"
              )
          }))
    ],
    composition: Composition(
      groups: { key in
        let name = key.first ?? "sku"
        return """
          SELECT DISTINCT s.record, v.item_id || '/' || s.location AS grp,
            v.item_id || '/' || s.location AS id
          FROM staged s JOIN variants v ON v.\(name == "variant_id" ? "id" : name) = s.\(name)
          """
      },
      current: """
        SELECT json_object('available', l.available) FROM inventory_levels l
        WHERE l.item_id = CAST(substr(:id, 1, instr(:id, '/') - 1) AS INTEGER)
          AND l.location_id = CAST(substr(:id, instr(:id, '/') + 1) AS INTEGER)
        """,
      compose: ActivationComposer.compose),
    scopes: ["write_inventory", "read_products", "read_locations"],
    routes: [.direct, .bulk],
    streams: ["locations", "products", "inventory"],
    objects: "",
    objectName: "variant",
    identity: [],
    unknownHint: "if it was made in the store just now, `dray refresh products` fetches it",
    groupColumn: nil,
    readBack: ReadBack(
      document: "query dray_read($ids: [ID!]!) { nodes(ids: $ids) { id } }",
      id: { "gid://shopify/InventoryItem/\($0.identity["item_id"] ?? "")" }, values: { _ in nil }),
    mirrorUpdates: [
      """
      INSERT INTO inventory_levels (item_id, location_id, level_id, available, on_hand, updated_at, known_at)
      VALUES (CAST(:item_id AS INTEGER), CAST(:location_id AS INTEGER),
        'gid://shopify/InventoryLevel/' || :location_id || '?inventory_item_id=' || :item_id,
        CAST(coalesce(:desired_available, '0') AS INTEGER), CAST(coalesce(:desired_available, '0') AS INTEGER),
        :known_at, :known_at)
      ON CONFLICT (item_id, location_id) DO NOTHING
      """
    ],
    quantityFields: [])
}

/// Decides what stocking an item at a location comes to.
enum ActivationComposer {
  /// One change for all records of an item at a location, unless they contradict each other.
  static func compose(_ group: Composition.Group) -> [Composition.Composed] {
    guard let first = group.records.first else { return [] }
    let parts = group.name.split(separator: "/").map(String.init)
    let wanted = first.values["available"] ?? nil
    var current: String?
    if let text = group.current {
      do { current = ProductState.text(try JSON(parsing: Array(text.utf8))["available"]) } catch {
        current = nil
      }
    }
    return group.records.map { row in
      let value = row.values["available"] ?? nil
      if value != wanted {
        return Composition.Composed(
          record: row.record,
          .rejected(
            code: "conflicting-records",
            message:
              "line \(first.line) asks for \(wanted ?? "0") and this one for \(value ?? "0") of one item at one location; keep one of them"
          ))
      }
      if let current {
        guard let value, value != current else {
          return Composition.Composed(record: row.record, .unchanged)
        }
        return Composition.Composed(
          record: row.record,
          .rejected(
            code: "already-active",
            message:
              "it is stocked there already, with \(current) instead of \(value); set the quantity with stock.set"
          ))
      }
      if row.record != first.record {
        return Composition.Composed(record: row.record, .shared(with: first.record))
      }
      return Composition.Composed(
        record: row.record,
        .change(
          Intent(
            object: group.name,
            identity: ["item_id": parts.first ?? "", "location_id": parts.last ?? ""],
            desired: ["available": value ?? "0"], prior: ["available": nil])))
    }
  }
}
