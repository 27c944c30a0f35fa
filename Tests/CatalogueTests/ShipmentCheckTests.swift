// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@testable import Catalogue

/// What an order read by id says, before a parcel is sent and after its answer was lost.
@Suite struct ShipmentCheckTests {
  static let before = TestOrder(
    open: [.init(101, at: 1, [(11, 2), (12, 1)]), .init(102, at: 2, [(11, 1)])],
    made: [.init(id: 900, numbers: ["T0"], lines: [(13, 2)])])

  /// MUG × 3 and CAP × 1 under T1: 11 × 2 and 12 × 1 in Berlin, 11 × 1 in Hamburg.
  static func intent() throws -> Intent {
    let outcome = before.compose(["tracking_number": "T1"])[0]
    return try #require(outcome.intent)
  }

  static func order(_ order: TestOrder) throws -> ShopOrder {
    try #require(ShopOrder(reply: order.reply))
  }

  @Test func `a reply and the mirror's row are the same order`() throws {
    var mirrored = try #require(ShopOrder(mirrored: Self.before.mirrored))
    mirrored.lines = []
    #expect(try Self.order(Self.before) == mirrored)
  }

  @Test func `what still holds is sent as planned`() throws {
    let intent = try Self.intent()
    #expect(
      try ShipmentCheck.calls(of: intent, in: Self.order(Self.before)).get()
        == ShipmentCall.calls(intent.identity["calls"]))
  }

  @Test func `what a fulfillment holds that came since the plan is not sent again`() throws {
    var now = Self.before
    now.made.append(.init(id: 901, numbers: ["T1"], lines: [(11, 2), (12, 1)]))
    now.open = [.init(102, at: 2, [(11, 1)])]
    let intent = try Self.intent()
    let calls = try ShipmentCheck.calls(of: intent, in: Self.order(now)).get()
    #expect(calls.map(\.quantities) == [["11": 1]])
    now.made.append(.init(id: 902, numbers: ["T1"], lines: [(11, 1)]))
    now.open = []
    #expect(try ShipmentCheck.calls(of: intent, in: Self.order(now)).get() == [])
  }

  @Test func `what has moved to another fulfillment order is taken from there`() throws {
    var now = Self.before
    now.open = [.init(103, at: 2, [(11, 3), (12, 1)])]
    let calls = try ShipmentCheck.calls(of: Self.intent(), in: Self.order(now)).get()
    #expect(calls.map(\.locationName) == ["Hamburg"])
    #expect(calls.map(\.quantities) == [["11": 3, "12": 1]])
  }

  @Test func `what is no longer open refuses the parcel with both numbers`() throws {
    var now = Self.before
    now.open = [.init(101, at: 1, [(11, 1), (12, 1)])]
    guard
      case .failure(let refusal) = ShipmentCheck.calls(
        of: try Self.intent(), in: try Self.order(now))
    else {
      Issue.record("it was not refused")
      return
    }
    #expect(refusal.code == "more-than-open")
    #expect(refusal.message.contains("2 of line 11"))
    #expect(refusal.message.contains("1 open"))
  }

  struct Lost: CustomTestStringConvertible {
    var testDescription: String
    /// What the order was after the request whose answer was lost.
    var now: TestOrder
    var found: Look.Found
  }

  static let lost: [Lost] = [
    Lost(testDescription: "unchanged", now: before, found: .absent),
    Lost(
      testDescription: "a new fulfillment with our number and lines",
      now: TestOrder(
        open: [.init(102, at: 2, [(11, 1)])],
        made: before.made + [.init(id: 901, numbers: ["T1"], lines: [(11, 2), (12, 1)])]),
      found: .applied(learned: ["made": #"["901"]"#])),
    Lost(
      testDescription: "our number, other lines",
      now: TestOrder(
        open: before.open, made: before.made + [.init(id: 901, numbers: ["T1"], lines: [(11, 1)])]),
      found: .ambiguous(
        "#1001 has a new fulfillment T1 (901) that holds other lines or quantities"
      )),
    Lost(
      testDescription: "not ours, but less is open",
      now: TestOrder(
        open: [.init(101, at: 1, [(11, 1), (12, 1)])],
        made: before.made + [.init(id: 901, numbers: ["T7"], lines: [(11, 1)])]),
      found: .ambiguous(
        "#1001 has no new fulfillment T1, yet less is open than this parcel needs"
      )),
    Lost(
      testDescription: "another parcel of the file went out, ours is open",
      now: TestOrder(
        open: before.open, made: before.made + [.init(id: 901, numbers: ["T7"], lines: [(13, 1)])]),
      found: .absent),
  ]

  @Test(arguments: lost)
  func `a lost answer is settled by what the order holds`(_ lost: Lost) throws {
    #expect(ShipmentCheck.found(try Self.intent(), in: try Self.order(lost.now)) == lost.found)
  }

  @Test func `the second call of a parcel is looked for beside the first`() throws {
    var intent = try Self.intent()
    intent.identity["made"] = #"["901"]"#
    var now = Self.before
    now.made.append(.init(id: 901, numbers: ["T1"], lines: [(11, 2), (12, 1)]))
    now.open = [.init(102, at: 2, [(11, 1)])]
    #expect(ShipmentCheck.found(intent, in: try Self.order(now)) == .absent)
    now.made.append(.init(id: 902, numbers: ["T1"], lines: [(11, 1)]))
    #expect(
      ShipmentCheck.found(intent, in: try Self.order(now))
        == .applied(learned: ["made": #"["901","902"]"#]))
  }

  @Test func `a parcel goes through one phase for the reading and one for each location`() throws {
    let operation = Operation.shipmentCreate
    var intent = try Self.intent()
    #expect([0, 1, 2, 3].map { operation.phase(intent, $0) } == [0, 1, 2, nil])
    intent.identity["calls"] = "[]"
    #expect(operation.phase(intent, 1) == nil)
  }

  @Test func `reading the order refuses or teaches what is to be sent`() throws {
    let step = Operation.shipmentCreate.steps[0]
    let intent = try Self.intent()
    #expect(step.review(Self.before.reply, [intent]).isEmpty)
    #expect(step.review(.null, [intent]).map(\.code) == ["unknown-key"])
    var cancelled = Self.before
    cancelled.cancelledAt = "2026-01-05T10:00:00Z"
    #expect(step.review(cancelled.reply, [intent]).map(\.code) == ["order-cancelled"])
    #expect(
      step.learnEach(Self.before.reply, [intent]).map(\.identity["known"]) == [#"["900"]"#])
  }
}
