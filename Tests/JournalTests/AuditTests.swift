// SPDX-License-Identifier: Apache-2.0

import GRDB
import Journal
import Testing

struct AuditTests {
  @Test func `a journal in order has no findings`() throws {
    let home = try TemporaryJournal()
    _ = try home.planned(5)
    _ = try home.arrival("other.csv", sha256: "b")
    #expect(try home.journal.audit() == [])
  }

  struct Breach: CustomTestStringConvertible {
    var sql: String
    var finding: String
    var testDescription: String { finding }
  }

  static let breaches = [
    Breach(
      sql: "UPDATE deliveries SET records = 10",
      finding: "d1 has 10 records, but 2 unchanged, 5 changes, 1 shared and 1 rejected"),
    Breach(
      sql: "UPDATE deliveries SET state = 'waiting'",
      finding: "d1 is waiting but has changes that are not settled"),
    Breach(
      sql: "UPDATE changes SET state = 'unknown' WHERE id = 2",
      finding: "change 2 of d1 is unknown without a batch that is open"),
    Breach(
      sql: """
        INSERT INTO batches (id, delivery, route, key, variables, state, first_sent_at)
        VALUES ('b1', 1, 'direct', 'k', x'7b7d', 'sent', 't')
        """, finding: "batch b1 of d1 is sent though none of its changes is"),
    Breach(
      sql: "UPDATE changes SET state = 'applied', settled = 7",
      finding: "settlings are numbered up to 7 but the last given was 0"),
    Breach(
      sql: """
        INSERT INTO runs (job, slot, state, until, sequence, file, sha256, job_digest, finished_at)
        VALUES ('o', '1', 'done', 't', 1, 'f', 's', 'd', 't'),
          ('o', '2', 'done', 't', 3, 'f', 's', 'd', 't')
        """, finding: "the export o has written 2 files but numbered them 1 to 3"),
  ]

  @Test(arguments: breaches) func `what does not add up is named`(_ breach: Breach) throws {
    let home = try TemporaryJournal()
    _ = try home.planned(5)
    try home.journal.write { db in
      let isOne = breach.sql.contains("settled = 7")
      try db.execute(sql: breach.sql + (isOne ? " WHERE id = 1" : ""))
    }
    #expect(try home.journal.audit() == [breach.finding])
  }
}
