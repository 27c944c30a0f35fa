// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Testing

/// What `keep:` lets go of, and what it never does.
struct KeepTests {
  private static let keep = "keep: {archive: 30d, journal: 30d}"
  private static let canary = "SKU-CANARY-4711"

  /// A home with a settled, a parked and a duplicate delivery, all 40 days old; the settled one names a canary.
  private func aged(_ body: (TestHome) async throws -> Void) async throws {
    try await TestHome.with(sandbox: TestHome.small, settings: Self.keep) { home in
      let text = TestHome.stockFile(20) + "\(Self.canary),Berlin,1\n"
      try home.drop("stock", "a.csv", text)
      _ = try await home.dray("run", "stock")
      try home.drop("stock", "parked.csv", TestHome.stockFile(3, from: 900))
      _ = try await home.dray("run", "stock")
      try home.drop("stock", "again.csv", text)
      let third = try await home.dray("run", "stock")
      #expect(third.output.contains("the same bytes as d1"), "\(third)")
      let queue = try DatabaseQueue(path: "\(home.path)/state/journal.sqlite")
      try await queue.write { db in
        try db.execute(
          sql: """
            UPDATE changes SET state = 'parked', code = 'TEST' WHERE delivery = 2 AND record = 1;
            UPDATE deliveries SET
              arrived_at = strftime('%Y-%m-%dT%H:%M:%fZ', arrived_at, '-40 days'),
              settled_at = strftime('%Y-%m-%dT%H:%M:%fZ', settled_at, '-40 days');
            UPDATE calls SET at = strftime('%Y-%m-%dT%H:%M:%fZ', at, '-40 days');
            """)
      }
      try queue.close()
      let folder = "\(home.path)/archive/stock"
      let day = try #require(home.names("archive/stock").first)
      // The parked one came on another day.
      let format = Date.ISO8601FormatStyle().year().month().day()
      let old = Date.now.addingTimeInterval(-40 * 86_400).formatted(format)
      try FileManager.default.moveItem(atPath: "\(folder)/\(day)", toPath: "\(folder)/\(old)")
      try home.write("archive/stock/2024-01-01/x.csv", "old")
      try home.write("archive/stock/notes/x.csv", "not ours")
      try await body(home)
    }
  }

  private func bytes(_ home: TestHome) -> Data {
    home.names("state").filter { $0.hasPrefix("journal.sqlite") }.reduce(into: Data()) {
      $0.append(FileManager.default.contents(atPath: "\(home.path)/state/\($1)") ?? Data())
    }
  }

  @Test
  func
    `X13 what is forgotten is gone from the journal's file; duplicates are recognised by their hash`()
    async throws
  {
    try await aged { home in
      #expect(bytes(home).range(of: Data(Self.canary.utf8)) != nil)
      let run = try await home.dray("run", "stock")
      #expect(run.status == 0, "\(run)")
      #expect(bytes(home).range(of: Data(Self.canary.utf8)) == nil)
      #expect(try home.journal("SELECT count(*) FROM changes WHERE delivery = 1") == ["0"])
      #expect(try home.journal("SELECT count(*) FROM rejections") == ["0"])
      // Its counts stay.
      let shown = try await home.dray("show", "d1", "--json")
      #expect(shown.output.contains("\"records\":21"), "\(shown)")
      #expect(shown.output.contains("\"rejected\":1"), "\(shown)")
      let undo = try await home.dray("undo", "d1")
      #expect(undo.status == 64, "\(undo)")
      // The same bytes are still known.
      try home.drop("stock", "third.csv", TestHome.stockFile(20) + "\(Self.canary),Berlin,1\n")
      let again = try await home.dray("run", "stock")
      #expect(again.output.contains("the same bytes as d1"), "\(again)")
      try await home.expectAudit()
    }
  }

  @Test func `the archive loses old days, but none with work that waits for a person`() async throws
  {
    try await aged { home in
      let run = try await home.dray("run", "stock")
      #expect(run.output.contains("archive: removed stock/2024-01-01"), "\(run)")
      let names = home.names("archive/stock")
      #expect(names.contains { $0.hasSuffix("/parked.csv") }, "\(names)")
      #expect(names.contains("notes/x.csv"), "\(names)")
      #expect(try home.journal("SELECT count(*) FROM changes WHERE delivery = 2") == ["3"])
      let retry = try await home.dray("retry", "d2")
      #expect(retry.status == 0, "\(retry)")
      // Nothing holds it any more.
      let last = try await home.dray("run", "stock")
      #expect(last.status == 0, "\(last)")
      try await home.expectAudit()
    }
  }

  @Test func `C20 a crash during the clean-up leaves a journal that adds up`() async throws {
    try await aged { home in
      for delay in [20, 40, 60, 80, 120, 160] {
        let run = try home.start(["run", "stock"])
        try await Task.sleep(for: .milliseconds(delay))
        run.signal(SIGKILL)
        _ = await run.finish()
        try await home.expectAudit()
      }
      let run = try await home.dray("run", "stock")
      #expect(run.status == 0, "\(run)")
      #expect(try home.journal("SELECT count(*) FROM changes WHERE delivery = 1") == ["0"])
      #expect(home.names("archive/stock").contains { $0.hasSuffix("/parked.csv") })
      try await home.expectAudit()
    }
  }
}
