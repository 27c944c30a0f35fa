// SPDX-License-Identifier: Apache-2.0

import Jobs
import Journal
import Tables

extension ReceiptRecords {
  /// The lists of a delivery whose records were made of the file's: told row by row; what comes back are the file's own
  /// records, each once, with the reasons of its rows.
  func readRows(
    _ file: DeliveryFile, _ outcomes: inout OutcomePages, _ lines: inout CSVWriter<InboundError>
  ) throws(InboundError) {
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
            if outcome.outcome == .rejected {
              try reasons.add(outcome, to: reader.sources[index])
            }
          } else if mapper != nil {
            _ = mapper?.map(index, of: batch)
            try Self.add(
              ReceiptLine(
                record: extent.number, line: extent.line,
                key: mapper?.keyText(index, batch) ?? "", outcome: .unchanged), to: &lines)
          }
        }
      }
      if let rejected { try copy(file, because: reasons, to: rejected) }
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
  ) throws {
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
      }
    }
    try rejected.append(try copies.ending(isBrokenOff: flow.brokenOff != nil))
  }
}

/// Why records of a file come back: the reasons of their rows, each once.
private struct RejectionReasons {
  private let insert: ScratchStatement
  private let find: ScratchStatement

  /// More is not read by anyone.
  private static let longest = 4_000

  init(path: String) throws(ScratchError) {
    let database = try ScratchDatabase(path: path)
    try database.execute(
      """
      PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8192;
      CREATE TABLE reasons (record INTEGER PRIMARY KEY, key TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL);
      BEGIN;
      """)
    insert = try database.prepare(
      """
      INSERT INTO reasons VALUES (?, ?, ?, ?) ON CONFLICT (record) DO UPDATE
        SET message = message || '; ' || excluded.message
        WHERE instr(message, excluded.message) = 0 AND length(message) < \(Self.longest)
      """)
    find = try database.prepare("SELECT key, code, message FROM reasons WHERE record = ?")
  }

  func add(_ outcome: ReceiptLine, to record: Int) throws(ScratchError) {
    insert.bind(Int64(record), 1)
    insert.bind(outcome.key, 2)
    insert.bind(outcome.code ?? "", 3)
    insert.bind(outcome.message ?? "", 4)
    try insert.run()
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
