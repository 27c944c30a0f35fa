// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// What becomes of a delivery when the store refuses, stops or loses its bulk operation: every record has its effect
/// once, and a person's word in the store counts.
@Suite struct BulkEndTests {
  static let count = 12
  static let start = "bulkOperationRunMutation"

  /// A home with prices by bulk; the mirror is filled and nothing but the feed's own work asks the store.
  private func home(_ body: (TestHome) async throws -> Void) async throws {
    try await TestHome.with(
      ["prices": TestHome.prices + "\ncompare: mirror\nroute: bulk\n"],
      sandbox: ["--products", "20", "--orders", "0"]
    ) { home in
      _ = try await home.dray("refresh")
      try await body(home)
    }
  }

  private func run(_ home: TestHome, _ faults: String) async throws -> CommandResult {
    try await home.sandbox.script(faults)
    try home.drop("prices", "PRICES.xml", TestHome.priceFile(Self.count))
    return try await home.dray("run", "prices")
  }

  private func judge(
    _ home: TestHome, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    try await home.expectOnce(
      Self.count, by: "productVariantsBulkUpdate", "prices", "PRICES.xml",
      sourceLocation: sourceLocation)
  }

  @Test(arguments: ["http-403", "http-500", "cut:before"])
  func `E01 an upload that never succeeds starts nothing, and the next run does it all`(
    _ fault: String
  ) async throws {
    try await home { home in
      let first = try await run(home, "upload:*:\(fault)")
      #expect(first.status == 75, "\(first)")
      #expect(
        try await home.requests(of: "stagedUploadsCreate").count > 1, "a new target each time")
      #expect(try await home.requests(of: Self.start).isEmpty)
      try await home.expectNoEffect()
      try await home.sandbox.clearFaults()
      #expect(try await home.dray("run", "prices").status == 0)
      try await judge(home)
    }
  }

  @Test(arguments: ["bulk-busy", "bulk-limit"])
  func `E02 a store that has no place for an operation is asked again, which is no failure`(
    _ fault: String
  ) async throws {
    try await home { home in
      let result = try await run(home, "\(Self.start):1:\(fault),\(Self.start):2:\(fault)")
      #expect(result.status == 0, "\(result)")
      #expect(try await home.requests(of: Self.start).count == 3)
      try await judge(home)
    }
  }

  @Test(arguments: ["bulk-no-file", "bulk-bad-file"])
  func `E04 a file the store cannot read is made again once, then parked`(_ fault: String)
    async throws
  {
    try await home { home in
      let once = try await run(home, "\(Self.start):1:\(fault)")
      #expect(once.status == 0, "\(once)")
      #expect(try home.journal("SELECT count(DISTINCT file) FROM batches") == ["2"])
      try await judge(home)
      // Twice: a person must look, and says when to try again.
      try await home.sandbox.script("\(Self.start):1:\(fault),\(Self.start):2:\(fault)")
      try home.drop("prices", "MORE.xml", TestHome.priceFile(Self.count, from: 900))
      _ = try await home.dray("run", "prices")
      let receipt = try home.receipt("prices", "MORE.xml")
      #expect(receipt["parked"]?.int == Self.count, "\(receipt.text)")
      #expect(try await home.sandbox.effects().count == Self.count, "only those of the first file")
      try await home.expectAudit()
      let delivery = try #require(receipt["delivery"]?.string)
      #expect(try await home.dray("retry", delivery).status == 0)
      #expect(try home.receipt("prices", "MORE.xml")["applied"]?.int == Self.count)
      #expect(try await home.sandbox.effects().count == 2 * Self.count)
    }
  }

  @Test func `E05 a file server that fails is asked again`() async throws {
    try await home { home in
      let result = try await run(
        home, "\(Self.start):1:bulk-file-server,\(Self.start):2:bulk-file-server")
      #expect(result.status == 0, "\(result)")
      try await judge(home)
    }
  }

  @Test func `E06 an operation that could not be looked at is adopted later, not started again`()
    async throws
  {
    try await home { home in
      try await home.sandbox.script("bulkOperation:*:http-503")
      try home.drop("prices", "PRICES.xml", TestHome.priceFile(Self.count))
      let command = try home.start(["run", "prices"])
      #expect(
        try await home.eventually { try await home.requests(of: "bulkOperation").count >= 3 })
      command.signal(SIGKILL)
      _ = await command.finish()
      try await home.sandbox.clearFaults()
      #expect(try await home.dray("run", "prices").status == 0)
      #expect(try await home.requests(of: Self.start).count == 1)
      try await judge(home)
    }
  }

  @Test(arguments: ["bulk-fail", "bulk-timeout"])
  func `E07 E09 what a failed operation did is recorded, the rest goes out in smaller files`(
    _ fault: String
  ) async throws {
    try await home { home in
      let result = try await run(home, "\(Self.start):1:\(fault)")
      #expect(result.status == 0, "\(result)")
      try await judge(home)
      let lines = try home.journal(
        """
        SELECT count(*) FROM batches WHERE file IS NOT NULL GROUP BY file
        ORDER BY min(first_sent_at), count(*) DESC
        """
      ).compactMap { Int($0) }
      #expect(lines.count >= 2, "\(lines)")
      #expect(lines.dropFirst().allSatisfy { $0 <= (lines[0] + 1) / 2 }, "\(lines)")
      #expect(
        try home.journal("SELECT sum(timed_out) FROM files")
          == [fault == "bulk-timeout" ? "1" : "0"])
    }
  }

  @Test func `E08 an operation that a person cancelled holds the feed until a person approves`()
    async throws
  {
    try await home { home in
      let result = try await run(home, "\(Self.start):1:bulk-cancel")
      #expect(result.status == 65, "\(result)")
      #expect((result.output + result.errors).contains("was cancelled in the store"), "\(result)")
      let done = try await home.sandbox.effects().count
      #expect(done > 0 && done < Self.count)
      let held = try home.receipt("prices", "PRICES.xml")
      #expect(held["state"]?.string == "held")
      #expect(held["applied"]?.int == done)
      #expect(held["pending"]?.int == Self.count - done)
      // Neither another run nor another file starts it again.
      try home.drop("prices", "MORE.xml", TestHome.priceFile(2, from: 900))
      #expect(try await home.dray("run", "prices").status == 65)
      #expect(try await home.sandbox.effects().count == done)
      try await home.expectAudit()
      #expect(try await home.dray("approve", "d1").status == 0)
      let receipt = try home.receipt("prices", "PRICES.xml")
      #expect(receipt["applied"]?.int == Self.count, "\(receipt.text)")
      #expect(try home.receipt("prices", "MORE.xml")["applied"]?.int == 2)
      #expect(try await home.sandbox.effects().count == Self.count + 2)
      try await home.expectAudit()
    }
  }

  @Test func `E08 what is left of a cancelled operation can be refused`() async throws {
    try await home { home in
      _ = try await run(home, "\(Self.start):1:bulk-cancel")
      let done = try await home.sandbox.effects().count
      #expect(try await home.dray("refuse", "d1").status == 0)
      let receipt = try home.receipt("prices", "PRICES.xml")
      #expect(receipt["state"]?.string == "settled")
      #expect(receipt["applied"]?.int == done)
      #expect(
        (receipt["parked"]?.int ?? 0) + (receipt["rejected"]?.int ?? 0) == Self.count - done)
      #expect(try await home.dray("run", "prices").status == 0)
      #expect(try await home.sandbox.effects().count == done)
      try await home.expectAudit()
    }
  }

  @Test(arguments: ["bulk-from-one", "bulk-twice", "bulk-no-url"])
  func `E12 E13 numbers that contradict and a result that is missing are verified, not believed`(
    _ fault: String
  ) async throws {
    try await home { home in
      let result = try await run(home, "\(Self.start):1:\(fault)")
      #expect(result.status == 0, "\(result)")
      #expect(try await home.requests(of: Self.start).count == 1)
      #expect(try await home.requests(of: "nodes").isEmpty == (fault == "bulk-from-one"))
      try await judge(home)
    }
  }

  @Test func `E15 the operation of another home is neither adopted nor stopped`() async throws {
    try await home { home in
      // Another home on this store, whose process ends while its operation runs.
      for file in ["dray.yaml", "jobs/prices.yaml"] {
        try home.write("other/\(file)", home.text(file) ?? "")
      }
      let other = ["DRAY_HOME": "\(home.path)/other"]
      #expect(try await home.dray("refresh", environment: other).status == 0)
      try await home.sandbox.script("bulkOperation:1:hang")
      try home.write("other/P.xml", TestHome.priceFile(3, from: 900))
      let command = try home.start(
        ["run", "prices", "\(home.path)/other/P.xml"], environment: other)
      #expect(try await home.faultHits("hang"))
      command.signal(SIGKILL)
      _ = await command.finish()
      let theirs = try await home.sandbox.effects().count
      // Ours starts beside it, and its start is not answered: only our own is found again.
      let result = try await run(home, "\(Self.start):1:reset:after")
      #expect(result.status == 0, "\(result)")
      #expect(try home.receipt("prices", "PRICES.xml")["applied"]?.int == Self.count)
      #expect(try await home.requests(of: "bulkOperationCancel").isEmpty)
      #expect(try await home.requests(of: Self.start).count == 2)
      #expect(try await home.dray("run", "prices", environment: other).status == 0)
      #expect(try await home.requests(of: Self.start).count == 2, "theirs was adopted by them")
      #expect(theirs <= 3)
      #expect(try await home.sandbox.effects().count == Self.count + 3)
    }
  }

  @Test func `E16 an operation that is seen to end twice is taken in once`() async throws {
    try await home { home in
      try await home.sandbox.script("download:1:hang")
      try home.drop("prices", "PRICES.xml", TestHome.priceFile(Self.count))
      let command = try home.start(["run", "prices"])
      #expect(try await home.faultHits("hang"))
      command.signal(SIGKILL)
      _ = await command.finish()
      #expect(try await home.dray("run", "prices").status == 0)
      try await judge(home)
      let settled = try home.journal("SELECT count(*), count(DISTINCT settled) FROM changes")
      #expect(settled == ["\(Self.count)|\(Self.count)"])
      let polls = try await home.requests(of: "bulkOperation").count
      #expect(try await home.dray("run", "prices").status == 0)
      #expect(try await home.requests(of: "bulkOperation").count == polls, "not looked at again")
    }
  }

  @Test
  func `a line refused as a whole is sent in halves, and a forced bulk route comes to its end`()
    async throws
  {
    try await TestHome.with(
      ["prices": TestHome.prices + "\nroute: bulk\ncompare: mirror\n"], sandbox: TestHome.small
    ) { home in
      #expect(try await home.dray("refresh").status == 0)
      // The product is gone: its four variants go in one line, which names none of them as the bad one.
      _ = try await home.sandbox.post("product-delete", ["handle": "alpine-parka-1"])
      let skus = ["SKU-00001", "SKU-00002", "SKU-00003", "SKU-00010", "SKU-00020"]
      let items = skus.map { "<item><sku>\($0)</sku><price>777.50</price></item>" }
      try home.drop("prices", "P.xml", "<prices>\(items.joined())</prices>")
      let run = try await home.dray("run", "prices")
      #expect(run.status == 0, "\(run)")
      let receipt = try home.receipt("prices", "P.xml")
      #expect(receipt["applied"]?.int == 2, "\(receipt.text)")
      #expect(receipt["rejected"]?.int == 3, "\(receipt.text)")
      #expect(try await home.requests(of: "bulkOperationRunMutation").count == 1)
      try await home.expectAudit()
    }
  }
}
