// SPDX-License-Identifier: Apache-2.0

/// What the two reports must say, summed from the ledgers alone.
struct TradeReports {
  /// By day: `gross, discounts, returns, shipping, adjustments, tax, received, repaid, orders`, in cents.
  var days: [String: [String: Int]] = [:]
  /// By day and name: debits and credits, in cents.
  var postings: [String: (debit: Int, credit: Int)] = [:]

  init(_ ledgers: [OrderLedger], atRefund: Bool) {
    for ledger in ledgers {
      days[ledger.placedOn, default: [:]]["orders", default: 0] += 1
      for booking in atRefund ? ledger.atRefund : ledger.atReturn { add(booking) }
      for payment in ledger.payments {
        add(payment.day, payment.amount > 0 ? "received" : "repaid", abs(payment.amount))
        post(payment.day, "cash bogus", -payment.amount)
        post(payment.day, "receivable", payment.amount)
      }
    }
    days = days.filter { $0.value.values.contains { $0 != 0 } }
  }

  private mutating func add(_ booking: OrderLedger.Booking) {
    let day = booking.day
    add(day, "tax", booking.tax)
    post(day, booking.rate.map { "tax 0.\($0 < 10 ? "0" : "")\($0)" } ?? "tax", booking.tax)
    post(day, "receivable", -(booking.net + booking.tax))
    switch booking.kind {
    case .sold:
      add(day, "gross", booking.net + booking.discount)
      add(day, "discounts", -booking.discount)
      post(day, "sales", booking.net + booking.discount)
      post(day, "discounts", -booking.discount)
    case .returned:
      add(day, "returns", booking.net)
      post(day, "returns", booking.net)
    case .shipping:
      add(day, "shipping", booking.net)
      post(day, "shipping", booking.net)
    case .adjustment:
      add(day, "adjustments", booking.net)
      post(day, "adjustments", booking.net)
    }
  }

  private mutating func add(_ day: String, _ column: String, _ amount: Int) {
    days[day, default: [:]][column, default: 0] += amount
  }

  /// Above zero is a credit.
  private mutating func post(_ day: String, _ name: String, _ amount: Int) {
    guard amount != 0 else { return }
    var sums = postings["\(day) \(name)"] ?? (0, 0)
    if amount > 0 { sums.credit += amount } else { sums.debit -= amount }
    postings["\(day) \(name)"] = sums
  }
}
