// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Jobs
import Journal
import ShopifyAdmin
import Synchronization
import Tables
import Testing

@testable import Inbound

struct DecisionTests {
  struct Case: CustomTestStringConvertible {
    var name: String
    var errors: [UserError] = []
    var failure: AdminError.Kind?
    var count = 3
    var operation = Catalogue.Operation.stockSet
    var expected: Judgement
    var testDescription: String { name }
  }

  private static func stock(_ code: String?, _ item: Int? = nil) -> UserError {
    UserError(
      code: code, field: item.map { ["input", "quantities", "\($0)", "quantity"] } ?? [],
      message: "words")
  }

  private static func price(_ code: String?, _ item: Int) -> UserError {
    UserError(code: code, field: ["variants", "\(item)", "price"], message: "words")
  }

  static let cases = [
    Case(name: "no error applies all", expected: .items([.applied, .applied, .applied])),
    Case(
      name: "stock: a named item is rejected, the rest sent again",
      errors: [stock("INVALID_INVENTORY_ITEM", 1)],
      expected: .items([
        .again, .rejected(code: "INVALID_INVENTORY_ITEM", message: "words"), .again,
      ])),
    Case(
      name: "prices: a named item is rejected, the rest is applied",
      errors: [price("INVALID_INPUT", 1)], operation: .priceSet,
      expected: .items([
        .applied, .rejected(code: "INVALID_INPUT", message: "words"), .applied,
      ])),
    Case(
      name: "prices: an error without a code is a refusal", errors: [price(nil, 0)], count: 1,
      operation: .priceSet,
      expected: .items([.rejected(code: "USER_ERROR", message: "words")])),
    Case(
      name: "a day's limit on new variants is waited out",
      failure: .refused(code: "VARIANT_THROTTLE_EXCEEDED"), count: 2,
      expected: .items([
        .later(hours: 24, code: "VARIANT_THROTTLE_EXCEEDED", message: "m"),
        .later(hours: 24, code: "VARIANT_THROTTLE_EXCEEDED", message: "m"),
      ])),
    Case(
      name: "a stale item is read again", errors: [stock("CHANGE_FROM_QUANTITY_STALE", 0)],
      expected: .items([
        .stale(code: "CHANGE_FROM_QUANTITY_STALE", message: "words"), .again, .again,
      ])),
    Case(
      name: "stale without an item means all",
      errors: [stock("CHANGE_FROM_QUANTITY_STALE")], count: 2,
      expected: .items([
        .stale(code: "CHANGE_FROM_QUANTITY_STALE", message: "words"),
        .stale(code: "CHANGE_FROM_QUANTITY_STALE", message: "words"),
      ])),
    Case(
      name: "D19 a request that still runs is sent the same again",
      errors: [stock("IDEMPOTENCY_CONCURRENT_REQUEST")], expected: .sameAgain("words")),
    Case(
      name: "a first attempt that failed there gets a new key",
      errors: [stock("IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED")],
      expected: .items([.again, .again, .again])),
    Case(
      name: "D18 a key with other variables is our bug and parked",
      errors: [stock("IDEMPOTENCY_KEY_PARAMETER_MISMATCH")], count: 1,
      expected: .items([
        .parked(
          code: "IDEMPOTENCY_KEY_PARAMETER_MISMATCH",
          message: "words (a bug of ours; `dray retry` sends it again)")
      ])),
    Case(
      name: "D16 an unknown refusal that names no item is halved", errors: [stock(nil)],
      expected: .halve(code: "USER_ERROR", message: "words")),
    Case(
      name: "and rejects the item that stands alone", errors: [stock(nil)], count: 1,
      expected: .items([.rejected(code: "USER_ERROR", message: "words")])),
    Case(
      name: "an index beyond the items names none", errors: [stock("X", 7)],
      expected: .halve(code: "X", message: "words")),
    Case(name: "unreachable waits", failure: .unreachable, expected: .again("m")),
    Case(name: "busy waits", failure: .busy(retryAfter: .seconds(3)), expected: .again("m")),
    Case(name: "unknown climbs the ladder", failure: .unknown, expected: .unknown("m")),
    Case(
      name: "D04 too dear is split", failure: .tooLarge,
      expected: .halve(code: "TOO_LARGE", message: "m")),
    Case(
      name: "refused variables are halved", failure: .refused(code: "INVALID_VARIABLE"),
      expected: .halve(code: "INVALID_VARIABLE", message: "m")),
    Case(
      name: "D26 a document the store does not know stops the feed",
      failure: .refused(code: "undefinedField"),
      expected: .pause("the store does not understand our request (undefinedField): m")),
    Case(name: "D24 a denied scope pauses", failure: .accessDenied, expected: .pause("m")),
    Case(name: "a frozen shop pauses", failure: .storeUnavailable, expected: .pause("m")),
    Case(
      name: "another version pauses", failure: .versionMismatch(served: "2025-10"),
      expected: .pause("m")),
    Case(name: "cancelled before it left stops", failure: .cancelled, expected: .stop),
  ]

