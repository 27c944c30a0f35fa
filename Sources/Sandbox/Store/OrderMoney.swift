// SPDX-License-Identifier: Apache-2.0

/// What some units of a line, or some of a shipping line, are worth. Parts are the differences of wholes, so
/// that whatever is taken off step by step adds up to the whole, to the cent.
struct Worth: Equatable {
  var quantity = 0
  /// After discounts; with the tax where prices include it.
  var subtotal = Money.zero
  var tax = Money.zero
  /// As it was given: with its tax where prices include it.
  var discount = Money.zero
  var discountTax = Money.zero

  static func - (left: Worth, right: Worth) -> Worth {
    Worth(
      quantity: left.quantity - right.quantity, subtotal: left.subtotal - right.subtotal,
      tax: left.tax - right.tax, discount: left.discount - right.discount,
      discountTax: left.discountTax - right.discountTax)
  }

  var isNothing: Bool { self == Worth() }
}

extension OrderRow {
  /// The tax in (or on top of) an amount.
  func tax(of amount: Money, rate: Int? = nil) -> Money {
    let rate = rate ?? taxRate
    return amount.times(rate, over: taxesIncluded ? 100 + rate : 100)
  }

  /// The tax of a whole line.
  func lineTax(_ line: LineRow) -> Money { tax(of: line.total, rate: line.taxRate) }

  /// What a number of a line's units is worth.
  func worth(_ line: LineRow, _ units: Int) -> Worth {
    guard line.quantity > 0, units > 0 else { return Worth() }
    let part: (Money) -> Money = { $0.times(units, over: line.quantity) }
    let tax = part(lineTax(line))
    // Prices less discounts are totals with and without tax: the discount's tax is what lies between.
    let undiscounted = part(self.tax(of: line.originalTotal, rate: line.taxRate))
    return Worth(
      quantity: units, subtotal: part(line.total), tax: tax, discount: part(line.discount),
      discountTax: undiscounted - tax)
  }

  /// What is left of a shipping line.
  func worth(_ shipping: ShippingRow) -> Worth {
    guard !shipping.isRemoved else { return Worth() }
    let whole = tax(of: shipping.discounted)
    let left = shipping.current
    return Worth(
      quantity: 1, subtotal: left,
      tax: shipping.discounted == .zero
        ? .zero : whole.times(left.cents, over: shipping.discounted.cents),
      discount: shipping.discount, discountTax: tax(of: shipping.discount))
  }

  /// An amount with its tax on top, where prices do not include it.
  func gross(_ subtotal: Money, _ tax: Money) -> Money {
    taxesIncluded ? subtotal : subtotal + tax
  }

  private func sum<Element>(_ list: [Element], _ value: (Element) -> Money) -> Money {
    list.reduce(.zero) { $0 + value($1) }
  }

  /// The lines after discounts.
  var subtotal: Money { sum(lines, \.total) }
  var shipping: Money { sum(shippingLines, \.discounted) }
  var discounts: Money { sum(lines, \.discount) + sum(shippingLines, \.discount) }
  var tax: Money { sum(lines, lineTax) + sum(shippingLines) { tax(of: $0.discounted) } }
  var total: Money { gross(subtotal + shipping, tax) }

  private var currentLines: [Worth] { lines.map { worth($0, $0.current) } }
  private var adjusted: Money { sum(refunds) { sum($0.adjustments, \.amount) } }

  var currentSubtotal: Money { sum(currentLines, \.subtotal) }
  var currentDiscounts: Money {
    sum(currentLines, \.discount) + sum(shippingLines.map { worth($0) }, \.discount)
  }
  var currentShipping: Money { sum(shippingLines, \.current) }
  var currentTax: Money {
    sum(currentLines, \.tax) + sum(shippingLines.map { worth($0) }, \.tax)
  }
  /// After edits and refunds, and what refunds differ from their lines.
  var currentTotal: Money {
    gross(currentSubtotal + currentShipping, currentTax) + adjusted
  }
  var refundedShipping: Money { sum(shippingLines, \.refunded) }

  var received: Money { paid(["SALE", "CAPTURE"]) }
  var refunded: Money { paid(["REFUND"]) }
  /// What was authorised and neither captured nor voided.
  var capturable: Money {
    transactions.contains { $0.kind == "VOID" }
      ? .zero : paid(["AUTHORIZATION"]) - paid(["CAPTURE"])
  }
  private func paid(_ kinds: Set<String>) -> Money {
    sum(transactions.filter { $0.status == "SUCCESS" && kinds.contains($0.kind) }, \.amount)
  }
  /// What is still to be paid; below zero where the customer is owed something.
  var outstanding: Money {
    cancelledAt == nil ? currentTotal - (received - refunded) : .zero
  }

  var financialStatus: String {
    if received == .zero {
      if cancelledAt != nil || transactions.contains(where: { $0.kind == "VOID" }) {
        return "VOIDED"
      }
      if capturable > .zero { return "AUTHORIZED" }
      return total == .zero ? "PAID" : "PENDING"
    }
    if refunded >= received { return "REFUNDED" }
    if refunded > .zero { return "PARTIALLY_REFUNDED" }
    return outstanding > .zero ? "PARTIALLY_PAID" : "PAID"
  }

  var fulfillmentStatus: String {
    let fulfilled = lines.reduce(0) { $0 + $1.fulfilled }
    if fulfilled == 0 {
      return fulfillmentOrders.contains { $0.status == "ON_HOLD" } ? "ON_HOLD" : "UNFULFILLED"
    }
    return lines.indices.allSatisfy { unfulfilled($0) == 0 } ? "FULFILLED" : "PARTIALLY_FULFILLED"
  }

  var returnStatus: String {
    let statuses = Set(returns.map(\.status))
    if statuses.contains("OPEN") { return "IN_PROGRESS" }
    if statuses.contains("REQUESTED") { return "RETURN_REQUESTED" }
    if statuses.contains("CLOSED") { return "RETURNED" }
    return "NO_RETURN"
  }
}
