// SPDX-License-Identifier: Apache-2.0

import Tables

/// What an order, read by id, says of a parcel that is about to be sent or whose answer was lost.
enum ShipmentCheck {
  /// The parcel's calls as the order stands now: those planned where they still can be; what a fulfillment that
  /// came since the plan holds of this parcel is taken off; what is open elsewhere now is taken from there.
  static func calls(of intent: Intent, in order: ShopOrder) -> Result<
    [ShipmentCall], ShipmentRefusal
  > {
    let planned = ShipmentCall.calls(intent.identity["calls"])
    if order.fulfillments.count >= ShopOrder.mostFulfillments {
      return .failure(
        ShipmentRefusal(
          "too-many-fulfillments",
          "\(order.name) has \(order.fulfillments.count) fulfillments or more: too many to tell whether this "
            + "parcel is among them; ship it in the store"))
    }
    let known = Set(JSON.texts(intent.identity["known"]))
    var needed = planned.flatMap { call in
      call.pieces.map { (piece: $0, location: call.location) }
    }
    for made in order.fulfillments
    where made.isLive && !known.contains(made.id) && made.isParcel(of: intent.numbers) {
      var quantities = made.quantities
      for index in needed.indices {
        let line = needed[index].piece.line
        let share = min(needed[index].piece.quantity, quantities[line] ?? 0)
        needed[index].piece.quantity -= share
        quantities[line, default: 0] -= share
      }
    }
    needed.removeAll { $0.piece.quantity == 0 }
    if needed.isEmpty { return .success([]) }
    if let cancelled = order.cancelledAt {
      return .failure(
        ShipmentRefusal(
          "order-cancelled", "\(order.name) was cancelled at \(cancelled): nothing of it is shipped"
        ))
    }
    var allocation = Allocation(order)
    let pieces = needed.map(\.piece)
    if allocation.holds(pieces) { return .success(ShipmentCall.calls(of: pieces, in: order)) }
    var taken: [ShipmentCall.Piece] = []
    for each in needed {
      let open = allocation.open([each.piece.line])
      guard open >= each.piece.quantity else {
        return .failure(
          ShipmentRefusal(
            "more-than-open",
            "\(order.name) has changed in the store: \(each.piece.quantity) of line \(each.piece.line) to be "
              + "shipped, \(open) open; drop the record again to see what is left"))
      }
      taken += allocation.take(
        each.piece.quantity, of: [each.piece.line], preferring: each.location)
    }
    return .success(ShipmentCall.calls(of: taken, in: order))
  }

  /// Whether the fulfillment that the change makes next is there: a new one with our numbers and lines is ours; with
  /// none of our numbers and all of it open yet, it is not; anything else a person must look at.
  static func found(_ intent: Intent, in order: ShopOrder) -> Look.Found {
    guard let call = intent.nextCall else { return .applied(learned: [:]) }
    let made = Set(intent.made)
    let known = Set(JSON.texts(intent.identity["known"])).union(made)
    let new = order.fulfillments.filter {
      !known.contains($0.id) && $0.isParcel(of: intent.numbers)
    }
    if let ours = new.first(where: { $0.quantities == call.quantities }) {
      return .applied(learned: ["made": JSON.list(intent.made + [ours.id])])
    }
    let name = intent.numbers.isEmpty ? "without a number" : intent.numbers.joined(separator: " + ")
    if let other = new.first {
      return .ambiguous(
        "\(order.name) has a new fulfillment \(name) (\(other.id)) that holds other lines or quantities"
      )
    }
    if Allocation(order).holds(call.pieces) { return .absent }
    return .ambiguous(
      "\(order.name) has no new fulfillment \(name), yet less is open than this parcel needs")
  }
}

extension Intent {
  /// The parcel's tracking numbers.
  var numbers: [String] { JSON.texts(desired["tracking_number"] ?? nil) }

  /// The ids of the fulfillments the change has made since it last read the order.
  var made: [String] { JSON.texts(identity["made"]) }

  /// The call that is sent next; nil where all are done.
  var nextCall: ShipmentCall? {
    let calls = ShipmentCall.calls(identity["calls"])
    return made.count < calls.count ? calls[made.count] : nil
  }
}
