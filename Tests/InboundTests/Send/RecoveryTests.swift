// SPDX-License-Identifier: Apache-2.0

import Catalogue
import GRDB
import Journal
import ShopifyAdmin
import Tables
import Testing

@testable import Inbound

struct RecoveryTests {
  /// Commits a stock batch as sent, as a crash leaves it; `executed` has the store run it too.
  private func crash(
    _ bench: SendingBench, _ delivery: Delivery, executed: Bool
  ) async throws -> Parcel {
    let planned = try bench.parts.journal.planned(of: delivery.id, limit: 250)
    let parcel = try Parcel(
      of: planned, operation: .stockSet, delivery: delivery.id, id: bench.sender.identifier(),
      key: bench.sender.identifier(), now: bench.parts.now())
    try bench.parts.journal.write { db in try Journal.insert(parcel.batch, of: planned, db) }
    if executed {
      _ = try await bench.parts.admin.send(
        AdminRequest(
          document: Catalogue.Operation.stockSet.steps[0].document(of: parcel.batch.id),
          variables: parcel.batch.variables, root: "inventorySetQuantities", isRead: false,
          assumedCost: 10))
    }
    return parcel
  }

  @Test(arguments: [false, true])
  func `C09 C11 a batch that was sent before a crash happens once`(_ executed: Bool) async throws {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    let (delivery, intents) = try bench.stockDelivery()
    _ = try await crash(bench, delivery, executed: executed)
    let ending = try await bench.sender.send(
      delivery, of: SendingBench.job(.stockSet, route: .direct))
    #expect(ending == .settled)
    #expect(try bench.parts.journal.counts(of: delivery.id).applied == intents.count)
    let effects = try await bench.effects()
    #expect(effects.count == intents.count)
    #expect(effects.values.allSatisfy { $0 == 1 })
  }

  @Test
  func `D20 after the key's retention what the store has is applied and what it lacks is set`()
    async throws
  {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    let (delivery, intents) = try bench.stockDelivery()
    _ = try await crash(bench, delivery, executed: true)
    bench.clock.forward(hours: 25)
    let ending = try await bench.sender.send(
      delivery, of: SendingBench.job(.stockSet, route: .direct))
    #expect(ending == .settled)
    #expect(try bench.parts.journal.counts(of: delivery.id).applied == intents.count)
    #expect(try await bench.effects().values.allSatisfy { $0 == 1 })
  }

