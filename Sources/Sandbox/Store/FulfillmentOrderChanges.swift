// SPDX-License-Identifier: Apache-2.0

import Tables

/// `fulfillmentOrderHold`, `fulfillmentOrderReleaseHold` and `fulfillmentOrderMove`. None of them moves the
/// order's `updatedAt`. A hold takes the whole fulfillment order here, whatever lines it names.
struct FulfillmentOrderChanges {
  private let arguments: Arguments
  private let context: ExecutionContext
  private var store: Store { context.store }

  init(_ arguments: Arguments, _ context: ExecutionContext) {
    self.arguments = arguments
    self.context = context
  }

  private var place: (order: Int, index: Int)? {
    store.fulfillmentOrder(arguments["id"]?.string ?? "")
  }

  func hold() -> Resolved {
    var errors = UserErrors("FulfillmentOrderHoldUserError")
    func payload(_ hold: Resolved, _ order: Resolved, _ errors: UserErrors) -> Resolved {
      errors.payload(
        "FulfillmentOrderHoldPayload",
        [
          "fulfillmentHold": hold, "fulfillmentOrder": order, "remainingFulfillmentOrder": .null,
        ])
    }
    guard let place, store.orders[place.order].fulfillmentOrders[place.index].isOpen else {
      errors.add(["id"], "Fulfillment order not found.", code: "FULFILLMENT_ORDER_NOT_FOUND")
      return payload(.null, .null, errors)
    }
    let input = arguments["fulfillmentHold"] ?? .null
    let row = store.orders[place.order]
    let handle = input["handle"]?.string ?? ""
    let holds = row.fulfillmentOrders[place.index].holds
    guard !holds.contains(where: { $0.handle == handle }) else {
      errors.add(
        ["fulfillmentHold", "handle"],
        "The handle provided for the fulfillment hold is already in use by this app for another hold on this fulfillment order.",
        code: "DUPLICATE_FULFILLMENT_HOLD_HANDLE")
      return payload(.null, .null, errors)
    }
    let used = row.fulfillmentOrders.reduce(0) { $0 + $1.holds.count }
    let hold = FulfillmentOrderRow.Hold(
      number: row.number(GlobalID.Base.fulfillmentHold, place.index * 20 + used),
      reason: input["reason"]?.string ?? "OTHER", notes: input["reasonNotes"]?.string,
      handle: handle)
    change(place) { order in
      order.holds.append(hold)
      order.status = "ON_HOLD"
    }
    return payload(.object(FulfillmentOrderNode.hold(hold)), node(place), errors)
  }

  func release() -> Resolved {
    var errors = UserErrors("FulfillmentOrderReleaseHoldUserError")
    guard let place else {
      errors.add(["id"], "Fulfillment order not found.", code: "FULFILLMENT_ORDER_NOT_FOUND")
      return errors.payload("FulfillmentOrderReleaseHoldPayload", ["fulfillmentOrder": .null])
    }
    let named = arguments["holdIds"]?.array?.compactMap { GlobalID($0.string ?? "")?.number }
    change(place) { order in
      order.holds.removeAll { named?.contains($0.number) ?? true }
      guard order.holds.isEmpty, order.status == "ON_HOLD" else { return }
      let isUntouched = order.lines.allSatisfy { $0.remaining == $0.total }
      order.status = isUntouched ? "OPEN" : "IN_PROGRESS"
    }
    return errors.payload("FulfillmentOrderReleaseHoldPayload", ["fulfillmentOrder": node(place)])
  }

  /// What is moved gets a fulfillment order of its own, as recorded; what is left stays.
  func move() -> Resolved {
    var errors = UserErrors("FulfillmentOrderMoveFulfillmentOrderMoveUserError")
    func payload(_ moved: Resolved, _ original: Resolved, _ errors: UserErrors) -> Resolved {
      errors.payload(
        "FulfillmentOrderMovePayload",
        [
          "movedFulfillmentOrder": moved, "originalFulfillmentOrder": original,
          "remainingFulfillmentOrder": original,
        ])
    }
    guard let place, store.orders[place.order].fulfillmentOrders[place.index].isOpen else {
      errors.add(["id"], "Fulfillment order not found.", code: "FULFILLMENT_ORDER_NOT_FOUND")
      return payload(.null, .null, errors)
    }
    guard
      let location = GlobalID.index(
        arguments["newLocationId"]?.string, "Location", GlobalID.Base.location),
      store.stock.locations.indices.contains(location)
    else {
      errors.add(["newLocationId"], "Location not found.", code: "LOCATION_NOT_FOUND")
      return payload(.null, .null, errors)
    }
    let row = store.orders[place.order].fulfillmentOrders[place.index]
    let named = arguments["fulfillmentOrderLineItems"]?.array ?? []
    let parts: [(index: Int, quantity: Int)] =
      named.isEmpty
      ? row.lines.indices.map { ($0, row.lines[$0].remaining) }
      : named.compactMap { item in
        let number = GlobalID(item["id"]?.string ?? "")?.number
        return row.lines.firstIndex { $0.number == number }.map {
          ($0, min(row.lines[$0].remaining, item["quantity"]?.int ?? 0))
        }
      }
    change(place) { order in
      for part in parts {
        order.lines[part.index].remaining -= part.quantity
        order.lines[part.index].total -= part.quantity
      }
      order.lines.removeAll { $0.total == 0 }
      if order.lines.isEmpty { order.status = "CLOSED" }
    }
    let moved = store.orders[place.order].add(
      parts.filter { $0.quantity > 0 }.map { (row.lines[$0.index].line, $0.quantity) },
      location: location, at: context.moment)
    return payload(node((place.order, moved)), node(place), errors)
  }

  private func node(_ place: (order: Int, index: Int)) -> Resolved {
    .object(FulfillmentOrderNode(order: place.order, index: place.index))
  }

  private func change(
    _ place: (order: Int, index: Int), _ change: (inout FulfillmentOrderRow) -> Void
  ) {
    let before = summary(place)
    change(&store.orders[place.order].fulfillmentOrders[place.index])
    store.orders[place.order].fulfillmentOrders[place.index].updatedAt = context.moment
    let row = store.orders[place.order].fulfillmentOrders[place.index]
    store.note(
      GlobalID.text("FulfillmentOrder", row.number), before: before, after: summary(place),
      context)
  }

  private func summary(_ place: (order: Int, index: Int)) -> JSON {
    let row = store.orders[place.order].fulfillmentOrders[place.index]
    return [
      "status": .string(row.status), "remaining": JSON(row.remaining),
      "location": .string(store.stock.locations[row.location].name),
      "holds": .array(row.holds.map { .string($0.handle) }),
    ]
  }
}
