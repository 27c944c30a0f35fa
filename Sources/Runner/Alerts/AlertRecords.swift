// SPDX-License-Identifier: Apache-2.0

import GRDB
import Jobs
import Journal

extension Troubles {
  /// What an alert has not been told yet: troubles that are there, and the end of those it was told of.
  ///
  /// - Parameters:
  ///   - hears: Whether the alert hears of a job's trouble; nil is the home's.
  func untold(
    _ alert: Alert, hears: (String?) -> Bool
  ) throws(JournalError) -> (begun: [AlertMessage.Noted], ended: [AlertMessage.Noted]) {
    let seconds = Int(alert.after.components.seconds)
    let now = now()
    return try journal.read { db in
      let begun = try Row.fetchAll(
        db,
        sql: """
          SELECT t.*, unixepoch(t.since) + :after <= unixepoch(:now) AS has_lasted FROM troubles t
          WHERE t.ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM alerts a
            WHERE a.trouble = t.id AND a.alert = :alert)
          ORDER BY t.since, t.id
          """, arguments: ["after": seconds, "now": now, "alert": alert.name]
      ).filter { row in
        guard hears(row["job"]) else { return false }
        return try !Troubles.kind(row).mayPass || row["has_lasted"]
      }.map(Troubles.noted)
      let ended = try Row.fetchAll(
        db,
        sql: """
          SELECT t.* FROM alerts a JOIN troubles t ON t.id = a.trouble
          WHERE a.alert = ? AND a.clear_told_at IS NULL AND t.ended_at IS NOT NULL
          ORDER BY t.ended_at, t.id
          """, arguments: [alert.name]
      ).map(Troubles.noted)
      return (begun, ended)
    }
  }

  /// Notes that an alert has been told.
  func noteTold(_ message: AlertMessage, by alert: Alert) throws(JournalError) {
    let now = now()
    try journal.write { db in
      for noted in message.begun {
        try db.execute(
          sql: "INSERT OR IGNORE INTO alerts (trouble, alert, told_at) VALUES (?, ?, ?)",
          arguments: [noted.id, alert.name, now])
      }
      for noted in message.ended {
        try db.execute(
          sql: "UPDATE alerts SET clear_told_at = ? WHERE trouble = ? AND alert = ?",
          arguments: [now, noted.id, alert.name])
      }
    }
  }

  static func kind(_ row: Row) throws -> Trouble.Kind {
    guard let kind = Trouble.Kind(rawValue: row["kind"]) else {
      throw JournalError(
        .damaged, "the journal holds a trouble of the unknown kind \(row["kind"] ?? "")")
    }
    return kind
  }

  static func trouble(_ row: Row) throws -> Trouble {
    Trouble(
      try kind(row), key: row["key"], job: row["job"], message: row["message"], hint: row["hint"])
  }

  private static func noted(_ row: Row) throws -> AlertMessage.Noted {
    AlertMessage.Noted(
      id: row["id"], trouble: try trouble(row), since: row["since"], endedAt: row["ended_at"])
  }
}