  @Test
  func `D20 an unknown outcome that mismatches after the retention is parked with both values`()
    async throws
  {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    let (first, intents) = try bench.stockDelivery(limit: 3)
    _ = try await crash(bench, first, executed: true)
    // Somebody else sets the first level meanwhile.
    var other = intents[0]
    (other.prior, other.desired) = (other.desired, ["available": "5"])
    _ = try await bench.parts.admin.send(
      AdminRequest(
        document: Catalogue.Operation.stockSet.steps[0].document(of: "other"),
        variables: Catalogue.Operation.stockSet.steps[0].variables(
          [other], [Catalogue.Operation.stockSet.steps[0].item(other)], "other-key"
        ).bytes, root: "inventorySetQuantities", isRead: false, assumedCost: 10))
    bench.clock.forward(hours: 25)
    let ending = try await bench.sender.send(first, of: SendingBench.job(.stockSet, route: .direct))
    #expect(ending == .settled)
    let changes = try bench.parts.journal.changes(of: first.id)
    #expect(changes.map(\.state) == [.parked, .applied, .applied])
    #expect(
      changes[0].message
        == "its answer was lost, and its value has changed since: available should be 70000, the store has 5; look, then `dray retry`"
    )
  }

  @Test func `D33 a store that stays away leaves everything pending and nothing lost`() async throws
  {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    try await bench.post("faults", "inventorySetQuantities:*:http-503:before")
    let (delivery, intents) = try bench.stockDelivery()
    var sender = bench.sender
    sender.patience = .seconds(2)
    let ending = try await sender.send(delivery, of: SendingBench.job(.stockSet, route: .direct))
    guard case .pending = ending else {
      Issue.record("expected pending, found \(ending)")
      return
    }
    let counts = try bench.parts.journal.counts(of: delivery.id)
    #expect(counts.pending == intents.count)
    #expect(try await bench.effects().isEmpty)
    try await bench.forgetFaults()
    let again = try await bench.sender.send(
      delivery, of: SendingBench.job(.stockSet, route: .direct))
    #expect(again == .settled)
    #expect(try await bench.effects().values.allSatisfy { $0 == 1 })
  }

  @Test(arguments: ["http-402", "http-403", "http-423"])
  func `D24 a shop that must be looked after by a person pauses the feed`(_ kind: String)
    async throws
  {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    try await bench.post("faults", "inventorySetQuantities:*:\(kind):before")
    let (delivery, intents) = try bench.stockDelivery()
    let error = await #expect(throws: InboundError.self) {
      try await bench.sender.send(delivery, of: SendingBench.job(.stockSet, route: .direct))
    }
    #expect(error?.kind == .paused)
    let planned = try bench.parts.journal.planned(of: delivery.id, limit: 1_000)
    #expect(planned.count == intents.count)
  }

  @Test func `a stop claims nothing more and leaves the rest planned`() async throws {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    let (delivery, intents) = try bench.stockDelivery()
    var sender = bench.sender
    sender.isStopping = { true }
    let error = await #expect(throws: InboundError.self) {
      try await sender.send(delivery, of: SendingBench.job(.stockSet, route: .direct))
    }
    #expect(error?.kind == .stopped)
    #expect(try bench.parts.journal.planned(of: delivery.id, limit: 1_000).count == intents.count)
  }

  @Test
  func `no change is sent for an object whose last change another feed does not know the fate of`()
    async throws
  {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    let (first, intents) = try bench.stockDelivery(limit: 2)
    _ = try await crash(bench, first, executed: true)
    let second = try bench.deliver(
      try bench.intents(.stockSet, limit: 4) { index, _ in ["available": "\(3_000 + index)"] },
      .stockSet)
    let ending = try await bench.sender.send(
      second, of: SendingBench.job(.stockSet, route: .direct))
    guard case .pending = ending else {
      Issue.record("expected pending, found \(ending)")
      return
    }
    let states = try bench.parts.journal.changes(of: second.id).map(\.state)
    #expect(states == [.planned, .planned, .applied, .applied])
    _ = try await bench.sender.send(first, of: SendingBench.job(.stockSet, route: .direct))
    let again = try await bench.sender.send(
      second, of: SendingBench.job(.stockSet, route: .direct))
    #expect(again == .settled)
    #expect(try bench.parts.journal.counts(of: second.id).applied == 4)
    #expect(intents.count == 2)
  }

  @Test func `what a later delivery has changed since is superseded when it is retried`()
    async throws
  {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    var intents = try bench.intents(.stockSet, limit: 2) { index, _ in
      ["available": "\(41_000 + index)"]
    }
    let good = intents
    for index in intents.indices { intents[index].identity["item_id"] = "1" }
    let first = try bench.deliver(intents, .stockSet)
    _ = try await bench.sender.send(first, of: SendingBench.job(.stockSet, route: .direct))
    #expect(try bench.parts.journal.counts(of: first.id).rejected == 2)
    let second = try bench.deliver([good[0]], .stockSet)
    _ = try await bench.sender.send(second, of: SendingBench.job(.stockSet, route: .direct))
    let retry = try bench.parts.journal.retry(first.id, at: bench.parts.now())
    #expect(retry.planned == 1)
    #expect(retry.superseded == 1)
    let states = try bench.parts.journal.changes(of: first.id).map(\.state)
    #expect(states == [.superseded, .planned])
  }
}
