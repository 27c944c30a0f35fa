// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Folders
import Foundation
package import Jobs
package import Journal
import Mirror
import Tables

/// Takes a delivery back: a new delivery whose file lists what the other one did, and whose plan is the inverse of
/// each of its changes.
package struct Undoing: Sendable {
  /// What it works with.
  package var parts: InboundParts
  /// The feed both belong to.
  package var job: FeedJob

  /// The columns of its file: what was done, for people in `undo`, whole in `intent`.
  static let columns = ["record", "key", "operation", "object", "undo", "intent"]

  /// For one feed.
  package init(parts: InboundParts, job: FeedJob) {
    self.parts = parts
    self.job = job
  }

  /// Makes the delivery that takes a settled one back; it waits to be planned. nil where the other one has changed
  /// nothing.
  package func make(of delivery: Delivery) throws(InboundError) -> Delivery? {
    let path = "\(parts.workDirectory)/undo-\(delivery.label).csv"
    guard try write(delivery, to: path) > 0 else { return nil }
    defer { unlink(path) }
    do {
      let taken = try parts.spool.copy(of: path, maxBytes: .max)
      var arrival = Arrival(
        job: job.name, name: "undo-\(delivery.label).csv", sha256: taken.sha256,
        bytes: taken.bytes, at: parts.now(), spool: taken.spoolName)
      arrival.undoOf = delivery.id
      return try parts.journal.insert(arrival)
    } catch let error as JournalError {
      throw InboundError(error)
    } catch { throw InboundError(.disk, "\(path) cannot be taken: \(error)") }
  }

  /// Lists what a delivery did; gives how many changes.
  private func write(_ delivery: Delivery, to path: String) throws(InboundError) -> Int {
    var bytes: [UInt8] = []
    var count = 0
    guard FileManager.default.createFile(atPath: path, contents: nil) else {
      throw InboundError(.disk, "\(path) cannot be written")
    }
    do {
      let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      var writer = CSVWriter(lineEnd: .lf) { bytes += $0 }
      writer.write(Self.columns)
      var last: Int64 = 0
      while true {
        let changes = try parts.journal.applied(of: delivery.id, after: last, limit: 5_000)
        guard let final = changes.last else { break }
        last = final.id
        count += changes.count
        for change in changes {
          let intent = try Intent(object: change.object, text: change.intent)
          writer.write([
            String(change.record), change.key, change.operation, change.object,
            Self.words(intent), change.intent,
          ])
        }
        writer.flush()
        try file.write(contentsOf: bytes)
        bytes = []
      }
      try file.close()
    } catch let error as JournalError {
      throw InboundError(error)
    } catch let error as InboundError {
      throw error
    } catch { throw InboundError(.disk, "\(path) cannot be written: \(error)") }
    return count
  }

  /// What goes back to what, for people.
  private static func words(_ intent: Intent) -> String {
    intent.desired.keys.sorted().map { field in
      let (set, before) = (intent.desired[field] ?? nil, intent.prior[field] ?? nil)
      return "\(field): \(set ?? "(none)") → \(before ?? "(none)")"
    }.joined(separator: "; ")
  }
}

extension FeedJob {
  /// The feed as far as it reads a file that takes a delivery back: its layout is ours.
  package var undoing: FeedJob {
    var job = self
    job.format = .csv(CSVFormat())
    (job.columns, job.fields, job.filter) = ([], [], nil)
    if job.receipt == .all { job.receipt = .changes }
    return job
  }
}

// MARK: - Its plan

