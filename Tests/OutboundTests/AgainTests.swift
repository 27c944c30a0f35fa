// SPDX-License-Identifier: Apache-2.0

import GRDB
import Testing

@testable import Jobs
@testable import Journal
@testable import Outbound

@Suite struct `A file written again` {
  @Test func `X11 has a name of its own and leaves numbers, windows and versions alone`()
    async throws
  {
    let bench = try ExportBench()
    try bench.order(1001, content: "a")
    try bench.order(1002, content: "a")
    let first = try await bench.exporter().run(bench.job())
    try bench.order(1002, content: "b")
    _ = try await bench.exporter().run(bench.job())
    let exporter = try bench.exporter()
    let ledger = """
      SELECT group_concat(job || key || content || version || run) || (SELECT group_concat(until || sequence || run)
        FROM watermarks) FROM exported
      """
    let before = try exporter.journal.read { try String.fetchOne($0, sql: ledger) }
    let again = try await exporter.again(bench.job(), run: first.id)
    #expect(again.state == .done)
    #expect(again.again == first.id)
    #expect(again.file == "orders-1-again-x3.csv")
    #expect(again.sequence == nil)
    #expect(again.since == first.since && again.until == first.until)
    // 1002 came out again in the second file.
    #expect(try bench.orders("orders-1-again-x3.csv") == ["#1001 1"])
    #expect(try exporter.journal.read { try String.fetchOne($0, sql: ledger) } == before)
    #expect(try exporter.journal.audit().isEmpty)
    let third = try await exporter.run(bench.job())
    #expect(third.file == "orders-3.csv")
    #expect(third.rows == 0)
  }

  @Test func `is asked for by the run that wrote it first`() async throws {
    let bench = try ExportBench()
    try bench.order(1001, content: "a")
    let exporter = try bench.exporter()
    let first = try await exporter.run(bench.job())
    let again = try await exporter.again(bench.job(), run: first.id)
    let error = await #expect(throws: OutboundError.self) {
      try await exporter.again(bench.job(), run: again.id)
    }
    #expect(error?.description == "x2 wrote x1 again; ask for x1")
    let missing = await #expect(throws: OutboundError.self) {
      try await exporter.again(bench.job(), run: 77)
    }
    #expect(missing?.description == "orders has no run x77")
  }
}
