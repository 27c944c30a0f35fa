// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What happened to one order, booked by the generator itself in cents: the independent calculation exports are held
/// against. Nothing here reads the store or the mirror.
struct OrderLedger {
  struct Line {
    var price: Int
    var quantity: Int
    var discount: Int
    var rate: Int
    var removed = 0
    /// In a return that is not refunded yet.
    var returned = 0
    var refunded = 0

    var total: Int { price * quantity - discount }
    var current: Int { quantity - removed }
    var free: Int { current - returned }
  }

  /// What some units are worth.
  struct Worth: Equatable {
    var units = 0
    var subtotal = 0
    var tax = 0
    var discount = 0
    var discountTax = 0

    static func - (left: Worth, right: Worth) -> Worth {
      Worth(
        units: left.units - right.units, subtotal: left.subtotal - right.subtotal,
        tax: left.tax - right.tax, discount: left.discount - right.discount,
        discountTax: left.discountTax - right.discountTax)
    }
  }

  /// One amount of a report on a day.
  struct Booking {
    enum Kind { case sold, returned, shipping, adjustment }
    var day: String
    var kind: Kind
    /// Before tax, after discounts.
    var net: Int
    var discount: Int
    var tax: Int
    var rate: Int?
  }

  struct Payment {
    var day: String
    var amount: Int
  }

  var isTaxIncluded: Bool
  var rate: Int
  var lines: [Line]
  var shipping: Int
  var shippingRefunded = 0
  var adjusted = 0
  /// Counted when a return is made, and when it is refunded.
  var atReturn: [Booking] = []
  var atRefund: [Booking] = []
  var payments: [Payment] = []
  var authorized = 0
  var refundTotals: [Int] = []
  var transactions = 0
  var isCancelled = false
  /// Lines and units still to be refunded of each return; nil where it is no longer open.
  var returns: [[(line: Int, units: Int)]?] = []
  var placedOn = ""

  // MARK: What things are worth

  static func share(_ amount: Int, _ part: Int, of whole: Int) -> Int {
    guard whole != 0 else { return 0 }
    let product = amount * part
    return (product + (product < 0 ? -whole / 2 : whole / 2)) / whole
  }

  func tax(_ amount: Int, _ rate: Int) -> Int {
    Self.share(amount, rate, of: isTaxIncluded ? 100 + rate : 100)
  }

  func worth(_ line: Line, _ units: Int) -> Worth {
    guard line.quantity > 0, units > 0 else { return Worth() }
    func part(_ amount: Int) -> Int { Self.share(amount, units, of: line.quantity) }
    let tax = part(self.tax(line.total, line.rate))
    // A discount takes off what lies between the taxes with and without it.
    return Worth(
      units: units, subtotal: part(line.total), tax: tax, discount: part(line.discount),
      discountTax: part(self.tax(line.price * line.quantity, line.rate)) - tax)
  }

  var shippingWorth: Worth {
    let left = shipping - shippingRefunded
    return Worth(
      units: 1, subtotal: left, tax: Self.share(tax(shipping, rate), left, of: shipping))
  }

  func gross(_ worth: Worth) -> Int {
    isTaxIncluded ? worth.subtotal : worth.subtotal + worth.tax
  }

  private func net(_ worth: Worth) -> Int {
    isTaxIncluded ? worth.subtotal - worth.tax : worth.subtotal
  }

  private func discount(_ worth: Worth) -> Int {
    isTaxIncluded ? worth.discount - worth.discountTax : worth.discount
  }

  // MARK: What the store shows in the end

  var total: Int {
    let tax = lines.reduce(self.tax(shipping, rate)) { $0 + self.tax($1.total, $1.rate) }
    return lines.reduce(shipping) { $0 + $1.total } + (isTaxIncluded ? 0 : tax)
  }
  var currentTotal: Int {
    lines.reduce(gross(shippingWorth)) { $0 + gross(worth($1, $1.current)) } + adjusted
  }
  var received: Int { payments.filter { $0.amount > 0 }.reduce(0) { $0 + $1.amount } }
  var refunded: Int { -payments.filter { $0.amount < 0 }.reduce(0) { $0 + $1.amount } }

  // MARK: What happens