  @Test(arguments: cases) func `each answer has one meaning`(_ case: Case) {
    let answer: Result<AdminReply, AdminError> =
      if let kind = `case`.failure {
        .failure(AdminError(kind, "m"))
      } else {
        .success(AdminReply(data: [:], userErrors: `case`.errors, warnings: [], cost: nil))
      }
    let judgement = Judgement.of(answer, count: `case`.count, step: `case`.operation.steps[0])
    #expect(judgement == `case`.expected)
  }

  struct Rung: CustomTestStringConvertible {
    var recovery: RecoveryClass
    var hours: Double?
    var looks = false
    var isPart = false
    var step: Ladder.Step
    var testDescription: String {
      "\(recovery) after \(hours.map { "\($0)" } ?? "unknown") hours, looks: \(looks), part: \(isPart)"
    }
  }

  static let rungs = [
    Rung(recovery: .keyed, hours: 0, step: .sameAgain),
    Rung(recovery: .keyed, hours: 22.9, step: .sameAgain),
    Rung(recovery: .keyed, hours: 23, step: .afresh),
    Rung(recovery: .keyed, hours: nil, step: .afresh),
    Rung(recovery: .set, hours: 1, step: .verify), Rung(recovery: .set, hours: 99, step: .verify),
    Rung(recovery: .create, hours: 0, step: .park), Rung(recovery: .bulk, hours: 0, step: .park),
    Rung(recovery: .never, hours: 0, step: .park),
    Rung(recovery: .set, hours: 1, isPart: true, step: .again),
    Rung(recovery: .set, hours: 1, looks: true, isPart: true, step: .look),
    Rung(recovery: .keyed, hours: 1, looks: true, step: .sameAgain),
    Rung(recovery: .keyed, hours: 25, looks: true, step: .look),
    Rung(recovery: .create, hours: 0, looks: true, step: .look),
    Rung(recovery: .never, hours: 0, looks: true, step: .look),
  ]

  @Test(arguments: rungs) func `D20 what may be done depends on the class and the key's age`(
    _ rung: Rung
  ) {
    let age = rung.hours.map { Duration.seconds($0 * 3_600) }
    var step = Catalogue.Operation.priceSet.steps[0]
    step.recovery = rung.recovery
    if rung.looks {
      step.look = Look(
        document: "", root: "", variables: { _ in [:] }, verdict: { _, _ in .absent })
    }
    #expect(Ladder.step(step, isPart: rung.isPart, age: age) == rung.step)
  }

  @Test(arguments: [0, 0.25, 1])
  func `tries wait longer each time, spread by chance, within patience`(
    _ jitter: Double
  ) {
    var tries = Tries(patience: .seconds(60), jitter: { jitter })
    var waits: [Duration] = []
    while let wait = tries.next() { waits.append(wait) }
    let whole = [0.5, 1, 2, 4, 8, 16, 30, 30, 30].prefix(waits.count)
    #expect(waits == whole.map { .seconds($0) * (0.5 + 0.5 * jitter) })
    #expect(waits.reduce(.zero, +) <= .seconds(60))
  }

  @Test func `waits of a fixed seed are always the same, and no two in a row alike`() {
    func waits(_ seed: UInt64) -> [Duration] {
      let numbers = Mutex(seed)
      var tries = Tries(patience: .seconds(200)) {
        numbers.withLock { state in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return Double(state >> 11) / Double(1 << 53)
        }
      }
      return (0..<9).compactMap { _ in tries.next() }
    }
    #expect(waits(7) == waits(7))
    #expect(waits(7) != waits(8))
    #expect(Set(waits(7)).count == 9)
    for (wait, whole) in zip(waits(7), [0.5, 1, 2, 4, 8, 16, 30, 30, 30]) {
      #expect(wait >= .seconds(whole / 2) && wait <= .seconds(whole))
    }
  }

  @Test func `the age of a key is nil where a clock was set back`() {
    let (one, other) = ("2026-11-21T12:00:00.000Z", "2026-11-21T13:00:01.500Z")
    #expect(Moment.age(of: one, at: other) == .milliseconds(3_601_500))
    #expect(Moment.age(of: other, at: one) == nil)
    #expect(Moment.age(of: "yesterday", at: one) == nil)
  }

  static let bucket = QueryCost(
    requested: 10, actual: 10, maximumAvailable: 2_000, currentlyAvailable: 2_000, restoreRate: 100)

