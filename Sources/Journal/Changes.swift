// SPDX-License-Identifier: Apache-2.0

import GRDB

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
