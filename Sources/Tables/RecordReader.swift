// SPDX-License-Identifier: Apache-2.0

/// A file as a stream of records, in batches.
///
/// A fault of one record stands in its extent and the stream goes on; a fault after which nothing that
/// follows can be trusted (unclosed quote, NUL, not well-formed XML) is thrown, with its position.
package protocol RecordReader {
  /// The columns in file order. For CSV the header, for XML the paths asked for.
  var columns: [String] { get }

  /// Refills `batch`; false at the end of the file, with an empty batch.
  ///
  /// - Throws: what ends the file early; the reader is not used again after that.
  mutating func next(into batch: inout RecordBatch) throws(TableError) -> Bool

  /// The position of one value of the batch just filled: line and character column.
  ///
  /// `record` and `column` are indices of `batch`, which is unchanged since `next(into:)`.
  func position(record: Int, column: Int, in batch: RecordBatch) -> Position
}

/// Opens a file to be read in the format a job states.
///
/// `path` is opened; `name` is what faults call the file.
package func openReader(
  path: String, named name: String, format: FileFormat
) throws(TableError) -> any RecordReader {
  switch format {
  case .csv(let format): try CSVReader(path: path, named: name, format: format)
  case .xml(let format): try XMLReader(path: path, named: name, format: format)
  }
}
