// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Jobs
import Journal
import Tables

extension ReceiptRecords {
  /// The lists of a delivery whose records were made of the file's: told row by row; what comes back are the file's own
  /// records, each once, with the reasons of its rows. Whether any came back.
  func readRows(
    _ file: DeliveryFile, _ outcomes: inout OutcomePages, _ lines: inout CSVWriter<InboundError>
  ) throws(InboundError) -> Bool {
    ScratchDatabase.remove(scratch)
    defer { ScratchDatabase.remove(scratch) }
    do {
      let (job, _) = try file.readingRows(job)
      let reasons = try RejectionReasons(path: scratch)
      var reader = try RowReader(path: file.rows ?? "", named: file.name)
      var mapper =
        job.receipt == .all
        ? try RecordMapper(
          job, columns: reader.columns, references: [:], moneyDigits: 2, file: file.name) : nil
      var batch = RecordBatch(columnCount: reader.columns.count)
      while try reader.next(into: &batch) {
        for index in 0..<batch.count {
          let extent = batch.records[index]
          if let outcome = try outcomes.next(of: extent.number) {
            try Self.add(outcome, to: &lines)
            let record = reader.sources[index]
            switch outcome.outcome {
            case .rejected: try reasons.add(outcome, to: record, namesLine: !job.group.isEmpty)
            // What was added would be added again if its record came back.
            case .applied, .pending, .parked:
              if job.operation.folds != nil { try reasons.keepBack(record) }
            case .unchanged, .superseded: break
            }
          } else if mapper != nil {
            try Self.addUnchanged(index, of: batch, &mapper, to: &lines)
          }
        }
      }
      if let rejected { return try copy(file, because: reasons, to: rejected) }
      return false
    } catch let error as InboundError {
      throw error
    } catch let error as ScratchError {
      throw error.asInboundError
    } catch let error as TableError {
      throw InboundError(.disk, "\(error)")
    } catch PlanStop.failed(let error) {
      throw error
    } catch { throw InboundError(.bug, "\(file.name) can no longer be read: \(error)") }
  }

  /// Copies the records of the file that have reasons; of a grouped file every row of such a group.
  private func copy(
    _ file: DeliveryFile, because reasons: RejectionReasons, to rejected: ReceiptFile
  ) throws -> Bool {
    var isAny = false
    var reader = try file.source(for: job)
    var copies = try rejectedRecords(of: file, reader)
    let index = ColumnIndex(DeliveryFile.columns(of: reader, for: job))
    var groups: RowGroups?
    if !job.group.isEmpty {
      groups = RowGroups(
        job.group.compactMap { if case .one(let place) = index.find($0) { place } else { nil } })
    }
    var batch = RecordBatch(columnCount: reader.columns.count)
    var flow = RecordFlow(takesBeginning: true, heedsStop: false)
    while try flow.next(&reader, into: &batch) {
      copies.look(at: batch, of: reader)
      for row in 0..<batch.count {
        let extent = batch.records[row]
        let record = groups?.place(row, of: batch).group ?? extent.number
        guard var outcome = try reasons.outcome(of: record) else { continue }
        outcome.line = extent.line
        try rejected.append(try copies.copy(row, outcome, of: batch, reader))
        isAny = true
      }
    }
    if isAny { try rejected.append(try copies.ending(isBrokenOff: flow.brokenOff != nil)) }
    return isAny
  }
}

/// Why records of a file come back: the reasons of their rows, each once.
private struct RejectionReasons {
  private let insert: ScratchStatement
  private let back: ScratchStatement
  private let find: ScratchStatement

  /// More is not read by anyone.
  private static let longest = 4_000

  init(path: String) throws(ScratchError) {
    let database = try ScratchDatabase(path: path)
    try database.execute(
      """
      PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8192;
      CREATE TABLE reasons (record INTEGER PRIMARY KEY, key TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL);
      CREATE TABLE kept_back (record INTEGER PRIMARY KEY);
      BEGIN;
      """)
    insert = try database.prepare(
      """
      INSERT INTO reasons VALUES (?, ?, ?, ?) ON CONFLICT (record) DO UPDATE
        SET code = iif(code = '\(StandTogether.code)', excluded.code, code),
          message = iif(code = '\(StandTogether.code)', excluded.message,
            message || '; ' || excluded.message)
        WHERE excluded.code <> '\(StandTogether.code)' AND instr(message, excluded.message) = 0
          AND length(message) < \(Self.longest)
      """)
    back = try database.prepare("INSERT OR IGNORE INTO kept_back VALUES (?)")
    find = try database.prepare(
      """
      SELECT key, code, message FROM reasons
      WHERE record = ? AND record NOT IN (SELECT record FROM kept_back)
      """)
  }

  func add(_ outcome: ReceiptLine, to record: Int, namesLine: Bool) throws(ScratchError) {
    let message = outcome.message ?? ""
    insert.bind(Int64(record), 1)
    insert.bind(outcome.key, 2)
    insert.bind(outcome.code ?? "", 3)
    insert.bind(namesLine ? "line \(outcome.line): \(message)" : message, 4)
    try insert.run()
  }

  /// A record that does not come back, whatever is said of its other rows.
  func keepBack(_ record: Int) throws(ScratchError) {
    back.bind(Int64(record), 1)
    try back.run()
  }

  /// What is said of a record; nil where it does not come back.
  func outcome(of record: Int) throws(ScratchError) -> ReceiptLine? {
    find.bind(Int64(record), 1)
    defer { find.reset() }
    guard try find.step() else { return nil }
    return ReceiptLine(
      record: record, line: 0, key: find.text(0) ?? "", outcome: .rejected,
      code: find.text(1), message: find.text(2))
  }
}
