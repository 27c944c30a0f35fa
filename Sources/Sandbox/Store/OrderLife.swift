// SPDX-License-Identifier: Apache-2.0

/// Makes orders up and lets them live: each step is what customers and shop people do to an order. The same
/// seed makes the same lives. Prices with and without tax, two currencies, several tax rates, discounts of
/// lines and of orders, payments at once, authorised or open.
struct OrderLife {
  private var generator: Generator
  private let assortment: Assortment
  private let locations: Int

  init(seed: UInt64, _ assortment: Assortment, locations: Int) {
    generator = Generator(seed: seed)
    self.assortment = assortment
    self.locations = locations
  }

  /// A number from 0 below `bound`.
  mutating func below(_ bound: Int) -> Int { generator.below(max(1, bound)) }

  /// A new order, placed and as a rule paid.
  mutating func begin(_ number: Int, shop currency: String, at time: Moment) -> OrderRow {
    let isForeign = below(3) == 0
    var order = OrderRow(
      number: number, customer: below(10) == 0 ? nil : OrderSeed.customer(&generator),
      createdAt: time, updatedAt: time, taxesIncluded: below(2) == 0,
      currencies: Currencies(
        shop: currency, presentment: isForeign ? "CHF" : currency, rate: isForeign ? 9437 : 10_000),
      lines: (0...below(5)).map { line(number, $0) })
    order.shippingLines = [
      ShippingRow(
        number: order.number(GlobalID.Base.shippingLine, 0), title: "Standard",
        price: Money(cents: [0, 495, 990][below(3)]))
    ]
    if order.shippingLines[0].price > .zero, below(6) == 0 {
      order.shippingLines[0].discount = Money(cents: 199)
    }
    if below(3) == 0 {
      order.spread(order.subtotal.times(1 + below(20), over: 100), code: "SOMMER10")
    }
    if below(4) == 0 { order.tags = ["b2b"] }
    order.place()
    switch below(8) {
    case 0: order.pay("AUTHORIZATION", order.total, at: time)
    case 1: break
    default: if order.total > .zero { order.pay("SALE", order.total, at: time) }
    }
    return order
  }

  private mutating func line(_ number: Int, _ position: Int) -> LineRow {
    var line = LineRow(
      selling: below(assortment.variantCount), 1 + below(4),
      number: GlobalID.Base.line + number * OrderRow.numbersEach + position, assortment)
    line.location = below(max(1, locations))
    line.taxRate = [nil, nil, 7, 0][below(4)]
    if below(4) == 0 { line.lineDiscount = line.originalTotal.times(1 + below(30), over: 100) }
    return line
  }

  /// One step in an order's life; what it was, nil where nothing could be done. Refunds and edits are more
  /// likely than cancellations.
  mutating func step(_ order: inout OrderRow, at time: Moment) -> String? {
    guard order.cancelledAt == nil else { return nil }
    switch below(20) {
    case 0...3: return ship(&order, at: time)
    case 4...7: return refundLines(&order, at: time)
    case 8: return refundMoney(&order, at: time)
    case 9...11: return takeBack(&order, at: time)
    case 12...13: return settleReturn(&order, at: time)
    case 14...15: return edit(&order, at: time)
    case 16...17: return pay(&order, at: time)
    case 18:
      order.note = "Notiz \(below(1000)); \"bitte\"\nklingeln"
      order.updatedAt = max(order.updatedAt, time)
      return "note"
    default:
      guard below(3) == 0, order.fulfillments.allSatisfy(\.isCancelled), order.returns.isEmpty
      else {
        return nil
      }
      order.cancel(reason: "CUSTOMER", restock: below(2) == 0, at: time)
      return "cancel"
    }
  }

  private mutating func ship(_ order: inout OrderRow, at time: Moment) -> String? {
    if below(8) == 0,
      let index = order.fulfillments.indices.first(where: { !order.fulfillments[$0].isCancelled }),
      order.returns.isEmpty
    {
      order.cancelShipment(index, at: time)
      return "fulfillment cancelled"
    }
    let tracking = FulfillmentRow.Tracking(
      company: "DHL", numbers: ["00340434\(padded(below(1_000_000), 12))"])
    let open = order.fulfillmentOrders.indices.filter {
      order.fulfillmentOrders[$0].isOpen && order.fulfillmentOrders[$0].remaining > 0
        && order.fulfillmentOrders[$0].status != "ON_HOLD"
    }
    guard let first = open.first else { return nil }
    let some = order.fulfillmentOrders[first].lines.indices.map { line in
      (first, line, below(order.fulfillmentOrders[first].lines[line].remaining + 1))
    }
    guard below(2) == 0, some.contains(where: { $0.2 > 0 }) else {
      order.shipAll(tracking, at: time)
      return "fulfillment"
    }
    order.ship(some, tracking, at: time)
    return "partial fulfillment"
  }

