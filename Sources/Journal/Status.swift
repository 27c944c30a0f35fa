// SPDX-License-Identifier: Apache-2.0

import GRDB

/// What a feed has to do, for `dray status`.
package struct FeedStatus: Sendable, Equatable {
  /// The feed.
  package var job: String
  /// Deliveries not begun.
  package var waiting = 0
  /// Deliveries being planned or sent.
  package var working = 0
  /// Deliveries a person must approve or refuse.
  package var held = 0
  /// Changes of its deliveries that are `planned`, `sent` or `unknown`.
  package var pendingChanges = 0
  /// Of these, with an unknown outcome.
  package var unknownChanges = 0
  /// Of these, waiting for a day because the store's limit of one is used up.
  package var postponedChanges = 0
  /// When the first of those may be sent; nil where there are none.
  package var postponedUntil: String?
  /// Changes given up on until a person acts.
  package var parkedChanges = 0
  /// The newest delivery.
  package var latest: Delivery?

  /// A feed that has nothing to do.
  package init(job: String) { self.job = job }
}

extension Journal {
  /// The state of every feed that ever took a delivery, by name.
  package func feedStatuses() throws(JournalError) -> [FeedStatus] {
    try read { db in
      var statuses: [String: FeedStatus] = [:]
      let newest = try Row.fetchAll(
        db,
        sql: "SELECT * FROM deliveries WHERE id IN (SELECT max(id) FROM deliveries GROUP BY job)"
      ).map(Delivery.init)
      for delivery in newest {
        statuses[delivery.job] = FeedStatus(job: delivery.job)
        statuses[delivery.job]?.latest = delivery
      }
      let open = try Row.fetchAll(
        db,
        sql: """
          SELECT job, state, count(*) AS n FROM deliveries
          WHERE state IN ('waiting','working','held') GROUP BY job, state
          """)
      for row in open {
        let (job, count): (String, Int) = (row["job"], row["n"])
        switch try Delivery.State(journal: row["state"]) {
        case .waiting: statuses[job]?.waiting = count
        case .working: statuses[job]?.working = count
        case .held: statuses[job]?.held = count
        case .settled, .refused, .duplicate, .superseded: break
        }
      }
      // Each half by an index of its own: never a scan of what is settled.
      let changes = try Row.fetchAll(
        db,
        sql: """
          WITH c AS (
            SELECT delivery, state, count(*) AS n FROM changes
            WHERE state IN ('planned','sent','unknown') GROUP BY delivery, state
            UNION ALL
            SELECT delivery, state, count(*) FROM changes INDEXED BY changes_parked
            WHERE state = 'parked' GROUP BY delivery)
          SELECT d.job AS job, c.state AS state, sum(c.n) AS n
          FROM c JOIN deliveries d ON d.id = c.delivery GROUP BY d.job, c.state
          """)
      for row in changes {
        let (job, count): (String, Int) = (row["job"], row["n"])
        let state = try Change.State(journal: row["state"])
        if state == .parked {
          statuses[job]?.parkedChanges = count
        } else {
          statuses[job]?.pendingChanges += count
          if state == .unknown { statuses[job]?.unknownChanges = count }
        }
      }
      let postponed = try Row.fetchAll(
        db,
        sql: """
          SELECT d.job AS job, count(*) AS n, min(c.not_before) AS until
          FROM changes c INDEXED BY changes_postponed JOIN deliveries d ON d.id = c.delivery
          WHERE c.not_before IS NOT NULL AND c.state = 'planned' GROUP BY d.job
          """)
      for row in postponed {
        let job: String = row["job"]
        statuses[job]?.postponedChanges = row["n"]
        statuses[job]?.postponedUntil = row["until"]
      }
      return statuses.values.sorted { $0.job < $1.job }
    }
  }
}
