// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite
import Glibc
import Tables

/// The rows a delivery's records became, in a file of their own beside its copy: what was planned is what every later
/// pass reads. An SQLite database, so that people can look into it.
///
/// | table | one row for |
/// |---|---|
/// | `mapped` | a row: `_row`, the record of the file it comes from (`_record`, `_line`), and its columns |
/// | `faults` | a row that cannot be read as a whole, with why |
/// | `about` | what else is known: the columns the file came with, how many records, how many gave no row |
///
/// It is written under a temporary name; `RowMaking` makes it durable and renames it.
final class RowFile {
  private let database: ScratchDatabase
  private let insert: ScratchStatement
  private let fault: ScratchStatement
  /// How many rows it has.
  private(set) var count = 0

  /// What is known of the file besides its rows.
  struct About {
    /// The columns of the delivery's file; empty where the format has none of its own.
    var header: [String] = []
    /// Whether the file carries the marks of our own rejected files.
    var isCorrection = false
    /// How many records the file has; of a grouped file, how many groups.
    var records = 0
    /// How many of them gave no row.
    var passedOver = 0
  }

  /// Begins a file for rows of these columns.
  init(path: String, columns: [String]) throws(ScratchError) {
    unlink(path)
    database = try ScratchDatabase(path: path)
    try database.execute(
      "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -4096;"
    )
    let names = columns.map { ", \(Expressions.quoted($0))" }.joined()
    try database.execute(
      """
      CREATE TABLE mapped (_row INTEGER PRIMARY KEY, _record INTEGER NOT NULL, _line INTEGER NOT NULL\(names));
      CREATE TABLE faults (_row INTEGER PRIMARY KEY, code TEXT NOT NULL, line INTEGER NOT NULL, col INTEGER NOT NULL,
        field TEXT, what TEXT NOT NULL, expected TEXT, found TEXT, hint TEXT);
      CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
      BEGIN;
      """)
    let marks = columns.map { _ in ", ?" }.joined()
    insert = try database.prepare("INSERT INTO mapped VALUES (?, ?, ?\(marks))")
    fault = try database.prepare("INSERT INTO faults VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
  }

  /// Adds a row; `bind` gives its columns to parameters from the number it is told.
  func add(record: Int, line: Int, _ bind: (ScratchStatement, _ first: Int) -> Void)
    throws(ScratchError)
  {
    count += 1
    insert.bind(Int64(count), 1)
    insert.bind(Int64(record), 2)
    insert.bind(Int64(line), 3)
    bind(insert, 4)
    try insert.run()
  }

  /// Adds a row of a record that cannot be read.
  func add(record: Int, line: Int, fault: Fault) throws(ScratchError) {
    try add(record: record, line: line) { row, _ in row.clear(from: 4) }
    try mark(fault)
  }

  /// Says that the row added last cannot be used.
  func mark(_ what: Fault) throws(ScratchError) {
    fault.bind(Int64(count), 1)
    bind(what, to: fault)
    try fault.run()
  }

  /// Takes back the rows after a number of them.
  func truncate(to rows: Int) throws(ScratchError) {
    try database.execute(
      "DELETE FROM mapped WHERE _row > \(rows); DELETE FROM faults WHERE _row > \(rows)")
    count = rows
  }

  /// Says of every row of some records that it cannot be used: record by record, with why.
  func mark(records: [(record: Int, fault: Fault)]) throws(ScratchError) {
    guard !records.isEmpty else { return }
    try database.execute(
      "CREATE TABLE broken (record INTEGER PRIMARY KEY, code, line, col, field, what, expected, found, hint)"
    )
    let insert = try database.prepare(
      "INSERT OR IGNORE INTO broken VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
    for (record, fault) in records {
      insert.bind(Int64(record), 1)
      bind(fault, to: insert)
      try insert.run()
    }
    try database.execute(
      """
      INSERT OR IGNORE INTO faults SELECT m._row, b.code, b.line, b.col, b.field, b.what, b.expected, b.found, b.hint
        FROM mapped m JOIN broken b ON b.record = m._record;
      DROP TABLE broken;
      """)
  }

  private func bind(_ fault: Fault, to statement: ScratchStatement) {
    statement.bind(fault.code, 2)
    statement.bind(Int64(fault.position.line), 3)
    statement.bind(Int64(fault.position.column), 4)
    let texts = [fault.field, fault.what, fault.expected, fault.found, fault.hint]
    for (index, text) in texts.enumerated() {
      if let text { statement.bind(text, 5 + index) } else { statement.bindNull(5 + index) }
    }
  }

  /// Ends the file.
  func seal(_ about: About, columns: [String]) throws(ScratchError) {
    let insert = try database.prepare("INSERT INTO about VALUES (?, ?)")
    let facts: [(String, String)] = [
      ("columns", JSON.array(columns.map(JSON.string)).text),
      ("header", JSON.array(about.header.map(JSON.string)).text),
      ("correction", about.isCorrection ? "1" : "0"), ("records", String(about.records)),
      ("passed_over", String(about.passedOver)),
    ]
    for (name, value) in facts {
      insert.bind(name, 1)
      insert.bind(value, 2)
      try insert.run()
    }
    try database.execute("COMMIT")
  }
}
