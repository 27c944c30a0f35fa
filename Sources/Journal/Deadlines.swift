// SPDX-License-Identifier: Apache-2.0

import GRDB

/// Until when deliveries of a feed were expected. One delivery meets one deadline: what comes late meets the one it
/// missed, and not the next. Refused files and duplicates meet none.
extension Journal {
  /// How far a feed's deadlines have been looked at, and by which schedule; nil where they never were.
  package func deadlinesSeen(
    of job: String
  ) throws(JournalError) -> (schedule: String, until: String)? {
    try read { db in
      try Row.fetchOne(
        db, sql: "SELECT schedule, until FROM schedules WHERE job = ? AND kind = 'deadlines'",
        arguments: [job]
      ).map { ($0["schedule"], $0["until"]) }
    }
  }

  /// Notes how far a feed's deadlines have been looked at, and the latest that has passed.
  ///
  /// - Parameters:
  ///   - passed: The deadline, and the one before it: a delivery that came between them meets it.
  package func noteDeadlines(
    schedule: String, until: String, passed: (at: String, after: String)?, of job: String,
    at now: String
  ) throws(JournalError) {
    try write { db in
      if let passed {
        try db.execute(
          sql: """
            INSERT INTO deadlines (job, at, delivery, noted_at) VALUES (:job, :at, NULL, :now)
            ON CONFLICT (job, at) DO NOTHING
            """, arguments: ["job": job, "at": passed.at, "now": now])
        try Self.meetDeadline(passed.at, since: passed.after, of: job, db)
      }
      try db.execute(
        sql: """
          INSERT INTO schedules (job, kind, schedule, until) VALUES (?, 'deadlines', ?, ?)
          ON CONFLICT (job, kind) DO UPDATE SET schedule = excluded.schedule, until = excluded.until
          """, arguments: [job, schedule, until])
    }
  }

  /// Lets a delivery that has come since meet the latest deadline, where that was missed.
  package func meetMissedDeadline(of job: String) throws(JournalError) {
    guard let missed = try missedDeadline(of: job) else { return }
    try write { db in try Self.meetDeadline(missed, since: missed, of: job, db) }
  }

  /// The latest deadline of a feed, where no delivery has met it.
  package func missedDeadline(of job: String) throws(JournalError) -> String? {
    try read { db in
      try String.fetchOne(
        db,
        sql: """
          SELECT at FROM deadlines WHERE job = ? AND delivery IS NULL
            AND at = (SELECT max(at) FROM deadlines WHERE job = ?)
          """, arguments: [job, job])
    }
  }

  private static func meetDeadline(
    _ at: String, since: String, of job: String, _ db: Database
  ) throws {
    try db.execute(
      sql: """
        UPDATE deadlines SET delivery = (
          SELECT min(id) FROM deliveries
          WHERE job = :job AND arrived_at > :since AND state NOT IN ('refused','duplicate')
            AND id > (SELECT coalesce(max(delivery), 0) FROM deadlines WHERE job = :job)
        ) WHERE job = :job AND at = :at AND delivery IS NULL
        """, arguments: ["job": job, "at": at, "since": since])
  }
}
