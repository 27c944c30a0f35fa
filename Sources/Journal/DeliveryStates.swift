// SPDX-License-Identifier: Apache-2.0

package import GRDB

extension Journal {
  /// Moves a delivery to another state and says why; a final state makes its receipt due, and so does
  /// `held`. Throws where the arrow is not drawn in `docs/states.md`.
  package func move(
    _ id: Int64, to state: Delivery.State, reasons: [Delivery.Reason] = [], at now: String
  ) throws(JournalError) {
    try write { db in try Journal.move(id, to: state, reasons: reasons, at: now, db) }
  }

  /// `move(_:to:reasons:at:)` inside a transaction.
  package static func move(
    _ id: Int64, to state: Delivery.State, reasons: [Delivery.Reason] = [], at now: String,
    _ db: Database
  ) throws {
    let delivery = try present(id, db)
    guard delivery.state.successors.contains(state) else {
      throw JournalError(
        .other,
        "\(delivery.label) is \(delivery.state.rawValue) and cannot become \(state.rawValue)")
    }
    try db.execute(
      sql: """
        UPDATE deliveries SET state = :state, reason = :reason,
          settled_at = iif(:final, :now, NULL),
          pending_name = iif(:answer, name, pending_name)
        WHERE id = :id
        """,
      arguments: [
        "id": id, "state": state.rawValue, "reason": try Delivery.Reason.text(reasons),
        "final": state.isFinal, "answer": state.isFinal || state == .held, "now": now,
      ])
  }

  /// Records a person's approval of a held delivery, bound to its bytes; it stays `held` until it is
  /// planned afresh.
  package func approve(_ id: Int64) throws(JournalError) {
    try write { db in
      let delivery = try Journal.present(id, db)
      guard delivery.state == .held else {
        throw JournalError(
          .other,
          "\(delivery.label) is \(delivery.state.rawValue): only a held delivery is approved")
      }
      try db.execute(
        sql: "UPDATE deliveries SET approved_sha256 = sha256 WHERE id = ?", arguments: [id])
    }
  }

  /// Holds a delivery that is being sent: what is open stays so until a person approves it again.
  package func hold(
    _ id: Int64, reason: Delivery.Reason, at now: String
  ) throws(JournalError) {
    try write { db in
      try Journal.move(id, to: .held, reasons: [reason], at: now, db)
      try db.execute(
        sql: "UPDATE deliveries SET approved_sha256 = NULL WHERE id = ?", arguments: [id])
    }
  }

  /// Ends a delivery that was held while it was being sent: what was not sent is rejected, what has no known outcome is
  /// parked.
  package func refuseRest(of id: Int64, code: String, message: String, at now: String)
    throws(JournalError)
  {
    try write { db in
      try Journal.move(id, to: .working, at: now, db)
      var settling = try Settling(at: now, db)
      let open = try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM changes WHERE delivery = ? AND state IN ('planned','sent','unknown')
          """, arguments: [id]
      ).map(Change.init)
      for change in open {
        try settling.settle(
          change, as: change.state == .planned ? .rejected : .parked, code: code, message: message)
      }
      try settling.finish()
      try Journal.move(id, to: .settled, at: now, db)
    }
  }

  /// Settles a delivery none of whose changes is open any more. False where some still are.
  package func settleIfDone(_ id: Int64, at now: String) throws(JournalError) -> Bool {
    try write { db in
      let delivery = try Journal.present(id, db)
      if delivery.state == .settled { return true }
      guard delivery.state == .working, try Journal.openChanges(of: id, db) == 0 else {
        return false
      }
      try Journal.move(id, to: .settled, at: now, db)
      return true
    }
  }

  /// How many changes of a delivery are `planned`, `sent` or `unknown`.
  package static func openChanges(of delivery: Int64, _ db: Database) throws -> Int {
    try Int.fetchOne(
      db,
      sql: """
        SELECT count(*) FROM changes
        WHERE delivery = ? AND state IN ('planned','sent','unknown')
        """, arguments: [delivery]) ?? 0
  }
}
