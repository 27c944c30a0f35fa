// SPDX-License-Identifier: Apache-2.0

package import GRDB

/// The counts of each outcome of a delivery's records; they sum to `records` at every moment.
package struct OutcomeCounts: Sendable, Equatable {
  package var records = 0
  package var applied = 0
  package var unchanged = 0
  package var rejected = 0
  package var superseded = 0
  package var pending = 0
  package var parked = 0

  package init() {}

  /// Whether they add up.
  package var closes: Bool {
    records == applied + unchanged + rejected + superseded + pending + parked
  }
}

extension Journal {
  /// The counts of a delivery, by the outcome each of its records has now. All zero before it is planned.
  package func counts(of delivery: Int64) throws(JournalError) -> OutcomeCounts {
    try read { db in try Journal.counts(of: delivery, db) }
  }

  /// `counts(of:)` inside a transaction.
  package static func counts(of delivery: Int64, _ db: Database) throws -> OutcomeCounts {
    var counts = OutcomeCounts()
    let row = try Row.fetchOne(
      db, sql: "SELECT records, unchanged FROM deliveries WHERE id = ?", arguments: [delivery])
    counts.records = row?["records"] ?? 0
    counts.unchanged = row?["unchanged"] ?? 0
    let rejected = "SELECT count(*) FROM rejections WHERE delivery = ?"
    counts.rejected = try Int.fetchOne(db, sql: rejected, arguments: [delivery]) ?? 0
    let states = try Row.fetchCursor(
      db,
      sql: """
        SELECT state, count(*) AS n FROM changes WHERE delivery = :delivery GROUP BY state
        UNION ALL
        SELECT c.state, count(*) FROM shared_records s JOIN changes c ON c.id = s.change
        WHERE s.delivery = :delivery GROUP BY c.state
        """, arguments: ["delivery": delivery])
    while let row = try states.next() {
      counts.add(row["n"], Outcome(try Change.State(journal: row["state"])))
    }
    return counts
  }
}

extension OutcomeCounts {
  /// Counts records with an outcome.
  mutating func add(_ count: Int, _ outcome: Outcome) {
    switch outcome {
    case .applied: applied += count
    case .unchanged: unchanged += count
    case .rejected: rejected += count
    case .superseded: superseded += count
    case .pending: pending += count
    case .parked: parked += count
    }
  }
}
