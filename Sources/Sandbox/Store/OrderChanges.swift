// SPDX-License-Identifier: Apache-2.0

/// What is to be refunded.
struct RefundPlan {
  /// By the index of the order's line; within its current quantity. `restock` as Shopify's type says.
  var lines: [(line: Int, quantity: Int, restock: String)] = []
  /// Of the shipping, before tax where it comes on top.
  var shipping = Money.zero
  /// What is paid back; nil: what it is worth, as far as it was paid.
  var amount: Money?
  var note: String?
  /// The index of the order's return it is for.
  var returned: Int?
}

extension OrderRow {
  /// Places the order: plans its shipment and books its sales.
  mutating func place() {
    plan(Array(lines.indices), at: createdAt)
    book("ORDER", at: createdAt) { _ in }
  }

  mutating func refund(_ plan: RefundPlan, at time: Moment) {
    book("REFUND", at: time, about: refunds.count) { $0.apply(plan, at: time) }
    updatedAt = max(updatedAt, time)
  }

  private mutating func apply(_ plan: RefundPlan, at time: Moment) {
    let owed = max(.zero, .zero - outstanding)
    let used = refunds.reduce(0) { $0 + $1.lines.count }
    var refund = RefundRow(
      number: number(GlobalID.Base.refund, refunds.count), at: time, note: plan.note,
      returned: plan.returned)
    var worth = Money.zero
    for part in plan.lines {
      let row = lines[part.line]
      let taken = self.worth(row, row.current) - self.worth(row, row.current - part.quantity)
      worth = worth + gross(taken.subtotal, taken.tax)
      lines[part.line].removed += part.quantity
      if let index = plan.returned {
        lines[part.line].returned -= part.quantity
        for line in returns[index].lines.indices where returns[index].lines[line].line == part.line
        {
          returns[index].lines[line].refunded += part.quantity
        }
      }
      if part.restock != "RETURN" { unplan(part.line, part.quantity, at: time) }
      refund.lines.append(
        RefundRow.Line(
          number: number(GlobalID.Base.refundLine, used + refund.lines.count), line: part.line,
          quantity: part.quantity, restock: part.restock, location: row.location,
          subtotal: taken.subtotal, tax: taken.tax))
    }
    worth = worth + takeBackShipping(plan.shipping, &refund)
    let paid = min(plan.amount ?? worth, received - refunded)
    // What the customer was owed already, after an edit, is no discrepancy.
    let discrepancy = worth + min(max(paid - worth, .zero), owed) - paid
    if plan.amount != nil, discrepancy != .zero {
      refund.adjustments = [
        RefundRow.Adjustment(
          number: number(GlobalID.Base.orderAdjustment, refunds.count), amount: discrepancy,
          reason: "REFUND_DISCREPANCY")
      ]
    }
    if paid > .zero {
      refund.transactions = [transactions.count]
      let parent = transactions.firstIndex { ["SALE", "CAPTURE"].contains($0.kind) }
      pay("REFUND", paid, parent: parent, at: time)
    }
    refunds.append(refund)
  }

  /// Takes an amount off the shipping lines, in order; what it is worth with tax.
  private mutating func takeBackShipping(_ amount: Money, _ refund: inout RefundRow) -> Money {
    var (rest, worth) = (amount, Money.zero)
    let used = refunds.reduce(0) { $0 + $1.shipping.count }
    for index in shippingLines.indices where rest > .zero {
      let before = self.worth(shippingLines[index])
      let part = min(rest, shippingLines[index].current)
      guard part > .zero else { continue }
      shippingLines[index].refunded = shippingLines[index].refunded + part
      let taken = before - self.worth(shippingLines[index])
      rest = rest - part
      worth = worth + gross(taken.subtotal, taken.tax)
      refund.shipping.append(
        RefundRow.Shipping(
          number: number(GlobalID.Base.refundShippingLine, used + refund.shipping.count),
          line: index, subtotal: taken.subtotal, tax: taken.tax))
    }
    return worth
  }

