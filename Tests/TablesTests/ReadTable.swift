// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Tables

/// A row of a child table.
struct ChildRow: Equatable {
  var record: Int
  var line: Int
  var values: [String?]
  var positions: [String] = []
}

/// All of a file that a reader yields, and the fault that ended it.
struct ReadTable {
  var columns: [String] = []
  var rows: [[String?]] = []
  /// The cells as the reader made them, for what text does not tell: absent and null.
  var cells: [[RecordBatch.Cell]] = []
  var extents: [RecordBatch.Extent] = []
  /// The position of each value, asked for while its batch stands.
  var positions: [[Position]] = []
  var fault: Fault?
  /// The rows of each child table: record, line, values; with the position of each value.
  var children: [[ChildRow]] = []
  /// The file's bytes that each extent covers.
  var slices: [[UInt8]] = []

  /// Writes bytes to a file of their own, reads it as `name`, and removes it.
  init(_ bytes: [UInt8], _ format: FileFormat, named name: String = "a.csv") throws {
    try self.init(bytes) { (path) throws(TableError) in
      try openReader(path: path, named: name, format: format)
    }
  }

  /// Reads bytes with the reader that `open` makes of their path.
  init(_ bytes: [UInt8], open: (String) throws(TableError) -> any RecordReader) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data(bytes).write(to: path)
    defer { unlink(path.path()) }
    do throws(TableError) {
      var reader = try open(path.path())
      columns = reader.columns
      children = reader.children.map { _ in [] }
      var batch = RecordBatch(columnCount: reader.columns.count)
      while try reader.next(into: &batch) {
        for record in 0..<batch.count {
          rows.append((0..<batch.columnCount).map { batch.string(record, $0) })
          cells.append((0..<batch.columnCount).map { batch.cell(record, $0) })
          positions.append(
            (0..<batch.columnCount).map { reader.position(record: record, column: $0, in: batch) })
          let extent = batch.records[record]
          extents.append(extent)
          slices.append(Array(bytes[extent.offset..<extent.offset + extent.length]))
        }
        for child in reader.children.indices {
          let rows = batch.children[child]
          for row in 0..<rows.count {
            children[child].append(
              ChildRow(
                record: rows.records[row].number, line: rows.records[row].line,
                values: (0..<rows.columnCount).map { rows.string(row, $0) },
                positions: (0..<rows.columnCount).map {
                  reader.position(child: child, row: row, column: $0, in: batch).description
                }))
          }
        }
      }
    } catch {
      switch error {
      case .fault(let fault): self.fault = fault
      case .failure(let failure): throw failure
      }
    }
  }

  init(csv text: String, _ change: (inout CSVFormat) -> Void = { _ in }) throws {
    try self.init(csv: Array(text.utf8), change)
  }

  init(csv bytes: [UInt8], _ change: (inout CSVFormat) -> Void = { _ in }) throws {
    var format = CSVFormat()
    change(&format)
    try self.init(bytes, .csv(format))
  }
}
