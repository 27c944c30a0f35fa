// SPDX-License-Identifier: Apache-2.0

import Tables

/// `inventoryActivate`: stocks an item at a location. Its user errors have no code.
struct InventoryActivate {
  private let arguments: Arguments
  private let context: ExecutionContext
  private var store: Store { context.store }

  init(_ arguments: Arguments, _ context: ExecutionContext) {
    self.arguments = arguments
    self.context = context
  }

  func run() throws -> Resolved {
    let fingerprint = IdempotencyKeys.fingerprint("inventoryActivate", arguments)
    var errors = UserErrors("UserError")
    switch try store.idempotency.claim(fingerprint, context) {
    case .run: break
    case .replay(.level(let item, let location)): return payload(item, location, errors)
    case .replay: return payload(nil, nil, errors)
    case .refuse(_, let message):
      errors.add(nil, message)
      return payload(nil, nil, errors)
    }
    let level = activated(&errors)
    if let level, errors.isEmpty {
      store.idempotency.keep(
        .level(item: level.item, location: level.location), fingerprint, context)
    } else {
      store.idempotency.keep(.refused, fingerprint, context)
    }
    return payload(level?.item, level?.location, errors)
  }

  private func payload(_ item: Int?, _ location: Int?, _ errors: UserErrors) -> Resolved {
    var level = Resolved.null
    if let item, let location {
      level = .object(InventoryLevelNode(item: item, location: location))
    }
    return errors.payload("InventoryActivatePayload", ["inventoryLevel": level])
  }

  /// The level that is stocked now or was before; nil where it cannot be.
  private func activated(_ errors: inout UserErrors) -> (item: Int, location: Int)? {
    guard
      let location = GlobalID.index(
        arguments["locationId"]?.string, "Location", GlobalID.Base.location),
      store.stock.locations.indices.contains(location)
    else {
      errors.add(
        ["locationId"], "The product couldn't be stocked because the location wasn't found.")
      return nil
    }
    let prefix =
      "The product couldn't be stocked at \(store.stock.locations[location].name) because"
    guard
      let item = GlobalID.index(
        arguments["inventoryItemId"]?.string, "InventoryItem", GlobalID.Base.item),
      store.assortment.holds(item)
    else {
      errors.add(["inventoryItemId"], "\(prefix) the product was deleted.")
      return nil
    }
    let available = arguments["available"]?.int
    let onHand = arguments["onHand"]?.int
    if available != nil, onHand != nil {
      for field in ["available", "onHand"] {
        errors.add(
          [field],
          "\(prefix) not allowed to set available and on_hand quantities at the same time.")
      }
      return nil
    }
    if store.stock.isStocked[store.stock.place(item, location)] {
      if available != nil {
        errors.add(
          ["available"],
          "Not allowed to set available quantity when the item is already active at the location.")
      }
      if onHand != nil {
        errors.add(
          ["onHand"],
          "Not allowed to set an on_hand quantity when the item is already active at the location."
        )
      }
      return (item, location)
    }
    let quantity = available ?? onHand ?? 0
    guard abs(quantity) <= 1_000_000_000 else {
      errors.add(
        [available == nil ? "onHand" : "available"],
        "\(prefix) the quantity needs to be between -1 billion and 1 billion.")
      return nil
    }
    store.setStock(item, location, available: quantity, onHand: quantity, context)
    return (item, location)
  }
}
