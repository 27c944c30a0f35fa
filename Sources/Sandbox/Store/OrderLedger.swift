// SPDX-License-Identifier: Apache-2.0

/// One sale of an agreement: what an order, an edit, a return or a refund sold or took back.
struct SaleRow: Codable {
  /// What it is a sale of, by index within the order.
  enum Subject: Codable {
    case line(Int)
    case shipping(Int)
    case adjustment
  }

  var number: Int
  var subject: Subject
  /// `ORDER`, `RETURN` or `UPDATE`.
  var action: String
  var quantity: Int?
  /// After discounts, with tax.
  var total: Money
  var tax: Money
  var discountBeforeTax: Money
  var discountAfterTax: Money
}

/// A sales agreement.
struct AgreementRow: Codable {
  /// `ORDER`, `ORDER_EDIT`, `REFUND` or `RETURN`.
  var reason: String
  var number: Int
  var at: Moment
  /// The index of the order's refund or return it is about.
  var about: Int?
  var sales: [SaleRow]
}

extension OrderRow {
  /// Makes a change and books what it changes of the order's worth. A return counts when it is booked, so a
  /// refund of what was returned books nothing but its differences; what a refund pays besides its lines is an
  /// adjustment. All sales of an order therefore add up to its current total, less what open returns hold.
  mutating func book(
    _ reason: String, at time: Moment, about: Int? = nil, _ change: (inout OrderRow) -> Void
  ) {
    let before = reason == "ORDER" ? [] : lines.map { worth($0, $0.current - $0.returned) }
    let shippingBefore = reason == "ORDER" ? [] : shippingLines.map { worth($0) }
    let refundsBefore = refunds.count
    change(&self)
    var sales: [SaleRow] = []
    let used = agreements.reduce(0) { $0 + $1.sales.count }
    func add(_ subject: SaleRow.Subject, _ part: Worth, quantity: Int?, isNew: Bool) {
      guard !part.isNothing || isNew else { return }
      let action =
        part.quantity > 0 || isNew
        ? "ORDER" : part.subtotal < .zero || part.quantity < 0 ? "RETURN" : "UPDATE"
      sales.append(
        SaleRow(
          number: number(GlobalID.Base.sale, used + sales.count), subject: subject, action: action,
          quantity: quantity, total: gross(part.subtotal, part.tax), tax: part.tax,
          discountBeforeTax: taxesIncluded ? part.discount - part.discountTax : part.discount,
          discountAfterTax: taxesIncluded ? part.discount : part.discount + part.discountTax))
    }
    for (index, line) in lines.enumerated() {
      let isNew = index >= before.count
      let part = worth(line, line.current - line.returned) - (isNew ? Worth() : before[index])
      add(.line(index), part, quantity: part.quantity, isNew: isNew)
    }
    for (index, line) in shippingLines.enumerated() {
      let isNew = index >= shippingBefore.count
      let part = worth(line) - (isNew ? Worth() : shippingBefore[index])
      add(.shipping(index), part, quantity: part.quantity == 0 ? nil : part.quantity, isNew: isNew)
    }
    for refund in refunds[refundsBefore...] {
      for adjustment in refund.adjustments where adjustment.amount != .zero {
        sales.append(
          SaleRow(
            number: number(GlobalID.Base.sale, used + sales.count), subject: .adjustment,
            action: "UPDATE", quantity: nil, total: adjustment.amount, tax: .zero,
            discountBeforeTax: .zero, discountAfterTax: .zero))
      }
    }
    guard !sales.isEmpty else { return }
    agreements.append(
      AgreementRow(
        reason: reason, number: number(GlobalID.Base.agreement, agreements.count), at: time,
        about: about, sales: sales))
  }
}
