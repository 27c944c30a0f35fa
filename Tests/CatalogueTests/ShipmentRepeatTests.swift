// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@testable import Catalogue

/// A repeated or half-sent file ships nothing twice.
@Suite struct ShipmentRepeatTests {
  @Test func `what the order holds under the parcel's number is unchanged`() {
    let order = TestOrder(
      open: [.init(101, at: 1, [(11, 1), (13, 2)])],
      made: [.init(id: 900, numbers: ["T1"], lines: [(11, 2), (12, 1)])])
    let outcomes = order.compose(
      ["sku": "MUG", "quantity": "2", "tracking_number": "T1"],
      ["sku": "CAP", "quantity": "1", "tracking_number": "T1"],
      ["sku": "PEN", "quantity": "2", "tracking_number": "T1"])
    #expect(outcomes[0] == .unchanged)
    #expect(outcomes[1] == .unchanged)
    #expect(outcomes[2].calls == ["Berlin: 13 × 2"])
    #expect(outcomes[2].intent?.identity["known"] == #"["900"]"#)
  }

  @Test func `only what is missing of a quantity is sent`() {
    let order = TestOrder(
      open: [.init(102, at: 2, [(11, 1)])],
      made: [.init(id: 900, numbers: ["T1"], lines: [(11, 2)])])
    let outcomes = order.compose(["sku": "MUG", "quantity": "3", "tracking_number": "T1"])
    #expect(outcomes[0].calls == ["Hamburg: 11 × 1"])
  }

  @Test func `a fulfillment's quantity counts for one record only`() {
    let order = TestOrder(
      open: [.init(101, at: 1, [(11, 1)])],
      made: [.init(id: 900, numbers: ["T1"], lines: [(11, 2)])])
    let record = ["sku": "MUG", "quantity": "1", "tracking_number": "T1"]
    let outcomes = order.compose(record, record, record)
    #expect(outcomes[0] == .unchanged)
    #expect(outcomes[1] == .unchanged)
    #expect(outcomes[2].calls == ["Berlin: 11 × 1"])
  }

  @Test func `a cancelled fulfillment ships nothing`() {
    let order = TestOrder(
      made: [.init(id: 900, numbers: ["T1"], lines: [(11, 2)], status: "CANCELLED")])
    let outcomes = order.compose(["sku": "MUG", "quantity": "2", "tracking_number": "T1"])
    #expect(outcomes[0].calls == ["Berlin: 11 × 2"])
  }

  @Test func `another number is another parcel`() {
    let order = TestOrder(
      open: [.init(101, at: 1, [(11, 1)])],
      made: [.init(id: 900, numbers: ["T1"], lines: [(11, 2)])])
    let outcomes = order.compose(["sku": "MUG", "quantity": "1", "tracking_number": "T2"])
    #expect(outcomes[0].calls == ["Berlin: 11 × 1"])
  }

  @Test func `without numbers the fulfillments without one count`() {
    let order = TestOrder(
      open: [.init(101, at: 1, [(11, 1)])],
      made: [
        .init(id: 900, numbers: [], lines: [(11, 1)]),
        .init(id: 901, numbers: ["T1"], lines: [(11, 1)]),
      ])
    let record = ["sku": "MUG", "quantity": "1"]
    #expect(order.compose(record, record).map(\.calls) == [[], ["Berlin: 11 × 1"]])
  }

  @Test func `all open lines are sent once for each location`() {
    let half = TestOrder(
      open: [.init(101, at: 1, [(11, 1)]), .init(102, at: 2, [(12, 1)])],
      made: [.init(id: 900, numbers: ["T1"], lines: [(11, 2)], location: 1)])
    #expect(half.compose(["tracking_number": "T1"])[0].calls == ["Hamburg: 12 × 1"])
    var whole = half
    whole.made.append(.init(id: 901, numbers: ["T1"], lines: [(12, 1)], location: 2))
    #expect(whole.compose(["tracking_number": "T1"])[0] == .unchanged)
    #expect(whole.compose(["sku": "MUG", "tracking_number": "T1"])[0] == .unchanged)
  }

  @Test func `a shipped order that was cancelled afterwards is unchanged for its own file`() {
    let order = TestOrder(
      cancelledAt: "2026-01-05T10:00:00Z", open: [],
      made: [.init(id: 900, numbers: ["T1"], lines: [(11, 3)])])
    #expect(
      order.compose(["sku": "MUG", "quantity": "3", "tracking_number": "T1"])[0] == .unchanged)
  }
}
