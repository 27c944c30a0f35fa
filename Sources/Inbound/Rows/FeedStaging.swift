// SPDX-License-Identifier: Apache-2.0

import Jobs
import Tables

/// Puts a delivery's records into its tables: only what the SELECT reads, a batch at a time.
struct FeedStaging {
  /// How many records the file has; of a grouped file, how many groups.
  private(set) var records = 0
  /// The records that stand in `feed`.
  private(set) var staged = RecordSet()

  private let database: ScratchDatabase
  /// One for `feed`, each child table and `lines`.
  private var inserts: [TableInsert] = []
  private let cells: ScratchStatement?
  /// Of the reader's columns those that are not our own marks.
  private let columns: [Int]
  private let childCount: Int
  private var groups: RowGroups?
  private let groupColumns: [Int]
  private var broken: [(group: Int, row: Int, fault: Fault)] = []

  /// Prepares for the tables and what a statement reads of them.
  ///
  /// - Parameters:
  ///   - columns: the reader's columns that become columns of `feed`.
  ///   - names: what the file calls them.
  ///   - groupColumns: the reader's columns that put rows together; empty where each stands alone.
  init(
    _ tables: FeedTables, for map: MapStatement, columns: [Int], names: [String], children: Int,
    groupColumns: [Int]
  ) throws(ScratchError) {
    database = tables.database
    self.columns = columns
    self.groupColumns = groupColumns
    childCount = children
    groups = groupColumns.isEmpty ? nil : RowGroups(groupColumns)
    for table in tables.tables {
      inserts.append(try TableInsert(table, reads: map.reads(table.name), on: database))
    }
    guard map.reads("dray_cells") != nil else {
      cells = nil
      return
    }
    let insertName = try database.prepare("INSERT INTO dray_names VALUES (?, ?)")
    for (number, column) in columns.enumerated() {
      insertName.bind(Int64(number + 1), 1)
      insertName.bind(names[column], 2)
      try insertName.run()
    }
    cells = try database.prepare("INSERT INTO dray_cells VALUES (?, ?, ?)")
  }

  /// Takes one batch. `reject` hears of the records that cannot be read.
  mutating func take(
    _ batch: RecordBatch, reject: (_ record: Int, _ line: Int, Fault) throws(ScratchError) -> Void
  ) throws(ScratchError) {
    for index in 0..<batch.count {
      let extent = batch.records[index]
      guard groups != nil else {
        records += 1
        if let fault = extent.fault {
          try reject(extent.number, extent.line, fault)
        } else {
          staged.insert(extent.number)
          try insert(index, of: batch, record: extent.number)
        }
        continue
      }
      try takeRow(index, of: batch)
    }
    for child in 0..<min(childCount, batch.children.count) {
      let rows = batch.children[child]
      for row in 0..<rows.count where staged.contains(rows.records[row].number) {
        let extent = rows.records[row]
        try inserts[1 + child].run(row, of: rows, record: extent.number, line: extent.line) { $0 }
      }
    }
  }

  private func insert(_ index: Int, of batch: RecordBatch, record: Int)
    throws(ScratchError)
  {
    let columns = columns
    try inserts[0].run(index, of: batch, record: record, line: batch.records[index].line) {
      columns[$0]
    }
    try insertCells(index, of: batch, record: record)
  }

  private func insertCells(_ index: Int, of batch: RecordBatch, record: Int) throws(ScratchError) {
    guard let cells else { return }
    for (number, column) in columns.enumerated() {
      let cell = batch.cell(index, column)
      guard cell.hasValue else { continue }
      cells.bind(Int64(record), 1)
      cells.bind(Int64(number + 1), 2)
      try batch.withBytes(of: cell) { (bytes) throws(ScratchError) in
        cells.bindStatic(bytes, 3)
        try cells.run()
      }
    }
  }

  /// A row of a grouped file: the first of a group is its record, and every one stands in `lines`.
  private mutating func takeRow(_ index: Int, of batch: RecordBatch) throws(ScratchError) {
    guard let place = groups?.place(index, of: batch) else { return }
    let extent = batch.records[index]
    if place.isFirst { records += 1 }
    if let row = place.broken {
      let fault = extent.fault ?? broken.last?.fault
      if broken.last?.group != place.group, let fault { broken.append((place.group, row, fault)) }
      if extent.fault != nil, !place.isFirst { return }
    }
    if place.isFirst {
      staged.insert(place.group)
      try insert(index, of: batch, record: place.group)
    }
    guard extent.fault == nil, let last = inserts.indices.last else { return }
    let columns = columns
    try inserts[last].run(index, of: batch, record: place.group, line: extent.line) { columns[$0] }
  }

