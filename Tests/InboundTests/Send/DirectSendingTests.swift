// SPDX-License-Identifier: Apache-2.0

import Catalogue
import GRDB
import Journal
import Mirror
import Testing

@testable import Inbound

struct DirectSendingTests {
  /// A fault of the only stock mutation; whatever it does, each object changes once.
  static let faults = [
    "none", "inventorySetQuantities:1:throttle", "inventorySetQuantities:1:http-429-1",
    "inventorySetQuantities:1:http-500:before", "inventorySetQuantities:1:http-500:after",
    "inventorySetQuantities:1:http-502:after", "inventorySetQuantities:1:http-503:before",
    "inventorySetQuantities:1:http-504:after", "inventorySetQuantities:1:internal-error:after",
    "inventorySetQuantities:1:reset:before", "inventorySetQuantities:1:reset:after",
    "inventorySetQuantities:1:cut", "inventorySetQuantities:1:wrong-length",
    "inventorySetQuantities:1:bad-chunk", "inventorySetQuantities:1:html",
    "inventorySetQuantities:1:empty", "inventorySetQuantities:1:not-json",
    "inventorySetQuantities:1:null-data", "inventorySetQuantities:1:close-idle",
    "inventorySetQuantities:1:late-3:after", "inventorySetQuantities:1:hang:after",
  ]

  @Test(arguments: faults)
  func `D05 D06 D07 D09 D10 D11 D12 each stock change happens once whatever becomes of the answer`(
    _ fault: String
  ) async throws {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    if fault != "none" { try await bench.post("faults", fault) }
    let (delivery, intents) = try bench.stockDelivery()
    let ending = try await bench.sender.send(
      delivery, of: SendingBench.job(.stockSet, route: .direct))
    #expect(ending == .settled)
    let counts = try bench.parts.journal.counts(of: delivery.id)
    #expect(counts.applied == intents.count)
    #expect(counts.closes)
    let effects = try await bench.effects()
    #expect(effects.count == intents.count)
    #expect(effects.values.allSatisfy { $0 == 1 })
    #expect(try await bench.metFault() == (fault != "none"))
  }

  static let priceFaults = faults.map {
    $0.replacing("inventorySetQuantities", with: "productVariantsBulkUpdate")
  }

  @Test(arguments: priceFaults)
  func `D05 D06 D07 a price changes once whatever becomes of the answer`(_ fault: String)
    async throws
  {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    if fault != "none" { try await bench.post("faults", fault) }
    let (delivery, intents) = try bench.priceDelivery()
    let ending = try await bench.sender.send(
      delivery, of: SendingBench.job(.priceSet, route: .direct))
    #expect(ending == .settled)
    #expect(try bench.parts.journal.counts(of: delivery.id).applied == intents.count)
    let effects = try await bench.effects()
    #expect(effects.count == intents.count)
    #expect(effects.values.allSatisfy { $0 == 1 })
  }

  @Test(arguments: [false, true])
  func `D15 items that user errors name are rejected and the others applied`(_ partial: Bool)
    async throws
  {
    let bench = try await SendingBench(partialStock: partial)
    defer { bench.endQuietly() }
    var intents = try bench.intents(.stockSet) { index, _ in ["available": "\(80_000 + index)"] }
    for bad in [3, 17] { intents[bad].identity["item_id"] = "999\(bad)" }
    let delivery = try bench.deliver(intents, .stockSet)
    let ending = try await bench.sender.send(
      delivery, of: SendingBench.job(.stockSet, route: .direct))
    #expect(ending == .settled)
    let counts = try bench.parts.journal.counts(of: delivery.id)
    #expect(counts.rejected == 2)
    #expect(counts.applied == intents.count - 2)
    let rejected = try bench.parts.journal.changes(of: delivery.id).filter { $0.state == .rejected }
    #expect(rejected.map(\.record) == [4, 18])
    #expect(rejected.allSatisfy { $0.code?.isEmpty == false && $0.message?.isEmpty == false })
    let effects = try await bench.effects()
    #expect(effects.values.allSatisfy { $0 == 1 })
    #expect(effects.count == intents.count - 2)
  }

  @Test func `D21 a stale value is read again: equal is applied, another is set from the new one`()
    async throws
  {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    var intents = try bench.intents(.stockSet) { index, _ in ["available": "\(60_000 + index)"] }
    // One plan was made from a value the store no longer has, another wants what it has already.
    intents[0].prior = ["available": "123456"]
    let real = intents[1].prior["available"] ?? nil
    intents[1].prior = ["available": "7777777"]
    intents[1].desired = ["available": real]
    let delivery = try bench.deliver(intents, .stockSet)
    let ending = try await bench.sender.send(
      delivery, of: SendingBench.job(.stockSet, route: .direct))
    #expect(ending == .settled)
    #expect(try bench.parts.journal.counts(of: delivery.id).applied == intents.count)
    let effects = try await bench.effects()
    #expect(effects.count == intents.count - 1)
    #expect(effects.values.allSatisfy { $0 == 1 })
  }

  @Test func `outcomes reach the mirror with the journal's mark`() async throws {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    let (delivery, intents) = try bench.stockDelivery()
    _ = try await bench.sender.send(delivery, of: SendingBench.job(.stockSet, route: .direct))
    let stock = try bench.parts.mirror.read { db in
      try Int.fetchSet(db, sql: "SELECT available FROM inventory_levels")
    }
    #expect(stock == Set((0..<intents.count).map { 70_000 + $0 }))
    let mark = try bench.parts.mirror.journalMark
    #expect(mark == Int64(intents.count))
  }

  @Test func `calls are journalled with the delivery they were made for`() async throws {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    let (delivery, _) = try bench.stockDelivery()
    let owner = Call.$owner.withValue(.delivery(delivery.id)) { Call.owner }
    #expect(owner == .delivery(delivery.id))
    bench.parts.journal.note(
      Call(
        owner: owner, at: bench.parts.now(), root: "x", status: 200, milliseconds: 3, requested: 10,
        actual: 10, label: "ok", requestID: nil))
    try bench.parts.journal.flushCalls()
    #expect(try bench.parts.journal.points(of: .delivery(delivery.id)) == 10)
  }
}
