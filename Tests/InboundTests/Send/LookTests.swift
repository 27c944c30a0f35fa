// SPDX-License-Identifier: Apache-2.0

import Journal
import ShopifyAdmin
import Tables
import Testing

@testable import Catalogue
@testable import Inbound

/// Finding out by looking what a lost answer, or a refusal, left behind.
struct LookTests {
  /// Sets prices, but believes that doing it twice would do harm: it looks whether the price is there.
  static func careful(_ recovery: RecoveryClass) -> Catalogue.Operation {
    var operation = Catalogue.Operation.priceSet
    operation.steps[0].recovery = recovery
    operation.steps[0].look = Look(
      document: """
        query dray_look($id: ID!) { productVariant(id: $id) { id price } }
        """,
      root: "productVariant",
      variables: {
        ["id": .string("gid://shopify/ProductVariant/\($0.identity["variant_id"] ?? "")")]
      },
      verdict: { data, intent in
        guard let price = data["productVariant"]?["price"]?.string else {
          return .ambiguous("the variant is gone")
        }
        return price == intent.desired["price"] ?? nil ? .applied(learned: [:]) : .absent
      })
    return operation
  }

  @Test(arguments: [
    "productVariantsBulkUpdate:1:reset:after", "productVariantsBulkUpdate:1:reset:before",
    "productVariantsBulkUpdate:*:cut", "productVariantsBulkUpdate:1:late",
  ])
  func
    `D17 D32 a create whose answer is lost is looked for, and sent again only where it is absent`(
      _ fault: String
    ) async throws
  {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    try await bench.post("faults", fault)
    let operation = Self.careful(.create)
    let intents = try bench.intents(operation) { index, _ in ["price": "\(9_000 + index).50"] }
    let delivery = try bench.deliver(intents, operation)
    let ending = try await bench.sender.send(
      delivery, of: SendingBench.job(operation, route: .direct))
    #expect(ending == .settled)
    #expect(try bench.parts.journal.counts(of: delivery.id).applied == intents.count)
    let effects = try await bench.effects()
    #expect(effects.count == intents.count)
    #expect(effects.values.allSatisfy { $0 == 1 })
    #expect(try await bench.metFault())
  }

  @Test(arguments: [("reset:after", Change.State.applied), ("reset:before", .parked)])
  func `what must never be sent twice is applied where it is found, else parked`(
    _ fault: String, _ state: Change.State
  ) async throws {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    try await bench.post("faults", "productVariantsBulkUpdate:1:\(fault)")
    let operation = Self.careful(.never)
    let intents = try bench.intents(operation, limit: 2) { index, _ in
      ["price": "\(9_000 + index).50"]
    }
    let delivery = try bench.deliver(intents, operation)
    _ = try await bench.sender.send(delivery, of: SendingBench.job(operation, route: .direct))
    let changes = try bench.parts.journal.changes(of: delivery.id)
    #expect(changes.map(\.state) == [state, state])
    #expect(try await bench.effects().values.allSatisfy { $0 == 1 })
  }

  struct Case: Sendable {
    var found: Look.Found
    var purpose: Lookup.Purpose
    var recovery: RecoveryClass = .create
    var age: Duration? = .zero
    var hasWaited = false
    var verdict: LookupVerdict
  }

  static let taken = Lookup.Purpose.refusal(code: "TAKEN", message: "is taken", wasUnknown: false)
  static let takenAgain = Lookup.Purpose.refusal(
    code: "TAKEN", message: "is taken", wasUnknown: true)
  static let lost =
    "the answer was lost, and two look alike: look in the store, then `dray retry`"

  static let cases = [
    Case(
      found: .applied(learned: ["a": "1"]), purpose: taken,
      verdict: .applied(learned: ["a": "1"])),
    Case(found: .absent, purpose: taken, verdict: .rejected(code: "TAKEN", message: "is taken")),
    Case(
      found: .ambiguous("two look alike"), purpose: taken,
      verdict: .rejected(code: "TAKEN", message: "is taken (two look alike)")),
    Case(
      found: .ambiguous("two look alike"), purpose: takenAgain,
      verdict: .parked(code: "OUTCOME_UNKNOWN", message: lost)),
    Case(
      found: .ambiguous("two look alike"), purpose: .lostAnswer,
      verdict: .parked(code: "OUTCOME_UNKNOWN", message: lost)),
    Case(found: .absent, purpose: .lostAnswer, verdict: .lookAgain(after: .seconds(30))),
    Case(
      found: .absent, purpose: .lostAnswer, age: .seconds(10),
      verdict: .lookAgain(after: .seconds(20))),
    Case(found: .absent, purpose: .lostAnswer, age: .seconds(30), verdict: .sendAgain),
    Case(found: .absent, purpose: .lostAnswer, age: nil, hasWaited: true, verdict: .sendAgain),
    Case(found: .absent, purpose: .lostAnswer, recovery: .set, verdict: .sendAgain),
    Case(
      found: .absent, purpose: .lostAnswer, recovery: .never,
      verdict: .parked(
        code: "OUTCOME_UNKNOWN",
        message:
          "the answer was lost, and the store does not show it: look in the store, then `dray retry`"
      )),
  ]

  @Test(arguments: cases) func `D17 D32 what was found decides`(_ one: Case) async throws {
    var step = Self.careful(one.recovery).steps[0]
    step.recovery = one.recovery
    let change = Change(
      id: 1, delivery: 1, record: 1, line: 1, key: "", operation: "x", object: "o", intent: "")
    let lookup = Lookup(
      change: change, purpose: one.purpose, sentAt: "", hasWaited: one.hasWaited)
    #expect(LookupVerdict.of(one.found, for: lookup, step: step, age: one.age) == one.verdict)
  }

  @Test func `D17 what the store says is there already is applied where it is as wanted`()
    async throws
  {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    var operation = Catalogue.Operation.priceSet
    operation.steps[0].decide = { _ in .look }
    var intents = try bench.intents(operation, limit: 2) { _, row in ["price": row["price"] ?? nil]
    }
    intents[1].desired = ["price": "4711.00"]
    // The store refuses both; the first has its price all the same.
    for index in intents.indices { intents[index].desired["compare_at_price"] = "-1" }
    intents[0].desired["compare_at_price"] = nil
    intents[0].identity["product_id"] = "1"
    intents[1].identity["product_id"] = "1"
    let delivery = try bench.deliver(intents, operation)
    #expect(
      try await bench.sender.send(delivery, of: SendingBench.job(operation, route: .direct))
        == .settled)
    let changes = try bench.parts.journal.changes(of: delivery.id)
    #expect(changes.map(\.state) == [.applied, .rejected])
  }
}
