// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite
import Jobs
import Tables

/// Runs a SELECT over a staged delivery into a file of rows.
///
/// Where SQLite gives up on a value (`number('x')`, a missing entry of a look-up table), the records that make it do so
/// are found by running the SELECT over ever smaller parts of the file; they are rejected with SQLite's words, taken
/// out, and the SELECT runs over the rest.
struct MapRun {
  let map: RowMap
  let tables: FeedTables
  let statement: MapStatement
  let rows: RowFile
  /// The records of which a row came.
  private(set) var seen = RecordSet()

  init(map: RowMap, tables: FeedTables, statement: MapStatement, rows: RowFile) {
    self.map = map
    self.tables = tables
    self.statement = statement
    self.rows = rows
  }

  /// Runs to the end; the records it takes out are removed from `staging`.
  mutating func run(_ staging: inout FeedStaging, file: String) throws {
    let clock = RunClock(limit: map.timeLimit)
    try clock.watching(tables.database) {
      let before = rows.count
      do {
        try take(staging.staged)
        return
      } catch let error as ScratchError {
        try stop(error)
        statement.statement.reset()
        try rows.truncate(to: before)
        seen = RecordSet()
        try reject(recordsFailingWith: error, &staging, file: file)
      }
      try take(staging.staged)
    }
  }

  /// Writes every row.
  private mutating func take(_ staged: RecordSet) throws {
    let select = statement.statement
    let line = try tables.database.prepare("SELECT line FROM feed WHERE record = ?")
    let columns = statement.columns.indices.filter { $0 != statement.record }
    var last = (record: 0, line: 0)
    let most = 1_000_000 + staged.count * (RowNames.most + 100)
    while try select.step() {
      guard rows.count < most else {
        throw whole(ScratchError(SQLITE_TOOBIG, "it gives rows without end"))
      }
      let record = Int(select.int64(statement.record))
      guard select.type(statement.record) == SQLITE_INTEGER, staged.contains(record) else {
        throw Fault(
          "no-record", at: map.sql.position(of: RowMap.record), field: "map",
          "a row of the SELECT is of no record of the file",
          expected: "in its column `record` the `record` of feed or of a child table",
          found: select.text(statement.record).map { "'\($0.prefix(40))'" } ?? "NULL")
      }
      if record != last.record {
        line.bind(Int64(record), 1)
        last = (record, try line.step() ? Int(line.int64(0)) : 0)
        line.reset()
        seen.insert(record)
      }
      var wrong: Int?
      try rows.add(record: record, line: last.line) { row, first in
        for (index, column) in columns.enumerated() {
          switch select.type(column) {
          case SQLITE_FLOAT, SQLITE_BLOB:
            wrong = wrong ?? column
            row.bindNull(first + index)
          default: row.bind(column, of: select, first + index)
          }
        }
      }
      if let wrong { try rows.mark(inexact(wrong, record: record, line: last.line)) }
    }
    select.reset()
  }

  private func inexact(_ column: Int, record: Int, line: Int) -> Fault {
    let select = statement.statement
    let name = statement.columns[column]
    let position = Position(file: "", line: line, record: record)
    if select.type(column) == SQLITE_BLOB {
      return Fault(
        "not-text", at: position, field: name, "the column \(name) of `map:` gives bytes, not text",
        hint: "CAST(… AS TEXT)")
    }
    return Fault(
      "inexact", at: position, field: name,
      "the column \(name) of `map:` gives a floating point number, which is not exact",
      found: select.text(column).map { "'\($0)'" },
      hint: "use number() and decimal_add, decimal_sub, decimal_mul, or CAST(… AS INTEGER)")
  }

  /// Ends the delivery where SQLite stopped for a reason that is no value of a record.
  private func stop(_ error: ScratchError) throws {
    switch error.code & 0xFF {
    case SQLITE_INTERRUPT where Task.isCancelled: throw PlanStop.stopping
    case SQLITE_INTERRUPT:
      throw Fault(
        "map-timeout", at: map.sql.position(0), field: "map",
        "the SELECT was stopped after \(Self.words(map.timeLimit)); nothing was sent",
        hint:
          "join by columns that have an index (docs/mapping.md), or give it more time with `map_timeout:`"
      )
    case SQLITE_ERROR, SQLITE_TOOBIG, SQLITE_MISMATCH, SQLITE_RANGE: return
    default: throw error
    }
  }

  /// A time span as a job writes it.
  static func words(_ span: Duration) -> String {
    let seconds = span.components.seconds
    if seconds == 0 { return "\(span.components.attoseconds / 1_000_000_000_000_000)ms" }
    return seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds)s"
  }
}

// MARK: - Records that make the SELECT fail

