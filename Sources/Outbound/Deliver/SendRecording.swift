// SPDX-License-Identifier: Apache-2.0

import GRDB
import Journal

/// What a courier notes of a send, each in one transaction, before anything depends on it.
extension Journal {
  /// A try begins.
  func beginTry(_ send: Send, at now: String) throws(JournalError) {
    try write { db in
      try db.execute(
        sql: """
          UPDATE sends SET attempts = attempts + 1, tried_at = ? WHERE run = ? AND target = ?
          """, arguments: [now, send.run, send.target])
    }
  }

  /// The whole file is there under its temporary name; nil takes that back.
  func noteUploaded(_ send: Send, at now: String?) throws(JournalError) {
    try write { db in
      try db.execute(
        sql: "UPDATE sends SET uploaded_at = ? WHERE run = ? AND target = ?",
        arguments: [now, send.run, send.target])
    }
  }

  /// The target has the file.
  func noteSent(_ send: Send, remark: String?, at now: String) throws(JournalError) {
    try write { db in
      try db.execute(
        sql: """
          UPDATE sends SET state = 'sent', sent_at = ?, message = ? WHERE run = ? AND target = ?
          """, arguments: [now, remark, send.run, send.target])
    }
  }

  /// A try failed.
  ///
  /// - Parameters:
  ///   - elapsed: The time since the try before by our own clock; nil where that was in another process: then the wall
  ///     clock's word counts, an hour at most and never less than nothing.
  ///   - limit: After so many seconds of trying it is left to a person.
  ///   - isFinal: It is left to a person at once.
  /// - Returns: whether it is left to a person now.
  func noteFailure(
    _ send: Send, _ message: String, elapsed: Duration?, limit: Int, isFinal: Bool, at now: String
  ) throws(JournalError) -> Bool {
    try write { db in
      let seconds =
        try elapsed.map { Int($0.components.seconds) }
        ?? Int.fetchOne(
          db,
          sql: "SELECT coalesce(max(0, min(3600, unixepoch(?) - unixepoch(?))), 0)",
          arguments: [now, send.triedAt]) ?? 0
      try db.execute(
        sql: """
          UPDATE sends SET message = :message, tried_seconds = tried_seconds + :seconds,
            state = CASE WHEN :final OR tried_seconds + :seconds >= :limit THEN 'failed' ELSE state END
          WHERE run = :run AND target = :target
          """,
        arguments: [
          "message": message, "seconds": seconds, "final": isFinal, "limit": limit,
          "run": send.run, "target": send.target,
        ])
      return try Bool.fetchOne(
        db, sql: "SELECT state = 'failed' FROM sends WHERE run = ? AND target = ?",
        arguments: [send.run, send.target]) ?? false
    }
  }
}
