// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite
import Tables

/// Reads the rows of a `RowFile` as if they were a file of their own: number, line, columns.
struct RowReader: RecordReader {
  let columns: [String]
  /// What else the file says.
  let about: RowFile.About
  /// For each record of the batch just filled, the record of the delivery's file it comes from.
  private(set) var sources: [Int] = []

  private let name: String
  private let rows: ScratchStatement
  private let faults: ScratchStatement
  private var nextFault: Int64?
  private var number = 0
  // A step after the last one would begin anew.
  private var isAtEnd = false

  /// How many rows a batch holds.
  private static let batchSize = 2_048

  /// Opens a file of rows; `name` is what faults call the delivery.
  init(path: String, named name: String) throws(ScratchError) {
    let database = try ScratchDatabase(readOnly: path)
    self.name = name
    let facts = try database.prepare("SELECT name, value FROM about")
    var columns: [String] = []
    var about = RowFile.About()
    while try facts.step() {
      let value = facts.text(1) ?? ""
      switch facts.text(0) {
      case "columns": columns = try Self.texts(value)
      case "header": about.header = try Self.texts(value)
      case "correction": about.isCorrection = value == "1"
      case "records": about.records = Int(value) ?? 0
      case "passed_over": about.passedOver = Int(value) ?? 0
      default: break
      }
    }
    self.columns = columns
    self.about = about
    let list = columns.map { ", " + Expressions.quoted($0) }.joined()
    rows = try database.prepare("SELECT _record, _line\(list) FROM mapped ORDER BY _row")
    faults = try database.prepare(
      "SELECT _row, code, line, col, field, what, expected, found, hint FROM faults ORDER BY _row")
    nextFault = try faults.step() ? faults.int64(0) : nil
  }

  mutating func next(into batch: inout RecordBatch) throws(TableError) -> Bool {
    batch.reset(columnCount: columns.count, children: [])
    sources.removeAll(keepingCapacity: true)
    do {
      while !isAtEnd, batch.count < Self.batchSize, batch.bytes.count < 1 << 20 {
        if try rows.step() { try add(to: &batch) } else { isAtEnd = true }
      }
    } catch { throw .failure(ReadFailure("the rows of \(name): \(error)")) }
    return batch.count > 0
  }

  private mutating func add(to batch: inout RecordBatch) throws(ScratchError) {
    number += 1
    let record = Int(rows.int64(0))
    var extent = RecordBatch.Extent(
      number: number, line: Int(rows.int64(1)), offset: 0, length: 0)
    for column in columns.indices {
      guard let bytes = rows.bytes(2 + column) else {
        batch.cells.append(.absent)
        continue
      }
      batch.cells.append(
        RecordBatch.Cell(start: UInt32(batch.bytes.count), length: UInt32(bytes.count)))
      batch.bytes.append(contentsOf: bytes)
    }
    if nextFault == Int64(number) {
      extent.fault = Fault(
        faults.text(1) ?? "",
        at: Position(
          file: name, line: Int(faults.int64(2)), column: Int(faults.int64(3)), record: number),
        field: faults.text(4), faults.text(5) ?? "", expected: faults.text(6),
        found: faults.text(7), hint: faults.text(8))
      nextFault = try faults.step() ? faults.int64(0) : nil
    }
    batch.records.append(extent)
    sources.append(record)
  }

  /// The line of the file's record; which column of it a row's value comes from is not known.
  func position(record: Int, column: Int, in batch: RecordBatch) -> Position {
    Position(file: name, line: batch.records[record].line, record: batch.records[record].number)
  }

  private static func texts(_ text: String) throws(ScratchError) -> [String] {
    do { return try JSON(parsing: Array(text.utf8)).array?.compactMap(\.string) ?? [] } catch {
      throw ScratchError(SQLITE_CORRUPT, "the file of rows is damaged")
    }
  }
}
