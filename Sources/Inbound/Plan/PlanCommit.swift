// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Jobs
import Journal

extension Planner {
  /// Takes a comparison into the journal, in one transaction: all of it or nothing.
  func commit(
    _ comparison: Comparison, of delivery: Delivery, _ job: FeedJob, rows: RowFile.About?
  ) throws(InboundError) {
    let totals = comparison.totals
    let stage = comparison.stage
    // The journal's own cache fills now: the comparison's has served.
    stage.releaseMemory()
    var stageError: ScratchError?
    do throws(JournalError) {
      try parts.journal.writePlan(
        of: delivery.id, operation: job.operation.name, jobDigest: job.digest,
        header: comparison.header, absent: totals.absent,
        mapped: rows.map { Mapped(records: $0.records, passedOver: $0.passedOver) },
        jobFiles: job.sources.map { JobFileText(path: $0.path, bytes: $0.bytes) },
        brokenOff: comparison.brokenOff?.reason(for: job.operation), at: parts.now()
      ) { writer in
        do {
          try stage.write(
            into: &writer, asking: job.operation, readsFirst: delivery.undoOf != nil)
          if job.absent != .keep, delivery.undoOf == nil {
            let isWhole = isWhole(delivery, job) && !comparison.isCorrection
            try Journal.takeNames(
              of: job.name, after: isWhole ? job.absentAfter : nil, writer.database
            ) { take in
              let named = try stage.database.prepare("SELECT object FROM plan_named")
              while try named.step() { if let object = named.text(0) { try take(object) } }
            }
          }
        } catch let error as ScratchError {
          stageError = error
          throw error
        }
        return (totals.records, totals.unchanged)
      }
    } catch { throw stageError?.asInboundError ?? InboundError(error) }
  }
}

extension Stage {
  /// Adds everything that stands here, changes of one group together.
  fileprivate func write(
    into writer: inout PlanWriter, asking operation: Catalogue.Operation, readsFirst: Bool
  ) throws {
    var ids: [Int: Int64] = [:]
    try forEachChange(groupColumn: operation.groupColumn) { change, isShared in
      var change = change
      let asked = change.operation.flatMap(Catalogue.Operation.named) ?? operation
      if asked.isPhased { change = try change.phased(asked) }
      change.readsFirst = readsFirst && asked.composition == nil
      let id = try writer.add(change)
      if isShared { ids[change.record] = id }
      return true
    }
    let shared = try database.prepare(
      "SELECT record, line, of_record FROM plan_shared ORDER BY record")
    while try shared.step() {
      guard let change = ids[Int(shared.int64(2))] else { continue }
      try writer.addShared(
        record: Int(shared.int64(0)), line: Int(shared.int64(1)), change: change)
    }
    let superseded = try database.prepare(
      """
      SELECT p.record, s.line, s.key, p.object,
        '{"identity":' || p.identity || ',"desired":' || p.desired || ',"prior":' || p.prior || '}',
        p.by_line
      FROM plan_superseded p JOIN plan_staged s ON s.record = p.record ORDER BY p.record
      """)
    while try superseded.step() {
      try writer.addSuperseded(
        superseded.change, message: "line \(superseded.int64(5)) of the same file says otherwise")
    }
    try forEachRejection { rejection in
      try writer.add(rejection)
      return true
    }
  }

  /// Hands out the changes, of one group together, and whether other records share one; false ends it.
  func forEachChange(groupColumn: String?, _ body: (PlannedChange, Bool) throws -> Bool) throws {
    let order = groupColumn.map { "json_extract(m.identity, '$.\($0)'), m.record" } ?? "m.record"
    let changes = try database.prepare(
      """
      SELECT m.record, s.line, s.key, m.object,
        '{"identity":' || m.identity || ',"desired":' || m.desired || ',"prior":' || m.prior || '}',
        EXISTS (SELECT 1 FROM plan_shared h WHERE h.of_record = m.record), m.asks
      FROM plan_matched m JOIN plan_staged s ON s.record = m.record
      WHERE NOT m.same ORDER BY \(order)
      """)
    while try changes.step() {
      var change = changes.change
      change.operation = changes.text(6)
      guard try body(change, changes.int64(5) != 0) else { return }
    }
  }

  /// Hands out the rejected records in order; false ends it.
  func forEachRejection(_ body: (Rejection) throws -> Bool) throws {
    let rejected = try database.prepare(
      "SELECT record, line, key, code, message FROM plan_rejected ORDER BY record")
    while try rejected.step() {
      let rejection = Rejection(
        record: Int(rejected.int64(0)), line: Int(rejected.int64(1)), key: rejected.text(2) ?? "",
        code: rejected.text(3) ?? "", message: rejected.text(4) ?? "")
      guard try body(rejection) else { return }
    }
  }
}

extension PlannedChange {
  /// The change at the first step it needs, in its group.
  func phased(_ operation: Catalogue.Operation) throws -> PlannedChange {
    let intent = try Intent(object: object, text: self.intent)
    guard let first = operation.phase(intent, 0) else {
      throw InboundError(.bug, "record \(record) asks \(operation.name) for nothing")
    }
    var change = self
    (change.phase, change.group) = (first, operation.dependency(intent))
    return change
  }
}

extension ScratchStatement {
  /// The change in a row of record, line, key, object and intent.
  fileprivate var change: PlannedChange {
    PlannedChange(
      record: Int(int64(0)), line: Int(int64(1)), key: text(2) ?? "", object: text(3) ?? "",
      intent: text(4) ?? "")
  }
}
