// SPDX-License-Identifier: Apache-2.0

import Tables

/// Orders made and changed by hand. `at` gives any of them a time other than now, `visible_after` the seconds
/// until searches show it; `touched` lets `updatedAt` be now all the same, as for what is entered late.
///
/// | path | body | does |
/// |---|---|---|
/// | `sell` | `{lines: [{sku, quantity, location?}], note?}` | takes an order: stock is committed |
/// | `orders` | `{lines: [{sku, quantity?, price?, discount?, tax_rate?, location?}], shipping?, order_discount?, taxes_included?, tax_rate?, presentment?, rate?, payment?, customer?, note?, tags?}` | makes an order |
/// | `pay`, `capture` | `{order, amount?}` | pays what is due, captures what was authorised |
/// | `refund` | `{order, lines: [{line, quantity, restock?}] or line and quantity, shipping?, amount?, return?, note?}` | pays back |
/// | `return` | `{order, action?, lines: [{line, quantity, reason?}] or return}` | `request`, `open`, `approve`, `close`, `reopen`, `cancel`, `decline` |
/// | `edit`, `order-edit` | `{order, add?: [lines], set?: [{line, quantity}] or line and quantity, note?}` | edits |
/// | `cancel` | `{order, reason?, restock?}` | cancels |
/// | `fulfill` | `{order, tracking?: {company, numbers, urls}}` | ships all that remains |
/// | `hold` | `{order, reason?}` | holds what is to be shipped |
/// | `live` | `{seed, steps?}` | new orders and next steps of those there are, by chance |
extension Control {
  var time: Moment { body["at"]?.string.flatMap { Moment($0) } ?? context.moment }
  private var isTouched: Bool { body["touched"]?.bool == true }
  private var lag: Int? { body["visible_after"]?.int }

  /// The answer; nil where the path is not one of orders.
  func runOrders() throws(Refusal) -> JSON? {
    let given = try path == "refund" ? nil : amount("amount")
    switch path {
    case "sell": return try sell()
    case "orders": return try make()
    case "live": return try live()
    case "pay":
      return try change { order in order.pay("SALE", given ?? order.outstanding, at: time) }
    case "capture": return try change { order in order.capture(given, at: time) }
    case "refund": return try refund()
    case "return": return try giveBack()
    case "edit", "order-edit": return try edit()
    case "cancel":
      return try change { order in
        order.cancel(
          reason: body["reason"]?.string ?? "CUSTOMER", restock: body["restock"]?.bool == true,
          at: time)
      }
    case "fulfill":
      let tracking = FulfillmentRow.Tracking(body["tracking"] ?? .null)
      return try change { order in order.shipAll(tracking, at: time) }
    case "hold":
      return try change { order in
        for index in order.fulfillmentOrders.indices where order.fulfillmentOrders[index].isOpen {
          order.fulfillmentOrders[index].status = "ON_HOLD"
          order.fulfillmentOrders[index].holds = [
            FulfillmentOrderRow.Hold(
              number: order.number(GlobalID.Base.fulfillmentHold, index * 20),
              reason: body["reason"]?.string ?? "OTHER", notes: nil, handle: "by-hand")
          ]
          order.fulfillmentOrders[index].updatedAt = time
        }
      }
    default: return nil
    }
  }

  private func order() throws(Refusal) -> Int {
    let given = body["order"]?.string ?? body["order"]?.int.map(String.init) ?? ""
    let number =
      Int(given.drop { $0 == "#" }) ?? GlobalID.index(given, "Order", GlobalID.Base.order)
    guard let index = store.orders.firstIndex(where: { $0.number == number }) else {
      throw Refusal("no order \"\(given)\"")
    }
    return index
  }

  private func amount(_ name: String, in object: JSON? = nil) throws(Refusal) -> Money? {
    guard let value = (object ?? body)[name], !value.isNull else { return nil }
    guard case .amount(let money)? = Money.reading(value.string ?? value.text) else {
      throw Refusal("expected an amount as text in \"\(name)\"")
    }
    return money
  }

  private func change(_ body: (inout OrderRow) throws(Refusal) -> Void) throws(Refusal) -> JSON {
    let index = try order()
    let before = summary(index)
    let result = store.change(index, context, lag: lag) { order -> Result<Void, Refusal> in
      do throws(Refusal) { try body(&order) } catch { return .failure(error) }
      if isTouched { order.updatedAt = max(order.updatedAt, context.moment) }
      return .success(())
    }
    try result.get()
    return noted(index, before: before)
  }