  mutating func pay(_ kind: String, _ amount: Money, parent: Int? = nil, at time: Moment) {
    transactions.append(
      TransactionRow(
        number: number(GlobalID.Base.transaction, transactions.count), kind: kind, amount: amount,
        at: time, parent: parent, gateway: transactions.first?.gateway ?? "bogus"))
    updatedAt = max(updatedAt, time)
  }

  /// Captures what was authorised, or a part of it.
  mutating func capture(_ amount: Money?, at time: Moment) {
    let parent = transactions.firstIndex { $0.kind == "AUTHORIZATION" }
    pay("CAPTURE", min(amount ?? capturable, capturable), parent: parent, at: time)
  }

  /// Cancels the order: what was paid is paid back, what was authorised is voided.
  mutating func cancel(reason: String, restock: Bool, at time: Moment) {
    if capturable > .zero {
      let parent = transactions.firstIndex { $0.kind == "AUTHORIZATION" }
      pay("VOID", capturable, parent: parent, at: time)
    }
    let parts = lines.indices.filter { lines[$0].current > 0 }
      .map { ($0, lines[$0].current, restock ? "CANCEL" : "NO_RESTOCK") }
    refund(
      RefundPlan(
        lines: parts, shipping: currentShipping,
        amount: received > refunded ? received - refunded : nil, note: "Storniert"), at: time)
    cancelledAt = time
    cancelReason = reason
    closedAt = time
  }

  /// An edit: lines added, quantities set.
  mutating func edit(
    at time: Moment, adding added: [LineRow], setting quantities: [(line: Int, quantity: Int)]
  ) {
    book("ORDER_EDIT", at: time) { order in
      for (line, wanted) in quantities {
        // As Shopify: fewer are taken off the current ones.
        let change = wanted - order.lines[line].current
        if change > 0 {
          order.lines[line].quantity += change
          order.add([(line, change)], location: order.lines[line].location, at: time)
        } else if change < 0 {
          order.lines[line].removed -= change
          order.unplan(line, -change, at: time)
        }
      }
      let first = order.lines.count
      order.lines += added
      if !added.isEmpty { order.plan(Array(first..<order.lines.count), at: time) }
    }
    updatedAt = max(updatedAt, time)
  }
}

/// Returns. None of these moves the order's `updatedAt`.
extension OrderRow {
  /// Asks for a return, approved at once where `isOpen`; its index.
  @discardableResult
  mutating func takeBack(
    _ parts: [(line: Int, quantity: Int, reason: String)], isOpen: Bool, at time: Moment
  ) -> Int {
    let used = returns.reduce(0) { $0 + $1.lines.count }
    returns.append(
      ReturnRow(
        number: number(GlobalID.Base.orderReturn, returns.count), status: "REQUESTED",
        createdAt: time,
        lines: parts.enumerated().map { index, part in
          ReturnRow.Line(
            number: number(GlobalID.Base.returnLine, used + index), line: part.line,
            quantity: part.quantity, reason: part.reason, note: "")
        }))
    let index = returns.count - 1
    if isOpen { approveReturn(index, at: time) }
    return index
  }

  mutating func approveReturn(_ index: Int, at time: Moment) {
    returns[index].status = "OPEN"
    returns[index].approvedAt = time
    book("RETURN", at: time, about: index) { order in
      for line in order.returns[index].lines { order.lines[line.line].returned += line.quantity }
    }
  }

  mutating func closeReturn(_ index: Int, as status: String, at time: Moment) {
    let wasOpen = returns[index].status == "OPEN"
    returns[index].status = status
    returns[index].closedAt = status == "CLOSED" ? time : nil
    guard wasOpen, status == "CANCELED" else { return }
    book("RETURN", at: time, about: index) { order in
      for line in order.returns[index].lines {
        order.lines[line.line].returned -= line.quantity - line.refunded
      }
    }
  }

  mutating func reopenReturn(_ index: Int) {
    returns[index].status = "OPEN"
    returns[index].closedAt = nil
  }
}