  mutating func place(on day: String) {
    placedOn = day
    for line in lines { book(.init(), worth(line, line.quantity), line.rate, day, isReturn: false) }
    guard shipping != 0 else { return }
    let part = shippingWorth
    let booking = Booking(
      day: day, kind: .shipping, net: net(part), discount: 0, tax: part.tax, rate: rate)
    atReturn.append(booking)
    atRefund.append(booking)
  }

  mutating func pay(_ amount: Int, on day: String) {
    transactions += 1
    payments.append(Payment(day: day, amount: amount))
  }

  mutating func edit(_ line: Int, to units: Int, on day: String) {
    let before = worth(lines[line], lines[line].free)
    let change = units - lines[line].current
    if change > 0 { lines[line].quantity += change } else { lines[line].removed -= change }
    book(before, worth(lines[line], lines[line].free), lines[line].rate, day, isReturn: nil)
  }

  mutating func add(_ line: Line, on day: String) {
    lines.append(line)
    book(.init(), worth(line, line.quantity), line.rate, day, isReturn: false)
  }

  mutating func takeBack(_ parts: [(line: Int, units: Int)], on day: String) {
    returns.append(parts)
    for part in parts { move(part.line, part.units, on: day) }
  }

  mutating func cancelReturn(_ index: Int, on day: String) {
    for part in returns[index] ?? [] { move(part.line, -part.units, on: day) }
    returns[index] = nil
  }

  /// Units go into a return, or come out of it again.
  private mutating func move(_ line: Int, _ units: Int, on day: String) {
    let before = worth(lines[line], lines[line].free)
    lines[line].returned += units
    let part = worth(lines[line], lines[line].free) - before
    atReturn.append(booking(part, lines[line].rate, day, isReturn: part.units < 0))
  }

  mutating func refund(
    _ parts: [(line: Int, units: Int)], shipping: Int, amount: Int?, of index: Int?, on day: String
  ) {
    var value = 0
    // What the customer was owed already, after an edit, is no difference.
    let owed = max(0, received - refunded - currentTotal)
    for part in parts {
      let line = lines[part.line]
      let taken = worth(line, line.current) - worth(line, line.current - part.units)
      value += gross(taken)
      atRefund.append(
        Booking(
          day: day, kind: .returned, net: -net(taken), discount: 0, tax: -taken.tax, rate: line.rate
        ))
      let before = worth(line, line.free)
      lines[part.line].removed += part.units
      lines[part.line].refunded += part.units
      if let index {
        lines[part.line].returned -= part.units
        returns[index] = returns[index]?.map { held in
          held.line == part.line ? (held.line, held.units - part.units) : held
        }
      }
      let left = worth(lines[part.line], lines[part.line].free)
      guard left != before else { continue }
      atReturn.append(booking(left - before, line.rate, day, isReturn: true))
    }
    if shipping > 0 {
      let before = shippingWorth
      shippingRefunded += shipping
      let taken = before - shippingWorth
      value += gross(taken)
      let booking = Booking(
        day: day, kind: .shipping, net: -net(taken), discount: 0, tax: -taken.tax, rate: rate)
      atReturn.append(booking)
      atRefund.append(booking)
    }
    let paid = min(amount ?? value, received - refunded)
    let difference = value + min(max(paid - value, 0), owed) - paid
    if amount != nil, difference != 0 {
      adjusted += difference
      let booking = Booking(
        day: day, kind: .adjustment, net: difference, discount: 0, tax: 0, rate: nil)
      atReturn.append(booking)
      atRefund.append(booking)
    }
    if paid > 0 { pay(-paid, on: day) }
    refundTotals.append(max(paid, 0))
  }

  private mutating func book(
    _ before: Worth, _ after: Worth, _ rate: Int, _ day: String, isReturn: Bool?
  ) {
    let part = after - before
    guard part != Worth() else { return }
    let taken = isReturn ?? (part.units <= 0 && (part.subtotal < 0 || part.units < 0))
    let booking = booking(part, rate, day, isReturn: taken)
    atReturn.append(booking)
    atRefund.append(booking)
  }

  private func booking(_ part: Worth, _ rate: Int, _ day: String, isReturn: Bool) -> Booking {
    Booking(
      day: day, kind: isReturn ? .returned : .sold, net: net(part),
      discount: isReturn ? 0 : discount(part), tax: part.tax, rate: rate)
  }
}
