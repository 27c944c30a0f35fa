// SPDX-License-Identifier: Apache-2.0

import Tables

/// An amount in hundredths of a currency's unit.
struct Money: Hashable, Comparable, Codable {
  var cents: Int

  init(cents: Int) { self.cents = cents }

  /// Reads a decimal, rounding half up at the third place; nil where the text is no number, `tooLarge` from
  /// 10^16 on (the real limit is 10^18: what lies between cannot be stored here).
  static func reading(_ text: String) -> Reading? {
    var bytes = Array(text.utf8)[...]
    let isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.contains(where: { !$0.isEmpty }),
      parts.allSatisfy({ $0.allSatisfy { $0 &- 0x30 < 10 } })
    else { return nil }
    let whole = parts[0].drop { $0 == 0x30 }
    guard whole.count <= 16 else { return .tooLarge }
    var cents = whole.reduce(0) { $0 * 10 + Int($1 &- 0x30) } * 100
    let fraction = parts.count == 2 ? parts[1].map { Int($0 &- 0x30) } : []
    cents += (fraction.first ?? 0) * 10 + (fraction.count > 1 ? fraction[1] : 0)
    if fraction.count > 2, fraction[2] >= 5 { cents += 1 }
    return .amount(Money(cents: isNegative ? -cents : cents))
  }

  enum Reading {
    case amount(Money)
    case tooLarge
  }

  /// As the `Money` scalar writes it: `12.50`.
  var text: String { sign + "\(magnitude / 100).\(padded(magnitude % 100, 2))" }

  /// As `MoneyV2.amount` writes it: `12.5`, `5.0`.
  var amount: String {
    let hundredths = magnitude % 100
    let digits = hundredths % 10 == 0 ? String(hundredths / 10) : padded(hundredths, 2)
    return sign + "\(magnitude / 100)." + digits
  }

  private var sign: String { cents < 0 ? "-" : "" }
  private var magnitude: Int { abs(cents) }

  static func < (left: Money, right: Money) -> Bool { left.cents < right.cents }
  static func + (left: Money, right: Money) -> Money { Money(cents: left.cents + right.cents) }
  static func - (left: Money, right: Money) -> Money { Money(cents: left.cents - right.cents) }
  static func * (left: Money, right: Int) -> Money { Money(cents: left.cents * right) }
  static let zero = Money(cents: 0)

  /// This amount times a fraction, rounded half away from zero.
  func times(_ numerator: Int, over denominator: Int) -> Money {
    let product = cents * numerator
    let half = product < 0 ? -denominator / 2 : denominator / 2
    return Money(cents: (product + half) / denominator)
  }
}

/// The two currencies of an order: the shop's own and the one the customer paid in.
struct Currencies: Hashable, Codable {
  var shop: String
  var presentment: String
  /// Ten-thousandths of the presentment currency's unit for one of the shop's.
  var rate: Int

  /// A `MoneyBag`.
  func bag(_ money: Money) -> Resolved {
    .object(
      Record(
        "MoneyBag",
        [
          "shopMoney": Currencies.money(money, shop),
          "presentmentMoney": Currencies.money(money.times(rate, over: 10_000), presentment),
        ]))
  }

  /// A `MoneyV2`.
  static func money(_ money: Money, _ currency: String) -> Resolved {
    .object(Record("MoneyV2", ["amount": .text(money.amount), "currencyCode": .text(currency)]))
  }
}
