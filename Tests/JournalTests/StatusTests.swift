// SPDX-License-Identifier: Apache-2.0

import GRDB
import Journal
import Testing

struct StatusTests {
  @Test func `status counts what waits, is held, pending and parked, by feed`() throws {
    let home = try TemporaryJournal()
    let first = try home.planned(5)
    let held = try home.arrival("b.csv", sha256: "b")
    try home.journal.move(held.id, to: .held, at: TemporaryJournal.time(2))
    _ = try home.arrival("c.csv", sha256: "c")
    let changes = try home.journal.changes(of: first.id)
    try home.journal.settle(at: TemporaryJournal.time(3)) { settling, _ in
      try settling.settle(changes[0], as: .parked, code: "X", message: "y")
      try settling.settle(changes[1], as: .applied)
    }
    let status = try #require(try home.journal.feedStatuses().first)
    #expect(status.job == "stock")
    #expect(status.waiting == 1)
    #expect(status.working == 1)
    #expect(status.held == 1)
    #expect(status.pendingChanges == 3)
    #expect(status.parkedChanges == 1)
    #expect(status.latest?.name == "c.csv")
  }

  @Test func `settlings are numbered on and on, also after a retry`() throws {
    let home = try TemporaryJournal()
    let delivery = try home.planned(3)
    let changes = try home.journal.changes(of: delivery.id)
    try home.journal.settle(at: TemporaryJournal.time(3)) { settling, _ in
      try settling.settle(changes[0], as: .applied)
      try settling.settle(changes[1], as: .applied)
      try settling.settle(changes[2], as: .parked, code: "X", message: "y")
    }
    #expect(try home.journal.settleIfDone(delivery.id, at: TemporaryJournal.time(4)))
    let retry = try home.journal.retry(delivery.id, at: TemporaryJournal.time(5))
    #expect(retry.planned == 1)
    #expect(try home.journal.delivery(delivery.id)?.state == .working)
    try home.journal.settle(at: TemporaryJournal.time(6)) { settling, _ in
      try settling.settle(changes[2], as: .applied)
    }
    #expect(try home.journal.settled(after: 3).map(\.id) == [changes[2].id])
    #expect(try home.journal.settledMark == 4)
    #expect(try home.journal.audit() == [])
  }

  @Test func `an outcome is not written over another`() throws {
    let home = try TemporaryJournal()
    let delivery = try home.planned(1)
    let change = try #require(try home.journal.changes(of: delivery.id).first)
    try home.journal.settle(at: TemporaryJournal.time(3)) { settling, _ in
      try settling.settle(change, as: .applied)
    }
    #expect(throws: JournalError.self) {
      try home.journal.settle(at: TemporaryJournal.time(4)) { settling, _ in
        try settling.settle(change, as: .rejected, code: "X", message: "y")
      }
    }
    #expect(try home.journal.changes(of: delivery.id).first?.state == .applied)
  }
}
