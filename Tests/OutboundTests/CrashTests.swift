// SPDX-License-Identifier: Apache-2.0

import Folders
import Foundation
import GRDB
import Tables
import Testing

@testable import Jobs
@testable import Journal
@testable import Mirror
@testable import Outbound

/// Stops between each two steps, opens everything anew and finishes: nothing or the whole file, once.
@Suite struct `An export that is interrupted` {
  /// Where it stops.
  enum Stop: String, Sendable, CaseIterable {
    case claimed, drafting, draftBeforeJournal, sealed, renamedBeforeJournal,
      collectedBeforeJournal, placed,
      checksumBeforeJournal
  }

  @Test(arguments: Stop.allCases)
  func `X01 T10 leaves nothing or the whole file, and is finished with the same window`(
    _ stop: Stop
  )
    async throws
  {
    let bench = try ExportBench()
    try bench.order(1001, content: "a")
    try bench.order(1002, content: "a")
    let job = bench.job()
    let first = try bench.exporter()
    var run = try first.claim(job, slot: "s")
    let claimed = run
    let shelf = try first.shelf(of: job)
    switch stop {
    case .claimed: break
    case .drafting:
      let draft = try shelf.draft(for: "orders-1.csv")
      try shelf.append(Array("order_id".utf8), to: draft)
      _ = try first.record(run) { db in
        try Staging.add([["1001", 1, "a"]], run: run.id, job.name, db)
      }
    case .draftBeforeJournal:
      run = try await first.advance(run, job)
      try first.journal.write { db in
        try db.execute(
          sql: """
            UPDATE runs SET state = 'claimed', sequence = NULL, temporary = NULL, file = NULL, sha256 = NULL,
              bytes = NULL, rows = NULL;
            DELETE FROM watermarks; UPDATE exported SET job = 'orders#';
            """)
      }
    case .sealed: run = try await first.advance(run, job)
    case .renamedBeforeJournal, .collectedBeforeJournal:
      run = try await first.advance(run, job)
      try shelf.place(try #require(run.temporary), as: try #require(run.file), replacing: false)
      if stop == .collectedBeforeJournal { try shelf.remove("orders-1.csv") }
    case .placed:
      run = try await first.advance(run, job)
      run = try await first.advance(run, job)
    case .checksumBeforeJournal:
      run = try await first.advance(run, job)
      run = try await first.advance(run, job)
      try shelf.write(Array("half".utf8), as: "orders-1.csv.sha256", replacing: false)
    }
    // X02: whatever has a name of its own is whole.
    for name in try bench.names where name == "orders-1.csv" {
      #expect(try bench.orders(name) == ["#1001 1", "#1002 1"])
    }
    try first.journal.close()

    let finished = try await bench.exporter().recover(job)
    #expect(finished.map(\.state) == [.done])
    #expect(finished.map(\.id) == [claimed.id])
    #expect(finished.first?.until == claimed.until)
    #expect(finished.first?.sequence == 1)
    if stop == .collectedBeforeJournal {
      #expect(try bench.names == ["orders-1.csv.sha256"])
    } else {
      #expect(try bench.names == ["orders-1.csv", "orders-1.csv.sha256"])
      #expect(try bench.orders("orders-1.csv") == ["#1001 1", "#1002 1"])
    }
    #expect(
      try bench.text("orders-1.csv.sha256") == "\(finished.first?.sha256 ?? "")  orders-1.csv\n")

    // And nothing comes twice afterwards.
    try bench.order(1002, content: "b")
    let next = try await bench.exporter().run(job)
    #expect(next.file == "orders-2.csv")
    #expect(next.since == claimed.until)
    #expect(try bench.orders("orders-2.csv") == ["#1002 2"])
  }

  @Test func `X02 a file has no name until it is whole`() async throws {
    let bench = try ExportBench()
    try bench.order(1001, content: "a")
    let exporter = try bench.exporter()
    let sealed = try await exporter.advance(exporter.claim(bench.job(), slot: "s"), bench.job())
    #expect(sealed.state == .sealed)
    #expect(try bench.names == [sealed.temporary])
    let placed = try await exporter.advance(sealed, bench.job())
    #expect(placed.state == .placed)
    #expect(try bench.names == ["orders-1.csv"])
  }

  @Test func `X12 the checksum comes after the file is durable, never before`() async throws {
    let bench = try ExportBench()
    let exporter = try bench.exporter()
    var run = try exporter.claim(bench.job(), slot: "s")
    var seen: [[String]] = []
    while !run.state.isFinal {
      run = try await exporter.advance(run, bench.job())
      seen.append(try bench.names.filter { !$0.hasPrefix(".") })
    }
    #expect(seen == [[], ["orders-1.csv"], ["orders-1.csv", "orders-1.csv.sha256"]])
  }

  @Test func `a cancelled export says so and goes on next time`() async throws {
    let bench = try ExportBench()
    try bench.order(1001, content: "a")
    let exporter = try bench.exporter()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await exporter.run(bench.job())
    }
    let error = await #expect(throws: OutboundError.self) { try await task.value }
    #expect(error?.kind == .stopped)
    #expect(try bench.names == [])
    #expect(try await bench.exporter().run(bench.job()).state == .done)
  }
}
