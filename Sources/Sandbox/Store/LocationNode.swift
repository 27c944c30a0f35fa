// SPDX-License-Identifier: Apache-2.0

import Tables

/// A location.
struct LocationNode: Resolvable {
  let typeName = "Location"
  let index: Int

  static func id(_ index: Int) -> String {
    GlobalID.text("Location", GlobalID.Base.location + index)
  }

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    let store = context.store
    let row = store.stock.locations[index]
    let created = Moment(seconds: store.startedAt.seconds - 86_400 * 800)
    switch field {
    case "id": return .text(LocationNode.id(index))
    case "legacyResourceId": return .unsigned(GlobalID.Base.location + index)
    case "name": return .text(row.name)
    case "isActive", "fulfillsOnlineOrders", "shipsInventory", "hasActiveInventory":
      return .flag(row.isActive)
    case "isFulfillmentService": return .flag(false)
    case "deactivatable": return .flag(index > 0)
    case "deactivatedAt": return .null
    case "createdAt", "updatedAt": return .time(created)
    case "address": return .object(address(row))
    case "inventoryLevel":
      guard
        let item = GlobalID.index(
          arguments["inventoryItemId"]?.string, "InventoryItem", GlobalID.Base.item),
        store.assortment.holds(item), store.stock.isStocked[store.stock.place(item, index)]
      else { return .null }
      return .object(InventoryLevelNode(item: item, location: index))
    case "inventoryLevels":
      let nodes = try Listing.levels(at: index, store).nodes(arguments, context)
      return .connection(nodes, type: "InventoryLevelConnection")
    default: throw unresolved(typeName, field)
    }
  }

  private func address(_ row: LocationRow) -> Record {
    Record(
      "LocationAddress",
      [
        "address1": .text(row.address), "address2": .null, "city": .text(row.name),
        "country": .text("Germany"), "countryCode": .text("DE"),
        "formatted": .texts([row.address, "\(row.zip) \(row.name)", "Germany"]),
        "latitude": .null, "longitude": .null, "phone": .null, "province": .null,
        "provinceCode": .null, "zip": .text(row.zip),
      ])
  }
}
