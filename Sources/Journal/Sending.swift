// SPDX-License-Identifier: Apache-2.0

package import GRDB

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

// Intent before effect: what the sender commits before a byte leaves, and what it finds after a crash.
extension Journal {
  /// A lane's planned changes that may be sent now, in plan order, with ids above `after`.
  package func planned(
    of delivery: Int64, in lane: Lane, after id: Int64 = 0, limit: Int, at now: String
  ) throws(JournalError) -> [Change] {
    try read { db in
      try Journal.planned(of: delivery, in: lane, after: id, limit: limit, at: now, db)
    }
  }

  /// `planned(of:in:after:limit:at:)` inside a transaction.
  package static func planned(
    of delivery: Int64, in lane: Lane, after id: Int64, limit: Int, at now: String, _ db: Database
  ) throws -> [Change] {
    try Change.all(
      db,
      sql: """
        SELECT \(Change.columns) FROM changes c
        WHERE delivery = :delivery AND id > :after AND state IN ('planned','sent','unknown')
          AND state = 'planned' AND \(Lane.isSendable)
        ORDER BY id LIMIT :limit
        """, arguments: lane.arguments(delivery, at: now, ["after": id, "limit": limit]))
  }

  /// A delivery's planned changes of any lane, those that wait for a day included, in plan order.
  package func planned(of delivery: Int64, after id: Int64 = 0, limit: Int) throws(JournalError)
    -> [Change]
  {
    try read { db in
      try Change.all(
        db,
        sql: """
          SELECT \(Change.columns) FROM changes
          WHERE delivery = ? AND id > ? AND state IN ('planned','sent','unknown')
            AND state = 'planned'
          ORDER BY id LIMIT ?
          """, arguments: [delivery, id, limit])
    }
  }

  /// A lane's planned changes whose objects are to be read before they are sent (`Change.needsReading`).
  package func stale(of delivery: Int64, in lane: Lane, at now: String) throws(JournalError)
    -> [Change]
  {
    try read { db in
      try Change.all(
        db,
        sql: """
          SELECT \(Change.columns) FROM changes c
          WHERE delivery = :delivery AND state IN ('planned','sent','unknown')
            AND state = 'planned' AND code IS NOT NULL AND (stale > 0 OR code = '\(Change.readFirst)')
            AND \(Lane.isSendable)
          ORDER BY id
          """, arguments: lane.arguments(delivery, at: now))
    }
  }

  /// How many changes of a lane may be sent now, and in how many groups by an identity column (one, where
  /// `column` is nil).
  package func plannedExtent(
    of delivery: Int64, in lane: Lane, groupedBy column: String?, at now: String
  ) throws(JournalError) -> (changes: Int, groups: Int) {
    try read { db in
      let row = try Row.fetchOne(
        db,
        sql: """
          SELECT count(*) AS changes,
            count(DISTINCT coalesce(intent ->> ('$.identity.' || :column), grp)) AS groups
          FROM changes c
          WHERE delivery = :delivery AND state IN ('planned','sent','unknown')
            AND state = 'planned' AND \(Lane.isSendable)
          """, arguments: lane.arguments(delivery, at: now, ["column": column]))
      let changes: Int = row?["changes"] ?? 0
      let groups: Int = column == nil ? min(1, changes) : row?["groups"] ?? 0
      return (changes, groups)
    }
  }

  /// Keeps which way a delivery is sent: `direct` or `bulk`.
  package func setRoute(_ route: String, of delivery: Int64) throws(JournalError) {
    try write { db in
      try db.execute(
        sql: "UPDATE deliveries SET route = ? WHERE id = ?", arguments: [route, delivery])
    }
  }

  /// How many changes of a lane may be sent now.
  package func plannedCount(of delivery: Int64, in lane: Lane, at now: String) throws(JournalError)
    -> Int
  {
    try read { db in
      try Int.fetchOne(
        db,
        sql: """
          SELECT count(*) FROM changes c
          WHERE delivery = :delivery AND state IN ('planned','sent','unknown')
            AND state = 'planned' AND \(Lane.isSendable)
          """, arguments: lane.arguments(delivery, at: now)) ?? 0
    }
  }

