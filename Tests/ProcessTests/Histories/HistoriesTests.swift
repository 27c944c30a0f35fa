// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// Order histories at random, exported at random moments with kills and late arrivals: the union of the files holds each
/// version once, and the reports equal the generator's own books to the cent.
///
/// `DRAY_HISTORIES` says how many; `make histories` takes 2,000.
@Suite struct HistoriesTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let count = environment["DRAY_HISTORIES"].flatMap { Int($0) } ?? 100
  private static let seed = environment["DRAY_SEED"].flatMap { UInt64($0) } ?? 20_261_121

  private static let jobs = [
    "orders": "export: orders\nfile: 'o-{sequence}.csv'\n",
    "lines": "export: order-lines\nfile: 'l-{sequence}.csv'\nempty: none\n",
    "refunds": "export: refunds\nfile: 'r-{sequence}.csv'\n",
    "transactions": "export: transactions\nfile: 't-{sequence}.csv'\n",
    "daily": "export: daily-sales\nwindow: since-last\nfile: 'd-{sequence}.csv'\n",
    "daily-refund":
      "export: daily-sales\nwindow: since-last\nreturns: at-refund\nfile: 'd-{sequence}.csv'\n",
    "journal": "export: sales-journal\nwindow: since-last\nfile: 'j-{sequence}.csv'\n",
    "journal-refund":
      "export: sales-journal\nwindow: since-last\nreturns: at-refund\nfile: 'j-{sequence}.csv'\n",
  ]

  @Test
  func `X04 X05 X06 X08 whatever happens to orders is exported once, and the reports are exact`()
    async throws
  {
    var dice = TradeDice(state: Self.seed)
    try await TestHome.with(
      Self.jobs, sandbox: ["--products", "10", "--orders", "0", "--plan", "plus"]
    ) { home in
      let now = Int(Date().timeIntervalSince1970)
      var waiting = (0..<Self.count).map { _ in TradeHistory(&dice, now: now) }
      var going: [TradeHistory] = []
      var over: [TradeHistory] = []
      let pause = max(20, Self.count / 20)
      var until = pause
      while !waiting.isEmpty || !going.isEmpty {
        if let next = waiting.last, going.isEmpty || dice.says(40) {
          waiting.removeLast()
          going.append(next)
          try await going[going.count - 1].begin(home.sandbox)
        } else {
          let index = Int.random(in: 0..<going.count, using: &dice)
          if going[index].isOver {
            over.append(going.remove(at: index))
          } else {
            try await going[index].go(&dice, home.sandbox, now: now)
          }
        }
        until -= 1
        if until <= 0 {
          until = Int.random(in: 1...(2 * pause), using: &dice)
          try await export(home, &dice)
        }
      }
      // Searches show everything by now.
      try await Task.sleep(for: .seconds(2))
      for job in Self.jobs.keys.sorted() { try await run(home, job) }
      try check(home, over.map { ($0.name, $0.ledger) })
      try await home.expectAudit()
    }
  }

  /// Some of the jobs, some of them killed, the files of some collected.
  private func export(_ home: TestHome, _ dice: inout TradeDice) async throws {
    for job in Self.jobs.keys.sorted() where dice.says(35) {
      if dice.says(40) {
        let command = try home.start(["run", job])
        let patience = Int.random(in: 0...900, using: &dice)
        let end = Date().addingTimeInterval(Double(patience) / 1_000)
        while command.isRunning, Date() < end { try await Task.sleep(for: .milliseconds(5)) }
        command.signal(SIGKILL)
        _ = await command.finish()
      } else {
        try await run(home, job)
      }
    }
    // X04: a collector takes files away; here into a folder of its own.
    for name in home.names("outbox") where name.hasSuffix(".csv") && dice.says(50) {
      let target = "\(home.path)/collected/\(name)"
      try FileManager.default.createDirectory(
        atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try FileManager.default.moveItem(atPath: "\(home.path)/outbox/\(name)", toPath: target)
    }
  }

  private func run(_ home: TestHome, _ job: String) async throws {
    let result = try await home.dray("run", job, within: 300)
    #expect(result.status == 0, "\(job): \(result)")
  }

  // MARK: What the files must say

  private typealias Row = [String: String]

  /// The rows of every file of a job, by the file's number.
  private func files(_ home: TestHome, _ job: String) throws -> [(number: Int, rows: [Row])] {
    var files: [(number: Int, rows: [Row])] = []
    for folder in ["outbox", "collected"] {
      for name in home.names("\(folder)/\(job)") where name.hasSuffix(".csv") {
        let path = "\(home.path)/\(folder)/\(job)/\(name)"
        var reader = try CSVReader(path: path, named: name, format: CSVFormat())
        var batch = RecordBatch(columnCount: reader.columns.count)
        var rows: [Row] = []
        while try reader.next(into: &batch) {
          for index in batch.records.indices {
            try #require(batch.records[index].fault == nil)
            rows.append(
              Row(
                uniqueKeysWithValues: reader.columns.enumerated().map {
                  ($1, batch.string(index, $0) ?? "")
                }))
          }
        }
        let digits = name.dropFirst(2).prefix { $0.isNumber }
        files.append((try #require(Int(digits)), rows))
      }
    }
    let sorted = files.sorted { $0.number < $1.number }
    #expect(sorted.map(\.number) == Array(1..<(sorted.count + 1)), "\(job): no gap, no double")
    return sorted
  }

  private func cents(_ row: Row?, _ column: String) -> Int? {
    (row?[column]).flatMap { ExactDecimal(parsing: $0) }
      .flatMap { $0.multiplied(by: ExactDecimal(100)) }?.integer
  }

  private func check(_ home: TestHome, _ ledgers: [(name: String, ledger: OrderLedger)]) throws {
    try checkOrders(home, ledgers)
    try checkLines(home, ledgers)
    try checkRefunds(home, ledgers)
    try checkTransactions(home, ledgers)
    for (suffix, atRefund) in [("", false), ("-refund", true)] {
      let reports = TradeReports(ledgers.map(\.ledger), atRefund: atRefund)
      try checkDays(home, "daily" + suffix, reports)
      try checkJournal(home, "journal" + suffix, reports)
    }
  }

  /// Each version of a key in one file only, 1, 2, 3, … in the order of the files; the last rows of each key.
  private func newest(_ home: TestHome, _ job: String, key: String) throws -> [String: [Row]] {
    var newest: [String: (version: Int, rows: [Row])] = [:]
    for (number, rows) in try files(home, job) {
      for (value, rows) in Dictionary(grouping: rows, by: { $0[key] ?? "" }) {
        let versions = Set(rows.compactMap { $0["version"] })
        let version = try #require(versions.count == 1 ? Int(versions.first ?? "") : nil)
        #expect(version == (newest[value]?.version ?? 0) + 1, "\(job) \(number): \(value)")
        newest[value] = (version, rows)
      }
    }
    return newest.mapValues(\.rows)
  }

  private func checkOrders(_ home: TestHome, _ ledgers: [(name: String, ledger: OrderLedger)])
    throws
  {
    let orders = try newest(home, "orders", key: "order_name")
    #expect(orders.count == ledgers.count)
    for (name, ledger) in ledgers {
      let rows = try #require(orders[name], "\(name)")
      #expect(rows.count == ledger.lines.count, "\(name)")
      #expect(cents(rows.first, "order_total") == ledger.total, "\(name)")
      #expect(cents(rows.first, "order_current_total") == ledger.currentTotal, "\(name)")
      #expect(cents(rows.first, "order_refunded") == ledger.refunded, "\(name)")
      #expect((rows.first?["cancelled_at"] != "") == ledger.isCancelled, "\(name)")
      for (row, line) in zip(rows, ledger.lines) {
        #expect(row["current_quantity"] == "\(line.current)", "\(name)")
        #expect(row["refunded_quantity"] == "\(line.refunded)", "\(name)")
        #expect(cents(row, "line_total") == line.total, "\(name)")
        #expect(cents(row, "line_tax") == ledger.tax(line.total, line.rate), "\(name)")
      }
    }
  }

  private func checkLines(_ home: TestHome, _ ledgers: [(name: String, ledger: OrderLedger)]) throws
  {
    let lines = try newest(home, "lines", key: "line_id").values.map { $0[0] }
    #expect(lines.count == ledgers.reduce(0) { $0 + $1.ledger.lines.count })
    let byOrder = Dictionary(grouping: lines) { $0["order_name"] ?? "" }
    for (name, ledger) in ledgers {
      let rows = (byOrder[name] ?? []).sorted { $0["line_id"] ?? "" < $1["line_id"] ?? "" }
      #expect(
        rows.map { $0["current_quantity"] } == ledger.lines.map { "\($0.current)" }, "\(name)")
    }
  }

  private func checkRefunds(_ home: TestHome, _ ledgers: [(name: String, ledger: OrderLedger)])
    throws
  {
    var found: [String: [Int]] = [:]
    for (id, rows) in try newest(home, "refunds", key: "refund_id") {
      #expect(rows.allSatisfy { $0["version"] == "1" }, "\(id): a refund does not change")
      found[rows[0]["order_name"] ?? "", default: []].append(cents(rows[0], "refund_total") ?? -1)
    }
    for (name, ledger) in ledgers {
      #expect((found[name] ?? []).sorted() == ledger.refundTotals.sorted(), "\(name)")
    }
  }

  private func checkTransactions(_ home: TestHome, _ ledgers: [(name: String, ledger: OrderLedger)])
    throws
  {
    let rows = try newest(home, "transactions", key: "transaction_id").values.map { $0[0] }
    #expect(rows.count == ledgers.reduce(0) { $0 + $1.ledger.transactions })
    let repaid = rows.filter { $0["kind"] == "REFUND" }.reduce(0) {
      $0 + (cents($1, "amount") ?? 0)
    }
    #expect(repaid == ledgers.reduce(0) { $0 + $1.ledger.refunded })
  }

  private func checkDays(_ home: TestHome, _ job: String, _ reports: TradeReports) throws {
    let days = try newest(home, job, key: "day").mapValues { $0[0] }
    #expect(Set(days.keys) == Set(reports.days.keys), "\(job)")
    for (day, expected) in reports.days {
      let row = try #require(days[day], "\(job) \(day)")
      for column in [
        "gross", "discounts", "returns", "shipping", "adjustments", "tax", "received", "repaid",
      ] {
        #expect(cents(row, column) == expected[column] ?? 0, "\(job) \(day) \(column)")
      }
      #expect(row["orders"] == "\(expected["orders"] ?? 0)", "\(job) \(day)")
      let net = ["gross", "discounts", "returns"].reduce(0) { $0 + (expected[$1] ?? 0) }
      #expect(cents(row, "net") == net, "\(job) \(day)")
      let total = ["shipping", "adjustments", "tax"].reduce(net) { $0 + (expected[$1] ?? 0) }
      #expect(cents(row, "total") == total, "\(job) \(day)")
    }
  }

  private func checkJournal(_ home: TestHome, _ job: String, _ reports: TradeReports) throws {
    var sums: [String: (debit: Int, credit: Int)] = [:]
    for (number, rows) in try files(home, job) {
      for (day, rows) in Dictionary(grouping: rows, by: { $0["day"] ?? "" }) {
        var balance = 0
        for row in rows {
          let debit = try #require(cents(row, "debit"))
          let credit = try #require(cents(row, "credit"))
          balance += debit - credit
          let name = "\(day) \(row["name"] ?? "")"
          let sum = sums[name] ?? (0, 0)
          sums[name] = (sum.debit + debit, sum.credit + credit)
        }
        #expect(balance == 0, "\(job) \(number): \(day) is balanced")
      }
    }
    #expect(Set(sums.keys) == Set(reports.postings.keys), "\(job)")
    for (name, expected) in reports.postings {
      #expect(sums[name]?.debit == expected.debit, "\(job) \(name)")
      #expect(sums[name]?.credit == expected.credit, "\(job) \(name)")
    }
  }
}
