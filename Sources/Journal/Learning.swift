// SPDX-License-Identifier: Apache-2.0

package import GRDB

// What answers taught a group of changes, and which changes a refusal bars.
extension Journal {
  /// Keeps what an answer taught a group of a delivery.
  package static func learn(
    _ values: [String: String], delivery: Int64, group: String, _ db: Database
  ) throws {
    for (name, value) in values {
      try db.cachedStatement(
        sql: """
          INSERT INTO learned (delivery, grp, name, value) VALUES (?,?,?,?)
          ON CONFLICT (delivery, grp, name) DO UPDATE SET value = excluded.value
          """
      ).execute(arguments: [delivery, group, name, value])
    }
  }

  /// The planned changes of a lane whose group has learned something, with what it has learned, by id above `after`.
  package func taught(
    of delivery: Int64, in lane: Lane, after id: Int64, limit: Int, at now: String
  ) throws(JournalError) -> [(change: Change, learned: [String: String])] {
    try read { db in
      let changes = try Change.all(
        db,
        sql: """
          SELECT \(Change.columns) FROM changes c
          WHERE delivery = :delivery AND id > :after AND state IN ('planned','sent','unknown')
            AND state = 'planned' AND \(Lane.isSendable)
            AND grp IN (SELECT grp FROM learned WHERE delivery = :delivery)
          ORDER BY id LIMIT :limit
          """, arguments: lane.arguments(delivery, at: now, ["after": id, "limit": limit]))
      return try changes.map { change in
        var learned: [String: String] = [:]
        let rows = try Row.fetchAll(
          db.cachedStatement(
            sql: "SELECT name, value FROM learned WHERE delivery = ? AND grp = ?"),
          arguments: [delivery, change.group])
        for row in rows { learned[row["name"]] = row["value"] }
        return (change, learned)
      }
    }
  }

  /// Writes the intents of planned changes that have learned something.
  package func rewriteIntents(of changes: [Change]) throws(JournalError) {
    if changes.isEmpty { return }
    try write { db in
      let update = try db.cachedStatement(
        sql: "UPDATE changes SET intent = ? WHERE id = ? AND state = 'planned'")
      for change in changes { try update.execute(arguments: [change.intent, change.id]) }
    }
  }

  /// A change that cannot be sent, and the one of its group that is why.
  package struct Barred: Sendable {
    /// The change.
    package var change: Change
    /// The refused or parked one.
    package var by: Change
  }

  /// The planned changes of a lane that a change of their group bars, refused or parked at one of the steps `gates`.
  package func barred(
    of delivery: Int64, in lane: Lane, gates: [Int], limit: Int, at now: String
  ) throws(JournalError) -> [Barred] {
    if gates.isEmpty { return [] }
    let phases = gates.map(String.init).joined(separator: ",")
    return try read { db in
      let changes = try Change.all(
        db,
        sql: """
          SELECT \(Change.columns) FROM changes c
          WHERE delivery = :delivery AND state IN ('planned','sent','unknown')
            AND state = 'planned' AND \(Lane.isSendable) AND grp IS NOT NULL
            AND EXISTS (SELECT 1 FROM changes g WHERE g.delivery = c.delivery AND g.grp = c.grp
              AND g.operation = c.operation AND g.state IN ('rejected','parked')
              AND g.phase IN (\(phases)))
          ORDER BY id LIMIT :limit
          """, arguments: lane.arguments(delivery, at: now, ["limit": limit]))
      return try changes.compactMap { change in
        let gate = try Change.all(
          db,
          sql: """
            SELECT \(Change.columns) FROM changes
            WHERE delivery = ? AND grp = ? AND operation = ? AND state IN ('rejected','parked')
              AND phase IN (\(phases))
            ORDER BY phase, id LIMIT 1
            """, arguments: [delivery, change.group, change.operation])
        return gate.first.map { Barred(change: change, by: $0) }
      }
    }
  }
}