extension Undoing {
  /// Stages the inverse of each change the file lists.
  func compare(_ file: DeliveryFile, name: String) throws(PlanStop) -> Comparison {
    do {
      let stage = try Stage(
        fields: [], keyCount: 0, name: name, workDirectory: parts.workDirectory,
        mirror: parts.mirror.path)
      var reader = try file.open(for: job.undoing)
      guard reader.columns == Self.columns else {
        throw PlanStop.refused([
          Fault(
            "not-an-undo", at: Position(file: file.name, line: 1),
            "these are not the columns of a file that takes a delivery back")
        ])
      }
      try stage.database.execute("BEGIN")
      var inverses = try InverseInsert(stage, of: job)
      var records = 0
      var flow = RecordFlow(takesBeginning: false)
      try file.forEachBatch(of: &reader, &flow) { batch throws(PlanStop) in
        for index in 0..<batch.count {
          records += 1
          do { try inverses.insert(index, of: batch) } catch let error as ScratchError {
            throw PlanStop(error)
          } catch { throw .failed(InboundError(.bug, "\(error)")) }
        }
      }
      try stage.database.execute("COMMIT")
      return Comparison(
        stage: stage,
        totals: try stage.totals(
          records: records, alsoAboveZero: 0, groupColumn: job.operation.groupColumn),
        isCorrection: false)
    } catch let stop as PlanStop {
      throw stop
    } catch let error as ScratchError {
      throw PlanStop(error)
    } catch { throw .failed(InboundError(.bug, "\(error)")) }
  }
}

/// Puts the inverse of listed changes on a stage.
private struct InverseInsert {
  private let job: FeedJob
  private let stage: Stage
  private let reject: StageInsert
  private let staged: ScratchStatement
  private let matched: ScratchStatement
  private var current: [String: ScratchStatement] = [:]

  init(_ stage: Stage, of job: FeedJob) throws(ScratchError) {
    self.job = job
    self.stage = stage
    reject = try StageInsert(stage)
    staged = try stage.database.prepare(
      "INSERT INTO plan_staged (record, line, key) VALUES (?, ?, ?)")
    matched = try stage.database.prepare(
      """
      INSERT INTO plan_matched (record, object, identity, desired, prior, same, zeroed, above, asks)
      VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?)
      """)
  }

  mutating func insert(_ index: Int, of batch: RecordBatch) throws {
    let extent = batch.records[index]
    func text(_ column: Int) -> String { batch.string(index, column) ?? "" }
    let (key, name) = (text(1), text(2))
    guard let operation = name == job.operation.name ? job.operation : Operation.named(name) else {
      return try reject.reject(
        record: extent.number, line: extent.line, key: key, code: "cannot-undo",
        message: "\(name) is not known any more")
    }
    let intent = try Intent(object: text(3), text: text(5))
    switch operation.inverse(of: intent, current: try state(of: intent, operation)) {
    case .never(let reason):
      try reject.reject(
        record: extent.number, line: extent.line, key: key, code: "cannot-undo", message: reason)
    case .changedSince(let values):
      try reject.reject(
        record: extent.number, line: extent.line, key: key, code: "CHANGED_SINCE",
        message: "changed since, and left as it is: \(values)")
    case .unchanged: break
    case .change(let inverse, let other):
      staged.bind(Int64(extent.number), 1)
      staged.bind(Int64(extent.line), 2)
      staged.bind(key, 3)
      try staged.run()
      try match(inverse, record: extent.number, by: other ?? name, operation.quantityFields)
    }
  }

  private func match(_ intent: Intent, record: Int, by name: String, _ quantities: [String]) throws
  {
    let above = quantities.contains { (intent.prior[$0] ?? nil).flatMap { Int($0) } ?? 0 > 0 }
    let zeroed = above && quantities.contains { (intent.desired[$0] ?? nil) == "0" }
    let parts = intent.parts
    matched.bind(Int64(record), 1)
    matched.bind(intent.object, 2)
    matched.bind(parts.identity, 3)
    matched.bind(parts.desired, 4)
    matched.bind(parts.prior, 5)
    matched.bind(zeroed ? 1 : 0, 6)
    matched.bind(above ? 1 : 0, 7)
    if name == job.operation.name { matched.bindNull(8) } else { matched.bind(name, 8) }
    try matched.run()
  }

  /// What the mirror has of a composed object.
  private mutating func state(of intent: Intent, _ operation: Catalogue.Operation) throws
    -> String?
  {
    guard let composition = operation.composition,
      let id = composition.object.map({ $0(intent) }) ?? operation.rereads?.id(intent)
    else {
      return nil
    }
    let statement =
      try current[operation.name] ?? stage.database.prepare(composition.current)
    current[operation.name] = statement
    statement.bind(id, 1)
    defer { statement.reset() }
    return try statement.step() ? statement.text(0) : nil
  }
}
