// SPDX-License-Identifier: Apache-2.0

/// The repeating elements of an XML document as a stream of records.
package struct XMLReader: RecordReader {
  package let columns: [String]
  package init(path: String, named name: String, format: XMLFormat) throws(TableError) {
    columns = format.fields
    throw .failure(ReadFailure("\(path): XML is not read yet"))
  }
  package mutating func next(into batch: inout RecordBatch) throws(TableError) -> Bool { false }
  package func position(record: Int, column: Int, in batch: RecordBatch) -> Position {
    Position(file: "", line: 1)
  }
}
