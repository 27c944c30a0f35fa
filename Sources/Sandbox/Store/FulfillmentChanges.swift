// SPDX-License-Identifier: Apache-2.0

import Tables

/// `fulfillmentTrackingInfoUpdate`, `fulfillmentEventCreate` and `fulfillmentCancel`. As recorded, all three
/// are taken on a cancelled fulfillment too, and a second cancellation is answered as the first.
struct FulfillmentChanges {
  private let arguments: Arguments
  private let context: ExecutionContext
  private var store: Store { context.store }

  init(_ arguments: Arguments, _ context: ExecutionContext) {
    self.arguments = arguments
    self.context = context
  }

  func updateTracking() -> Resolved {
    var errors = UserErrors("UserError")
    guard let place = store.fulfillment(arguments["fulfillmentId"]?.string ?? "") else {
      errors.add(["fulfillmentId"], "Fulfillment does not exist.")
      return errors.payload("FulfillmentTrackingInfoUpdatePayload", ["fulfillment": .null])
    }
    change(place, notify: arguments["notifyCustomer"]?.bool == true) { row in
      row.tracking = FulfillmentRow.Tracking(arguments["trackingInfoInput"] ?? .null)
    }
    return errors.payload(
      "FulfillmentTrackingInfoUpdatePayload",
      ["fulfillment": .object(FulfillmentNode(order: place.order, index: place.index))])
  }

  func cancel() -> Resolved {
    var errors = UserErrors("UserError")
    guard let place = store.fulfillment(arguments["id"]?.string ?? "") else {
      errors.add(["id"], "Fulfillment not found.")
      return errors.payload("FulfillmentCancelPayload", ["fulfillment": .null])
    }
    let row = store.orders[place.order].fulfillments[place.index]
    if !row.isCancelled {
      let before = row.summary(of: store.orders[place.order], notify: false)
      store.change(place.order, context) { $0.cancelShipment(place.index, at: context.moment) }
      note(place, before: before, notify: false)
    }
    return errors.payload(
      "FulfillmentCancelPayload",
      ["fulfillment": .object(FulfillmentNode(order: place.order, index: place.index))])
  }

  /// Every call makes an event: there is no key.
  func createEvent() -> Resolved {
    var errors = UserErrors("UserError")
    let input = arguments["fulfillmentEvent"] ?? .null
    guard let place = store.fulfillment(input["fulfillmentId"]?.string ?? "") else {
      errors.add(["fulfillmentEvent", "fulfillmentId"], "Fulfillment does not exist.")
      return errors.payload("FulfillmentEventCreatePayload", ["fulfillmentEvent": .null])
    }
    let row = store.orders[place.order]
    let used = row.fulfillments.reduce(0) { $0 + $1.events.count }
    let event = FulfillmentRow.Event(
      number: row.number(GlobalID.Base.fulfillmentEvent, used),
      status: input["status"]?.string ?? "", message: input["message"]?.string,
      happenedAt: input["happenedAt"]?.string.flatMap { Moment($0) } ?? context.moment,
      createdAt: context.moment)
    store.change(place.order, context) { order in
      order.fulfillments[place.index].events.append(event)
      order.fulfillments[place.index].updatedAt = context.moment
      order.updatedAt = max(order.updatedAt, context.moment)
    }
    store.note(
      GlobalID.text("FulfillmentEvent", event.number), before: .null,
      after: [
        "fulfillment": .string(
          GlobalID.text("Fulfillment", row.fulfillments[place.index].number)),
        "status": .string(event.status), "message": event.message.map { .string($0) } ?? .null,
        "happenedAt": .string(event.happenedAt.text),
      ], context)
    return errors.payload(
      "FulfillmentEventCreatePayload",
      ["fulfillmentEvent": .object(FulfillmentNode.event(event))])
  }

  private func change(
    _ place: (order: Int, index: Int), notify: Bool, _ change: (inout FulfillmentRow) -> Void
  ) {
    let row = store.orders[place.order]
    let before = row.fulfillments[place.index].summary(of: row, notify: false)
    store.change(place.order, context) { order in
      change(&order.fulfillments[place.index])
      order.fulfillments[place.index].updatedAt = context.moment
      order.updatedAt = max(order.updatedAt, context.moment)
    }
    note(place, before: before, notify: notify)
  }

  private func note(_ place: (order: Int, index: Int), before: JSON, notify: Bool) {
    let row = store.orders[place.order]
    store.note(
      GlobalID.text("Fulfillment", row.fulfillments[place.index].number), before: before,
      after: row.fulfillments[place.index].summary(of: row, notify: notify), context)
  }
}
