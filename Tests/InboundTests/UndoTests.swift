// SPDX-License-Identifier: Apache-2.0

import Catalogue
import GRDB
import Jobs
import Journal
import Mirror
import Tables
import Testing

@testable import Inbound

/// Taking deliveries back.
struct UndoTests {
  /// Sends what a delivery asks, then takes it back; `between` happens in the store meanwhile.
  private func undo(
    _ bench: SendingBench, _ operation: Catalogue.Operation, _ intents: [Intent],
    between: () async throws -> Void = {}
  ) async throws -> (done: Delivery, undone: Delivery) {
    let job = SendingBench.job(operation, route: .direct)
    let delivery = try bench.deliver(intents, operation)
    #expect(try await bench.sender.send(delivery, of: job) == .settled)
    try await between()
    return (delivery, try await takeBack(bench, delivery, operation))
  }

  private func takeBack(
    _ bench: SendingBench, _ delivery: Delivery, _ operation: Catalogue.Operation
  ) async throws -> Delivery {
    var job = SendingBench.job(operation, route: .direct)
    job.comparison = .mirror
    let undo = try #require(try Undoing(parts: bench.parts, job: job).make(of: delivery))
    #expect(undo.undoOf == delivery.id)
    _ = try await Planner(parts: bench.parts).plan(undo, of: job)
    let planned = try #require(try bench.parts.journal.delivery(undo.id))
    #expect(try await bench.sender.send(planned, of: job) == .settled)
    return planned
  }

  private func prices(_ bench: SendingBench) throws -> [String?] {
    try bench.intents(.priceSet) { _, row in ["price": row["price"] ?? nil] }
      .map { $0.desired["price"] ?? nil }
  }

  @Test func `prices go back to what they were, and an undo can be undone`() async throws {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    let before = try prices(bench)
    let intents = try bench.intents(.priceSet) { index, _ in ["price": "\(9_000 + index).50"] }
    let (done, undone) = try await undo(bench, .priceSet, intents)
    #expect(try prices(bench) == before)
    let counts = try bench.parts.journal.counts(of: undone.id)
    #expect(counts.applied == intents.count && counts.closes)
    let again = try await takeBack(bench, undone, .priceSet)
    #expect(try prices(bench) == intents.map { $0.desired["price"] ?? nil })
    #expect(try bench.parts.journal.counts(of: again.id).applied == intents.count)
    #expect(try bench.parts.journal.undo(of: done.id)?.id == undone.id)
  }

  @Test func `what has changed since is left as it is, and both values are told`() async throws {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    let intents = try bench.intents(.priceSet, limit: 3) { index, _ in
      ["price": "\(9_000 + index).50"]
    }
    let (_, undone) = try await undo(bench, .priceSet, intents) {
      var other = intents[1]
      other.desired = ["price": "5.00"]
      let by = try bench.deliver([other], .priceSet)
      _ = try await bench.sender.send(by, of: SendingBench.job(.priceSet, route: .direct))
    }
    let changes = try bench.parts.journal.changes(of: undone.id)
    #expect(changes.map(\.state) == [.applied, .rejected, .applied])
    #expect(changes[1].code == "CHANGED_SINCE")
    #expect(
      changes[1].message
        == "changed since, and left as it is: price was set to 9001.50, the store has 5.00")
  }

  @Test func `stock goes back by compare-and-set`() async throws {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    let intents = try bench.intents(.stockSet, limit: 4) { index, _ in
      ["available": "\(70_000 + index)"]
    }
    let (_, undone) = try await undo(bench, .stockSet, intents) {
      let sku = try #require(
        try bench.intents(.stockSet, limit: 1) { _, row in ["sku": row["sku"] ?? nil] }.first)
      let row = try bench.parts.mirror.read { db in
        try String.fetchOne(
          db, sql: "SELECT name FROM locations WHERE id = ?",
          arguments: [intents[0].identity["location_id"]])
      }
      try await bench.post(
        "stock",
        JSON.object([
          .init("sku", .string((sku.desired["sku"] ?? nil) ?? "")),
          .init("location", .string(row ?? "")), .init("available", .number("17")),
        ]).text)
    }
    let changes = try bench.parts.journal.changes(of: undone.id)
    #expect(changes.map(\.state) == [.rejected, .applied, .applied, .applied])
    #expect(
      changes[0].message
        == "changed since, and left as it is: available was set to 70000, the store has 17")
  }

  @Test func `a value that was not there cannot be taken back, and says so`() async throws {
    let intent = Intent(
      object: "1", identity: [:], desired: ["price": "1.00", "compare_at_price": "2.00"],
      prior: ["price": nil, "compare_at_price": nil])
    #expect(
      Catalogue.Operation.priceSet.inverse(of: intent, current: nil)
        == .never("price had no value before, and cannot be left without one"))
    var clearable = intent
    clearable.desired.removeValue(forKey: "price")
    var back = clearable
    (back.desired, back.prior) = (["compare_at_price": nil], ["compare_at_price": "2.00"])
    guard
      case .change(let inverse, nil) = Catalogue.Operation.priceSet.inverse(
        of: clearable, current: nil)
    else {
      Issue.record("expected a change")
      return
    }
    #expect(inverse.desired == back.desired)
    #expect(inverse.prior["compare_at_price"] == "2.00")
  }

  @Test func `a sum goes back by its opposite, whatever was added since`() throws {
    var adjust = Catalogue.Operation.stockSet
    adjust.folds = .sum("available")
    let intent = Intent(
      object: "1", identity: [:], desired: ["available": "-3"], prior: ["available": "9"])
    guard case .change(let inverse, nil) = adjust.inverse(of: intent, current: nil) else {
      Issue.record("expected a change")
      return
    }
    #expect(inverse.desired == ["available": "3"])
    let change = Change(
      id: 1, delivery: 1, record: 1, line: 1, key: "", operation: "x", object: "1",
      intent: inverse.text, code: Change.readFirst)
    #expect(
      Rereading.of(
        change, intent: inverse, found: ["available": "40"], operation: adjust, isUndo: true)
        == .again(prior: ["available": "40"]))
  }
}
