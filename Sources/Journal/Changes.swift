// SPDX-License-Identifier: Apache-2.0

import GRDB

/// A record as a receipt lists it: its own outcome, by the change that serves it.
package struct RecordOutcome: Sendable, Equatable {
  package var record: Int
  package var line: Int
  package var change: Change
}

extension Journal {
  /// A delivery's changes by record number above `after`, in pages.
  package func changes(of delivery: Int64, after record: Int = 0, limit: Int = 10_000)
    throws(JournalError) -> [Change]
  {
    try read { db in
      try Change.all(
        db,
        sql: """
          SELECT \(Change.columns) FROM changes
          WHERE delivery = ? AND record > ? ORDER BY record LIMIT ?
          """, arguments: [delivery, record, limit])
    }
  }

  /// A delivery's records that another record's change serves, by record number above `after`, in pages.
  package func sharedRecords(of delivery: Int64, after record: Int = 0, limit: Int = 10_000)
    throws(JournalError) -> [RecordOutcome]
  {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT c.*, s.record AS shared_record, s.line AS shared_line
          FROM shared_records s JOIN changes c ON c.id = s.change
          WHERE s.delivery = ? AND s.record > ? ORDER BY s.record LIMIT ?
          """, arguments: [delivery, record, limit]
      ).map { row in
        RecordOutcome(
          record: row["shared_record"], line: row["shared_line"], change: try Change(row))
      }
    }
  }

  /// Changes settled after a mark, in the order of their settling: what the mirror copies.
  package func settled(after mark: Int64, limit: Int = 5_000) throws(JournalError) -> [Change] {
    try read { db in
      try Change.all(
        db,
        sql: "SELECT \(Change.columns) FROM changes WHERE settled > ? ORDER BY settled LIMIT ?",
        arguments: [mark, limit])
    }
  }
}
