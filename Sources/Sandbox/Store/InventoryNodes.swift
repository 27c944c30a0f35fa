// SPDX-License-Identifier: Apache-2.0

import Tables

/// The inventory item of a variant.
struct InventoryItemNode: Resolvable {
  let typeName = "InventoryItem"
  /// The variant's index.
  let index: Int

  static func id(_ index: Int) -> String {
    GlobalID.text("InventoryItem", GlobalID.Base.item + index)
  }

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    let store = context.store
    switch field {
    case "id": return .text(InventoryItemNode.id(index))
    case "legacyResourceId": return .unsigned(GlobalID.Base.item + index)
    case "sku", "createdAt", "updatedAt":
      return try VariantNode(index: index).resolve(field, arguments, context)
    case "tracked": return .flag(store.assortment.detail(index).tracked)
    case "requiresShipping": return .flag(store.assortment.detail(index).requiresShipping)
    case "unitCost":
      let cost = store.assortment.detail(index).cost
      return cost.map { Currencies.money($0, store.currency) } ?? .null
    case "countryCodeOfOrigin": return .text(store.assortment.detail(index).country)
    case "provinceCodeOfOrigin": return .text(store.assortment.detail(index).province)
    case "harmonizedSystemCode": return .text(store.assortment.detail(index).hsCode)
    case "measurement":
      let detail = store.assortment.detail(index)
      let weight = Record(
        "Weight", ["value": .leaf(.number(detail.weight)), "unit": .text(detail.weightUnit)])
      return .object(
        Record(
          "InventoryItemMeasurement",
          [
            "id": .text(GlobalID.text("InventoryItemMeasurement", GlobalID.Base.item + index)),
            "weight": .object(weight),
          ]))
    case "inventoryLevel":
      guard
        let location = GlobalID.index(
          arguments["locationId"]?.string, "Location", GlobalID.Base.location),
        store.stock.locations.indices.contains(location),
        store.stock.isStocked[store.stock.place(index, location)]
      else { return .null }
      return .object(InventoryLevelNode(item: index, location: location))
    case "inventoryLevels":
      let nodes = try Listing.levels(of: index, store).nodes(arguments, context)
      return .connection(nodes, type: "InventoryLevelConnection")
    case "locationsCount": return .count(store.stock.stockedLocations(of: index).count)
    case "variant": return .object(VariantNode(index: index))
    case "variants":
      return .connection(NodeList([VariantNode(index: index)]), type: "ProductVariantConnection")
    default: throw unresolved(typeName, field)
    }
  }
}

/// What there is of an item at a location.
struct InventoryLevelNode: Resolvable {
  let typeName = "InventoryLevel"
  let item: Int
  let location: Int

  static func id(item: Int, location: Int) -> String {
    GlobalID.text("InventoryLevel", GlobalID.Base.level + location)
      + "?inventory_item_id=\(GlobalID.Base.item + item)"
  }

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    let store = context.store
    let place = store.stock.place(item, location)
    switch field {
    case "id": return .text(InventoryLevelNode.id(item: item, location: location))
    case "isActive": return .flag(store.stock.isStocked[place])
    case "canDeactivate": return .flag(store.stock.onHand[place] == 0)
    case "deactivationAlert": return .null
    case "createdAt":
      return try VariantNode(index: item).resolve(field, arguments, context)
    case "updatedAt": return .time(Moment(seconds: Int(store.stock.updatedAt[place])))
    case "item": return .object(InventoryItemNode(index: item))
    case "location": return .object(LocationNode(index: location))
    case "quantities":
      let names = (arguments["names"]?.array ?? []).compactMap(\.string)
      return .list(try names.map { .object(try quantity($0, place, store)) })
    default: throw unresolved(typeName, field)
    }
  }

  private func quantity(_ name: String, _ place: Int, _ store: Store) throws -> Record {
    let available = Int(store.stock.available[place])
    let onHand = Int(store.stock.onHand[place])
    let quantity: Int
    switch name {
    case "available": quantity = available
    case "on_hand": quantity = onHand
    case "committed": quantity = onHand - available
    case "incoming", "reserved", "damaged", "quality_control", "safety_stock": quantity = 0
    default:
      throw TopLevelError(
        message: "The specified quantity name '\(name)' is invalid.", code: "BAD_REQUEST")
    }
    let number = GlobalID.Base.level + location
    return Record(
      "InventoryQuantity",
      [
        "id": .text(
          "gid://shopify/InventoryQuantity/\(number)?inventory_item_id=\(GlobalID.Base.item + item)&name=\(name)"
        ),
        "name": .text(name), "quantity": .int(quantity),
        // Shopify keeps no time for on_hand (captures of inventoryActivate).
        "updatedAt": name == "on_hand"
          ? .null : .time(Moment(seconds: Int(store.stock.updatedAt[place]))),
      ])
  }
}
