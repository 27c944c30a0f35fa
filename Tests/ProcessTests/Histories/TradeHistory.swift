// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables

/// A generator with a seed: the same histories on every run (xorshift64*).
struct TradeDice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return state &* 2_685_821_657_736_338_717
  }

  /// True so many times in a hundred.
  mutating func says(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}

/// One order's life: each step is told to the store and booked in the ledger.
struct TradeHistory {
  /// `#1001` and on, once the store has made it.
  var name = ""
  var ledger: OrderLedger
  /// Seconds since 1970 of its last step.
  private var clock: Int
  private var steps: Int
  private let first: JSON
  private let lag: Int

  /// Whether there is nothing left to happen.
  var isOver: Bool { steps == 0 || ledger.isCancelled }

  private static let zone = TimeZone(identifier: "Europe/Berlin") ?? .gmt

  /// The zone's day of a moment.
  static func day(_ seconds: Int) -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let parts = calendar.dateComponents(
      [.year, .month, .day], from: Date(timeIntervalSince1970: Double(seconds)))
    return String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
  }

  static func text(_ seconds: Int) -> String {
    Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
  }

  static func money(_ cents: Int) -> JSON {
    .string(
      "\(cents < 0 ? "-" : "")\(abs(cents) / 100).\(String(format: "%02d", abs(cents) % 100))")
  }

  /// A history that begins some days before `now`.
  init(_ dice: inout TradeDice, now: Int) {
    clock = now - Int.random(in: 0..<(40 * 86_400), using: &dice)
    steps = Int.random(in: 0...4, using: &dice)
    lag = dice.says(20) ? Int.random(in: 1...2, using: &dice) : 0
    let included = dice.says(60)
    let rate = dice.says(80) ? 19 : 7
    var lines: [OrderLedger.Line] = []
    var told: [JSON] = []
    for _ in 0..<Int.random(in: 1...4, using: &dice) {
      let line = Self.line(&dice, rate)
      lines.append(line)
      told.append(Self.told(line))
    }
    let shipping = [0, 0, 495, 1290].randomElement(using: &dice) ?? 0
    ledger = OrderLedger(isTaxIncluded: included, rate: rate, lines: lines, shipping: shipping)
    var body: [JSON.Member] = [
      JSON.Member("lines", .array(told)), JSON.Member("shipping", Self.money(shipping)),
      JSON.Member("taxes_included", .bool(included)), JSON.Member("tax_rate", JSON(rate)),
      JSON.Member(
        "note", .string(["", "=1+1", "a;\"b\"\n<c>", "ä😀"].randomElement(using: &dice) ?? "")),
    ]
    if dice.says(30) {
      body.append(JSON.Member("presentment", "USD"))
      body.append(JSON.Member("rate", JSON(Int.random(in: 9_000...12_000, using: &dice))))
    }
    let payment = dice.says(75) ? "sale" : dice.says(60) ? "authorization" : "pending"
    body.append(JSON.Member("payment", .string(payment)))
    first = .object(body)
    let day = Self.day(clock)
    ledger.place(on: day)
    switch payment {
    case "sale": ledger.pay(ledger.total, on: day)
    case "authorization":
      ledger.authorized = ledger.total
      ledger.transactions += 1
    default: break
    }
  }

  private static func line(_ dice: inout TradeDice, _ rate: Int) -> OrderLedger.Line {
    let price = Int.random(in: 99...19_999, using: &dice)
    let quantity = Int.random(in: 1...5, using: &dice)
    let discount = dice.says(30) ? Int.random(in: 1...(price * quantity / 3), using: &dice) : 0
    return OrderLedger.Line(
      price: price, quantity: quantity, discount: discount, rate: dice.says(85) ? rate : 7)
  }

  private static func told(_ line: OrderLedger.Line) -> JSON {
    [
      "sku": "SKU-00010", "quantity": JSON(line.quantity), "price": money(line.price),
      "discount": money(line.discount), "tax_rate": JSON(line.rate),
    ]
  }

  /// Makes the order in the store.
  mutating func begin(_ sandbox: TestSandbox) async throws {
    let made = try await sandbox.post("orders", body(first.members ?? []))
    name = made["name"]?.string ?? ""
  }

  private func body(_ members: [JSON.Member], isTouching: Bool = true) -> JSON {
    var members = members
    if !name.isEmpty { members.append(JSON.Member("order", .string(name))) }
    members.append(JSON.Member("at", .string(Self.text(clock))))
    if isTouching { members.append(JSON.Member("touched", true)) }
    if lag > 0 { members.append(JSON.Member("visible_after", JSON(lag))) }
    return .object(members)
  }

  /// Lets the next thing happen, never after `now`.
  mutating func go(_ dice: inout TradeDice, _ sandbox: TestSandbox, now: Int) async throws {
    steps -= 1
    clock = min(now, clock + Int.random(in: 60...(9 * 86_400), using: &dice))
    let day = Self.day(clock)
    let open = ledger.lines.indices.filter { ledger.lines[$0].free > 0 }
    switch Int.random(in: 0..<100, using: &dice) {
    case 0..<18: try await edit(&dice, sandbox, open, day)
    case 18..<48: try await refund(&dice, sandbox, open, day)
    case 48..<68: try await giveBack(&dice, sandbox, open, day)
    case 68..<80:
      _ = try await sandbox.post("fulfill", body([]))
    case 80..<90 where ledger.returns.allSatisfy { $0 == nil }: try await cancel(sandbox, day)
    default:
      guard ledger.authorized > 0 else { return }
      _ = try await sandbox.post("capture", body([]))
      ledger.pay(ledger.authorized, on: day)
      ledger.authorized = 0
    }
  }

  private mutating func edit(
    _ dice: inout TradeDice, _ sandbox: TestSandbox, _ open: [Int], _ day: String
  ) async throws {
    if let line = open.randomElement(using: &dice), dice.says(70) {
      let held = ledger.lines[line]
      let units = held.returned + Int.random(in: 0...(held.free + 2), using: &dice)
      _ = try await sandbox.post(
        "edit", body([JSON.Member("set", [["line": JSON(line + 1), "quantity": JSON(units)]])]))
      ledger.edit(line, to: units, on: day)
    } else {
      let line = Self.line(&dice, ledger.rate)
      _ = try await sandbox.post("edit", body([JSON.Member("add", [Self.told(line)])]))
      ledger.add(line, on: day)
    }
  }

  private mutating func refund(
    _ dice: inout TradeDice, _ sandbox: TestSandbox, _ open: [Int], _ day: String
  ) async throws {
    let index = ledger.returns.lastIndex { $0?.contains { $0.units > 0 } == true }
    var parts: [(line: Int, units: Int)] = []
    if let index, dice.says(70) {
      for held in ledger.returns[index] ?? [] where held.units > 0 {
        parts.append((held.line, Int.random(in: 1...held.units, using: &dice)))
      }
      try await refund(parts, shipping: 0, amount: nil, of: index, sandbox, day)
      return
    }
    for line in open where dice.says(50) {
      parts.append((line, Int.random(in: 1...ledger.lines[line].free, using: &dice)))
    }
    let left = ledger.shipping - ledger.shippingRefunded
    let shipping = left > 0 && dice.says(25) ? Int.random(in: 1...left, using: &dice) : 0
    let amount = dice.says(20) ? Int.random(in: 0...5_000, using: &dice) : nil
    guard !parts.isEmpty || shipping > 0 || amount != nil else { return }
    try await refund(parts, shipping: shipping, amount: amount, of: nil, sandbox, day)
  }

  private mutating func refund(
    _ parts: [(line: Int, units: Int)], shipping: Int, amount: Int?, of index: Int?,
    _ sandbox: TestSandbox, _ day: String
  ) async throws {
    var members = [
      JSON.Member(
        "lines", .array(parts.map { ["line": JSON($0.line + 1), "quantity": JSON($0.units)] }))
    ]
    if shipping > 0 { members.append(JSON.Member("shipping", Self.money(shipping))) }
    if let amount { members.append(JSON.Member("amount", Self.money(amount))) }
    if let index { members.append(JSON.Member("return", JSON(index + 1))) }
    _ = try await sandbox.post("refund", body(members))
    ledger.refund(parts, shipping: shipping, amount: amount, of: index, on: day)
  }

  /// A return, or the end of one. None of it moves the order's `updatedAt`.
  private mutating func giveBack(
    _ dice: inout TradeDice, _ sandbox: TestSandbox, _ open: [Int], _ day: String
  ) async throws {
    if let index = ledger.returns.lastIndex(where: { $0 != nil }), dice.says(40) {
      _ = try await sandbox.post(
        "return",
        body(
          [JSON.Member("action", "cancel"), JSON.Member("return", JSON(index + 1))],
          isTouching: false))
      ledger.cancelReturn(index, on: day)
      return
    }
    guard let line = open.randomElement(using: &dice) else { return }
    let units = Int.random(in: 1...ledger.lines[line].free, using: &dice)
    _ = try await sandbox.post(
      "return",
      body(
        [JSON.Member("lines", [["line": JSON(line + 1), "quantity": JSON(units)]])],
        isTouching: false))
    ledger.takeBack([(line, units)], on: day)
  }

  private mutating func cancel(_ sandbox: TestSandbox, _ day: String) async throws {
    _ = try await sandbox.post("cancel", body([]))
    if ledger.authorized > 0 {
      ledger.transactions += 1
      ledger.authorized = 0
    }
    let parts = ledger.lines.indices.filter { ledger.lines[$0].current > 0 }
      .map { ($0, ledger.lines[$0].current) }
    let left = ledger.received - ledger.refunded
    ledger.refund(
      parts, shipping: ledger.shipping - ledger.shippingRefunded, amount: left > 0 ? left : nil,
      of: nil, on: day)
    ledger.isCancelled = true
  }
}
