// SPDX-License-Identifier: Apache-2.0

import GRDB

/// How long the store has been tried for a delivery without anything coming of it.
extension Journal {
  /// A try came to nothing.
  ///
  /// - Parameters:
  ///   - span: How long the try took, by our own clock.
  ///   - elapsed: The time since the try before by our own clock; nil where that was in another process or never: then
  ///     the wall clock's word counts, an hour at most and never less than `span`.
  /// - Returns: how many seconds it has been tried by now.
  package func noteTryInVain(
    of delivery: Int64, span: Duration, elapsed: Duration?, at now: String
  ) throws(JournalError) -> Int {
    try write { db in
      let least = Int(span.components.seconds)
      let seconds =
        try elapsed.map { Int($0.components.seconds) }
        ?? Int.fetchOne(
          db,
          sql: """
            SELECT max(?, coalesce(min(3600, unixepoch(?) - unixepoch(tried_at)), 0))
            FROM deliveries WHERE id = ?
            """, arguments: [least, now, delivery]) ?? least
      try db.execute(
        sql: "UPDATE deliveries SET tried_at = ?, tried_seconds = tried_seconds + ? WHERE id = ?",
        arguments: [now, seconds, delivery])
      return try Int.fetchOne(
        db, sql: "SELECT tried_seconds FROM deliveries WHERE id = ?", arguments: [delivery]) ?? 0
    }
  }

  /// Something came of it: the next failure is the first.
  package func endTries(of delivery: Int64) throws(JournalError) {
    try write { db in
      try db.execute(
        sql: """
          UPDATE deliveries SET tried_at = NULL, tried_seconds = 0
          WHERE id = ? AND (tried_at IS NOT NULL OR tried_seconds > 0)
          """, arguments: [delivery])
    }
  }
}
