// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// Schedules by the real program, under a clock that is set as the test wants.
@Suite struct SlotTests {
  private static let store = ["--products", "10", "--orders", "3"]

  /// An export with a schedule.
  private static func export(_ schedule: String, _ more: String = "") -> [String: String] {
    [
      "orders":
        "export: orders\nfile: \"o-{sequence}-{until:%Y%m%dT%H%M}.csv\"\nschedule: \"\(schedule)\"\n\(more)"
    ]
  }

  private func files(_ home: TestHome) -> [String] {
    home.names("outbox/orders").filter { $0.hasSuffix(".csv") }
  }

  /// Every run of the home: its slot to the minute, where it stands.
  private func runs(_ home: TestHome) throws -> [String] {
    try home.journal("SELECT substr(slot, 6, 11) || ' ' || state FROM runs ORDER BY id")
  }

  /// A schedule, the times `dray run` is called at, and the slots that are run then.
  struct Passage: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var schedule: String
    /// When it is called, beside the slots run by that call.
    var calls: [(at: String, slots: [String])]
  }

  static let passages = [
    Passage(
      testDescription: "T03 daily 02:30 over the gap of spring",
      schedule: "02:30 Europe/Berlin",
      calls: [
        ("2027-03-27T01:31:00Z", ["03-27T01:30"]), ("2027-03-28T00:59:00Z", []),
        ("2027-03-28T01:00:30Z", ["03-28T01:00"]), ("2027-03-28T01:31:00Z", []),
        ("2027-03-29T00:31:00Z", ["03-29T00:30"]),
      ]),
    Passage(
      testDescription: "T04 daily 02:30 in the repeated hour of autumn",
      schedule: "02:30 Europe/Berlin",
      calls: [
        ("2027-10-30T00:31:00Z", ["10-30T00:30"]), ("2027-10-31T00:31:00Z", ["10-31T00:30"]),
        ("2027-10-31T01:31:00Z", []), ("2027-11-01T01:31:00Z", ["11-01T01:30"]),
      ]),
    Passage(
      testDescription: "T04 hourly in the repeated hour of autumn",
      schedule: "hourly Europe/Berlin",
      calls: [
        ("2027-10-30T23:00:30Z", ["10-30T23:00"]), ("2027-10-31T00:00:30Z", ["10-31T00:00"]),
        ("2027-10-31T01:00:30Z", ["10-31T01:00"]), ("2027-10-31T02:00:30Z", ["10-31T02:00"]),
      ]),
    Passage(
      testDescription: "T01 a clock that leaps ten years ahead and comes back",
      schedule: "06:00 UTC",
      calls: [
        ("2027-05-03T06:00:30Z", ["05-03T06:00"]), ("2037-05-03T07:00:00Z", ["05-03T06:00"]),
        ("2027-05-03T06:10:00Z", []), ("2027-05-04T06:00:30Z", ["05-04T06:00"]),
        ("2027-05-04T05:00:00Z", []), ("2027-05-04T06:00:40Z", []),
      ]),
  ]

  @Test(arguments: passages)
  func `T01 T03 T04 each slot is run once by whoever calls, over every change of the clock`(
    _ it: Passage
  ) async throws {
    try await TestHome.with(Self.export(it.schedule), sandbox: Self.store) { home in
      let clock = try await ShiftedClock(home, "2027-01-04T00:00:00Z")
      var expected: [String] = []
      for call in it.calls {
        try await clock.set(call.at)
        let run = try await clock.dray("run", "orders")
        #expect(run.status == 0, "\(call.at): \(run)")
        expected += call.slots.map { "\($0) done" }
        #expect(try runs(home) == expected, "\(call.at)")
        // A timer that comes once more.
        #expect(try await clock.dray("run", "orders").status == 0)
        #expect(try runs(home) == expected, "\(call.at) again")
      }
      #expect(files(home).count == expected.count)
      try await home.expectAudit()
    }
  }

  @Test(arguments: [("one", 1), ("each", 3), ("skip", 0)])
  func `T05 after three days away catch_up decides, and the windows leave no gap`(
    _ policy: String, _ count: Int
  ) async throws {
    try await TestHome.with(
      Self.export("06:00 UTC", "catch_up: \(policy)\n"), sandbox: Self.store
    ) { home in
      let clock = try await ShiftedClock(home, "2027-05-03T06:00:30Z")
      #expect(try await clock.dray("run", "orders").status == 0)
      #expect(files(home).count == 1)
      // The slots of the 4th, the 5th and the 6th are missed, that of the 7th comes on time.
      try await clock.set("2027-05-06T12:00:00Z")
      try await home.sandbox.post(
        "sell", ["lines": [["sku": "SKU-00010", "quantity": 1]], "note": "meanwhile"])
      #expect(try await clock.dray("run", "orders").status == 0)
      #expect(files(home).count == 1 + count)
      try await clock.set("2027-05-07T06:00:10Z")
      #expect(try await clock.dray("run", "orders").status == 0)
      #expect(files(home).count == 2 + count)
      let windows = try home.journal("SELECT coalesce(since, ''), until FROM runs ORDER BY id")
        .map { $0.split(separator: "|", omittingEmptySubsequences: false) }
      for (one, next) in zip(windows, windows.dropFirst()) { #expect(one[1] == next[0]) }
      let orders = files(home).flatMap {
        (home.text("outbox/orders/\($0)") ?? "").split(whereSeparator: \.isNewline)
      }.filter { $0.contains("meanwhile") }
      #expect(orders.count == 1, "\(orders)")
    }
  }

  @Test func `T02 a clock that is not set yet runs nothing and says so`() async throws {
    try await TestHome.with(Self.export("hourly"), sandbox: Self.store) { home in
      let clock = try await ShiftedClock(home, "2027-05-03T06:00:30Z")
      try clock.set(ours: "1970-01-01T00:00:30Z")
      let early = try await clock.dray("run", "orders")
      #expect(early.status == 75, "\(early)")
      #expect(early.errors.contains("slots wait until it is set"), "\(early)")
      #expect(files(home).isEmpty)
      try clock.set(ours: "2027-05-03T06:00:30Z")
      #expect(try await clock.dray("run", "orders").status == 0)
      #expect(files(home).count == 1)
    }
  }

  @Test func `T06 serve and timers that come at the same slot run it once`() async throws {
    try await TestHome.with(Self.export("06:00 UTC"), sandbox: Self.store) { home in
      let clock = try await ShiftedClock(home, "2027-05-03T05:59:55Z")
      try await home.serving(environment: clock.environment) { _ in
        // Three timers a moment before and after it, beside the daemon's own look.
        for _ in 0..<3 {
          try await withThrowingTaskGroup(of: CommandResult.self) { group in
            for _ in 0..<3 {
              let command = try home.start(["run", "orders"], environment: clock.environment)
              group.addTask { await command.finish() }
            }
            for try await ended in group { #expect(ended.status == 0, "\(ended)") }
          }
          try await home.eventually("a slot is over") { try !runs(home).isEmpty }
        }
        #expect(try runs(home) == ["05-03T06:00 done"])
      }
      // Without a daemon two of them meet as well: one has the lock, the other asks it.
      try await clock.set("2027-05-04T06:00:01Z")
      let both = try (0..<2).map { _ in
        try home.start(["run", "orders"], environment: clock.environment)
      }
      for command in both {
        let ended = await command.finish()
        #expect(ended.status == 0, "\(ended)")
      }
      #expect(try runs(home) == ["05-03T06:00 done", "05-04T06:00 done"])
      #expect(files(home).count == 2)
      try await home.expectAudit()
    }
  }

  @Test(arguments: ["orders:1:hang", "bulkOperationRunQuery:1:hang", "download:1:hang"])
  func `T10 killed between the slot and its file, the same slot gives the same file, once`(
    _ fault: String
  ) async throws {
    try await TestHome.with(Self.export("06:00 UTC"), sandbox: Self.store) { home in
      let clock = try await ShiftedClock(home, "2027-05-03T06:00:30Z")
      try await home.sandbox.script(fault)
      let command = try home.start(["run", "orders"], environment: clock.environment)
      let isHit = try await home.eventually {
        try await home.faultHits("hang", within: 0.1) || !command.isRunning
      }
      #expect(isHit)
      command.signal(SIGKILL)
      let first = await command.finish()
      try await home.sandbox.clearFaults()
      let taken = try home.journal("SELECT id, slot, until FROM runs")
      if first.status != 0 {
        #expect(files(home).isEmpty)
        #expect(taken.count == 1, "\(first)")
      }
      // Long after its time, with the policy that passes late slots over: what has begun is finished.
      try home.write(
        "jobs/orders.yaml", Self.export("06:00 UTC", "catch_up: skip\n")["orders"] ?? "")
      try await clock.set("2027-05-03T09:00:00Z")
      #expect(try await clock.dray("run", "orders").status == 0)
      #expect(try home.journal("SELECT id, slot, until FROM runs") == taken)
      #expect(try runs(home) == ["05-03T06:00 done"])
      // Times in names are the shop's.
      #expect(files(home) == ["o-1-20270503T0800.csv"])
      #expect(try await clock.dray("run", "orders").status == 0)
      #expect(files(home).count == 1)
      try await home.expectAudit()
    }
  }
}
