// SPDX-License-Identifier: Apache-2.0

/// One line of an order. Amounts are the shop's currency, for the whole line unless they say otherwise.
struct LineRow: Codable {
  var number: Int
  /// nil for a product that is gone.
  var variant: Int?
  var title: String
  var variantTitle: String
  var sku: String
  var vendor: String
  var quantity: Int
  var unitPrice: Money
  /// Given on this line.
  var lineDiscount = Money.zero
  /// This line's share of the order's discount code.
  var codeDiscount = Money.zero
  /// How many were taken off by refunds and edits.
  var removed = 0
  var fulfilled = 0

  var originalTotal: Money { unitPrice * quantity }
  var discount: Money { lineDiscount + codeDiscount }
  var total: Money { originalTotal - discount }
  /// What a part of the line is worth after discounts.
  func worth(_ part: Int) -> Money {
    quantity == 0 ? .zero : total.times(part, over: quantity)
  }
}

/// A payment or repayment.
struct TransactionRow: Codable {
  var number: Int
  var kind: String
  var amount: Money
  var at: Moment
  var parent: Int?
}

/// A refund of some lines.
struct RefundRow: Codable {
  struct Line: Codable {
    var number: Int
    /// The index of the order's line.
    var line: Int
    var quantity: Int
    var isRestocked: Bool
  }

  var number: Int
  var at: Moment
  var note: String?
  var lines: [Line]
  /// The index of the order's transaction.
  var transaction: Int
}

/// A shipment.
struct FulfillmentRow: Codable {
  struct Part: Codable {
    /// The index of the order's line.
    var line: Int
    var quantity: Int
  }

  var number: Int
  var at: Moment
  var location: Int
  var lines: [Part]
  var tracking: String
}

struct CustomerRow: Hashable, Codable {
  var number: Int
  var firstName: String
  var lastName: String
  var email: String
  var street: String
  var city: String
  var zip: String
}

/// An order.
struct OrderRow: Codable {
  /// `#1001` and on.
  var number: Int
  var customer: CustomerRow?
  var createdAt: Moment
  var updatedAt: Moment
  var cancelledAt: Moment?
  var cancelReason: String?
  var closedAt: Moment?
  var taxesIncluded: Bool
  /// Percent of the value-added tax.
  var taxRate = 19
  var currencies: Currencies
  var lines: [LineRow]
  var shipping: Money
  var discountCode: String?
  var transactions: [TransactionRow] = []
  var refunds: [RefundRow] = []
  var fulfillments: [FulfillmentRow] = []
  var note: String?
  var tags: [String] = []
  var returnStatus = "NO_RETURN"
}

extension OrderRow {
  /// The lines after discounts.
  var subtotal: Money { lines.reduce(.zero) { $0 + $1.total } }
  var discounts: Money { lines.reduce(.zero) { $0 + $1.discount } }
  var tax: Money { tax(of: subtotal + shipping) }
  var total: Money { subtotal + shipping + (taxesIncluded ? .zero : tax) }

  /// The tax in (or on top of) an amount.
  func tax(of amount: Money) -> Money {
    amount.times(taxRate, over: taxesIncluded ? 100 + taxRate : 100)
  }

  var currentSubtotal: Money {
    lines.reduce(.zero) { $0 + $1.worth($1.quantity - $1.removed) }
  }
  var currentDiscounts: Money {
    lines.reduce(.zero) { sum, line in
      guard line.quantity > 0 else { return sum }
      return sum + line.discount.times(line.quantity - line.removed, over: line.quantity)
    }
  }
  var currentTax: Money { tax(of: currentSubtotal + shipping) }
  var currentTotal: Money { currentSubtotal + shipping + (taxesIncluded ? .zero : currentTax) }

  var received: Money { sum("SALE") }
  var refunded: Money { sum("REFUND") }
  private func sum(_ kind: String) -> Money {
    transactions.filter { $0.kind == kind }.reduce(.zero) { $0 + $1.amount }
  }

  var financialStatus: String {
    if received == .zero { return cancelledAt == nil ? "PENDING" : "VOIDED" }
    if refunded >= received { return "REFUNDED" }
    return refunded > .zero ? "PARTIALLY_REFUNDED" : "PAID"
  }

  var fulfillmentStatus: String {
    let fulfilled = lines.reduce(0) { $0 + $1.fulfilled }
    if fulfilled == 0 { return "UNFULFILLED" }
    return lines.allSatisfy { $0.fulfilled >= $0.quantity - $0.removed }
      ? "FULFILLED" : "PARTIALLY_FULFILLED"
  }

  /// Takes part of a line back: the money out, the goods to stock where `restock` says so.
  mutating func refund(
    _ parts: [(line: Int, quantity: Int)], restock: Bool, note: String?, at time: Moment
  ) {
    let number = GlobalID.Base.refund + self.number * 100 + refunds.count
    var amount = Money.zero
    var refunded: [RefundRow.Line] = []
    for part in parts {
      let worth = lines[part.line].worth(part.quantity)
      amount = amount + worth + (taxesIncluded ? .zero : tax(of: worth))
      lines[part.line].removed += part.quantity
      refunded.append(
        RefundRow.Line(
          number: GlobalID.Base.refundLine + self.number * 1000 + refunds.count * 100
            + refunded.count,
          line: part.line, quantity: part.quantity, isRestocked: restock))
    }
    transactions.append(
      TransactionRow(
        number: GlobalID.Base.transaction + self.number * 100 + transactions.count,
        kind: "REFUND", amount: amount, at: time, parent: transactions.isEmpty ? nil : 0))
    refunds.append(
      RefundRow(
        number: number, at: time, note: note, lines: refunded,
        transaction: transactions.count - 1))
    updatedAt = max(updatedAt, time)
  }
}
