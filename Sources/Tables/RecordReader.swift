// SPDX-License-Identifier: Apache-2.0

/// A file as a stream of records, in batches.
///
/// A fault of one record stands in its extent and the stream goes on; a fault after which nothing that
/// follows can be trusted (unclosed quote, NUL, not well-formed XML) is thrown, with its position. Where that is a
/// break (`Fault.isBreak`), every whole record before it has been handed out.
package protocol RecordReader {
  /// The columns in file order. For CSV the header, for XML the paths asked for.
  var columns: [String] { get }

  /// The tables of what repeats within a record; none unless the format asks for some.
  ///
  /// A record's rows are in the same batch as the record, in `RecordBatch.children`.
  var children: [ChildTable] { get }

  /// Refills `batch`; false at the end of the file, with an empty batch.
  ///
  /// - Throws: what ends the file early; the reader is not used again after that.
  mutating func next(into batch: inout RecordBatch) throws(TableError) -> Bool

  /// The position of one value of the batch just filled: line and character column.
  ///
  /// `record` and `column` are indices of `batch`, which is unchanged since `next(into:)`.
  func position(record: Int, column: Int, in batch: RecordBatch) -> Position

  /// The position of one value of a child table's row in the batch just filled.
  ///
  /// `child` is an index of `children`, `row` and `column` are indices of `batch.children[child]`. Its
  /// `record` is the number of the record that the row is part of.
  func position(child: Int, row: Int, column: Int, in batch: RecordBatch) -> Position
}

/// What repeats within a record (lines of a shipment, prices of an article), as a table of its own.
package struct ChildTable: Sendable, Equatable {
  /// What SQL knows it by.
  package var name: String
  /// Its columns; SQL finds `record` and `line` beside them.
  package var columns: [String]

  /// A table of what repeats within a record.
  package init(name: String, columns: [String]) {
    self.name = name
    self.columns = columns
  }
}

extension RecordReader {
  /// No child tables.
  package var children: [ChildTable] { [] }

  /// The beginning of the row's line.
  package func position(child: Int, row: Int, column: Int, in batch: RecordBatch) -> Position {
    let extent = batch.children[child].records[row]
    let file =
      batch.count > 0 && batch.columnCount > 0 ? position(record: 0, column: 0, in: batch).file : ""
    return Position(file: file, line: extent.line, record: extent.number)
  }
}

/// Opens a file to be read in the format a job states.
///
/// `path` is opened; `name` is what faults call the file.
package func openReader(
  path: String, named name: String, format: FileFormat
) throws(TableError) -> any RecordReader {
  if let fault = try ForeignFile.fault(path: path, named: name, format: format) {
    throw .fault(fault)
  }
  return switch format {
  case .csv(let format): try CSVReader(path: path, named: name, format: format)
  case .xml(let format): try XMLReader(path: path, named: name, format: format)
  case .json(let format): try JSONReader(path: path, named: name, format: format)
  case .fixed(let format): try FixedReader(path: path, named: name, format: format)
  case .xlsx(let format): try XLSXReader(path: path, named: name, format: format)
  }
}