  /// Takes an order for what is asked: available goes down, on hand stays until it is shipped.
  private func sell() throws(Refusal) -> JSON {
    let lines = try lines(body["lines"], first: 0, number: nextNumber)
    for line in lines {
      guard let variant = line.variant else { continue }
      let place = store.stock.place(variant, line.location)
      store.setStock(
        variant, line.location, available: Int(store.stock.available[place]) - line.quantity,
        onHand: Int(store.stock.onHand[place]), context)
    }
    return try take(lines, shipping: Money(cents: 495))
  }

  private func make() throws(Refusal) -> JSON {
    try take(
      try lines(body["lines"], first: 0, number: nextNumber), shipping: amount("shipping") ?? .zero)
  }

  private var nextNumber: Int { (store.orders.last?.number ?? 1000) + 1 }

  private func take(_ lines: [LineRow], shipping: Money) throws(Refusal) -> JSON {
    guard !lines.isEmpty else { throw Refusal("expected at least one line in \"lines\"") }
    var order = OrderRow(
      number: nextNumber, customer: customer(), createdAt: time,
      updatedAt: isTouched ? max(time, context.moment) : time,
      taxesIncluded: body["taxes_included"]?.bool ?? true, taxRate: body["tax_rate"]?.int ?? 19,
      currencies: Currencies(
        shop: store.currency, presentment: body["presentment"]?.string ?? store.currency,
        rate: body["rate"]?.int ?? 10_000),
      lines: lines)
    order.shippingLines = [
      ShippingRow(
        number: order.number(GlobalID.Base.shippingLine, 0), title: "Standard", price: shipping)
    ]
    if let discount = try amount("order_discount") { order.spread(discount, code: "RABATT") }
    order.note = body["note"]?.string
    order.tags = body["tags"]?.array?.compactMap(\.string) ?? []
    order.place()
    switch body["payment"]?.string ?? "sale" {
    case "authorization": order.pay("AUTHORIZATION", order.total, at: time)
    case "pending": break
    default: order.pay("SALE", order.total, at: time)
    }
    return noted(store.add(order, context, lag: lag), before: .null)
  }

  private func customer() -> CustomerRow? {
    guard let email = body["customer"]?.string else { return nil }
    let known = store.customers.index(email: email).map { store.customers.rows[$0].number }
    return CustomerRow(
      number: known ?? GlobalID.Base.customer + nextNumber, firstName: "Erika", lastName: "Muster",
      email: email, street: "Hauptstraße 1", city: "Berlin", zip: "01067")
  }

  private func lines(_ given: JSON?, first: Int, number: Int) throws(Refusal) -> [LineRow] {
    var rows: [LineRow] = []
    for line in given?.array ?? [] {
      let number = GlobalID.Base.line + number * OrderRow.numbersEach + first + rows.count
      var row = LineRow(
        selling: try variant(in: line), line["quantity"]?.int ?? 1, number: number, store.assortment
      )
      row.location = try location(in: line)
      if let price = try amount("price", in: line) { row.unitPrice = price }
      if let discount = try amount("discount", in: line) { row.lineDiscount = discount }
      row.taxRate = line["tax_rate"]?.int
      row.isGiftCard = line["gift_card"]?.bool == true
      rows.append(row)
    }
    return rows
  }

  /// `{line, quantity}` of a list, or of the body itself; lines from 0.
  private func parts(_ list: String) throws(Refusal) -> [(line: Int, quantity: Int, given: JSON)] {
    var parts: [(line: Int, quantity: Int, given: JSON)] = []
    let count = store.orders[try order()].lines.count
    let given = body[list]?.array ?? (body["line"] == nil ? [] : [body])
    for item in given {
      let line = try number("line", in: item) - 1
      guard (0..<count).contains(line) else { throw Refusal("the order has no line \(line + 1)") }
      parts.append((line, try number("quantity", in: item), item))
    }
    return parts
  }

  private func refund() throws(Refusal) -> JSON {
    let row = store.orders[try order()]
    var plan = RefundPlan(
      shipping: try amount("shipping") ?? .zero, amount: try amount("amount"),
      note: body["note"]?.string, returned: body["return"]?.int.map { $0 - 1 })
    var restocked: [(variant: Int, location: Int, quantity: Int)] = []
    for part in try parts("lines") {
      let left = row.lines[part.line].current
      guard part.quantity > 0, part.quantity <= left else {
        throw Refusal("expected a quantity from 1 to \(left), found \(part.quantity)")
      }
      let isRestocked = (part.given["restock"] ?? body["restock"])?.bool == true
      let restock =
        isRestocked ? (row.lines[part.line].fulfilled > 0 ? "RETURN" : "CANCEL") : "NO_RESTOCK"
      plan.lines.append((part.line, part.quantity, restock))
      if isRestocked, let variant = row.lines[part.line].variant, store.assortment.holds(variant) {
        restocked.append((variant, row.lines[part.line].location, part.quantity))
      }
    }
    if let index = plan.returned, !row.returns.indices.contains(index) {
      throw Refusal("the order has no return \(index + 1)")
    }
    let answer = try change { order in order.refund(plan, at: time) }
    for item in restocked {
      let place = store.stock.place(item.variant, item.location)
      store.setStock(
        item.variant, item.location,
        available: Int(store.stock.available[place]) + item.quantity,
        onHand: Int(store.stock.onHand[place]) + item.quantity, context)
    }
    return answer
  }