extension MapRun {
  /// Finds the records that make SQLite give up, rejects them and takes them out.
  private mutating func reject(
    recordsFailingWith error: ScratchError, _ staging: inout FeedStaging, file: String
  ) throws {
    let ranges = try FeedRanges(tables, statement: statement, select: map.sql.text)
    let (first, last) = try ranges.span()
    // Over no record at all it must do.
    if let empty = try ranges.failure(from: 1, to: 0) { throw whole(empty) }
    var faulty: [(record: Int, message: String)] = []
    var open: [(first: Int, last: Int)] = [(first, last)]
    while let part = open.popLast() {
      guard let failure = try ranges.failure(from: part.first, to: part.last) else { continue }
      try stop(failure)
      if part.first == part.last {
        faulty.append((part.first, failure.description))
      } else {
        let middle = part.first + (part.last - part.first) / 2
        open.append((middle + 1, part.last))
        open.append((part.first, middle))
      }
    }
    try ranges.end()
    guard !faulty.isEmpty else { throw whole(error) }
    let line = try tables.database.prepare("SELECT line FROM feed WHERE record = ?")
    for (record, message) in faulty {
      line.bind(Int64(record), 1)
      let number = try line.step() ? Int(line.int64(0)) : 0
      line.reset()
      try rows.add(
        record: record, line: number,
        fault: Fault(
          "expression", at: Position(file: file, line: number, record: record),
          "`map:` cannot be evaluated: \(message)"))
      try staging.remove(record, tables: tables.tables)
    }
  }

  /// A failure that is not one record's.
  private func whole(_ error: ScratchError) -> Fault {
    Fault(
      "map-failed", at: map.sql.position(0), field: "map",
      "the SELECT cannot be evaluated: \(error.description); nothing was sent")
  }
}

/// The tables of a delivery cut down to some of its records, for a while.
private struct FeedRanges {
  private let database: ScratchDatabase
  private let names: [String]
  private let select: ScratchStatement
  private let range: ScratchStatement

  init(_ tables: FeedTables, statement: MapStatement, select sql: String) throws {
    database = tables.database
    names = tables.tables.map(\.name) + (statement.reads("dray_cells") == nil ? [] : ["dray_cells"])
    try database.execute(
      "CREATE TABLE dray_range (low INTEGER, high INTEGER); INSERT INTO dray_range VALUES (1, 0)")
    for name in names {
      let (table, whole) = (Expressions.quoted(name), Expressions.quoted("dray_all_" + name))
      if name == "dray_cells" { try database.execute("DROP VIEW cells") }
      try database.execute(
        """
        ALTER TABLE \(table) RENAME TO \(whole);
        CREATE VIEW \(table) AS SELECT * FROM \(whole) WHERE record
          BETWEEN (SELECT low FROM dray_range) AND (SELECT high FROM dray_range);
        """)
      if name == "dray_cells" { try database.execute(FeedTables.cellsView) }
    }
    select = try database.prepare(sql)
    range = try database.prepare("UPDATE dray_range SET low = ?, high = ?")
  }

  /// The first and the last record there are.
  func span() throws -> (Int, Int) {
    (
      try database.integer("SELECT coalesce(min(record), 1) FROM dray_all_feed"),
      try database.integer("SELECT coalesce(max(record), 1) FROM dray_all_feed")
    )
  }

  /// What SQLite says over the records of a range; nil where it comes to the end.
  func failure(from first: Int, to last: Int) throws -> ScratchError? {
    range.bind(Int64(first), 1)
    range.bind(Int64(last), 2)
    try range.run()
    defer { select.reset() }
    do throws(ScratchError) {
      while try select.step() {}
      return nil
    } catch { return error }
  }

  /// Gives the tables back whole.
  func end() throws {
    select.reset()
    for name in names {
      let (table, whole) = (Expressions.quoted(name), Expressions.quoted("dray_all_" + name))
      if name == "dray_cells" { try database.execute("DROP VIEW cells") }
      try database.execute("DROP VIEW \(table); ALTER TABLE \(whole) RENAME TO \(table)")
      if name == "dray_cells" { try database.execute(FeedTables.cellsView) }
    }
    try database.execute("DROP TABLE dray_range")
  }
}

/// Ends a statement that takes too long, or is not wanted any more.
private final class RunClock {
  private let end: ContinuousClock.Instant

  init(limit: Duration) { end = .now + limit }

  /// Watches over what runs on a connection meanwhile.
  func watching(_ database: ScratchDatabase, _ body: () throws -> Void) throws {
    // The handler is gone before the clock is.
    let context = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_progress_handler(database.handle, 20_000, Self.check, context)
    defer { sqlite3_progress_handler(database.handle, 0, nil, nil) }
    try withExtendedLifetime(self) { try body() }
  }

  private static let check: @convention(c) (UnsafeMutableRawPointer?) -> Int32 = { context in
    guard let context else { return 0 }
    let clock = Unmanaged<RunClock>.fromOpaque(context).takeUnretainedValue()
    return clock.end <= .now || Task.isCancelled ? 1 : 0
  }
}
