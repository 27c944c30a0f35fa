// SPDX-License-Identifier: Apache-2.0

import GRDB
import Journal
import Testing

struct DeliveryTests {
  struct Arrow: CustomTestStringConvertible {
    var from: Delivery.State
    var to: Delivery.State
    var testDescription: String { "\(from) to \(to)" }
  }

  static let arrows = Delivery.State.allCases.flatMap { from in
    Delivery.State.allCases.map { Arrow(from: from, to: $0) }
  }

  @Test(arguments: arrows) func `a delivery moves only along its arrows`(_ arrow: Arrow) throws {
    let home = try TemporaryJournal()
    let id = try home.arrival().id
    let final = arrow.from.isFinal
    try home.journal.write { db in
      try db.execute(
        sql: "UPDATE deliveries SET state = ?, settled_at = ? WHERE id = ?",
        arguments: [arrow.from.rawValue, final ? TemporaryJournal.time() : nil, id])
    }
    if arrow.from.successors.contains(arrow.to) {
      try home.journal.move(id, to: arrow.to, at: TemporaryJournal.time(2))
      #expect(try home.journal.delivery(id)?.state == arrow.to)
    } else {
      #expect(throws: JournalError.self) {
        try home.journal.move(id, to: arrow.to, at: TemporaryJournal.time(2))
      }
      #expect(try home.journal.delivery(id)?.state == arrow.from)
    }
  }

  @Test func `waiting deliveries are worked by arrival, or by name with digits as numbers`() throws
  {
    let home = try TemporaryJournal()
    for name in ["stock-10.csv", "stock-9.csv", "stock-09b.csv", "a.csv"] {
      _ = try home.arrival(name, sha256: name)
    }
    let byArrival = try home.journal.open(of: "stock").map(\.name)
    let byName = try home.journal.open(of: "stock", byName: true).map(\.name)
    #expect(byArrival == ["stock-10.csv", "stock-9.csv", "stock-09b.csv", "a.csv"])
    #expect(byName == ["a.csv", "stock-9.csv", "stock-09b.csv", "stock-10.csv"])
  }

  @Test func `bytes seen before are found, newest first, duplicates left out`() throws {
    let home = try TemporaryJournal()
    let first = try home.arrival("a.csv", sha256: "same")
    let second = try home.arrival("b.csv", sha256: "same")
    let third = try home.journal.insert(
      Arrival(job: "stock", name: "c.csv", sha256: "same", bytes: 1, at: "t", spool: nil),
      as: .duplicate(of: first.id))
    let found = try home.journal.deliveries(of: "stock", sha256: "same").map(\.id)
    #expect(found == [second.id, first.id])
    #expect(third.state == .duplicate)
    #expect(third.duplicateOf == first.id)
    #expect(try home.journal.unanswered(of: "stock").map(\.id) == [third.id])
  }

  @Test func `why a delivery is held is kept and its receipt is due`() throws {
    let home = try TemporaryJournal()
    let id = try home.arrival().id
    let reasons = [Delivery.Reason(code: "MAX_CHANGED", message: "40 % would change, limit 30 %")]
    try home.journal.move(id, to: .held, reasons: reasons, at: TemporaryJournal.time(3))
    let held = try #require(try home.journal.delivery(id))
    #expect(held.reasons == reasons)
    #expect(held.pendingName == held.name)
    #expect(held.settledAt == nil)
    try home.journal.approve(id)
    #expect(try home.journal.delivery(id)?.approvedSHA256 == held.sha256)
  }
}