  /// The file ends with a break: the last group may go on behind it.
  mutating func breakOff(_ end: BreakOff) {
    guard let group = groups?.last, broken.last?.group != group else { return }
    broken.append((group, end.records + 1, end.fault))
  }

  /// Ends the pass: takes out what is broken and makes the tables quick to join.
  mutating func finish(reject: (_ record: Int, _ line: Int, Fault) throws(ScratchError) -> Void)
    throws(ScratchError)
  {
    let line = try database.prepare("SELECT line FROM feed WHERE record = ?")
    for (group, row, fault) in broken {
      line.bind(Int64(group), 1)
      let first = try line.step() ? Int(line.int64(0)) : fault.position.line
      line.reset()
      try remove(group, tables: inserts.map(\.table))
      try reject(group, first, Self.fault(ofGroupWith: row, fault))
    }
    for (number, insert) in inserts.enumerated().dropFirst() where insert.isRead {
      try database.execute(
        "CREATE INDEX dray_of_\(number) ON \(Expressions.quoted(insert.table.name))(record)")
    }
  }

  /// Takes a record out of every table.
  mutating func remove(_ record: Int, tables: [FeedTables.Shape]) throws(ScratchError) {
    for table in tables {
      let delete = try database.prepare(
        "DELETE FROM \(Expressions.quoted(table.name)) WHERE record = ?")
      delete.bind(Int64(record), 1)
      try delete.run()
    }
    let delete = try database.prepare("DELETE FROM dray_cells WHERE record = ?")
    delete.bind(Int64(record), 1)
    try delete.run()
    staged.remove(record)
  }

  /// What is said of every row of a group one row of which cannot be read.
  static func fault(ofGroupWith row: Int, _ fault: Fault) -> Fault {
    Fault(
      "broken-group", at: fault.position, field: fault.field,
      "row \(row), which may be part of this group, cannot be read: \(fault.what)",
      expected: fault.expected, found: fault.found, hint: fault.hint)
  }
}

/// The statement that fills one table, and which of its columns are worth filling.
private struct TableInsert {
  let table: FeedTables.Shape
  /// Whether the SELECT reads the table at all; `feed` is always filled.
  let isRead: Bool
  private let statement: ScratchStatement
  /// The columns that are read, by their place in the table.
  private let read: [Int]

  init(_ table: FeedTables.Shape, reads: Set<String>?, on database: ScratchDatabase)
    throws(ScratchError)
  {
    self.table = table
    isRead = reads != nil
    let read = table.columns.indices.prefix(table.brought).filter {
      reads?.contains(table.columns[$0].lowercased()) == true
    }
    self.read = read
    let names = read.map { ", \(Expressions.quoted(table.columns[$0]))" }.joined()
    statement = try database.prepare(
      "INSERT INTO \(Expressions.quoted(table.name)) (record, line\(names)) VALUES (?, ?\(String(repeating: ", ?", count: read.count)))"
    )
  }

  /// Inserts a row; `column` is the place in the batch of a column of the table.
  func run(
    _ row: Int, of batch: RecordBatch, record: Int, line: Int, column: (Int) -> Int
  ) throws(ScratchError) {
    guard isRead || table.name == RowMap.feed else { return }
    statement.bind(Int64(record), 1)
    statement.bind(Int64(line), 2)
    // The batch's bytes stay where they are until the statement has run.
    try batch.withAllBytes { (bytes) throws(ScratchError) in
      for (index, place) in read.enumerated() {
        let cell = batch.cell(row, column(place))
        guard cell.hasValue else {
          statement.bindNull(3 + index)
          continue
        }
        let start = Int(cell.start)
        statement.bindStatic(
          UnsafeRawBufferPointer(rebasing: bytes[start..<start + Int(cell.length)]), 3 + index)
      }
      try statement.run()
    }
  }
}

extension RecordBatch {
  /// The bytes of the whole batch, where they stand.
  fileprivate func withAllBytes(
    _ body: (UnsafeRawBufferPointer) throws(ScratchError) -> Void
  ) throws(ScratchError) {
    var failure: ScratchError?
    bytes.withUnsafeBytes { bytes in
      do throws(ScratchError) { try body(bytes) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// The bytes of one cell, where they stand.
  fileprivate func withBytes(
    of cell: Cell, _ body: (UnsafeRawBufferPointer) throws(ScratchError) -> Void
  ) throws(ScratchError) {
    try withAllBytes { (bytes) throws(ScratchError) in
      let start = Int(cell.start)
      try body(UnsafeRawBufferPointer(rebasing: bytes[start..<start + Int(cell.length)]))
    }
  }
}
