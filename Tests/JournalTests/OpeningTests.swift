// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Journal
import Testing

struct OpeningTests {
  @Test func `J08 a journal of a newer version is refused and says so`() throws {
    let home = try TemporaryJournal()
    try home.journal.write { db in try db.execute(sql: "PRAGMA user_version = 99") }
    let path = home.path
    let writing = #expect(throws: JournalError.self) { try Journal(writing: path) }
    let reading = #expect(throws: JournalError.self) { try Journal(reading: path) }
    #expect(writing?.kind == .newer)
    #expect(reading?.kind == .newer)
    #expect(
      writing?.description
        == "the journal has version 99, this Dray knows up to 8: use the newer Dray that made it")
  }

  @Test func `a journal that is not there is missing for a reader`() throws {
    let error = #expect(throws: JournalError.self) { try Journal(reading: "/nowhere/j.sqlite") }
    #expect(error?.kind == .missing)
  }

  @Test func `J06 a file that is no database is damaged`() throws {
    let home = try TemporaryJournal()
    let other = home.folder.appendingPathComponent("other.sqlite").path
    try Data(repeating: 0x41, count: 8192).write(to: URL(fileURLWithPath: other))
    let error = #expect(throws: JournalError.self) { try Journal(writing: other) }
    #expect(error?.kind == .damaged)
  }

  @Test func `J14 the connection that writes syncs every commit`() throws {
    let home = try TemporaryJournal()
    let found = try home.journal.read { db in
      try ["journal_mode", "synchronous", "foreign_keys"].map {
        "\(try Row.fetchOne(db, sql: "PRAGMA \($0)")?[0] as DatabaseValue? ?? .null)"
      }
    }
    #expect(found == ["\"wal\"", "2", "1"])
  }

  @Test func `J10 a reader beside the writer sees commits and leaves the log alone`() throws {
    let home = try TemporaryJournal()
    _ = try home.planned(3)
    let log = home.path + "-wal"
    let before = try Data(contentsOf: URL(fileURLWithPath: log))
    let reader = try Journal(reading: home.path)
    #expect(try reader.deliveries().count == 1)
    #expect(throws: JournalError.self) {
      try reader.write { db in try db.execute(sql: "DELETE FROM deliveries") }
    }
    _ = try home.arrival("later.csv", sha256: "later")
    #expect(try reader.deliveries().count == 2)
    let during = try Data(contentsOf: URL(fileURLWithPath: log))
    try reader.close()
    #expect(before.count <= during.count)
    #expect(try Data(contentsOf: URL(fileURLWithPath: log)) == during)
  }

  @Test func `a second opening keeps the instance and the data`() throws {
    let home = try TemporaryJournal()
    let instance = try home.journal.instance
    _ = try home.planned(3)
    try home.journal.close()
    let again = try Journal(writing: home.path)
    #expect(try again.instance == instance)
    #expect(instance.count == 32)
    #expect(try again.deliveries().count == 1)
  }
}
