// SPDX-License-Identifier: Apache-2.0

import Tables

/// What one call changed of the stock.
struct AdjustmentGroup: Codable {
  /// `available` and `on_hand` of one place moved by the same delta.
  struct Change: Codable {
    var item: Int
    var location: Int
    var delta: Int
  }

  var at: Moment
  var reason: String
  var document: String?
  var changes: [Change] = []
}

/// An adjustment group as the API shows it: first what became of `available`, then of `on_hand`.
struct AdjustmentGroupNode: Resolvable {
  let typeName = "InventoryAdjustmentGroup"
  let index: Int

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    let group = context.store.adjustments[index]
    switch field {
    case "id":
      return .text(
        GlobalID.text("InventoryAdjustmentGroup", GlobalID.Base.adjustment + index))
    case "createdAt": return .time(group.at)
    case "reason": return .text(group.reason)
    case "referenceDocumentUri": return .text(group.document)
    case "changes":
      let wanted: (String) -> [String]? = { arguments[$0]?.array?.compactMap(\.string) }
      let items = wanted("inventoryItemIds")
      let locations = wanted("locationIds")
      let names = wanted("quantityNames")
      return .list(
        ["available", "on_hand"].filter { names?.contains($0) ?? true }.flatMap { name in
          group.changes.filter { change in
            items?.contains(InventoryItemNode.id(change.item)) ?? true
              && locations?.contains(LocationNode.id(change.location)) ?? true
          }.map { shown($0, name) }
        })
    default: throw unresolved(typeName, field)
    }
  }

  private func shown(_ change: AdjustmentGroup.Change, _ name: String) -> Resolved {
    .object(
      Record(
        "InventoryChange",
        [
          "name": .text(name), "delta": .int(change.delta),
          // Null in every record of Shopify's.
          "quantityAfterChange": .null, "ledgerDocumentUri": .null,
          "item": .object(InventoryItemNode(index: change.item)),
          "location": .object(LocationNode(index: change.location)),
        ]))
  }
}
