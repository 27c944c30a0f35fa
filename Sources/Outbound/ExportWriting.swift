// SPDX-License-Identifier: Apache-2.0

import Crypto
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

  /// What was written.
  struct Written {
    var rows = 0
    var bytes = 0
    var sha256 = ""
  }

  /// Objects compared and written at a time.
  static let pageSize = 1_000
  /// Bytes handed to the file at a time, about.
  static let chunkBytes = 256 << 10

  /// Writes header and rows through `append`.
  func write(
    _ append: (borrowing [UInt8]) throws(FolderError) -> Void
  ) throws(OutboundError) -> Written {
    _ = try exporter.record(run) { db in try Staging.clear(job.name, db) }
    var failure: OutboundError?
    let written: Written
    do throws(MirrorError) {
      written = try exporter.mirror.read { db in
        do throws(OutboundError) {
          return try write(db, append)
        } catch {
          failure = error
          throw error
        }
      }
    } catch {
      throw failure ?? OutboundError(error)
    }
    return written
  }

  private func write(
    _ db: Database, _ append: (borrowing [UInt8]) throws(FolderError) -> Void
  ) throws(OutboundError) -> Written {
    let cells = CellWriter(
      columns: kind.columns, delimiter: job.delimiter, audience: job.audience, time: time)
    var written = Written()
    var hash = SHA256()
    var chunk = cells.header
    func flush() throws(OutboundError) {
      hash.update(data: chunk)
      written.bytes += chunk.count
      do throws(FolderError) { try append(chunk) } catch { throw OutboundError(error) }
      chunk.removeAll(keepingCapacity: true)
    }
    var after: Int64 = .min
    while true {
      guard !Task.isCancelled else {
        throw OutboundError(.stopped, "the export \(job.name) was stopped; it goes on next time")
      }
      let page = try objects(db, after: after)
      guard let last = page.last else { break }
      after = last.key
      let changed = try changed(page)
      guard !changed.isEmpty else { continue }
      let wanted = JSON.array(changed.map { [JSON(Int($0.key)), JSON($0.version)] })
      // Objects the filter leaves nothing of were not written: they are compared again next time.
      var keys = Set<Int64>()
      do {
        let rows = try Row.fetchCursor(
          db, sql: kind.statement(filter: job.filter),
          arguments: ["objects": wanted.text])
        while let row = try rows.next() {
          cells.write(row, to: &chunk)
          written.rows += 1
          keys.insert(row[0])
          if chunk.count >= Self.chunkBytes { try flush() }
        }
      } catch let error as OutboundError {
        throw error
      } catch {
        throw exporter.sqlError(error, job)
      }
      try stage(changed.filter { keys.contains($0.key) })
    }
    try flush()
    written.sha256 = hash.finalize().map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
    return written
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
