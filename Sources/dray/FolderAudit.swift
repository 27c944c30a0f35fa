// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Jobs
import Journal

/// Holds the journal against the folders: what it says is there must be there.
struct FolderAudit {
  private let folders: FolderPaths

  init(_ folders: FolderPaths) { self.folders = folders }

  /// One line for each thing that does not add up.
  func findings(_ journal: Journal) -> [String] {
    do throws(JournalError) {
      return try journal.read { database in
        try lostBytes(database) + lostArchives(database) + drafts(database)
      }
    } catch {
      return [error.description]
    }
  }

  /// A delivery that is not archived has its bytes in the spool.
  private func lostBytes(_ database: Database) throws -> [String] {
    try Row.fetchAll(
      database,
      sql: "SELECT id, spool FROM deliveries WHERE spool IS NOT NULL AND archived IS NULL"
    ).compactMap { row in
      let (id, spool): (Int64, String) = (row["id"], row["spool"])
      return exists("\(folders.state)/spool/\(spool)")
        ? nil : "d\(id): its bytes are neither in the spool (\(spool)) nor in the archive"
    }
  }

  /// An archived delivery's file has the size it came with; one that was cleared away is not missed.
  private func lostArchives(_ database: Database) throws -> [String] {
    try Row.fetchAll(
      database, sql: "SELECT id, archived, bytes FROM deliveries WHERE archived IS NOT NULL"
    ).compactMap { row in
      let (id, archived, bytes): (Int64, String, Int) = (row["id"], row["archived"], row["bytes"])
      guard let size = size("\(folders.archive)/\(archived)"), size != bytes else { return nil }
      return "d\(id): \(archived) has \(size) bytes in the archive; it came with \(bytes)"
    }
  }

  /// Every draft in the outbox belongs to a run that will place it.
  private func drafts(_ database: Database) throws -> [String] {
    let known = Set(
      try String.fetchAll(
        database,
        sql:
          "SELECT temporary FROM runs WHERE temporary IS NOT NULL AND state IN ('claimed','sealed')"
      ))
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: folders.outbox) } catch {
      return []
    }
    return names.filter { $0.hasPrefix(".") && $0.hasSuffix(".tmp") && !known.contains($0) }
      .map { "outbox/\($0): a draft that no run will place" }
  }

  private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  private func size(_ path: String) -> Int? {
    do {
      return try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
    } catch { return nil }
  }
}