  private func giveBack() throws(Refusal) -> JSON {
    let action = body["action"]?.string ?? "open"
    let row = store.orders[try order()]
    if action == "open" || action == "request" {
      var taken: [(line: Int, quantity: Int, reason: String)] = []
      for part in try parts("lines") {
        let left = row.lines[part.line].current - row.lines[part.line].returned
        guard part.quantity > 0, part.quantity <= left else {
          throw Refusal("expected a quantity from 1 to \(left), found \(part.quantity)")
        }
        taken.append((part.line, part.quantity, part.given["reason"]?.string ?? "other-reason"))
      }
      let lines = taken
      return try change { order in order.takeBack(lines, isOpen: action == "open", at: time) }
    }
    let index = try number("return") - 1
    guard row.returns.indices.contains(index) else {
      throw Refusal("the order has no return \(index + 1)")
    }
    return try change { order throws(Refusal) in
      switch action {
      case "approve": order.approveReturn(index, at: time)
      case "close": order.closeReturn(index, as: "CLOSED", at: time)
      case "cancel": order.closeReturn(index, as: "CANCELED", at: time)
      case "decline": order.closeReturn(index, as: "DECLINED", at: time)
      case "reopen": order.reopenReturn(index)
      default: throw Refusal("no action \"\(action)\"")
      }
    }
  }

  private func edit() throws(Refusal) -> JSON {
    let row = store.orders[try order()]
    let added = try lines(body["add"], first: row.lines.count, number: row.number)
    let set = try parts("set").map { ($0.line, $0.quantity) }
    return try change { order in
      if let note = body["note"] { order.note = note.string }
      order.edit(at: time, adding: added, setting: set)
    }
  }

  /// Lets orders live on by chance: new ones, and next steps of those there are.
  private func live() throws(Refusal) -> JSON {
    var life = OrderLife(
      seed: UInt64(clamping: try number("seed")), store.assortment,
      locations: store.stock.locations.count)
    var happened: [JSON] = []
    for _ in 0..<(body["steps"]?.int ?? 1) {
      // A third are new; the newer an order, the more likely it goes on.
      let late = lag.map { life.below($0 + 1) }
      if store.orders.isEmpty || life.below(3) == 0 {
        let order = life.begin(nextNumber, shop: store.currency, at: time)
        happened.append(
          ["#\(order.number)", "order"].json)
        _ = noted(store.add(order, context, lag: late), before: .null)
        continue
      }
      let index = store.orders.count - 1 - life.below(1 + life.below(store.orders.count))
      let before = summary(index)
      var step: String?
      store.change(index, context, lag: late) { order in step = life.step(&order, at: time) }
      guard let step else { continue }
      happened.append(["#\(store.orders[index].number)", step].json)
      _ = noted(index, before: before)
    }
    return .array(happened)
  }

  private func noted(_ index: Int, before: JSON) -> JSON {
    let after = summary(index)
    store.note(
      OrderNode.id(store.orders[index].number), before: before, after: after, context)
    return after
  }

  private func summary(_ index: Int) -> JSON {
    let row = store.orders[index]
    return [
      "id": .string(OrderNode.id(row.number)), "name": .string("#\(row.number)"),
      "updatedAt": .string(row.updatedAt.text),
      "total": .string(row.currentTotal.text), "refunded": .string(row.refunded.text),
      "financialStatus": .string(row.financialStatus),
      "fulfillmentStatus": .string(row.fulfillmentStatus),
      "returnStatus": .string(row.returnStatus),
      "note": row.note.map { .string($0) } ?? .null,
      "lines": .array(
        row.lines.map { ["sku": .string($0.sku), "quantity": JSON($0.current)] }),
    ]
  }
}

extension [String] {
  fileprivate var json: JSON { .array(map { .string($0) }) }
}

extension OrderRow {
  /// Spreads an order-level discount over the lines by their worth, to the cent.
  mutating func spread(_ discount: Money, code: String) {
    discountCode = code
    var (rest, worth) = (discount, subtotal)
    for index in lines.indices where worth > .zero {
      let share = rest.times(lines[index].total.cents, over: worth.cents)
      worth = worth - lines[index].total
      lines[index].codeDiscount = lines[index].codeDiscount + share
      rest = rest - share
    }
  }
}
