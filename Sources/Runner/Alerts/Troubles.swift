// SPDX-License-Identifier: Apache-2.0

import GRDB
package import Journal

/// The troubles of a home, in the journal: each begins once and ends once, whatever restarts between.
package struct Troubles: Sendable {
  let journal: Journal
  /// Now, RFC 3339 in UTC with milliseconds.
  let now: @Sendable () -> String

  /// The troubles a journal holds; `now` is the time as RFC 3339 in UTC with milliseconds.
  package init(journal: Journal, now: @escaping @Sendable () -> String) {
    self.journal = journal
    self.now = now
  }

  /// Notes that a trouble is there; nothing changes where it was noted already but for its words.
  package func begin(_ trouble: Trouble) throws(JournalError) {
    let known = try journal.read { db in
      try Row.fetchOne(
        db,
        sql: "SELECT message, hint FROM troubles WHERE kind = ? AND key = ? AND ended_at IS NULL",
        arguments: [trouble.kind.rawValue, trouble.key])
    }
    if let known, known["message"] == trouble.message, known["hint"] == trouble.hint { return }
    try journal.write { db in
      try db.execute(
        sql: """
          INSERT INTO troubles (kind, key, job, message, hint, since)
          VALUES (:kind, :key, :job, :message, :hint, :now)
          ON CONFLICT (kind, key) WHERE ended_at IS NULL
          DO UPDATE SET message = excluded.message, hint = excluded.hint
          """,
        arguments: [
          "kind": trouble.kind.rawValue, "key": trouble.key, "job": trouble.job,
          "message": trouble.message, "hint": trouble.hint, "now": now(),
        ])
    }
  }

  /// Notes that a trouble is over; nothing happens where it was not there.
  package func end(_ kind: Trouble.Kind, key: String) throws(JournalError) {
    let isThere = try journal.read { db in
      try Bool.fetchOne(
        db,
        sql: """
          SELECT EXISTS (SELECT 1 FROM troubles WHERE kind = ? AND key = ? AND ended_at IS NULL)
          """, arguments: [kind.rawValue, key]) ?? false
    }
    guard isThere else { return }
    try journal.write { db in
      try db.execute(
        sql: "UPDATE troubles SET ended_at = ? WHERE kind = ? AND key = ? AND ended_at IS NULL",
        arguments: [now(), kind.rawValue, key])
    }
  }

  /// The troubles there are now, oldest first, each with when it began.
  package func current() throws(JournalError) -> [(trouble: Trouble, since: String)] {
    try journal.read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM troubles WHERE ended_at IS NULL ORDER BY since, id"
      ).map { row in (try Troubles.trouble(row), row["since"]) }
    }
  }
}
