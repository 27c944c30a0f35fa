// SPDX-License-Identifier: Apache-2.0

package import GRDB

extension Journal {
  /// Enters a bulk file as `sent`; its batches follow in the same transaction.
  package static func insert(_ file: BulkFile, _ db: Database) throws {
    try db.execute(
      sql:
        "INSERT INTO files (id, delivery, state, created_at, asks, phase) VALUES (?,?,'sent',?,?,?)",
      arguments: [file.id, file.delivery, file.createdAt, file.asks, file.phase])
  }

  /// A delivery's bulk files that are not settled, oldest first.
  package func openFiles(of delivery: Int64) throws(JournalError) -> [BulkFile] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM files WHERE delivery = ? AND state <> 'settled' ORDER BY created_at, id
          """, arguments: [delivery]
      ).map(BulkFile.init)
    }
  }

  /// The store has the file's operation.
  package func markRunning(_ file: String, operation: String) throws(JournalError) {
    try write { db in
      try db.execute(
        sql: """
          UPDATE files SET state = 'running', operation = ? WHERE id = ? AND state <> 'settled'
          """, arguments: [operation, file])
    }
  }

  /// The store stopped the file's operation at its limit of time: later files of its delivery are smaller.
  package func markTimedOut(_ file: String) throws(JournalError) {
    try write { db in
      try db.execute(sql: "UPDATE files SET timed_out = 1 WHERE id = ?", arguments: [file])
    }
  }

  /// The most lines a further file of a delivery may have: half of the smallest that ran out of time; nil where none
  /// did.
  package static func mostLines(of delivery: Int64, _ db: Database) throws -> Int? {
    try Int.fetchOne(
      db,
      sql: """
        SELECT max(1, min(lines) / 2) FROM (SELECT count(*) AS lines FROM batches
          WHERE file IN (SELECT id FROM files WHERE delivery = ? AND timed_out) GROUP BY file)
        """, arguments: [delivery])
  }

  /// A file's open batches from a line on, with their open changes.
  package func batches(of file: String, from line: Int, limit: Int) throws(JournalError)
    -> [(batch: Batch, changes: [Change])]
  {
    try read { db in
      let batches = try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM batches
          WHERE file = ? AND line >= ? AND state <> 'settled' ORDER BY line LIMIT ?
          """, arguments: [file, line, limit]
      ).map(Batch.init)
      return try batches.map { ($0, try Journal.openChanges(of: $0.id, db)) }
    }
  }

  /// The file is done with: lines still open have an unknown outcome, or, where it certainly never
  /// started, are planned anew.
  package func settleFile(_ file: String, neverStarted: Bool, at now: String) throws(JournalError) {
    try write { db in
      if neverStarted {
        try db.execute(
          sql: """
            UPDATE changes SET state = 'planned', batch = NULL, item = NULL
            WHERE state IN ('sent','unknown')
              AND batch IN (SELECT id FROM batches WHERE file = ? AND state <> 'settled')
            """, arguments: [file])
        try db.execute(
          sql: """
            UPDATE batches SET state = 'settled', variables = NULL, settled_at = ?
            WHERE file = ? AND state <> 'settled'
            """, arguments: [now, file])
      } else {
        let open = try String.fetchAll(
          db, sql: "SELECT id FROM batches WHERE file = ? AND state = 'sent'", arguments: [file])
        for batch in open { try Journal.markUnknown(batch, db) }
      }
      try db.execute(
        sql:
          "UPDATE files SET state = 'settled', settled_at = ? WHERE id = ? AND state <> 'settled'",
        arguments: [now, file])
    }
  }
}

extension Journal {
  /// How many lines a bulk file has.
  package func lineCount(of file: String) throws(JournalError) -> Int {
    try read { db in
      try Int.fetchOne(
        db, sql: "SELECT coalesce(max(line) + 1, 0) FROM batches WHERE file = ?", arguments: [file])
        ?? 0
    }
  }
}
