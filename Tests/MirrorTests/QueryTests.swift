// SPDX-License-Identifier: Apache-2.0

import Foundation
import Mirror
import Tables
import Testing

struct QueryTests {
  private func query(
    _ sql: String, on store: TemporaryMirror, timeLimit: Duration = .seconds(30)
  ) throws -> [[JSON]] {
    var lines: [[JSON]] = []
    try store.mirror.query(
      sql, timeLimit: timeLimit, columns: { lines.append($0.map(JSON.string)) },
      row: { lines.append($0) })
    return lines
  }

  @Test func `columns come first, then rows, numbers with their digits`() throws {
    let store = try TemporaryMirror()
    #expect(
      try query("SELECT 1 AS a, 'x' AS b, NULL AS c, 0.5 AS d, x'0aff' AS e;", on: store) == [
        ["a", "b", "c", "d", "e"], [1, "x", .null, .number("0.5"), "0aff"],
      ])
    #expect(
      try query("SELECT * FROM locations", on: store) == [["id", "name", "is_active", "known_at"]])
  }

  @Test(arguments: [
    "SELECT decimal_add('0.10', '0.20')", "SELECT value FROM json_each('[1]')",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT max(i) FROM n",
    "SELECT name FROM pragma_table_info('orders') LIMIT 1",
    "SELECT name FROM sqlite_schema LIMIT 1",
    "EXPLAIN QUERY PLAN SELECT * FROM orders", "SELECT gid('gid://shopify/Order/7?x=1')",
  ])
  func `what reads is allowed`(_ sql: String) throws {
    let store = try TemporaryMirror()
    #expect(try query(sql, on: store).count > 1)
  }

  @Test(arguments: [
    "DELETE FROM orders", "UPDATE meta SET value = ''", "INSERT INTO meta VALUES ('a', 'b')",
    "CREATE TABLE t (a)", "CREATE TEMP TABLE t (a)", "DROP TABLE orders", "ATTACH 'x.sqlite' AS x",
    "VACUUM INTO '/tmp/never.sqlite'", "PRAGMA journal_mode = DELETE",
    "PRAGMA wal_checkpoint(TRUNCATE)",
    "PRAGMA query_only = OFF", "BEGIN IMMEDIATE", "REINDEX", "ANALYZE",
    "SELECT load_extension('x')", "SELECT 1; DELETE FROM orders", "", "-- nothing",
  ])
  func `what writes, attaches or sets is refused`(_ sql: String) throws {
    let store = try TemporaryMirror()
    let error = #expect(throws: MirrorError.self) { try query(sql, on: store) }
    guard case .sql = error?.kind else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!FileManager.default.fileExists(atPath: "/tmp/never.sqlite"))
  }

  @Test func `a query without end is stopped`() throws {
    let store = try TemporaryMirror()
    let error = #expect(throws: MirrorError.self) {
      try query(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
        on: store, timeLimit: .milliseconds(20))
    }
    guard case .timeLimit = error?.kind else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
