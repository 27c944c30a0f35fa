// SPDX-License-Identifier: Apache-2.0

import GRDB

// What is old is forgotten in small steps, each a transaction of its own, so that nobody waits for it and a crash leaves
// a journal that adds up. First the counts of a delivery are kept in its own row; from then on they stand for its
// records, and the rows of the single records, changes and calls go. Its row stays: its hash recognises duplicates.

extension Journal {
  /// Rows that one step of forgetting takes away at most, per table.
  private static let stepRows = 5_000

  /// The time so many seconds before `now`, as the journal writes times.
  package func time(_ seconds: Int, before now: String) throws(JournalError) -> String {
    try read { db in
      try String.fetchOne(
        db, sql: "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', ?, ?)",
        arguments: [now, "-\(seconds) seconds"]) ?? ""
    }
  }

  /// One step of forgetting what ended before `cutoff`; false where nothing is left to forget. What the mirror has not
  /// copied, and what waits for a person, stays.
  ///
  /// - Parameter mark: The settling up to which the mirror has copied.
  package func forget(before cutoff: String, copiedUpTo mark: Int64) throws(JournalError) -> Bool {
    if try forgetDelivery(before: cutoff, copiedUpTo: mark) { return true }
    let rest = try forgetRest(before: cutoff)
    if rest.rows > 0, !rest.isMore { try emptyLog() }
    return rest.isMore
  }

  /// Whether a delivery's records are forgotten.
  package func isForgotten(_ delivery: Int64) throws(JournalError) -> Bool {
    try read { db in
      try Bool.fetchOne(
        db, sql: "SELECT forgotten IS NOT NULL FROM deliveries WHERE id = ?",
        arguments: [delivery]) ?? false
    }
  }

  private func forgetDelivery(
    before cutoff: String, copiedUpTo mark: Int64
  ) throws(JournalError) -> Bool {
    try writeUnreferenced { db in
      let id = try Int64.fetchOne(
        db,
        sql: """
          SELECT id FROM deliveries d
          WHERE settled_at < :cutoff AND forgotten_at IS NULL AND pending_name IS NULL
            AND state IN ('settled','refused','duplicate','superseded')
            AND (forgotten IS NOT NULL OR NOT EXISTS (SELECT 1 FROM changes c
              WHERE c.delivery = d.id AND (c.state = 'parked' OR c.settled > :mark)))
          ORDER BY id LIMIT 1
          """, arguments: ["cutoff": cutoff, "mark": mark])
      guard let id else { return false }
      if try Bool.fetchOne(
        db, sql: "SELECT forgotten IS NULL FROM deliveries WHERE id = ?", arguments: [id]) == true
      {
        let counts = try Journal.counts(of: id, db)
        try db.execute(
          sql: "UPDATE deliveries SET forgotten = ?, reason = NULL WHERE id = ?",
          arguments: [counts.text, id])
      }
      var isLeft = false
      for (table, key) in [
        ("shared_records", "record"), ("rejections", "record"), ("changes", "id"), ("calls", "id"),
      ] {
        try db.execute(
          sql: """
            DELETE FROM \(table) WHERE delivery = :id AND \(key) IN
              (SELECT \(key) FROM \(table) WHERE delivery = :id LIMIT \(Journal.stepRows))
            """, arguments: ["id": id])
        if db.changesCount == Journal.stepRows { isLeft = true }
      }
      guard !isLeft else { return true }
      try db.execute(sql: "DELETE FROM learned WHERE delivery = ?", arguments: [id])
      try db.execute(
        sql: "UPDATE deliveries SET forgotten_at = ? WHERE id = ?", arguments: [cutoff, id])
      return true
    }
  }

  /// What belongs to no delivery that is kept: batches and bulk files, old calls, troubles that are long over.
  private func forgetRest(
    before cutoff: String
  ) throws(JournalError) -> (rows: Int, isMore: Bool) {
    try writeUnreferenced { db in
      let before = db.totalChangesCount
      var isMore = false
      for table in ["batches", "files"] {
        try db.execute(
          sql: """
            DELETE FROM \(table) WHERE id IN (SELECT b.id FROM \(table) b
              JOIN deliveries d ON d.id = b.delivery
              WHERE d.forgotten_at IS NOT NULL AND b.state = 'settled' LIMIT \(Journal.stepRows))
            """)
        if db.changesCount == Journal.stepRows { isMore = true }
      }
      try db.execute(
        sql: """
          DELETE FROM calls WHERE at < ? AND id IN
            (SELECT id FROM calls ORDER BY id LIMIT \(Journal.stepRows))
          """, arguments: [cutoff])
      if db.changesCount == Journal.stepRows { isMore = true }
      try db.execute(
        sql:
          "DELETE FROM alerts WHERE trouble IN (SELECT id FROM troubles WHERE ended_at < ?)",
        arguments: [cutoff])
      try db.execute(sql: "DELETE FROM troubles WHERE ended_at < ?", arguments: [cutoff])
      return (db.totalChangesCount - before, isMore)
    }
  }

  /// Deliveries of a job whose originals arrived on a day and may be needed yet: not ended, parked, or not answered.
  package func needsArchive(_ job: String, day: String) throws(JournalError) -> Bool {
    try read { db in
      try Bool.fetchOne(
        db,
        sql: """
          SELECT EXISTS (SELECT 1 FROM deliveries d
            WHERE job = :job AND arrived_at >= :day AND arrived_at < :day || 'Z'
              AND (state IN ('waiting','working','held') OR pending_name IS NOT NULL
                OR EXISTS (SELECT 1 FROM changes c WHERE c.delivery = d.id AND c.state = 'parked')))
          """, arguments: ["job": job, "day": day]) ?? false
    }
  }
}

extension OutcomeCounts {
  /// As a forgotten delivery's row keeps them: a JSON array in the order of the declaration.
  fileprivate var text: String {
    "[\(records),\(applied),\(unchanged),\(rejected),\(superseded),\(pending),\(parked)]"
  }
}
