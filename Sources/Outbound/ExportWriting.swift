// SPDX-License-Identifier: Apache-2.0

import Folders
import GRDB
package import Jobs
import Journal
import Mirror
import Tables

/// The writing of one file: what differs from what the job wrote last, object by object.
///
/// The mirror is read in one transaction, so the file shows one state of it; what changes meanwhile differs
/// the next time. Objects are compared by content alone: neither an event at the window's boundary nor one
/// that shows late can be lost or come twice, and an edit that leaves `updated_at` alone is seen.
struct ExportWriting {
  let exporter: Exporter
  let job: ExportJob
  let run: ExportRun
  let kind: ExportKind
  let time: ZonedTime

  /// Objects compared and written at a time.
  static let pageSize = 1_000

  /// Writes header and rows.
  ///
  /// - Returns: how many rows.
  func write(to sink: DraftSink) throws(OutboundError) -> Int {
    _ = try exporter.record(run) { db in try Staging.clear(job.name, db) }
    var failure: OutboundError?
    do throws(MirrorError) {
      return try exporter.mirror.read { db in
        do throws(OutboundError) {
          return try write(db, to: sink)
        } catch {
          failure = error
          throw error
        }
      }
    } catch {
      throw failure ?? OutboundError(error)
    }
  }

  private func write(_ db: Database, to sink: DraftSink) throws(OutboundError) -> Int {
    let text = RowText(columns: kind.columns, time: time)
    let formulas: CSVFormulas =
      switch job.audience {
      case .system: .kept
      case .spreadsheet: .neutralised
      }
    var writer = CSVWriter(delimiter: job.delimiter, formulas: formulas) { try sink.append($0) }
    var rows = 0
    do {
      try writer.write(kind.columns.map(\.name))
      var after: Int64 = .min
      while true {
        guard !Task.isCancelled else { throw Exporter.stopped(job) }
        let page = try objects(db, after: after)
        guard let last = page.last else { break }
        after = last.key
        let changed = try changed(page)
        guard !changed.isEmpty else { continue }
        let wanted = JSON.array(changed.map { [JSON(Int($0.key)), JSON($0.version)] })
        // Objects the filter leaves nothing of were not written: they are compared again next time.
        var written = Set<Int64>()
        let cursor = try Row.fetchCursor(
          db, sql: kind.statement(filter: job.filter), arguments: ["objects": wanted.text])
        while let row = try cursor.next() {
          try text.write(row, to: &writer)
          written.insert(row[0])
          rows += 1
        }
        try stage(changed.filter { written.contains($0.key) })
      }
      try writer.flush()
    } catch let error as OutboundError {
      throw error
    } catch let error as FolderError {
      throw OutboundError(error)
    } catch {
      throw exporter.sqlError(error, job)
    }
    return rows
  }

  /// An object to write.
  private struct Object {
    var key: Int64
    var content: String
    var version = 1
  }

  private func objects(_ db: Database, after: Int64) throws(OutboundError) -> [Object] {
    do {
      return try Row.fetchAll(
        db, sql: kind.objects, arguments: ["after": after, "limit": Self.pageSize]
      ).map { Object(key: $0["key"], content: $0["content"]) }
    } catch { throw OutboundError(.bug, "\(kind.name): \(error)") }
  }

  /// Those whose content is not what the job wrote last, with the version they come out as.
  private func changed(_ page: [Object]) throws(OutboundError) -> [Object] {
    let keys = JSON.array(page.map { JSON(Int($0.key)) }).text
    let known: [Int64: (content: String, version: Int)]
    do throws(JournalError) {
      known = try exporter.journal.read { db in
        let rows = try Row.fetchAll(
          db,
          sql: """
            SELECT CAST(key AS INTEGER) AS key, content, version FROM exported
            WHERE job = ? AND key IN (SELECT CAST(value AS TEXT) FROM json_each(?))
            """, arguments: [job.name, keys])
        return Dictionary(
          uniqueKeysWithValues: rows.map { ($0["key"], ($0["content"], $0["version"])) })
      }
    } catch { throw OutboundError(error) }
    return page.compactMap { object in
      guard !object.content.isEmpty else { return nil }
      guard let last = known[object.key] else { return object }
      guard last.content != object.content else { return nil }
      var object = object
      object.version = last.version + 1
      return object
    }
  }

  private func stage(_ objects: [Object]) throws(OutboundError) {
    guard !objects.isEmpty else { return }
    let rows = JSON.array(
      objects.map { [.string(String($0.key)), JSON($0.version), .string($0.content)] })
    _ = try exporter.record(run) { db in
      try Staging.add(rows, run: run.id, job.name, db)
    }
  }
}

extension ExportKind {
  /// The rows a job takes, in order.
  func statement(filter: String?) -> String {
    // The line end keeps a comment at the filter's end from swallowing the bracket.
    let condition = filter.map { "\nWHERE (\($0)\n)" } ?? ""
    return "SELECT * FROM (\n\(rows)\n)\(condition)\nORDER BY \(order)"
  }
}

extension Exporter {
  /// Whether the job's own SQL is sound, before a slot is taken.
  package func check(_ job: ExportJob) throws(OutboundError) {
    var failure: OutboundError?
    do throws(MirrorError) {
      try mirror.read { db in
        do {
          _ = try db.makeStatement(sql: kind(of: job).statement(filter: job.filter))
        } catch {
          failure = sqlError(error, job)
        }
      }
    } catch { throw OutboundError(error) }
    if let failure { throw failure }
  }

  /// What SQLite says of the job's `where:`, at its place.
  func sqlError(_ error: any Error, _ job: ExportJob) -> OutboundError {
    let words = (error as? DatabaseError)?.message ?? "\(error)"
    guard job.filter != nil, (error as? DatabaseError)?.resultCode == .SQLITE_ERROR else {
      return OutboundError(.bug, "\(job.export): \(error)")
    }
    let place = job.filterPosition.map { "\($0): " } ?? ""
    let columns = kind(of: job).columns.map(\.name).joined(separator: ", ")
    return OutboundError(
      .config, "\(place)'where' cannot be used: \(words); its columns are \(columns)")
  }
}
