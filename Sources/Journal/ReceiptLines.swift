// SPDX-License-Identifier: Apache-2.0

package import GRDB

/// What became of a record; each record has exactly one.
package enum Outcome: String, Sendable, CaseIterable {
  case applied, unchanged, rejected, superseded, pending, parked

  /// The outcome of a record whose change is in a state: what is not settled yet is pending.
  package init(_ state: Change.State) {
    self =
      switch state {
      case .planned, .sent, .unknown: .pending
      case .applied: .applied
      case .rejected: .rejected
      case .superseded: .superseded
      case .parked: .parked
      }
  }
}

/// What became of one record that is not `unchanged`: a line of the receipt.
package struct ReceiptLine: Sendable, Equatable {
  /// The record's number, counted from 1.
  package var record: Int
  /// The line it begins on.
  package var line: Int
  /// The key as the file has it.
  package var key: String
  /// What became of it.
  package var outcome: Outcome
  /// The object it is about; nil for a record that was rejected before an object was found.
  package var id: String?
  /// A stable name that people script against; nil where nothing is to be said.
  package var code: String?
  /// The same for people.
  package var message: String?

  /// A line of a receipt.
  package init(
    record: Int, line: Int, key: String, outcome: Outcome, id: String? = nil, code: String? = nil,
    message: String? = nil
  ) {
    self.record = record
    self.line = line
    self.key = key
    self.outcome = outcome
    self.id = id
    self.code = code
    self.message = message
  }
}

extension Journal {
  /// What became of a delivery's records that are not `unchanged`, by record number above `after`.
  package func receiptLines(of delivery: Int64, after record: Int = 0, limit: Int = 10_000)
    throws(JournalError) -> [ReceiptLine]
  {
    try read { db in
      // Each part comes in order from its own index, so that a page costs what it holds.
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT record, line, key, 'rejected' AS state, NULL AS result, code, message
            FROM rejections WHERE delivery = :delivery AND record > :record
          UNION ALL
          SELECT record, line, key, state, coalesce(result, object), code, message
            FROM changes WHERE delivery = :delivery AND record > :record
          UNION ALL
          SELECT s.record, s.line, c.key, c.state, coalesce(c.result, c.object), c.code,
            coalesce(c.message, 'together with record ' || c.record)
            FROM shared_records s JOIN changes c ON c.id = s.change
            WHERE s.delivery = :delivery AND s.record > :record
          ORDER BY record LIMIT :limit
          """, arguments: ["delivery": delivery, "record": record, "limit": limit])
      var lines: [ReceiptLine] = []
      while let row = try rows.next() {
        lines.append(
          ReceiptLine(
            record: row["record"], line: row["line"], key: row["key"],
            outcome: Outcome(try Change.State(journal: row["state"])), id: row["result"],
            code: row["code"], message: row["message"]))
      }
      return lines
    }
  }
}

extension Journal {
  /// How many changes a delivery asked for, how many API calls it took, and the points these cost.
  package static func totals(
    of delivery: Int64, _ db: Database
  ) throws -> (changes: Int, calls: Int, points: Int) {
    let changes = try Int.fetchOne(
      db, sql: "SELECT count(*) FROM changes WHERE delivery = ?", arguments: [delivery])
    let calls = try Row.fetchOne(
      db,
      sql: "SELECT count(*) AS n, coalesce(sum(actual), 0) AS points FROM calls WHERE delivery = ?",
      arguments: [delivery])
    return (changes ?? 0, calls?["n"] ?? 0, calls?["points"] ?? 0)
  }
}
