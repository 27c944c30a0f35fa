// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Foundation
import GRDB
import Journal
import ShopifyAdmin
import Testing

@testable import Inbound

struct BulkSendingTests {
  /// Faults around one bulk operation; whatever they do, each object changes once.
  static let faults = [
    "none", "stagedUploadsCreate:1:http-500:before", "upload:1:http-503",
    "bulkOperationRunMutation:1:reset:after", "bulkOperationRunMutation:1:http-504:after",
    "bulkOperationRunMutation:1:http-500:before", "bulkOperationRunMutation:1:throttle",
    "bulkOperation:1:http-502", "bulkOperationRunMutation:1:bulk-fail",
    "bulkOperationRunMutation:1:bulk-cut", "bulkOperationRunMutation:1:bulk-expired",
    "download:1:http-500", "download:1:cut",
  ]

  @Test(arguments: faults)
  func `E01 E03 E07 E10 E11 each price changes once whatever becomes of the bulk operation`(
    _ fault: String
  ) async throws {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    if fault != "none" { try await bench.post("faults", fault) }
    let (delivery, intents) = try bench.priceDelivery()
    let ending = try await bench.sender.send(
      delivery, of: SendingBench.job(.priceSet, route: .bulk))
    #expect(ending == .settled)
    let counts = try bench.parts.journal.counts(of: delivery.id)
    #expect(counts.applied == intents.count)
    #expect(try bench.parts.journal.delivery(delivery.id)?.route == "bulk")
    #expect(try bench.parts.journal.openFiles(of: delivery.id).isEmpty)
    #expect(try await bench.metFault() == (fault != "none"))
    let effects = try await bench.effects()
    #expect(effects.count == intents.count)
    #expect(effects.values.allSatisfy { $0 == 1 })
  }

  @Test(arguments: faults)
  func `E03 E10 E11 each stock level changes once whatever becomes of the bulk operation`(
    _ fault: String
  ) async throws {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    if fault != "none" { try await bench.post("faults", fault) }
    let (delivery, intents) = try bench.stockDelivery()
    let ending = try await bench.sender.send(
      delivery, of: SendingBench.job(.stockSet, route: .bulk))
    #expect(ending == .settled)
    #expect(try bench.parts.journal.counts(of: delivery.id).applied == intents.count)
    #expect(try await bench.metFault() == (fault != "none"))
    let effects = try await bench.effects()
    #expect(effects.count == intents.count)
    #expect(effects.values.allSatisfy { $0 == 1 })
  }

  @Test func `a bad item in a bulk line is rejected and the others of its line applied`()
    async throws
  {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    var intents = try bench.intents(.priceSet) { index, _ in ["price": "\(500 + index).00"] }
    intents[5].identity["variant_id"] = "404404404"
    let delivery = try bench.deliver(intents, .priceSet)
    let ending = try await bench.sender.send(
      delivery, of: SendingBench.job(.priceSet, route: .bulk))
    #expect(ending == .settled)
    let counts = try bench.parts.journal.counts(of: delivery.id)
    #expect(counts.rejected == 1)
    #expect(counts.applied == intents.count - 1)
    #expect(try await bench.effects().count == intents.count - 1)
  }

  @Test func `E03 a bulk operation started before a crash is adopted, not started twice`()
    async throws
  {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    let (delivery, intents) = try bench.priceDelivery()
    let making = BulkFileMaking(
      parts: bench.parts, operation: .priceSet, lane: Lane(operation: "price.set"),
      delivery: delivery.id, identifier: bench.sender.identifier)
    let file = try #require(try making.make())
    let path = try await bench.parts.admin.stageUpload(file: making.path(of: file), name: "f.jsonl")
    _ = try await bench.parts.admin.startBulkMutation(
      Catalogue.Operation.priceSet.steps[0].document(of: file.id), uploadPath: path)
    let ending = try await bench.sender.send(
      delivery, of: SendingBench.job(.priceSet, route: .bulk))
    #expect(ending == .settled)
    #expect(try bench.parts.journal.counts(of: delivery.id).applied == intents.count)
    let effects = try await bench.effects()
    #expect(effects.count == intents.count)
    #expect(effects.values.allSatisfy { $0 == 1 })
  }