  /// The objects of an operation that a change is on its way for, of another delivery than `besides`, or of any
  /// where that is nil: a new change must wait until its outcome is known.
  package static func contested(
    _ operation: String, besides delivery: Int64?, _ db: Database
  ) throws -> Set<String> {
    try String.fetchSet(
      db.cachedStatement(
        sql: """
          SELECT c.object FROM batches b INDEXED BY batches_open
          JOIN changes c ON c.batch = b.id AND c.state IN ('sent','unknown')
          WHERE b.state <> 'settled' AND b.delivery IS NOT ? AND c.operation = ?
          """), arguments: [delivery, operation])
  }

  /// Ids as a JSON array.
  private static func list(_ ids: [Int64]) -> String {
    "[" + ids.map(String.init).joined(separator: ",") + "]"
  }

  /// Enters a batch as `sent` with its changes in item order; their `intent`s are what it was made of.
  package static func insert(_ batch: Batch, of changes: [Change], _ db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO batches (id, delivery, route, key, variables, state, first_sent_at, attempts,
          file, line, asks, phase)
        VALUES (?,?,?,?,?,'sent',?,?,?,?,?,?)
        """
    ).execute(arguments: [
      batch.id, batch.delivery, batch.place == nil ? "direct" : "bulk", batch.key,
      Data(batch.variables), batch.firstSentAt, batch.attempts, batch.place?.file,
      batch.place?.line, batch.operation, batch.phase,
    ])
    try db.cachedStatement(
      sql: """
        UPDATE changes SET state = 'sent', batch = ?, item = j.key, not_before = NULL
        FROM json_each(?) j WHERE changes.id = j.value AND changes.state = 'planned'
        """
    ).execute(arguments: [batch.id, list(changes.map(\.id))])
    guard db.changesCount == changes.count else {
      throw JournalError(
        .other,
        "batch \(batch.id) has \(changes.count) changes, of which \(db.changesCount) are planned: one is sent twice"
      )
    }
  }

  /// The same batch once more, same key and bytes: it stays `unknown`, with one attempt more.
  package static func countAttempt(_ batch: String, _ db: Database) throws {
    try db.cachedStatement(sql: "UPDATE batches SET attempts = attempts + 1 WHERE id = ?")
      .execute(arguments: [batch])
  }

  /// A batch's answer is lost.
  package static func markUnknown(_ batch: String, _ db: Database) throws {
    try db.cachedStatement(
      sql: "UPDATE batches SET state = 'unknown' WHERE id = ? AND state = 'sent'"
    ).execute(arguments: [batch])
    try db.cachedStatement(
      sql: """
        UPDATE changes SET state = 'unknown'
        WHERE batch = ? AND state IN ('sent','unknown') AND state = 'sent'
        """
    ).execute(arguments: [batch])
  }

  /// After a start, or before a delivery is taken up again: what was `sent` has an unknown outcome, but
  /// for the lines of bulk files, whose own fate is looked up first.
  package func recoverSent(of delivery: Int64) throws(JournalError) {
    try write { db in
      let batches = try String.fetchAll(
        db,
        sql: """
          SELECT id FROM batches WHERE delivery = ? AND state <> 'settled' AND state = 'sent'
            AND (file IS NULL OR file IN (SELECT id FROM files WHERE state = 'settled'))
          """, arguments: [delivery])
      for batch in batches { try Journal.markUnknown(batch, db) }
    }
  }

  /// Batches of a delivery with an unknown outcome, by id above `after`, each with its open changes in
  /// item order.
  package func unknown(of delivery: Int64, after id: String = "", limit: Int)
    throws(JournalError) -> [(batch: Batch, changes: [Change])]
  {
    try read { db in
      let batches = try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM batches
          WHERE delivery = ? AND state <> 'settled' AND state = 'unknown' AND id > ?
          ORDER BY id LIMIT ?
          """, arguments: [delivery, id, limit]
      ).map(Batch.init)
      return try batches.map { ($0, try Journal.openChanges(of: $0.id, db)) }
    }
  }

  /// A batch's changes that are `sent` or `unknown`, in item order.
  package static func openChanges(of batch: String, _ db: Database) throws -> [Change] {
    try Change.all(
      db,
      sql: """
        SELECT \(Change.columns) FROM changes
        WHERE batch = ? AND state IN ('sent','unknown') ORDER BY item
        """, arguments: [batch])
  }
}
