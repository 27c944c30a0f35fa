// SPDX-License-Identifier: Apache-2.0

import Catalogue
import GRDB
import Jobs
import Journal
import Tables

/// The three files that answer one delivery, as streams of bytes.
struct ReceiptFiles {
  let delivery: Delivery
  let job: FeedJob
  let journal: Journal
  /// The absolute path of the delivery's bytes.
  let source: String

  /// Whether the job wants a line for records.
  var listsRecords: Bool {
    switch job.receipt {
    case .summary: false
    case .changes, .all: delivery.state == .settled || delivery.state == .working
    }
  }

  /// `.receipt.json`.
  func summary() throws -> [UInt8] {
    // A duplicate repeats what the first one came to.
    let counts = try journal.counts(of: delivery.duplicateOf ?? delivery.id)
    func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }
    let json: JSON = [
      "delivery": .string(delivery.label), "job": .string(delivery.job),
      "name": .string(delivery.name), "state": .string(delivery.state.rawValue),
      "sha256": .string(delivery.sha256), "bytes": JSON(delivery.bytes),
      "arrived_at": .string(delivery.arrivedAt), "planned_at": text(delivery.plannedAt),
      "settled_at": text(delivery.settledAt),
      "duplicate_of": text(delivery.duplicateOf.map { "d\($0)" }),
      "correction": .bool(delivery.correction), "operation": .string(job.operation.name),
      "route": text(delivery.route), "records": JSON(counts.records),
      "applied": JSON(counts.applied), "unchanged": JSON(counts.unchanged),
      "rejected": JSON(counts.rejected), "superseded": JSON(counts.superseded),
      "pending": JSON(counts.pending), "parked": JSON(counts.parked),
      "points": JSON(try journal.points(of: .delivery(delivery.id))),
      "faults": .array(
        delivery.reasons.map { ["code": .string($0.code), "message": .string($0.message)] }),
    ]
    return Array(json.indentedText.utf8) + [0x0A]
  }

  /// `.receipt.csv`: every record that is not unchanged; with `receipt: all`, each.
  func records(to sink: @escaping ([UInt8]) throws -> Void) throws {
    var writer = CSVWriter(lineEnd: .lf, to: sink)
    try writer.write(["record", "line", "key", "outcome", "id", "code", "message"])
    if job.receipt == .all {
      try everyRecord(&writer)
    } else {
      try forEachOutcome { row in try ReceiptFiles.write(row, to: &writer) }
    }
    try writer.flush()
  }

  /// Whether any record was rejected.
  func hasRejected() throws -> Bool {
    guard delivery.state == .settled || delivery.state == .working else { return false }
    return try journal.counts(of: delivery.id).rejected > 0
  }

  /// `.rejected.csv` or `.rejected.xml`: the rejected records in the delivery's own layout, bytes kept.
  func rejected(to sink: @escaping ([UInt8]) throws -> Void) throws {
    var layout = try RejectedLayout(source: source, name: delivery.name, job: job, sink: sink)
    try forEachOutcome("outcome = 'rejected'") { row in
      try layout.add(record: row["record"], code: row["code"], message: row["message"])
    }
    try layout.finish()
  }

  /// Every record the journal knows of, in order, in constant memory.
  private func forEachOutcome(
    _ condition: String = "true", _ body: (Row) throws -> Void
  ) throws {
    // An error of the body is not the journal's.
    var failure: (any Error)?
    try journal.read { db in
      let rows = try Row.fetchCursor(
        db, sql: ReceiptFiles.outcomes + " WHERE \(condition) ORDER BY record",
        arguments: ["delivery": delivery.id])
      while let row = try rows.next() {
        do { try body(row) } catch {
          failure = error
          return
        }
      }
    }
    if let failure { throw failure }
  }

  private static let outcomes = """
    SELECT * FROM (
      SELECT record, line, key, \(outcome("state")) AS outcome, coalesce(result, object) AS id,
        coalesce(code, '') AS code, coalesce(message, '') AS message
      FROM changes WHERE delivery = :delivery
      UNION ALL
      SELECT s.record, s.line, c.key, \(outcome("c.state")), coalesce(c.result, c.object),
        coalesce(c.code, ''), coalesce(c.message, 'the same as record ' || c.record)
      FROM shared_records s JOIN changes c ON c.id = s.change WHERE s.delivery = :delivery
      UNION ALL
      SELECT record, line, key, 'rejected', '', code, message FROM rejections WHERE delivery = :delivery)
    """

  /// A change's state as its record's outcome.
  private static func outcome(_ state: String) -> String {
    "iif(\(state) IN ('planned','sent','unknown'), 'pending', \(state))"
  }

  private static func write(_ row: Row, to writer: inout CSVWriter) throws {
    let (record, line): (Int, Int) = (row["record"], row["line"])
    let texts: [String] = ["key", "outcome", "id", "code", "message"].map { row[$0] }
    try writer.write([String(record), String(line)] + texts)
  }

  /// The file's records beside the journal's: what the journal does not know is unchanged.
  private func everyRecord(_ writer: inout CSVWriter) throws {
    var file = try RecordWalk(source: source, name: delivery.name, format: job.format)
    try forEachOutcome { row in
      let number: Int = row["record"]
      while let next = try file.next(), next.number < number {
        try ReceiptFiles.writeUnchanged(next, to: &writer)
      }
      try ReceiptFiles.write(row, to: &writer)
    }
    while let next = try file.next() { try ReceiptFiles.writeUnchanged(next, to: &writer) }
  }

  private static func writeUnchanged(
    _ extent: RecordBatch.Extent, to writer: inout CSVWriter
  ) throws {
    try writer.write([String(extent.number), String(extent.line), "", "unchanged", "", "", ""])
  }
}

extension FileFormat {
  /// The ending of a rejected file in this layout.
  var fileEnding: String {
    switch self {
    case .csv: "csv"
    case .xml: "xml"
    }
  }
}
