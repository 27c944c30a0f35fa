// SPDX-License-Identifier: Apache-2.0

package import GRDB

/// The counts of each outcome of a delivery's records; they sum to `records` at every moment.
package struct OutcomeCounts: Sendable, Equatable {
  /// All of them.
  package var records = 0
  /// The store has what they ask for.
  package var applied = 0
  /// They ask for what the store has already.
  package var unchanged = 0
  /// Refused by us or by the store.
  package var rejected = 0
  /// Overruled by a later record or delivery.
  package var superseded = 0
  /// Not settled yet.
  package var pending = 0
  /// Given up on until a person acts.
  package var parked = 0

  /// All zero.
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
      db, sql: "SELECT records, unchanged, forgotten FROM deliveries WHERE id = ?",
      arguments: [delivery])
    if let kept: String = row?["forgotten"] {
      let numbers = kept.split { !$0.isNumber }.compactMap { Int($0) }
      guard numbers.count == 7 else {
        throw JournalError(.damaged, "d\(delivery) has no counts where they should be kept")
      }
      counts.records = numbers[0]
      counts.applied = numbers[1]
      counts.unchanged = numbers[2]
      counts.rejected = numbers[3]
      counts.superseded = numbers[4]
      counts.pending = numbers[5]
      counts.parked = numbers[6]
      return counts
    }
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