  @Test func `the route that finishes sooner wins unless the job forces one`() {
    let stock = RouteChoice.estimates(
      changes: 100_000, groups: 1, operation: .stockSet, bucket: Self.bucket)
    #expect(stock.map(\.route) == [.direct, .bulk])
    #expect(stock[0].requests == 400)
    #expect(stock[0].points == 4_000)
    #expect(stock[0].time == .seconds(20))
    let prices = RouteChoice.estimates(
      changes: 100_000, groups: 25_000, operation: .priceSet, bucket: Self.bucket)
    #expect(prices.map(\.route) == [.bulk, .direct])
    #expect(RouteChoice.route(prices, forced: nil) == .bulk)
    #expect(RouteChoice.route(prices, forced: .direct) == .direct)
  }

  @Test func `groups hold one product's variants, no object twice and no more than fit`() throws {
    func change(_ id: Int64, _ object: String, product: String) -> Change {
      Change(
        id: id, delivery: 1, record: Int(id), line: 1, key: "", operation: "price.set",
        object: object,
        intent: Intent(
          object: object, identity: ["product_id": product, "variant_id": object],
          desired: ["price": "1.00"], prior: ["price": "2.00"]
        ).text)
    }
    var operation = Catalogue.Operation.priceSet
    operation.steps[0].maxItems = 2
    let groups = try Grouping.groups(
      of: [
        change(1, "a", product: "1"), change(2, "b", product: "2"), change(3, "c", product: "1"),
        change(4, "d", product: "1"), change(5, "b", product: "2"),
      ], for: operation.steps[0])
    #expect(groups.map { $0.map(\.id) } == [[1, 3], [2], [4], [5]])
  }

  @Test
  func `D34 two changes of one object never share a request, and the second waits for the first`()
    async throws
  {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    var first = try #require(
      try bench.intents(.trial, limit: 1) { _, _ in ["price": "7.00"] }.first)
    var second = first
    second.desired = ["price": "8.00"]
    first.identity["taught"] = "x"
    second.identity["taught"] = "y"
    let delivery = try bench.deliver([first, second], .trial)
    #expect(
      try await bench.sender.send(delivery, of: SendingBench.job(.trial, route: .direct))
        == .settled)
    let prices = try await bench.get("effects").compactMap { $0["after"]?["price"]?.string }
    #expect(prices == ["7.00", "8.00"])
    #expect(try bench.parts.journal.audit() == [])
  }

  @Test
  func `B18 when the store refuses more than stop_at bears, the rest waits and goes on after`()
    async throws
  {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    var intents = try bench.intents(.priceSet) { index, _ in ["price": "\(9_000 + index).50"] }
    let good = intents
    // Of the first product's variants the store knows none.
    let product = intents[0].identity["product_id"]
    for index in intents.indices where intents[index].identity["product_id"] == product {
      intents[index].identity["variant_id"] = "1"
    }
    var operation = Catalogue.Operation.priceSet
    operation.steps[0].maxItems = 1
    // Dear requests go few at a time: what is refused is known before all have left.
    operation.steps[0].assumedCost = { _ in 900 }
    let delivery = try bench.deliver(intents, operation)
    var job = SendingBench.job(operation, route: .direct)
    job.stopAtPercent = ExactDecimal(5)
    #expect(try await bench.sender.send(delivery, of: job) == .settled)
    let counts = try bench.parts.journal.counts(of: delivery.id)
    #expect(counts.rejected > 2 && counts.parked > 0 && counts.closes)
    let applied = try await bench.effects()
    #expect(applied.count == counts.applied)
    let parked = try bench.parts.journal.changes(of: delivery.id).first { $0.state == .parked }
    #expect(
      parked?.message?.hasSuffix(
        "records, more than `stop_at` bears: the rest was not sent; look at the receipt, then `dray retry d1`"
      ) == true)
    // A person looks, and goes on: exactly what is left is sent.
    _ = try bench.parts.journal.retry(delivery.id, at: bench.parts.now())
    job.stopAtPercent = nil
    #expect(try await bench.sender.send(delivery, of: job) == .settled)
    #expect(try await bench.effects().values.allSatisfy { $0 == 1 })
    #expect(
      try bench.parts.journal.counts(of: delivery.id).applied == good.count
        - intents.filter { $0.identity["product_id"] == product }.count)
  }

  @Test func `an intent survives the journal, cleared values too`() throws {
    let intent = Intent(
      object: "7", identity: ["variant_id": "7"],
      desired: ["price": "9.50", "compare_at_price": nil],
      prior: ["price": nil, "compare_at_price": "1.00"])
    let again = try Intent(object: "7", text: intent.text)
    #expect(again == intent)
    #expect(
      intent.text
        == #"{"identity":{"variant_id":"7"},"desired":{"compare_at_price":null,"price":"9.50"},"prior":{"compare_at_price":"1.00","price":null}}"#
    )
  }
}
