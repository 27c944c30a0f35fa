// SPDX-License-Identifier: Apache-2.0

import Tables

/// `inventoryItemUpdate`. Its user errors have no code.
enum InventoryItemUpdate {
  static func run(_ arguments: Arguments, _ context: ExecutionContext) -> Resolved {
    let store = context.store
    var errors = UserErrors("UserError")
    let type = "InventoryItemUpdatePayload"
    guard
      let item = GlobalID.index(
        arguments["id"]?.string, "InventoryItem", GlobalID.Base.item),
      store.assortment.holds(item)
    else {
      errors.add(["id"], "The product couldn't be updated because it does not exist.")
      return errors.payload(type, ["inventoryItem": .null])
    }
    var change = VariantChange()
    VariantReader(mutation: .item, context: context).read(
      arguments["input"] ?? .null, ["input"], into: &change, &errors)
    if errors.isEmpty {
      store.change(variant: item, change, context)
      let product = Int(store.assortment.product[item])
      store.assortment.products[product].updatedAt = context.moment
    }
    return errors.payload(
      type, ["inventoryItem": errors.isEmpty ? .object(InventoryItemNode(index: item)) : .null])
  }
}
