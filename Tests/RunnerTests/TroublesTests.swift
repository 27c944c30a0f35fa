// SPDX-License-Identifier: Apache-2.0

import GRDB
import Journal
import Runner
import Testing

struct TroublesTests {
  static let held = Trouble(
    .held, key: "d7", job: "stock", message: "STOCK_1.csv is held", hint: "dray approve d7")

  @Test func `a trouble met again is the same, with its newest words`() throws {
    let home = try RunnerJournal()
    let troubles = Troubles(journal: home.journal, now: home.now)
    try troubles.begin(Self.held)
    home.set(second: 5)
    var again = Self.held
    again.message = "STOCK_1.csv is still held"
    try troubles.begin(again)
    let current = try troubles.current()
    #expect(current.map(\.trouble) == [again])
    #expect(current.map(\.since) == ["2026-11-21T12:00:00.000Z"])
  }

  @Test func `a trouble that ended and comes again is another one`() throws {
    let home = try RunnerJournal()
    let troubles = Troubles(journal: home.journal, now: home.now)
    try troubles.begin(Self.held)
    try troubles.end(.held, key: "d7")
    #expect(try troubles.current().isEmpty)
    home.set(second: 9)
    try troubles.begin(Self.held)
    #expect(try troubles.current().map(\.since) == ["2026-11-21T12:00:09.000Z"])
    let rows = try home.journal.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM troubles") }
    #expect(rows == 2)
  }

  @Test func `ending what is not there changes nothing`() throws {
    let home = try RunnerJournal()
    let troubles = Troubles(journal: home.journal, now: home.now)
    try troubles.end(.late, key: "stock/2026-11-21")
    #expect(try troubles.current().isEmpty)
  }
}