  @Test func `E14 a file that would be too large is split before it is uploaded`() async throws {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    let (delivery, intents) = try bench.priceDelivery()
    var making = BulkFileMaking(
      parts: bench.parts, operation: .priceSet, lane: Lane(operation: "price.set"),
      delivery: delivery.id, identifier: bench.sender.identifier)
    let whole = try bench.lines(of: making)
    making.mostBytes = whole.map(\.utf8.count).max().map { $0 + 2 } ?? 0
    var lines: [String] = []
    while let file = try making.make() {
      let text = try String(contentsOfFile: making.path(of: file), encoding: .utf8)
      #expect(text.utf8.count <= making.mostBytes)
      lines += text.split(separator: "\n").map(String.init)
      making.remove(file)
    }
    #expect(lines.sorted() == whole.sorted())
    #expect(try bench.parts.journal.counts(of: delivery.id).pending == intents.count)
  }

  @Test func `E14 a line that no file takes is halved, and an item that is too long is rejected`()
    async throws
  {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    var intents = try bench.intents(.priceSet) { index, _ in ["price": "\(500 + index).00"] }
    intents[3].desired["price"] = String(repeating: "9", count: 2_000)
    let delivery = try bench.deliver(intents, .priceSet)
    var making = BulkFileMaking(
      parts: bench.parts, operation: .priceSet, lane: Lane(operation: "price.set"),
      delivery: delivery.id, identifier: bench.sender.identifier)
    making.mostBytes = 1_000
    while let file = try making.make() { making.remove(file) }
    let counts = try bench.parts.journal.counts(of: delivery.id)
    #expect(counts.rejected == 1)
    #expect(counts.pending == intents.count - 1)
  }

  @Test func `E09 after an operation ran out of time, the next files have half its lines`()
    async throws
  {
    let bench = try await SendingBench()
    defer { bench.endQuietly() }
    let (delivery, _) = try bench.priceDelivery()
    let making = BulkFileMaking(
      parts: bench.parts, operation: .priceSet, lane: Lane(operation: "price.set"),
      delivery: delivery.id, identifier: bench.sender.identifier)
    let first = try #require(try making.make())
    let lines = try bench.parts.journal.lineCount(of: first.id)
    try #require(lines > 2)
    try bench.parts.journal.markTimedOut(first.id)
    try bench.parts.journal.settleFile(first.id, neverStarted: true, at: bench.parts.now())
    let next = try #require(try making.make())
    #expect(try bench.parts.journal.lineCount(of: next.id) == lines / 2)
  }

  struct Numbers: CustomTestStringConvertible {
    var numbers: [Int]
    var count: Int
    var base: Int?
    var testDescription: String { "\(numbers) of \(count)" }
  }

  static let numbers = [
    Numbers(numbers: [2, 0, 1], count: 3, base: 0), Numbers(numbers: [3, 1, 2], count: 3, base: 1),
    Numbers(numbers: [0], count: 3, base: 0), Numbers(numbers: [3], count: 3, base: 1),
    Numbers(numbers: [1, 2], count: 3, base: nil), Numbers(numbers: [0, 3], count: 3, base: nil),
    Numbers(numbers: [], count: 3, base: nil), Numbers(numbers: [0, 7], count: 3, base: nil),
  ]

  @Test(arguments: numbers)
  func `E12 line numbers are believed only where they cannot mean anything else`(_ case: Numbers) {
    #expect(BulkLines.base(of: `case`.numbers, count: `case`.count) == `case`.base)
  }
}

extension SendingBench {
  /// The lines a bulk file would have now; the plan is as before.
  func lines(of making: BulkFileMaking) throws -> [String] {
    guard let file = try making.make() else { return [] }
    let text = try String(contentsOfFile: making.path(of: file), encoding: .utf8)
    making.remove(file)
    try parts.journal.settleFile(file.id, neverStarted: true, at: parts.now())
    return text.split(separator: "\n").map(String.init)
  }
}
