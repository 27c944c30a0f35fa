// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@testable import Catalogue

@Suite struct ShipmentComposeTests {
  @Test func `records of one number are one parcel, and the first carries its change`() throws {
    let outcomes = TestOrder().compose(
      ["sku": "MUG", "quantity": "2", "tracking_number": "T1", "tracking_company": "DHL"],
      ["sku": "CAP", "quantity": "1", "tracking_number": "T1", "tracking_company": "DHL"])
    #expect(outcomes[0].calls == ["Berlin: 11 × 2, 12 × 1"])
    #expect(outcomes[1] == .shared(with: 1))
    let intent = try #require(outcomes[0].intent)
    #expect(intent.object == "5001/DHL/T1")
    #expect(intent.desired["tracking_number"] == #"["T1"]"#)
    #expect(intent.desired["sku"] == "MUG × 2, CAP × 1")
    #expect(intent.desired["quantity"] == "3")
    #expect(intent.desired["notify"] == "false")
  }

  @Test func `the request holds the lines, the numbers and whether the customer is told`() throws {
    let outcomes = TestOrder().compose(
      [
        "line_id": "11", "quantity": "2", "tracking_number": "T1,T2", "tracking_company": "UPS",
        "tracking_url": "https://ups.example/1,https://ups.example/2",
      ], settings: ["notify": "true"])
    let intent = try #require(outcomes[0].intent)
    let step = Operation.shipmentCreate.steps[1]
    let variables = step.variables([intent], [step.item(intent)], "key")
    #expect(
      variables.text
        == #"{"fulfillment":{"lineItemsByFulfillmentOrder":[{"fulfillmentOrderId":"gid://shopify/FulfillmentOrder/101","fulfillmentOrderLineItems":[{"id":"gid://shopify/FulfillmentOrderLineItem/10111","quantity":2}]}],"notifyCustomer":true,"trackingInfo":{"company":"UPS","numbers":["T1","T2"],"urls":["https://ups.example/1","https://ups.example/2"]}}}"#
    )
  }

  @Test func `URLs are sent only where every number of the parcel has one`() throws {
    let rows = [
      ["sku": "MUG", "tracking_number": "T1", "shipment": "S", "tracking_url": "https://a/1"],
      ["sku": "CAP", "tracking_number": "T2", "shipment": "S", "tracking_url": "https://a/2"],
    ]
    let both = try #require(TestOrder().compose(rows[0], rows[1])[0].intent)
    #expect(both.desired["tracking_url"] == #"["https://a/1","https://a/2"]"#)
    var other = rows[0]
    other["tracking_url"] = nil
    let one = try #require(TestOrder().compose(other, rows[1])[0].intent)
    #expect(one.desired["tracking_number"] == #"["T1","T2"]"#)
    #expect(one.desired["tracking_url"] == nil)
  }

  @Test func `different carriers, numbers or shipments are parcels of their own`() {
    let outcomes = TestOrder().compose(
      ["sku": "MUG", "quantity": "1", "tracking_number": "T1", "tracking_company": "DHL"],
      ["sku": "MUG", "quantity": "1", "tracking_number": "T1", "tracking_company": "UPS"],
      ["sku": "MUG", "quantity": "1", "tracking_number": "T2", "tracking_company": "DHL"],
      ["sku": "CAP", "quantity": "1", "tracking_number": "T3", "shipment": "S1"],
      ["sku": "PEN", "quantity": "2", "tracking_number": "T4", "shipment": "S1"])
    #expect(
      outcomes.map(\.intent?.object) == [
        "5001/DHL/T1", "5001/UPS/T1", "5001/DHL/T2", "5001//S1", nil,
      ])
    #expect(outcomes[4] == .shared(with: 4))
    #expect(outcomes[3].intent?.desired["tracking_number"] == #"["T3","T4"]"#)
    #expect(outcomes[3].calls == ["Berlin: 12 × 1, 13 × 2"])
  }

  @Test func `a record without a line takes all that other records leave open`() {
    let outcomes = TestOrder().compose(
      ["tracking_number": "T2"], ["sku": "MUG", "quantity": "2", "tracking_number": "T1"])
    #expect(outcomes[0].calls == ["Berlin: 11 × 1, 12 × 1, 13 × 2"])
    #expect(outcomes[1].calls == ["Berlin: 11 × 2"])
  }

  @Test func `a line without a quantity is all that is open of it`() {
    let outcomes = TestOrder().compose(
      ["sku": "MUG", "tracking_number": "T1"], ["sku": "MUG", "tracking_number": "T1"])
    #expect(outcomes[0].calls == ["Berlin: 11 × 3"])
    #expect(outcomes[1] == .shared(with: 1))
  }

  struct Split: CustomTestStringConvertible {
    var testDescription: String
    var record: [String: String]
    var calls: [String]
  }

  static let splits = [
    Split(
      testDescription: "the location named first", record: ["quantity": "1", "location": "2"],
      calls: ["Hamburg: 11 × 1"]),
    Split(
      testDescription: "the oldest that covers it", record: ["quantity": "1"],
      calls: ["Berlin: 11 × 1"]),
    Split(
      testDescription: "one that covers it, though younger", record: ["quantity": "3"],
      calls: ["Hamburg: 11 × 3"]),
    Split(
      testDescription: "the oldest first where none covers it", record: ["quantity": "4"],
      calls: ["Berlin: 11 × 2", "Hamburg: 11 × 2"]),
    Split(
      testDescription: "the location named, then the rest",
      record: ["quantity": "4", "location": "2"], calls: ["Hamburg: 11 × 3", "Berlin: 11 × 1"]),
    Split(
      testDescription: "all of it from everywhere", record: [:],
      calls: ["Berlin: 11 × 2", "Hamburg: 11 × 3"]),
  ]

  @Test(arguments: splits)
  func `a SKU at two locations is allocated by the rule`(_ split: Split) {
    let order = TestOrder(
      open: [.init(101, at: 1, [(11, 2)]), .init(102, at: 2, [(11, 3)])])
    let record = split.record.merging(["sku": "MUG", "tracking_number": "T1"]) { $1 }
    #expect(order.compose(record)[0].calls == split.calls)
  }

  @Test func `what other records of the file took is no longer open`() {
    let outcomes = TestOrder().compose(
      ["sku": "MUG", "quantity": "2", "tracking_number": "T1"],
      ["sku": "MUG", "quantity": "2", "tracking_number": "T2"])
    #expect(outcomes[0].calls == ["Berlin: 11 × 2"])
    #expect(outcomes[1].refusal == "more-than-open: 2 of MUG of #1001 asked, 1 open")
  }

  @Test func `one bad record does not keep the rest of its parcel`() {
    let outcomes = TestOrder().compose(
      ["sku": "HAT", "quantity": "1", "tracking_number": "T1"],
      ["sku": "CAP", "quantity": "1", "tracking_number": "T1"])
    #expect(
      outcomes[0].refusal
        == "unknown-sku: #1001 has no line of SKU HAT; its lines: MUG (line 11), CAP (line 12), PEN (line 13)"
    )
    #expect(outcomes[1].calls == ["Berlin: 12 × 1"])
  }

  struct Refused: CustomTestStringConvertible {
    var testDescription: String
    var order = TestOrder()
    var record: [String: String]
    var refusal: String
  }

  static let refused = [
    Refused(
      testDescription: "more than open", record: ["sku": "MUG", "quantity": "5"],
      refusal: "more-than-open: 5 of MUG of #1001 asked, 3 open"),
    Refused(
      testDescription: "an unknown line", record: ["line_id": "99"],
      refusal:
        "unknown-line: #1001 has no line 99; its lines: MUG (line 11), CAP (line 12), PEN (line 13)"
    ),
    Refused(
      testDescription: "a line of another SKU", record: ["line_id": "11", "sku": "CAP"],
      refusal: "contradiction: line 11 of #1001 has the SKU MUG, the record says CAP"),
    Refused(
      testDescription: "a quantity of nothing", record: ["quantity": "1"],
      refusal:
        "no-line: a quantity without a line: give the SKU or the line's id, or no quantity"),
    Refused(
      testDescription: "a URL that is none", record: ["sku": "MUG", "tracking_url": "dhl.example"],
      refusal: "bad-url: the tracking URL 'dhl.example' is none: expected https://HOST/…"),
    Refused(
      testDescription: "more URLs than numbers",
      record: ["sku": "MUG", "tracking_number": "T1", "tracking_url": "https://a/1,https://a/2"],
      refusal: "bad-url: 2 tracking URLs for 1 tracking numbers: give one for each, or none"),
    Refused(
      testDescription: "a cancelled order", order: TestOrder(cancelledAt: "2026-01-05T10:00:00Z"),
      record: ["sku": "MUG", "quantity": "1"],
      refusal:
        "order-cancelled: #1001 was cancelled at 2026-01-05T10:00:00Z: nothing of it is shipped"),
    Refused(
      testDescription: "on hold", order: onHold,
      record: ["sku": "CAP", "quantity": "1"],
      refusal:
        "on-hold: 1 of CAP of #1001 on hold: AWAITING_PAYMENT (bank transfer); release the hold in the store first"
    ),
    Refused(
      testDescription: "more than open, the rest on hold", order: onHold,
      record: ["sku": "MUG", "quantity": "3"],
      refusal:
        "more-than-open: 3 of MUG of #1001 asked, 1 open; 2 of MUG of #1001 on hold: AWAITING_PAYMENT (bank transfer); release the hold in the store first"
    ),
    Refused(
      testDescription: "another service ships it", order: elsewhere,
      record: ["sku": "MUG"],
      refusal:
        "not-shippable: 3 of MUG of #1001 at Hamburg cannot be shipped by this app (the fulfillment order is IN_PROGRESS): another service may have to"
    ),
    Refused(
      testDescription: "closed, nothing open",
      order: TestOrder(
        open: [.init(101, at: 1, [(12, 1)])],
        made: [.init(id: 900, numbers: ["T9"], lines: [(11, 3)])]),
      record: ["sku": "MUG", "quantity": "1", "tracking_number": "T1"],
      refusal:
        "nothing-open: nothing of MUG of #1001 is open (shipped with T9); open in the order: CAP × 1"
    ),
  ]

  static var onHold: TestOrder {
    var held = TestOrder.Open(102, at: 1, [(11, 2), (12, 1)])
    held.status = "ON_HOLD"
    held.actions = ["RELEASE_HOLD"]
    held.holds = [("AWAITING_PAYMENT", "bank transfer")]
    return TestOrder(open: [.init(101, at: 1, [(11, 1)]), held])
  }

  static var elsewhere: TestOrder {
    var service = TestOrder.Open(101, at: 2, [(11, 3)])
    service.status = "IN_PROGRESS"
    service.actions = []
    return TestOrder(open: [service])
  }

  @Test(arguments: refused)
  func `what cannot be shipped is rejected with what there is`(_ refused: Refused) {
    #expect(refused.order.compose(refused.record)[0].refusal == refused.refusal)
  }

  @Test func `a record that names no line beside others that do is rejected`() {
    let outcomes = TestOrder().compose(
      ["tracking_number": "T1"], ["sku": "MUG", "tracking_number": "T1"])
    #expect(
      outcomes[0].refusal
        == "no-line: it names no line, but other records of its parcel do: give the SKU or the line's id"
    )
    #expect(outcomes[1].calls == ["Berlin: 11 × 3"])
  }

  @Test func `one record that wants the customer told is enough`() {
    let outcomes = TestOrder().compose(
      ["sku": "MUG", "tracking_number": "T1", "notify": "false"],
      ["sku": "CAP", "tracking_number": "T1", "notify": "true"])
    #expect(outcomes[0].intent?.desired["notify"] == "true")
  }
}
