// SPDX-License-Identifier: Apache-2.0

package import GRDB

/// Writes outcomes inside one transaction; numbers each settling, so that the mirror can copy them in
/// order. Call `finish` last.
package struct Settling {
  private let db: Database
  private let now: String
  private var number: Int64
  private var batches: Set<String> = []
  private var answered: Set<Int64> = []
  private let anyParked: Bool
  /// Applied changes that are still to be written: `[id, number, stale]` each, as JSON.
  private var applied: [String] = []

  package init(at now: String, _ db: Database) throws {
    self.db = db
    self.now = now
    number = try Int64.fetchOne(db, sql: "SELECT settled FROM home") ?? 0
    anyParked =
      try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM changes WHERE state = 'parked')")
      ?? false
  }

  /// A change has its final outcome, or is parked. An applied one supersedes what is parked of earlier
  /// deliveries for the same object.
  /// `learned` says that the change carries a result or an intent that the journal has not yet.
  package mutating func settle(
    _ change: Change, as state: Change.State, code: String? = nil, message: String? = nil,
    learned: Bool = false
  ) throws {
    precondition(state.isFinal, "only a final state settles a change")
    number += 1
    if let batch = change.batch { batches.insert(batch) }
    if state == .applied, code == nil, message == nil, !learned {
      applied.append("[\(change.id),\(number),\(change.stale)]")
    } else {
      try db.cachedStatement(
        sql: """
          UPDATE changes SET state = ?, code = ?, message = ?, stale = ?, settled = ?, result = ?,
            intent = ?, not_before = NULL
          WHERE id = ? AND state IN ('planned','sent','unknown')
          """
      ).execute(arguments: [
        state.rawValue, code, message, change.stale, number, change.result, change.intent,
        change.id,
      ])
      try expectOne(change)
    }
    if state == .applied, anyParked { try supersedeParked(before: change) }
  }

  /// Writes the applied changes, all in one statement: for each of its own, SQLite would set up the conditions
  /// of every index again. To be called before what is settled is asked for in the same transaction.
  package mutating func write() throws {
    if applied.isEmpty { return }
    try db.cachedStatement(
      sql: """
        UPDATE changes SET state = 'applied', code = NULL, message = NULL,
          settled = j.value ->> 1, stale = j.value ->> 2
        FROM json_each(?) j
        WHERE changes.id = j.value ->> 0 AND changes.state IN ('planned','sent','unknown')
        """
    ).execute(arguments: ["[" + applied.joined(separator: ",") + "]"])
    guard db.changesCount == applied.count else {
      throw JournalError(
        .other,
        "\(applied.count - db.changesCount) of \(applied.count) changes are not open any more: their outcome is kept"
      )
    }
    applied = []
  }

  /// A change is to be sent in a new batch: certainly not executed, to be decided afresh by compare-and-set, or done
  /// with one step and due for the next. `change` carries its new intent, count, code, phase, result, and the
  /// time before which it is not sent.
  package mutating func plan(_ change: Change) throws {
    try db.cachedStatement(
      sql: """
        UPDATE changes SET state = 'planned', intent = ?, stale = ?, code = ?, message = ?,
          batch = NULL, item = NULL, phase = ?, result = ?, not_before = ?
        WHERE id = ? AND state IN ('planned','sent','unknown')
        """
    ).execute(arguments: [
      change.intent, change.stale, change.code, change.message, change.phase, change.result,
      change.notBefore, change.id,
    ])
    try expectOne(change)
    if let batch = change.batch { batches.insert(batch) }
  }

  /// Ends the batches none of whose changes is open any more, and keeps the numbering.
  package mutating func finish() throws {
    try write()
    let close = try db.cachedStatement(
      sql: """
        UPDATE batches SET state = 'settled', variables = NULL, settled_at = ?
        WHERE id = ? AND state <> 'settled' AND NOT EXISTS
          (SELECT 1 FROM changes WHERE batch = batches.id AND state IN ('sent','unknown'))
        """)
    for batch in batches { try close.execute(arguments: [now, batch]) }
    for delivery in answered {
      try db.execute(
        sql: "UPDATE deliveries SET pending_name = name WHERE id = ?", arguments: [delivery])
    }
    try db.execute(sql: "UPDATE home SET settled = ?", arguments: [number])
  }

  private mutating func supersedeParked(before change: Change) throws {
    let parked = try db.cachedStatement(
      sql: """
        SELECT id, delivery FROM changes
        WHERE operation = ? AND object = ? AND state = 'parked'
          AND delivery < ?
        """)
    let rows = try Row.fetchAll(
      parked, arguments: [change.operation, change.object, change.delivery])
    for row in rows {
      let (id, delivery): (Int64, Int64) = (row["id"], row["delivery"])
      number += 1
      try db.execute(
        sql: """
          UPDATE changes SET state = 'superseded', settled = ?, code = 'SUPERSEDED', message = ?
          WHERE id = ?
          """,
        arguments: [number, "delivery d\(change.delivery) has changed this object since", id])
      answered.insert(delivery)
    }
  }

  private func expectOne(_ change: Change) throws {
    guard db.changesCount == 1 else {
      throw JournalError(.other, "change \(change.id) is not open any more: its outcome is kept")
    }
  }
}

extension Journal {
  /// One transaction of outcomes; see `Settling`.
  package func settle<Value>(
    at now: String, _ body: (inout Settling, Database) throws -> Value
  ) throws(JournalError) -> Value {
    try write { db in
      var settling = try Settling(at: now, db)
      let value = try body(&settling, db)
      try settling.finish()
      return value
    }
  }

  /// The number of the last settling.
  package var settledMark: Int64 {
    get throws(JournalError) {
      try read { db in try Int64.fetchOne(db, sql: "SELECT settled FROM home") ?? 0 }
    }
  }

  /// Parks every planned change of a delivery, for one reason.
  package func parkPlanned(
    of delivery: Int64, code: String, message: String, at now: String
  ) throws(JournalError) {
    while true {
      let planned = try planned(of: delivery, limit: 5_000)
      if planned.isEmpty { return }
      try settle(at: now) { settling, _ in
        for change in planned {
          try settling.settle(change, as: .parked, code: code, message: message)
        }
      }
    }
  }
}
