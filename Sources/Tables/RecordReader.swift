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
  /// - Throws: the fault that ends the file.
  mutating func next(into batch: inout RecordBatch) throws(Fault) -> Bool

  /// The position of one value of the batch just filled: line and character column.
  func position(record: Int, column: Int, in batch: RecordBatch) -> Position
}

/// A whole file could not be read for a reason that is not in its bytes.
package struct ReadFailure: Error, Sendable, CustomStringConvertible {
  /// What the system said, with the file's name.
  package var description: String

  /// A failure to read, in words.
  package init(_ description: String) { self.description = description }
}
