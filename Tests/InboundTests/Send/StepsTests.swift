// SPDX-License-Identifier: Apache-2.0

import Journal
import ShopifyAdmin
import Tables
import Testing

@testable import Catalogue
@testable import Inbound

/// Changes that go through several requests, and depend on each other.
struct StepsTests {
  /// Three variants of each of two products: the first of a product wants a price and a price before, the others
  /// only one of the two.
  private func delivery(
    _ bench: SendingBench, _ operation: Catalogue.Operation = .trial
  ) throws -> (Delivery, [Intent]) {
    var seen: [String: Int] = [:]
    let intents = try bench.intents(operation) { _, row in
      let nth = seen[(row["product_id"] ?? nil) ?? "", default: 0]
      seen[(row["product_id"] ?? nil) ?? ""] = nth + 1
      switch nth {
      case 0: return ["price": "7.00", "compare_at_price": "8.00"]
      case 1: return ["price": "7.00"]
      default: return ["compare_at_price": "8.00"]
      }
    }.filter { ["1", "2"].contains(product($0)) }
    return (try bench.deliver(intents, operation), intents)
  }

  private func product(_ intent: Intent) -> String {
    // The sandbox numbers products from a fixed base; the last digits tell them apart.
    String(Int(intent.identity["product_id"] ?? "").map { $0 % 1_000 } ?? 0)
  }

  private func calls(_ bench: SendingBench) async throws -> [String] {
    try await bench.get("requests").compactMap { $0["roots"]?[0]?.string }
      .filter { $0 == "productVariantsBulkUpdate" }
  }

  @Test(arguments: [Route.direct, .bulk])
  func
    `every change of a step is done before the next step begins, and knows what the first taught`(
      _ route: Route
    ) async throws
  {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    let (delivery, intents) = try delivery(bench)
    #expect(!intents.isEmpty)
    let ending = try await bench.sender.send(delivery, of: SendingBench.job(.trial, route: route))
    #expect(ending == .settled)
    let changes = try bench.parts.journal.changes(of: delivery.id)
    #expect(changes.allSatisfy { $0.state == .applied })
    #expect(changes.filter { $0.phase == 1 }.count == intents.count * 3 / 4)
    #expect(changes.contains { $0.result == $0.object })
    #expect(changes.allSatisfy { $0.phase == 0 || $0.intent.contains("\"taught\":\"gid:") })
    #expect(try await bench.effects().values.max() == 2)
    // Nothing of the second step before the last of the first.
    let befores = try await bench.get("effects").map { effect in
      effect["before"]?["compareAtPrice"] != effect["after"]?["compareAtPrice"]
    }
    #expect(befores == befores.filter { !$0 } + befores.filter { $0 })
  }

  @Test func `what a refusal bars is rejected with the record that is why`() async throws {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    let all = try bench.intents(.trial) { _, _ in ["compare_at_price": "8.00"] }
    let product = try #require(all.first?.identity["product_id"])
    var intents = Array(all.filter { $0.identity["product_id"] == product }.prefix(3))
    intents += all.filter { $0.identity["product_id"] != product }.prefix(1)
    intents[0].desired = ["price": "7.00"]
    intents[0].identity["variant_id"] = "1"
    intents[3].desired = ["price": "7.00", "compare_at_price": "8.00"]
    let delivery = try bench.deliver(intents, .trial)
    let ending = try await bench.sender.send(delivery, of: SendingBench.job(.trial, route: .direct))
    #expect(ending == .settled)
    let changes = try bench.parts.journal.changes(of: delivery.id)
    #expect(changes.map(\.state) == [.rejected, .rejected, .rejected, .applied])
    let words = changes[0].message ?? "?"
    #expect(changes[1].message == "its product could not be made: record 1: \(words)")
    #expect(changes[1].code == changes[0].code)
    // Mended in the store, all are taken up again.
    #expect(try bench.parts.journal.retry(delivery.id, at: bench.parts.now()).planned == 3)
  }

  @Test func `C13 a delivery cut off between two steps goes on with the second`() async throws {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    let (delivery, intents) = try delivery(bench)
    var sender = bench.sender
    let journal = bench.parts.journal
    sender.isStopping = {
      do {
        return try journal.planned(of: delivery.id, limit: 100).allSatisfy { $0.phase == 1 }
      } catch {
        return true
      }
    }
    let error = await #expect(throws: InboundError.self) {
      try await sender.send(delivery, of: SendingBench.job(.trial, route: .direct))
    }
    #expect(error?.kind == .stopped)
    let half = try await bench.effects()
    #expect(half.count == intents.count / 2)
    #expect(
      try await bench.sender.send(delivery, of: SendingBench.job(.trial, route: .direct))
        == .settled)
    let effects = try await bench.effects()
    #expect(effects.values.reduce(0, +) == intents.count * 5 / 4)
  }

  @Test func `a limit of the day holds back what it names and nothing else`() async throws {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    var operation = Catalogue.Operation.trial
    operation.steps[0].decide = { _ in .later(hours: 24) }
    let all = try bench.intents(operation) { _, _ in
      ["price": "7.00", "compare_at_price": "8.00"]
    }
    let products = all.compactMap { $0.identity["product_id"] }
    var intents = [all[0], try #require(all.first { $0.identity["product_id"] != products[0] })]
    let good = intents[0]
    intents[0].identity["variant_id"] = "1"
    let delivery = try bench.deliver(intents, operation)
    let ending = try await bench.sender.send(
      delivery, of: SendingBench.job(operation, route: .direct))
    guard case .postponed(let reason, let after, true) = ending else {
      Issue.record("expected postponed, found \(ending)")
      return
    }
    #expect(reason.hasPrefix("1 changes wait until "))
    #expect(after > .seconds(86_000) && after <= .seconds(86_400))
    let changes = try bench.parts.journal.changes(of: delivery.id)
    #expect(changes.map(\.state) == [.planned, .applied])
    // Nothing is sent before its time.
    let again = try await bench.sender.send(
      delivery, of: SendingBench.job(operation, route: .direct))
    guard case .postponed(_, _, false) = again else {
      Issue.record("expected postponed, found \(again)")
      return
    }
    // A newer delivery that asks for the same object takes its place.
    let newer = try bench.deliver([good], operation)
    #expect(
      try await bench.sender.send(newer, of: SendingBench.job(operation, route: .direct))
        == .settled)
    #expect(
      try bench.parts.journal.changes(of: delivery.id).map(\.state) == [.superseded, .applied])
    #expect(
      try await bench.sender.send(delivery, of: SendingBench.job(operation, route: .direct))
        == .settled)
  }

  @Test func `what waited for a day is sent once the day is over`() async throws {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    var operation = Catalogue.Operation.trial
    operation.steps[0].decide = { _ in .later(hours: 24) }
    var intents = Array(
      try bench.intents(operation, limit: 1) { _, _ in ["price": "7.00"] })
    intents[0].identity["variant_id"] = "1"
    let delivery = try bench.deliver(intents, operation)
    _ = try await bench.sender.send(delivery, of: SendingBench.job(operation, route: .direct))
    let before = try await calls(bench).count
    bench.clock.forward(hours: 24.1)
    operation.steps[0].decide = { _ in .reject }
    #expect(
      try await bench.sender.send(delivery, of: SendingBench.job(operation, route: .direct))
        == .settled)
    #expect(try await calls(bench).count == before + 1)
    #expect(try bench.parts.journal.changes(of: delivery.id).map(\.state) == [.rejected])
  }
}
