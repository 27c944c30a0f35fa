// SPDX-License-Identifier: Apache-2.0

import Tables

/// `inventoryAdjustQuantities`: moves quantities by a delta, each compared with `changeFromQuantity` first unless
/// that is null; all or none. Only `available` is kept here.
struct InventoryAdjustQuantities {
  private static let names = [
    "available", "damaged", "incoming", "quality_control", "reserved", "safety_stock",
  ]

  private struct Move {
    var item: Int
    var location: Int
    var delta: Int
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
    let fingerprint = IdempotencyKeys.fingerprint("inventoryAdjustQuantities", arguments)
    var errors = UserErrors("InventoryAdjustQuantitiesUserError")
    switch try store.idempotency.claim(fingerprint, context) {
    case .run: break
    case .replay(.adjustment(let group)): return payload(group, errors)
    case .replay: return payload(nil, errors)
    case .refuse(let code, let message):
      errors.add(nil, message, code: code)
      return payload(nil, errors)
    }
    let moves = try checked(&errors)
    guard errors.isEmpty else {
      store.idempotency.keep(.refused, fingerprint, context)
      return payload(nil, errors)
    }
    let group = apply(moves)
    store.idempotency.keep(.adjustment(group), fingerprint, context)
    return payload(group, errors)
  }

  private func payload(_ group: Int?, _ errors: UserErrors) -> Resolved {
    errors.payload(
      "InventoryAdjustQuantitiesPayload",
      [
        "inventoryAdjustmentGroup": group.flatMap {
          store.adjustments[$0].changes.isEmpty ? nil : .object(AdjustmentGroupNode(index: $0))
        } ?? .null
      ])
  }

  private func checked(_ errors: inout UserErrors) throws -> [Move] {
    let name = input["name"]?.string ?? ""
    guard InventoryAdjustQuantities.names.contains(name) else {
      errors.add(
        ["input", "name"],
        "The specified quantity name is invalid. Valid values are: "
          + InventoryAdjustQuantities.names.joined(separator: ", ") + ".",
        code: "INVALID_QUANTITY_NAME")
      return []
    }
    guard InventoryChecks.areRight(reasonAndDocumentOf: input, &errors) else { return [] }
    let changes = input["changes"]?.array ?? []
    if Set(changes.map { $0["ledgerDocumentUri"]?.string }).count > 1 {
      errors.add(
        ["input", "changes"],
        "All changes must have the same ledger document URI or, in the case of adjusting available, no ledger document URI.",
        code: "MAX_ONE_LEDGER_DOCUMENT")
    }
    let moves = changes.enumerated().compactMap { checked($0, $1, name, &errors) }
    guard errors.isEmpty, name != "available" else { return moves }
    throw TopLevelError(
      message: "The sandbox keeps no \(name) quantities", code: "INTERNAL_SERVER_ERROR")
  }

  private func checked(
    _ index: Int, _ change: JSON, _ name: String, _ errors: inout UserErrors
  ) -> Move? {
    func refuse(_ field: String, _ message: String, _ code: String) {
      errors.add(["input", "changes", String(index), field], message, code: code)
    }
    let found = errors.list.count
    switch (change["ledgerDocumentUri"]?.string, name) {
    case (.some, "available"):
      refuse(
        "ledgerDocumentUri", "A ledger document URI is not allowed when adjusting available.",
        "INVALID_AVAILABLE_DOCUMENT")
    case (nil, "available"): break
    case (nil, _):
      refuse(
        "ledgerDocumentUri", "A ledger document URI is required except when adjusting available.",
        "INVALID_QUANTITY_DOCUMENT")
    case (let uri?, _) where uri.hasPrefix("gid://shopify/"):
      refuse(
        "ledgerDocumentUri",
        "Internal (gid://shopify/) ledger documents are not allowed to be adjusted via API.",
        "INTERNAL_LEDGER_DOCUMENT")
    case (.some, _): break
    }
    let level = InventoryChecks.level(of: change, in: store, refuse)
    guard let (item, location) = level, errors.list.count == found else { return nil }
    let place = store.stock.place(item, location)
    guard store.stock.isStocked[place] else {
      refuse(
        "locationId", "The specified inventory item is not stocked at the location.",
        "ITEM_NOT_STOCKED_AT_LOCATION")
      return nil
    }
    let current = Int(store.stock.available[place])
    if let expected = change["changeFromQuantity"]?.int, expected != current {
      refuse(
        "changeFromQuantity", "The changeFromQuantity value does not match persisted value.",
        "CHANGE_FROM_QUANTITY_STALE")
      return nil
    }
    let delta = change["delta"]?.int ?? 0
    if current + delta > 1_000_000_000 {
      refuse(
        "delta", "The quantity can't be higher than 1,000,000,000.", "INVALID_QUANTITY_TOO_HIGH")
      return nil
    }
    if current + delta < -1_000_000_000 {
      refuse(
        "delta", "The quantity can't be lower than -1,000,000,000.", "INVALID_QUANTITY_TOO_LOW")
      return nil
    }
    return Move(item: item, location: location, delta: delta)
  }

  private func apply(_ moves: [Move]) -> Int {
    var group = AdjustmentGroup(
      at: context.moment, reason: input["reason"]?.string ?? "",
      document: input["referenceDocumentUri"]?.string)
    for move in moves where move.delta != 0 {
      let place = store.stock.place(move.item, move.location)
      store.setStock(
        move.item, move.location, available: Int(store.stock.available[place]) + move.delta,
        onHand: Int(store.stock.onHand[place]) + move.delta, context)
      group.changes.append(
        AdjustmentGroup.Change(item: move.item, location: move.location, delta: move.delta))
    }
    store.adjustments.append(group)
    return store.adjustments.count - 1
  }
}
