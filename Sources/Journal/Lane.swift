// SPDX-License-Identifier: Apache-2.0

import GRDB

/// Changes of a delivery that are sent alike: of one operation, at one of its steps. A delivery's lanes are worked
/// one after the other, so that everything of one step is done before the next begins.
package struct Lane: Sendable, Equatable {
  /// The catalogue's name of the operation.
  package var operation: String
  /// The step, from 0.
  package var phase: Int

  /// Changes of one operation at one step.
  package init(operation: String, phase: Int = 0) {
    self.operation = operation
    self.phase = phase
  }

  /// Of `changes c`: whether one is in the lane and may be sent at `:now`. One that waits for a day bars those of
  /// its group that come after it.
  static let isSendable = "operation = :operation AND phase = :phase AND \(isDue)"

  /// Of `changes c`: whether one may be sent at `:now`.
  static let isDue = """
    (not_before IS NULL OR not_before <= :now)
    AND (grp IS NULL OR NOT EXISTS (SELECT 1 FROM changes w WHERE w.delivery = c.delivery
      AND w.grp = c.grp AND w.phase < c.phase AND w.state = 'planned' AND w.not_before > :now))
    """

  /// The parameters of `isSendable`, and more.
  func arguments(
    _ delivery: Int64, at now: String, _ more: [String: (any DatabaseValueConvertible)?] = [:]
  ) -> StatementArguments {
    var all = more
    all["delivery"] = delivery
    all["operation"] = operation
    all["phase"] = phase
    all["now"] = now
    return StatementArguments(all)
  }
}

extension Journal {
  /// What is worked next of a delivery: the lane of its oldest open bulk file, else the first operation in plan
  /// order that has a change on its way or to be sent now, at its lowest step. nil where nothing is.
  ///
  /// - Parameter isPhased: whether an operation has several steps.
  package func nextLane(
    of delivery: Int64, at now: String, job operation: String, isPhased: (String) -> Bool
  ) throws(JournalError) -> Lane? {
    try read { db in
      let file = try Row.fetchOne(
        db,
        sql: """
          SELECT asks, phase FROM files WHERE delivery = ? AND state <> 'settled'
          ORDER BY created_at, id LIMIT 1
          """, arguments: [delivery])
      if let file { return Lane(operation: file["asks"] ?? operation, phase: file["phase"]) }
      let open = """
        FROM changes c WHERE delivery = :delivery AND state IN ('planned','sent','unknown')
          AND (state <> 'planned' OR \(Lane.isDue))
        """
      let first = try Row.fetchOne(
        db, sql: "SELECT operation, phase \(open) ORDER BY id LIMIT 1",
        arguments: ["delivery": delivery, "now": now])
      guard let first else { return nil }
      let name: String = first["operation"]
      guard isPhased(name) else { return Lane(operation: name, phase: first["phase"]) }
      let lowest = try Int.fetchOne(
        db, sql: "SELECT min(phase) \(open) AND operation = :operation",
        arguments: ["delivery": delivery, "now": now, "operation": name])
      return Lane(operation: name, phase: lowest ?? 0)
    }
  }

  /// The changes of a delivery that wait for a day: how many, the soonest time, and the words of one. nil where
  /// none does.
  package func postponed(of delivery: Int64) throws(JournalError) -> Postponed? {
    try read { db in
      let row = try Row.fetchOne(
        db,
        sql: """
          SELECT count(*) AS n, min(not_before) AS until, max(message) AS message FROM changes
          WHERE delivery = ? AND state IN ('planned','sent','unknown') AND not_before IS NOT NULL
          """, arguments: [delivery])
      guard let row, let until: String = row["until"] else { return nil }
      return Postponed(changes: row["n"], until: until, message: row["message"] ?? "")
    }
  }

  /// Changes that wait for a day because the store's limit of one is used up.
  package struct Postponed: Sendable, Equatable {
    /// How many.
    package var changes: Int
    /// When the first may be sent.
    package var until: String
    /// The store's words.
    package var message: String
  }

  /// What waits for a day of earlier deliveries and a newer plan asks something else of: the newer one's changes
  /// are sent, the older ones never.
  static func supersedePostponed(by delivery: Int64, _ db: Database) throws {
    let older = try Int64.fetchAll(
      db,
      sql: """
        SELECT o.id FROM changes o INDEXED BY changes_postponed
        CROSS JOIN changes n ON n.delivery = :delivery AND n.operation = o.operation
          AND n.object = o.object AND n.state = 'planned'
        WHERE o.not_before IS NOT NULL AND o.state = 'planned' AND o.delivery < :delivery
        """, arguments: ["delivery": delivery])
    if older.isEmpty { return }
    var number = try Int64.fetchOne(db, sql: "SELECT settled FROM home") ?? 0
    for id in older {
      number += 1
      try db.execute(
        sql: """
          UPDATE changes SET state = 'superseded', settled = ?, code = 'SUPERSEDED', message = ?,
            not_before = NULL
          WHERE id = ?
          """, arguments: [number, "delivery d\(delivery) asks something else of this object", id])
    }
    try db.execute(sql: "UPDATE home SET settled = ?", arguments: [number])
  }
}
