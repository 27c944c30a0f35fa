// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Foundation
import GRDB
import Journal
import Logging

/// Makes a bulk file of what is planned: written whole, then committed as sent with a batch a line, all
/// before the upload.
struct BulkFileMaking {
  /// A file's limit: Shopify takes 100 MB.
  var mostBytes = 95_000_000

  let parts: InboundParts
  let operation: Catalogue.Operation
  let lane: Lane
  let delivery: Int64
  let identifier: @Sendable () -> String

  /// Makes the next file; nil where nothing planned may be sent now.
  func make() throws(InboundError) -> BulkFile? {
    let now = parts.now()
    let file = BulkFile(
      id: identifier(), delivery: delivery, createdAt: now, asks: lane.operation,
      phase: lane.phase)
    do {
      let lines = try parts.journal.write { db in
        try Journal.insert(file, db)
        return try enter(file, now: now, db)
      }
      if lines == 0 { remove(file) }
      return lines > 0 ? file : nil
    } catch {
      // Nothing was committed; a file half-written is no one's.
      remove(file)
      throw InboundError(error)
    }
  }

  /// Where a file's lines stand until it is settled.
  func path(of file: BulkFile) -> String { "\(parts.workDirectory)/bulk-\(file.id).jsonl" }

  /// Where its result is downloaded to.
  func resultPath(of file: BulkFile) -> String { "\(parts.workDirectory)/bulk-\(file.id).result" }

  /// Takes away what stands on disk of a file.
  func remove(_ file: BulkFile) {
    removeResult(of: file)
    remove(path(of: file))
  }

  /// Takes away the result of a file.
  func removeResult(of file: BulkFile) { remove(resultPath(of: file)) }

  private func remove(_ path: String) {
    guard FileManager.default.fileExists(atPath: path) else { return }
    do { try FileManager.default.removeItem(atPath: path) } catch {
      parts.logger.warning("a work file stays behind", metadata: ["path": "\(path)"])
    }
  }

  /// Writes the lines and enters their batches; gives how many.
  private func enter(_ file: BulkFile, now: String, _ db: Database) throws -> Int {
    let path = path(of: file)
    guard FileManager.default.createFile(atPath: path, contents: nil) else {
      throw JournalError(.full, "\(path) cannot be written")
    }
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    defer { close(handle) }
    var contested = try Journal.contested(
      operation.name, besides: operation.isPhased ? nil : delivery, db)
    let step = operation.step(lane.phase)
    let page = 20 * step.maxItems
    let mostLines = try Journal.mostLines(of: delivery, db)
    var (line, bytes) = (0, 0)
    var cursor: Int64 = 0
    pages: while true {
      let changes = try Journal.planned(
        of: delivery, in: lane, after: cursor, limit: page, at: now, db)
      guard let last = changes.last else { break }
      cursor = last.id
      var buffer = Data()
      var groups = try Grouping.groups(of: changes.filter { !$0.needsReading }, for: step)[...]
      while let group = groups.popFirst() {
        let free = group.filter { !contested.contains($0.object) }
        if free.isEmpty { continue }
        let parcel = try Parcel(
          of: free, operation: operation, phase: lane.phase, delivery: delivery,
          id: identifier(), key: identifier(), now: now,
          place: Batch.Place(file: file.id, line: line))
        if parcel.batch.variables.count >= mostBytes {
          // No file takes such a line: in halves, until the item that is too long stands alone.
          guard free.count > 1 else {
            try reject(free, bytes: parcel.batch.variables.count, now: now, db)
            continue
          }
          groups = Grouping.halves(of: free) + groups
          continue
        }
        bytes += parcel.batch.variables.count + 1
        if bytes > mostBytes || line == mostLines {
          try write(buffer, to: handle)
          break pages
        }
        try Journal.insert(parcel.batch, of: free, db)
        if operation.isPhased { contested.formUnion(free.map(\.object)) }
        buffer.append(contentsOf: parcel.batch.variables)
        buffer.append(UInt8(ascii: "\n"))
        line += 1
      }
      try write(buffer, to: handle)
    }
    if line == 0 { try db.execute(sql: "DELETE FROM files WHERE id = ?", arguments: [file.id]) }
    return line
  }

  /// Changes that no bulk file and no request takes.
  private func reject(_ changes: [Change], bytes: Int, now: String, _ db: Database) throws {
    var settling = try Settling(at: now, db)
    for change in changes {
      try settling.settle(
        change, as: .rejected, code: "TOO_LARGE",
        message: "what it asks is \(bytes) bytes long; at most \(mostBytes) can be sent")
    }
    try settling.finish()
  }

  private func write(_ data: Data, to handle: FileHandle) throws {
    do { try handle.write(contentsOf: data) } catch {
      throw JournalError(.full, "the bulk file cannot be written: \(error)")
    }
  }

  private func close(_ handle: FileHandle) {
    do { try handle.close() } catch {
      parts.logger.warning("a bulk file did not close", metadata: ["error": "\(error)"])
    }
  }
}
