// SPDX-License-Identifier: Apache-2.0

/// The objects of a JSON array, or of JSON Lines, as a stream of records.
///
/// A value is the text of a string, a number exactly as it is written, `true` or `false`, or, of an object or an
/// array, its JSON text, so that SQL can take it apart (`json_each`). A member that is missing is absent; `null` and
/// the empty string are empty values. A record that is no JSON is its own fault where each stands on a line of its own;
/// a document whose brackets do not fit is refused.
package struct JSONReader: RecordReader {
  /// How many records and how many bytes of text make a batch.
  static let batchRecords = 4096
  static let batchBytes = 256 << 10

  package let columns: [String]
  /// What the file is written in.
  package var encoding: TextEncoding { elements.encoding }
  /// Whether a record read so far has a member that only our copies of rejected records have.
  package private(set) var hasMarks = false
  /// Whether the records stand in an array; false for JSON Lines, and before the first batch.
  package var isArray: Bool { elements.isArray }

  private let name: String
  private var elements: JSONElements
  private let paths: JSONPaths
  private var recordCount = 0
  /// Of the batch just filled: where each record's text begins in its bytes, and the column of its first character.
  private var starts: [(index: Int, count: Int, column: Int)] = []
  /// Of the batch just filled: where each value begins in its bytes.
  private var places: [Int] = []

  /// Opens a document. `path` is opened; `name` is what faults call the file.
  package init(path: String, named name: String, format: JSONFormat) throws(TableError) {
    self.name = name
    columns = format.fields
    paths = JSONPaths(format.fields + RejectionMark.columns.filter { !format.fields.contains($0) })
    elements = try JSONElements(path: path, named: name, format: format)
  }

  package mutating func next(into batch: inout RecordBatch) throws(TableError) -> Bool {
    batch.removeAll()
    batch.columnCount = columns.count
    starts.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    while batch.count < Self.batchRecords, batch.bytes.count < Self.batchBytes,
      let element = try elements.next()
    {
      recordCount += 1
      var extent = RecordBatch.Extent(
        number: recordCount, line: element.line, offset: element.offset, length: element.length)
      let start = batch.bytes.count
      batch.bytes.append(contentsOf: elements.bytes[element.range])
      starts.append((start, element.range.count, element.column))
      let first = batch.cells.count
      for _ in columns {
        batch.cells.append(.absent)
        places.append(start)
      }
      var walk = JSONWalk(over: start..<batch.bytes.count)
      swap(&walk.bytes, &batch.bytes)
      do throws(JSONSyntaxError) {
        try walk.record(paths) { column, cell, place in
          guard column < columns.count else {
            hasMarks = true
            return
          }
          batch.cells[first + column] = cell
          places[first + column] = place
        }
      } catch {
        extent.fault = fault(
          error, at: walk.position(from: start, line: element.line, column: element.column))
        for index in first..<batch.cells.count { batch.cells[index] = .absent }
      }
      swap(&walk.bytes, &batch.bytes)
      batch.records.append(extent)
    }
    return batch.count > 0
  }

  /// The text of a record of the batch just filled, in UTF-8, whatever the file is written in.
  package func text(record: Int, in batch: RecordBatch) -> ArraySlice<UInt8> {
    batch.bytes[starts[record].index..<starts[record].index + starts[record].count]
  }

  package func position(record: Int, column: Int, in batch: RecordBatch) -> Position {
    let extent = batch.records[record]
    let (start, _, first) = starts[record]
    let place = columns.isEmpty ? start : places[record * columns.count + column]
    let (line, column) = JSONWalk.position(
      of: place, in: batch.bytes, from: start, line: extent.line, column: first)
    return Position(file: name, line: line, column: column, record: extent.number)
  }

  private func fault(_ error: JSONSyntaxError, at place: (line: Int, column: Int)) -> Fault {
    Fault(
      "not-json",
      at: Position(file: name, line: place.line, column: place.column, record: recordCount),
      "the record is not a JSON object", found: error.reason)
  }
}
