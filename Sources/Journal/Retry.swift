// SPDX-License-Identifier: Apache-2.0

import GRDB
import Tables

extension Journal {
  /// What a person's `dray retry` came to.
  package struct Retry: Sendable, Equatable {
    /// Changes that are planned again.
    package var planned = 0
    /// Changes whose object a later delivery has changed since: they stay undone.
    package var superseded = 0
  }

  /// Plans a settled delivery's parked and rejected changes again and makes it `working`; what a later
  /// delivery has changed since becomes superseded. With nothing planned the delivery stays settled; its
  /// receipt is due where any became superseded. Changes of the operations `restarting` begin with their first step.
  package func retry(
    _ delivery: Int64, restarting: [String] = [], at now: String
  ) throws(JournalError) -> Retry {
    try write { db in
      var retry = Retry()
      let again = try Row.fetchAll(
        db,
        sql: """
          SELECT id, (operation, object) IN (SELECT operation, object FROM changes
            WHERE delivery > :delivery AND state IN ('planned','sent','unknown','applied'))
            AS overtaken
          FROM changes WHERE delivery = :delivery AND state IN ('parked','rejected')
          """, arguments: ["delivery": delivery])
      if again.isEmpty { return retry }
      var number = try Int64.fetchOne(db, sql: "SELECT settled FROM home") ?? 0
      for row in again {
        let (id, overtaken): (Int64, Bool) = (row["id"], row["overtaken"])
        if overtaken {
          number += 1
          try db.execute(
            sql: """
              UPDATE changes SET state = 'superseded', settled = ?, code = 'SUPERSEDED',
                message = 'a later delivery has changed this object since'
              WHERE id = ?
              """, arguments: [number, id])
          retry.superseded += 1
        } else {
          try db.execute(
            sql: """
              UPDATE changes SET state = 'planned', settled = NULL, batch = NULL, item = NULL,
                stale = 0, code = NULL, message = NULL, not_before = NULL,
                phase = iif(operation IN (SELECT value FROM json_each(?)), 0, phase)
              WHERE id = ?
              """, arguments: [JSON.array(restarting.map(JSON.string)).text, id])
          retry.planned += 1
        }
      }
      try db.execute(sql: "UPDATE home SET settled = ?", arguments: [number])
      if retry.planned > 0 {
        try Journal.move(delivery, to: .working, at: now, db)
      } else {
        try db.execute(
          sql: "UPDATE deliveries SET pending_name = name WHERE id = ?", arguments: [delivery])
      }
      return retry
    }
  }
}
