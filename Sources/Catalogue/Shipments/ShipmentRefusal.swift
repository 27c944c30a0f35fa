// SPDX-License-Identifier: Apache-2.0

/// Why a record cannot be shipped: a stable code, and words that say what to do.
struct ShipmentRefusal: Error, Equatable {
  var code: String
  var message: String

  init(_ code: String, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The outcome of its record.
  var outcome: Composition.Composed.Outcome { .rejected(code: code, message: message) }

  /// Why an order cannot give what is asked; `needed` is the quantity beyond what was shipped before, nil for all
  /// that is open; `left` is what other records of the file have left open.
  static func of(
    _ ask: ShipmentAsk, needed: Int?, open: Int, in order: ShopOrder, left: Allocation
  ) -> ShipmentRefusal {
    let what = "\(ask.words) of \(order.name)"
    if let cancelled = order.cancelledAt {
      return ShipmentRefusal(
        "order-cancelled", "\(order.name) was cancelled at \(cancelled): nothing of it is shipped")
    }
    let barred = Self.barred(ask, in: order)
    if let needed, open > 0 {
      let further = barred.map { "; \($0.message)" } ?? ""
      let before = ask.quantity.map { $0 - needed } ?? 0
      let shipped = before > 0 ? ", \(before) of them are in this parcel already" : ""
      return ShipmentRefusal(
        "more-than-open",
        "\(ask.quantity ?? needed) of \(what) asked\(shipped), \(open) open\(further)")
    }
    if let barred { return barred }
    let rest = Self.list(left, of: order)
    return ShipmentRefusal(
      "nothing-open",
      "nothing of \(what) is open\(shipped(ask, in: order)); open in the order: \(rest)")
  }

  /// Why what is left of these lines must not be shipped, where that is so.
  private static func barred(_ ask: ShipmentAsk, in order: ShopOrder) -> ShipmentRefusal? {
    let closed = order.fulfillmentOrders.filter { each in
      !each.isShippable && !["CLOSED", "CANCELLED", "INCOMPLETE"].contains(each.status)
        && each.lines.contains { ask.lines.contains($0.line) && $0.remaining > 0 }
    }
    guard let first = closed.first(where: { !$0.holds.isEmpty }) ?? closed.first else { return nil }
    let count = first.lines.filter { ask.lines.contains($0.line) }.reduce(0) { $0 + $1.remaining }
    if first.status == "ON_HOLD" || !first.holds.isEmpty {
      let why = first.holds.isEmpty ? "no reason given" : first.holds.joined(separator: ", ")
      return ShipmentRefusal(
        "on-hold",
        "\(count) of \(ask.words) of \(order.name) on hold: \(why); release the hold in the store first"
      )
    }
    return ShipmentRefusal(
      "not-shippable",
      "\(count) of \(ask.words) of \(order.name) at \(first.locationName) cannot be shipped by this app "
        + "(the fulfillment order is \(first.status)): another service may have to")
  }

  /// The tracking numbers these lines went out with.
  private static func shipped(_ ask: ShipmentAsk, in order: ShopOrder) -> String {
    let made = order.fulfillments.filter {
      $0.isLive && !ask.lines.isDisjoint(with: $0.quantities.keys)
    }
    if made.isEmpty { return "" }
    let numbers = made.map {
      $0.numbers.isEmpty ? "no number" : $0.numbers.joined(separator: " + ")
    }
    return " (shipped with \(numbers.joined(separator: ", ")))"
  }

  private static func list(_ left: Allocation, of order: ShopOrder) -> String {
    let open = order.lines.compactMap { line -> String? in
      let count = left.open([line.id])
      return count > 0 ? "\(line.sku ?? "line \(line.id)") × \(count)" : nil
    }
    return open.isEmpty ? "nothing" : open.joined(separator: ", ")
  }
}
