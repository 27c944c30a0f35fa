// SPDX-License-Identifier: Apache-2.0

import GRDB
import Journal
import Testing

struct PlanTests {
  @Test func `every record of a plan has one outcome and they sum to the records`() throws {
    let home = try TemporaryJournal()
    let delivery = try home.planned(5)
    let counts = try home.journal.counts(of: delivery.id)
    #expect(delivery.state == .working)
    #expect(counts.records == 9)
    #expect(counts.pending == 6)
    #expect(counts.unchanged == 2)
    #expect(counts.rejected == 1)
    #expect(counts.closes)
  }

  @Test func `a plan whose counts do not close is refused whole`() throws {
    let home = try TemporaryJournal()
    let delivery = try home.arrival()
    #expect(throws: JournalError.self) {
      try home.journal.writePlan(
        of: delivery.id, operation: "stock.set", jobDigest: "j", at: TemporaryJournal.time()
      ) { plan in
        try plan.add(PlannedChange(record: 1, line: 2, key: "a", object: "1/1", intent: "{}"))
        return (records: 3, unchanged: 1)
      }
    }
    #expect(try home.journal.changes(of: delivery.id).isEmpty)
    #expect(try home.journal.delivery(delivery.id)?.state == .waiting)
  }

  @Test func `changes come in record order and in pages`() throws {
    let home = try TemporaryJournal()
    let delivery = try home.planned(5)
    let first = try home.journal.changes(of: delivery.id, limit: 3)
    let rest = try home.journal.changes(of: delivery.id, after: first.last?.record ?? 0)
    #expect(first.map(\.record) == [1, 2, 3])
    #expect(rest.map(\.record) == [4, 5])
    let shared = try home.journal.receiptLines(of: delivery.id).filter {
      $0.message?.hasPrefix("together with") == true
    }
    #expect(shared.map(\.message) == ["together with record 1"])
    #expect(try home.journal.rejections(of: delivery.id).map(\.code) == ["UNKNOWN_SKU"])
  }

  @Test func `an empty text is an empty text, not a missing one`() throws {
    let home = try TemporaryJournal()
    let delivery = try home.arrival()
    try home.journal.writePlan(
      of: delivery.id, operation: "stock.set", jobDigest: "j", at: TemporaryJournal.time()
    ) { plan in
      try plan.add(PlannedChange(record: 1, line: 2, key: "", object: "1/1", intent: "{}"))
      return (records: 1, unchanged: 0)
    }
    #expect(try home.journal.changes(of: delivery.id).first?.key == "")
  }
}
