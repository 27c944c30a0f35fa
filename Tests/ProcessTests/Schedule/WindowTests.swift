// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// Spans of time by the real program: windows of days and months, deadlines, clocks that differ.
@Suite struct WindowTests {
  private static let store = ["--products", "10", "--orders", "0"]

  private func sell(_ home: TestHome, _ note: String) async throws {
    try await home.sandbox.post(
      "sell", ["lines": [["sku": "SKU-00010", "quantity": 1]], "note": .string(note)])
  }

  /// The notes of the orders in each file of the outbox, by file.
  private func notes(_ home: TestHome) -> [String: [String]] {
    let known = (1...9).map { "note-\($0)" }
    var found: [String: [String]] = [:]
    for name in home.names("outbox/orders") where name.hasSuffix(".csv") {
      let text = home.text("outbox/orders/\(name)") ?? ""
      found[name] = known.filter(text.contains)
    }
    return found
  }

  @Test(arguments: [
    (
      "day",
      [
        "2027-05-03T10:00:00Z", "2027-05-03T21:30:00Z", "2027-05-03T22:30:00Z",
        "2027-05-04T10:00:00Z", "2027-05-05T10:00:00Z",
      ], ["o-2-20270504.csv": 2, "o-3-20270505.csv": 2]
    ),
    (
      "month",
      [
        "2027-04-30T21:30:00Z", "2027-04-30T22:30:00Z", "2027-05-20T10:00:00Z",
        "2027-05-31T10:00:00Z", "2027-06-01T10:00:00Z",
      ], ["o-2-20270501.csv": 1, "o-3-20270601.csv": 3]
    ),
  ])
  func `a window of a day or a month holds what came in it by the clock of its zone`(
    _ window: String, _ times: [String], _ expected: [String: Int]
  ) async throws {
    try await TestHome.with(
      [
        "orders":
          "export: orders\nwindow: \(window)\nzone: Europe/Berlin\nfile: \"o-{sequence}-{until:%Y%m%d}.csv\"\n"
      ], sandbox: Self.store
    ) { home in
      let clock = try await ShiftedClock(home, times[0])
      for (number, time) in times.enumerated() {
        try await clock.set(time)
        try await sell(home, "note-\(number + 1)")
        let run = try await clock.dray("run", "orders")
        #expect(run.status == 0, "\(run)")
        #expect(try await clock.dray("run", "orders").status == 0)
      }
      let found = notes(home).filter { !$0.value.isEmpty }
      #expect(found.mapValues(\.count) == expected, "\(found)")
      #expect(Set(found.values.flatMap(\.self)).count == found.values.flatMap(\.self).count)
      try await home.expectAudit()
    }
  }

  @Test(arguments: [-600, 600])
  func `D30 a store whose clock is ten minutes off loses no order and gives none twice`(
    _ skew: Int
  ) async throws {
    try await TestHome.with(["orders": TestHome.orders], sandbox: Self.store) { home in
      try await home.sandbox.control("clock", String(skew))
      for round in 1...4 {
        try await sell(home, "note-\(round * 2 - 1)")
        #expect(try await home.dray("run", "orders").status == 0)
        // Right after the look, and an older one once more.
        try await sell(home, "note-\(round * 2)")
        if round == 3 {
          try await home.sandbox.post(
            "order-edit", ["order": "#1001", "note": "note-9"])
        }
      }
      #expect(try await home.dray("run", "orders").status == 0)
      #expect(try await home.dray("run", "orders").status == 0)
      let all = notes(home).values.flatMap(\.self)
      #expect(all.sorted() == (1...9).map { "note-\($0)" }, "\(notes(home))")
      // Feeds believe what they read, whatever the clocks say.
      try home.write("jobs/stock.yaml", TestHome.stock)
      try home.drop("stock", "STOCK.csv", TestHome.stockFile(3))
      #expect(try await home.dray("run", "stock").status == 0)
      #expect(try home.receipt("stock", "STOCK.csv")["applied"]?.int == 3)
      try await home.expectAudit()
    }
  }

  @Test func `a delivery that does not come by its time is trouble until it has come`()
    async throws
  {
    let sink = try WebSink()
    defer { sink.stop() }
    func told(_ list: String) -> [String] {
      sink.requests.compactMap(\.json).flatMap { $0[list]?.array ?? [] }.compactMap {
        $0["kind"]?.string
      }
    }
    try await TestHome.with(
      ["stock": StockFile.job("expect: \"daily by 06:30 Europe/Berlin\"")], sandbox: TestHome.small,
      settings: "alerts:\n  ops: {webhook: \"\(sink.url)/hook\"}"
    ) { home in
      let clock = try await ShiftedClock(home, "2027-05-03T04:00:00Z")
      #expect(try await clock.dray("run", "stock").status == 0)
      #expect(sink.requests.isEmpty)
      // By serve, which looks by itself when the time has come.
      try await clock.set("2027-05-03T04:29:57Z")
      try await home.serving(environment: clock.environment) { _ in
        try await home.eventually("late is told") { told("begun") == ["late"] }
        let words = sink.requests.first.map { String(decoding: $0.body, as: UTF8.self) } ?? ""
        #expect(words.contains("no delivery has come by"), "\(words)")
        #expect(words.contains("06:30"), "\(words)")
        let status = try await clock.dray("status", "--json")
        #expect(status.output.contains("\"late\""), "\(status)")
        try home.drop("stock", "STOCK.csv", TestHome.stockFile(2))
        try await home.eventually("its end is told") { told("ended") == ["late"] }
      }
      // The next day it comes in time.
      try await clock.set("2027-05-04T04:20:00Z")
      try home.drop("stock", "STOCK2.csv", TestHome.stockFile(2, from: 800))
      #expect(try await clock.dray("run", "stock").status == 0)
      try await clock.set("2027-05-04T04:40:00Z")
      #expect(try await clock.dray("run", "stock").status == 0)
      // The day after, by a timer.
      try await clock.set("2027-05-05T04:31:00Z")
      _ = try await clock.dray("run", "stock")
      #expect(told("begun") == ["late", "late"])
      #expect(told("ended") == ["late"])
    }
  }

  @Test func `X09 an outbox that cannot be written keeps the slot and what belongs in its file`()
    async throws
  {
    try await TestHome.with(
      ["orders": "export: orders\nfile: \"o-{sequence}.csv\"\nschedule: \"06:00 UTC\"\n"],
      sandbox: Self.store
    ) { home in
      let clock = try await ShiftedClock(home, "2027-05-03T06:00:10Z")
      try await sell(home, "note-1")
      try home.write("outbox/orders", "in the way")
      for time in ["2027-05-03T06:00:10Z", "2027-05-03T07:00:00Z"] {
        try await clock.set(time)
        let stopped = try await clock.dray("run", "orders")
        #expect(stopped.status == 73, "\(stopped)")
      }
      #expect(
        try home.journal("SELECT at, state FROM slots") == ["2027-05-03T06:00:00.000Z|due"])
      try await sell(home, "note-2")
      try FileManager.default.removeItem(atPath: "\(home.path)/outbox/orders")
      try await clock.set("2027-05-03T08:00:00Z")
      #expect(try await clock.dray("run", "orders").status == 0)
      #expect(
        try home.journal("SELECT at, state FROM slots") == ["2027-05-03T06:00:00.000Z|run"])
      try await clock.set("2027-05-04T06:00:10Z")
      #expect(try await clock.dray("run", "orders").status == 0)
      #expect(notes(home).values.flatMap(\.self).sorted() == ["note-1", "note-2"])
      try await home.expectAudit()
    }
  }
}
