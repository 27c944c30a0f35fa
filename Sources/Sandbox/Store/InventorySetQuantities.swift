// SPDX-License-Identifier: Apache-2.0

import Tables

/// `inventorySetQuantities`: sets `available` or `on_hand` of items at locations, each compared with
/// `changeFromQuantity` first unless that is null.
///
/// Whether the good items apply beside a refused one is in no record of Shopify's. Here nothing applies
/// where one is refused; the option `partialStock` applies the good ones.
struct InventorySetQuantities {
  static let reasons = [
    "correction", "cycle_count_available", "damaged", "movement_canceled", "movement_created",
    "movement_received", "movement_updated", "other", "promotion", "quality_control", "received",
    "reservation_created", "reservation_deleted", "reservation_updated", "restock", "safety_stock",
    "shrinkage",
  ]

  /// One item that passed every check.
  private struct Setting {
    var item: Int
    var location: Int
    var quantity: Int
  }

  private let arguments: Arguments
  private let context: ExecutionContext
  private var store: Store { context.store }
  private let input: JSON

  init(_ arguments: Arguments, _ context: ExecutionContext) {
    self.arguments = arguments
    self.context = context
    input = arguments["input"] ?? .null
  }

  func run() throws -> Resolved {
    let quantities = input["quantities"]?.array ?? []
    guard quantities.allSatisfy({ $0["changeFromQuantity"] != nil }) else {
      throw TopLevelError(
        message: "InventoryQuantityInput must include the following argument: changeFromQuantity.",
        code: "INVALID_FIELD_ARGUMENTS")
    }
    let fingerprint = IdempotencyKeys.fingerprint("inventorySetQuantities", arguments)
    var errors = UserErrors("InventorySetQuantitiesUserError")
    switch try store.idempotency.claim(fingerprint, context) {
    case .run: break
    case .replay(.adjustment(let group)): return payload(group, errors)
    case .replay: return payload(nil, errors)
    case .refuse(let code, let message):
      errors.add(nil, message, code: code)
      return payload(nil, errors)
    }
    let settings = checked(quantities, &errors)
    guard errors.isEmpty || (store.options.partialStock && !settings.isEmpty) else {
      store.idempotency.keep(.refused, fingerprint, context)
      return payload(nil, errors)
    }
    let group = apply(settings)
    store.idempotency.keep(.adjustment(group), fingerprint, context)
    return payload(group, errors)
  }

  private func payload(_ group: Int?, _ errors: UserErrors) -> Resolved {
    errors.payload(
      "InventorySetQuantitiesPayload",
      [
        "inventoryAdjustmentGroup": group.flatMap {
          store.adjustments[$0].changes.isEmpty ? nil : .object(AdjustmentGroupNode(index: $0))
        } ?? .null
      ])
  }

  private var isOnHand: Bool { input["name"]?.string == "on_hand" }

  private func checked(_ quantities: [JSON], _ errors: inout UserErrors) -> [Setting] {
    guard ["available", "on_hand"].contains(input["name"]?.string) else {
      errors.add(
        ["input", "name"], "The quantity name must be either 'available' or 'on_hand'.",
        code: "INVALID_NAME")
      return []
    }
    guard InventoryChecks.areRight(reasonAndDocumentOf: input, &errors) else { return [] }
    var pairs: [String: Int] = [:]
    for quantity in quantities { pairs[pair(quantity), default: 0] += 1 }
    return quantities.enumerated().compactMap { index, quantity in
      checked(index, quantity, isRepeated: pairs[pair(quantity), default: 0] > 1, &errors)
    }
  }

  private func pair(_ quantity: JSON) -> String {
    (quantity["inventoryItemId"]?.string ?? "") + " " + (quantity["locationId"]?.string ?? "")
  }

  private func checked(
    _ index: Int, _ input: JSON, isRepeated: Bool, _ errors: inout UserErrors
  ) -> Setting? {
    func refuse(_ field: String, _ message: String, _ code: String) {
      errors.add(["input", "quantities", String(index), field], message, code: code)
    }
    let quantity = input["quantity"]?.int ?? 0
    if isRepeated {
      refuse(
        "locationId", "The combination of inventoryItemId and locationId must be unique.",
        "NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR")
      return nil
    }
    guard let quantity = bounded(quantity, refuse) else { return nil }
    let level = InventoryChecks.level(of: input, in: store, refuse)
    guard let (item, location) = level else { return nil }
    let place = store.stock.place(item, location)
    guard store.stock.isStocked[place] else {
      refuse(
        "locationId", "The specified inventory item is not stocked at the location.",
        "ITEM_NOT_STOCKED_AT_LOCATION")
      return nil
    }
    let current = Int(isOnHand ? store.stock.onHand[place] : store.stock.available[place])
    if let expected = input["changeFromQuantity"]?.int, expected != current {
      refuse(
        "changeFromQuantity", "The changeFromQuantity value does not match persisted value.",
        "CHANGE_FROM_QUANTITY_STALE")
      return nil
    }
    return Setting(item: item, location: location, quantity: quantity)
  }

  private func bounded(_ quantity: Int, _ refuse: (String, String, String) -> Void) -> Int? {
    if quantity > 1_000_000_000 {
      refuse(
        "quantity", "The quantity can't be higher than 1,000,000,000.", "INVALID_QUANTITY_TOO_HIGH")
      return nil
    }
    if isOnHand, quantity < 0 {
      refuse("quantity", "The quantity can't be negative.", "INVALID_QUANTITY_NEGATIVE")
      return nil
    }
    if quantity < -1_000_000_000 {
      refuse(
        "quantity", "The quantity can't be lower than -1,000,000,000.", "INVALID_QUANTITY_TOO_LOW")
      return nil
    }
    return quantity
  }

  /// Applies the settings as one adjustment group; each moves both quantities by the same delta.
  private func apply(_ settings: [Setting]) -> Int {
    var group = AdjustmentGroup(
      at: context.moment, reason: input["reason"]?.string ?? "",
      document: input["referenceDocumentUri"]?.string)
    for setting in settings {
      let place = store.stock.place(setting.item, setting.location)
      let current = Int(isOnHand ? store.stock.onHand[place] : store.stock.available[place])
      let delta = setting.quantity - current
      store.setStock(
        setting.item, setting.location, available: Int(store.stock.available[place]) + delta,
        onHand: Int(store.stock.onHand[place]) + delta, context)
      guard delta != 0 else { continue }
      group.changes.append(
        AdjustmentGroup.Change(item: setting.item, location: setting.location, delta: delta))
    }
    store.adjustments.append(group)
    return store.adjustments.count - 1
  }
}

extension Store {
  /// Sets both quantities of a place and writes the effect down, also where nothing changes.
  func setStock(
    _ item: Int, _ location: Int, available: Int, onHand: Int, _ context: ExecutionContext
  ) {
    let place = stock.place(item, location)
    func quantities() -> JSON {
      stock.isStocked[place]
        ? [
          "available": JSON(Int(stock.available[place])), "on_hand": JSON(Int(stock.onHand[place])),
        ] : .null
    }
    let before = quantities()
    if stock.isStocked[place] {
      stock.set(place, available: available, onHand: onHand, at: context.moment)
    } else {
      stock.activate(place, quantity: available, at: context.moment)
    }
    note(
      InventoryLevelNode.id(item: item, location: location), before: before, after: quantities(),
      context)
  }
}
