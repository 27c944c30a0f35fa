// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Foundation
import Jobs
import Journal
import Tables
import Testing

@testable import Inbound

@Suite struct RowTests {
  /// A stock feed whose records a SELECT makes.
  static func stock(_ sql: String, _ change: (inout FeedJob) -> Void = { _ in }) throws -> FeedJob {
    var csv = CSVFormat()
    csv.delimiter = UInt8(ascii: ";")
    return try FeedHome.job(.stockSet, format: .csv(csv), [:]) { job in
      job.map = RowMap(PlacedText(sql, at: Position(file: "job", line: 3, column: 6)))
      change(&job)
    }
  }

  static let wide = """
    SELECT f.record, f.sku, c.name AS location, number(c.value) AS available
    FROM feed f JOIN cells c USING (record) WHERE c.number > 1 AND c.value <> ''
    """

  @Test func `a wide file becomes a record for each of its cells`() async throws {
    let home = try FeedHome()
    let delivery = try home.delivery("sku;Berlin;Leipzig\nA-1;3;\n007;5;8\nB-1;;\n")
    _ = try await home.planner.plan(delivery, of: Self.stock(Self.wide))
    #expect(
      try home.outcomes(delivery) == [
        PlanTests.stock(1, 1001, 10, to: 3), PlanTests.stock(3, 1002, 20, to: 8),
      ])
    let planned = try #require(try home.parts.journal.delivery(delivery.id))
    #expect(planned.records == 3)
    #expect(planned.mapped == Mapped(records: 3, passedOver: 1))
  }

  @Test func `a record that makes the SELECT fail is rejected, the others are worked`() async throws
  {
    let home = try FeedHome()
    let lines = (1...500).map { "B-1;\($0 == 77 || $0 == 400 ? "x" : "");" }
    let delivery = try home.delivery(
      "sku;Berlin;Leipzig\nA-1;3;\n" + lines.joined(separator: "\n") + "\n007;;8\n")
    _ = try await home.planner.plan(delivery, of: Self.stock(Self.wide))
    #expect(
      try home.outcomes(delivery) == [
        "1 rejected expression 79 `map:` cannot be evaluated: 'x' is not a number written like 1234.50 (record 1)",
        "2 rejected expression 402 `map:` cannot be evaluated: 'x' is not a number written like 1234.50 (record 2)",
        PlanTests.stock(3, 1001, 10, to: 3),
        PlanTests.stock(4, 1002, 20, to: 8),
      ])
  }

  @Test func `rows of a group are one record with its lines, and a broken one ships no part`()
    async throws
  {
    let home = try FeedHome()
    let job = try Self.stock(
      """
      SELECT f.record, l.sku, lookup('sites', f.site, 'Berlin') AS location, number(l.qty) AS available
      FROM feed f JOIN lines l USING (record)
      """
    ) { job in
      job.group = ["order"]
      job.lookups = ["sites": ["L": "Leipzig"]]
    }
    let delivery = try home.delivery(
      "order;site;sku;qty\n1;L;A-1;1\n;;007;2\n2;X;B-1;3\n3;L;A-1;4\n3;L;x\n4;L;B-1;5\n5;B;007;6\n")
    _ = try await home.planner.plan(delivery, of: job)
    #expect(
      try home.outcomes(delivery).map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
        == [
          "1 rejected broken-group", "2 rejected broken-group", "3 planned 1001/20",
          "4 planned 1002/20", "5 planned 1005/10", "6 planned 1002/10",
        ])
  }

  /// What a SELECT may not do, or cannot, and where that stands in the job file.
  static let complaints: [(sql: String, says: String)] = [
    ("SELECT 1 AS sku FROM feed", "gives no column 'record'"),
    ("SELECT record, sku, x FROM fed", "there is no table 'fed'"),
    ("SELECT f.record, s.name AS sku FROM feed f, sqlite_master s", "may only read"),
    ("PRAGMA table_info(feed)", "may only read"), ("DELETE FROM feed", "may only read"),
    ("ATTACH 'x' AS y", "may only read"),
    ("SELECT record FROM feed; SELECT 1", "something follows"),
    ("SELECT record, load_extension('x') AS sku FROM feed", "may only read"),
    (
      "SELECT record, v.nosuch AS sku FROM feed JOIN variants v ON v.sku = art",
      "no column 'v.nosuch'"
    ),
    ("SELECT record, sku, wh AS locatoin, 1 AS available FROM feed", "did you mean 'location'"),
    ("SELECT record, sku, wh AS location FROM feed", "no value to set"),
  ]

  @Test(arguments: complaints.indices)
  func `check compiles a SELECT before any file is there`(_ index: Int) throws {
    let (sql, says) = Self.complaints[index]
    let faults = Mapping.check(try Self.stock(sql))
    #expect(faults.contains { $0.message.contains(says) }, "\(faults)")
  }

  @Test func `a SELECT without end is stopped, and nothing is sent`() async throws {
    let home = try FeedHome()
    let delivery = try home.delivery("sku;Berlin\nA-1;3\n")
    let job = try Self.stock(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(f.record) AS record, f.sku, 'Berlin' AS location, sum(i) AS available FROM feed f JOIN n"
    ) { $0.map?.timeLimit = .milliseconds(50) }
    guard case .refused(let reasons) = try await home.planner.plan(delivery, of: job) else {
      Issue.record("it was planned")
      return
    }
    #expect(reasons.first?.code == "map-timeout")
    #expect(reasons.first?.message.contains("stopped after 50ms; nothing was sent") == true)
  }
}