  private mutating func refundLines(_ order: inout OrderRow, at time: Moment) -> String? {
    guard order.received > order.refunded else { return nil }
    var plan = RefundPlan()
    for line in order.lines.indices where below(2) == 0 {
      let left = order.lines[line].current - order.lines[line].returned
      guard left > 0 else { continue }
      let restock =
        order.lines[line].fulfilled > 0 ? ["RETURN", "NO_RESTOCK"] : ["CANCEL", "NO_RESTOCK"]
      plan.lines.append((line, 1 + below(left), restock[below(2)]))
    }
    guard !plan.lines.isEmpty else { return nil }
    if below(4) == 0 { plan.shipping = order.currentShipping }
    if below(6) == 0 { plan.amount = Money(cents: 1 + below(5000)) }
    if below(3) == 0 { plan.note = "Größe passt nicht; \"leider\"" }
    order.refund(plan, at: time)
    return "refund"
  }

  private mutating func refundMoney(_ order: inout OrderRow, at time: Moment) -> String? {
    guard order.received > order.refunded else { return nil }
    if below(2) == 0, order.currentShipping > .zero {
      order.refund(
        RefundPlan(shipping: Money(cents: 1 + below(order.currentShipping.cents))), at: time)
      return "shipping refund"
    }
    order.refund(RefundPlan(amount: Money(cents: 1 + below(500)), note: "Kulanz"), at: time)
    return "goodwill"
  }

  private mutating func takeBack(_ order: inout OrderRow, at time: Moment) -> String? {
    var parts: [(line: Int, quantity: Int, reason: String)] = []
    for line in order.lines.indices where below(2) == 0 {
      let row = order.lines[line]
      let left = min(row.current - row.returned, row.fulfilled - row.returned)
      if left > 0 { parts.append((line, 1 + below(left), "too-small")) }
    }
    // A request that waits for its approval has not taken its units yet: one at a time.
    guard !parts.isEmpty, !order.returns.contains(where: { $0.status == "REQUESTED" }) else {
      return nil
    }
    let isOpen = below(2) == 0
    order.takeBack(parts, isOpen: isOpen, at: time)
    return isOpen ? "return" : "return request"
  }

  private mutating func settleReturn(_ order: inout OrderRow, at time: Moment) -> String? {
    guard let index = order.returns.indices.last else { return nil }
    let row = order.returns[index]
    switch row.status {
    case "REQUESTED":
      let fits = row.lines.allSatisfy {
        $0.quantity <= order.lines[$0.line].current - order.lines[$0.line].returned
      }
      guard fits, below(4) > 0 else {
        order.closeReturn(index, as: "DECLINED", at: time)
        return "return declined"
      }
      order.approveReturn(index, at: time)
      return "return approved"
    case "OPEN":
      let parts = row.lines.filter { $0.quantity > $0.refunded }
        .map { ($0.line, $0.quantity - $0.refunded, "RETURN") }
      if !parts.isEmpty, below(3) > 0 {
        order.refund(RefundPlan(lines: parts, returned: index), at: time)
        return "return refunded"
      }
      order.closeReturn(index, as: "CLOSED", at: time)
      return "return closed"
    default: return nil
    }
  }

  private mutating func edit(_ order: inout OrderRow, at time: Moment) -> String? {
    guard order.lines.count < 12 else { return nil }
    var set: [(line: Int, quantity: Int)] = []
    for line in order.lines.indices where below(3) == 0 {
      let free = min(
        order.unfulfilled(line), order.lines[line].current - order.lines[line].returned)
      if free > 0 { set.append((line, order.lines[line].current - 1 - below(free))) }
    }
    let added = below(2) == 0 ? [line(order.number, order.lines.count)] : []
    guard !set.isEmpty || !added.isEmpty else { return nil }
    order.edit(at: time, adding: added, setting: set)
    return "edit"
  }

  private mutating func pay(_ order: inout OrderRow, at time: Moment) -> String? {
    if order.capturable > .zero {
      order.capture(below(3) == 0 ? order.capturable.times(1, over: 2) : nil, at: time)
      return "capture"
    }
    guard order.outstanding > .zero else { return nil }
    order.pay("SALE", order.outstanding, at: time)
    return "payment"
  }
}

extension OrderLife {
  /// Whole lives of orders, begun and lived within the sixty days before `now`, in the order they began.
  static func orders(
    _ count: Int, seed: UInt64, first number: Int, _ assortment: Assortment, locations: Int,
    currency: String, now: Moment
  ) -> [OrderRow] {
    guard assortment.variantCount > 0, count > 0 else { return [] }
    var life = OrderLife(seed: seed, assortment, locations: locations)
    let span = 59 * 86_400
    return (0..<count).map { index in
      var time = now.seconds - 3600 - span + span / count * index
      var order = life.begin(number + index, shop: currency, at: Moment(seconds: time))
      for _ in 0..<life.below(9) {
        time += life.below(4) == 0 ? life.below(2) : life.below(3 * 86_400)
        guard time < now.seconds - 600 else { break }
        _ = life.step(&order, at: Moment(seconds: time))
      }
      return order
    }
  }
}
