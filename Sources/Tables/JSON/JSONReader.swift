// SPDX-License-Identifier: Apache-2.0

/// The objects of a JSON array, or of JSON Lines, as a stream of records.
///
/// A value is the text of a string, a number exactly as it is written, `true` or `false`, or, of an object or an
/// array, its JSON text, so that SQL can take it apart (`json_each`). A member that is missing is absent, `null` is null,
/// the empty string is empty. A value that comes twice in a record is that record's fault. A record that is no JSON is
/// its own fault; a document whose brackets do not fit is refused.
package struct JSONReader: RecordReader {
  /// How many records and how many bytes of text make a batch.
  static let batchRecords = 4096
  static let batchBytes = 256 << 10

  package let columns: [String]
  package let children: [ChildTable]
  /// What the file is written in.
  package var encoding: TextEncoding { elements.encoding }
  /// Whether a record read so far has a member that only our copies of rejected records have.
  package private(set) var hasMarks = false
  /// Whether the records stand in an array; false for JSON Lines, and before the first batch.
  package var isArray: Bool { elements.isArray }

  private let name: String
  private var elements: JSONElements
  private var walk: JSONWalk
  private var recordCount = 0
  /// Where the file breaks off, after the records before it.
  private var failure: TableError?
  /// The columns whose values stand before the records, with where they are among these.
  private let outer: [(column: Int, index: Int)]
  /// Of the batch just filled: each record's text in its bytes, and the column of its first character.
  private var texts: [(range: Range<Int>, column: Int)] = []

  /// Opens a document. `path` is opened; `name` is what faults call the file.
  package init(path: String, named name: String, format: JSONFormat) throws(TableError) {
    self.name = name
    columns = format.fields
    children = format.children.map { ChildTable(name: $0.name, columns: $0.columns) }
    let outside = format.fields.filter(JSONPath.leadsOutside)
    outer = format.fields.enumerated().compactMap { column, field in
      outside.firstIndex(of: field).map { (column, $0) }
    }
    elements = try JSONElements(path: path, named: name, format: format, outside: outside)
    let marks = RejectionMark.columns.filter { !format.fields.contains($0) }
    walk = JSONWalk(
      JSONPaths(format.fields + marks, children: format.children), decimal: format.decimal,
      taking: JSONTaking(
        columnCount: columns.count, tables: children.count, encoding: elements.encoding))
  }

  package mutating func next(into batch: inout RecordBatch) throws(TableError) -> Bool {
    batch.reset(columnCount: columns.count, children: children)
    texts.removeAll(keepingCapacity: true)
    walk.taking.beginBatch()
    if let failure { throw failure }
    exchange(&batch)
    defer { exchange(&batch) }
    do throws(TableError) {
      while batch.count < Self.batchRecords, walk.bytes.count < Self.batchBytes,
        let element = try elements.next()
      {
        batch.records.append(take(element))
      }
    } catch {
      // The records before it are whole: they come first.
      guard error.isBreak, batch.count > 0 else { throw error }
      failure = error
    }
    return batch.count > 0
  }

  /// The walk appends where the batch will have it.
  private mutating func exchange(_ batch: inout RecordBatch) {
    swap(&walk.bytes, &batch.bytes)
    swap(&walk.taking.cells, &batch.cells)
    swap(&walk.taking.children, &batch.children)
  }

  private mutating func take(_ element: JSONElements.Element) -> RecordBatch.Extent {
    recordCount += 1
    var extent = RecordBatch.Extent(
      number: recordCount, line: element.line, offset: element.offset, length: element.length)
    let start = walk.bytes.count
    walk.bytes.append(contentsOf: elements.bytes[element.range])
    let range = start..<walk.bytes.count
    texts.append((range, element.column))
    let place = JSONTaking.Count(
      index: start, line: element.line, column: element.column, offset: element.offset)
    walk.taking.beginRecord(recordCount, at: place)
    do throws(JSONSyntaxError) {
      try walk.record(in: range)
      if let twice = walk.taking.twice { extent.fault = duplicate(twice, in: range, from: place) }
    } catch {
      extent.fault = Fault(
        "not-json", at: position(of: min(walk.index, range.upperBound), from: place),
        "the record is not a JSON object", found: error.reason)
    }
    guard extent.fault == nil else {
      walk.taking.clearRecord()
      return extent
    }
    for (column, index) in outer {
      walk.taking.cells[walk.taking.cells.count - columns.count + column] =
        keep(elements.outside[index])
    }
    if walk.taking.hasMarks { hasMarks = true }
    return extent
  }

  private mutating func keep(_ value: JSONOutside.Value) -> RecordBatch.Cell {
    switch value {
    case .absent: return .absent
    case .null: return .null
    case .text(let text):
      let start = walk.bytes.count
      walk.bytes.append(contentsOf: text)
      return RecordBatch.Cell(start: UInt32(start), length: UInt32(text.count))
    }
  }

  private func position(of index: Int, from place: JSONTaking.Count) -> Position {
    Self.position(of: index, from: place, in: walk.bytes, file: name, record: recordCount)
  }

  private static func position(
    of index: Int, from place: JSONTaking.Count, in bytes: [UInt8], file: String, record: Int
  ) -> Position {
    var count = place
    count.advance(to: max(index, place.index), in: bytes, encoding: .utf8)
    return Position(file: file, line: count.line, column: count.column, record: record)
  }

  private func duplicate(
    _ twice: (table: Int, column: Int, place: Int), in range: Range<Int>,
    from place: JSONTaking.Count
  ) -> Fault {
    let field =
      twice.table < 0 ? columns[twice.column] : children[twice.table].columns[twice.column]
    return Fault(
      "duplicate-member", at: position(of: twice.place, from: place), field: field,
      "the record has a value twice", expected: "each member of an object once",
      found: "'\(field)' again", hint: "nobody can tell which of them counts")
  }

  /// The text of a record of the batch just filled, in UTF-8, whatever the file is written in.
  package func text(record: Int, in batch: RecordBatch) -> ArraySlice<UInt8> {
    batch.bytes[texts[record].range]
  }

  package func position(record: Int, column: Int, in batch: RecordBatch) -> Position {
    let place = columns.isEmpty ? -1 : walk.taking.places[record * columns.count + column]
    return position(of: place, ofRecord: record, in: batch)
  }

  package func position(child: Int, row: Int, column: Int, in batch: RecordBatch) -> Position {
    let number = batch.children[child].records[row].number
    let record = number - (batch.records.first?.number ?? number)
    let place = walk.taking.childPlaces[child][row * children[child].columns.count + column]
    guard place < 0 else { return position(of: place, ofRecord: record, in: batch) }
    return Position(file: name, line: batch.children[child].records[row].line, record: number)
  }

  private func position(of place: Int, ofRecord record: Int, in batch: RecordBatch) -> Position {
    let extent = batch.records[record]
    let (range, column) = texts[record]
    return Self.position(
      of: place,
      from: JSONTaking.Count(
        index: range.lowerBound, line: extent.line, column: column, offset: extent.offset),
      in: batch.bytes, file: name, record: extent.number)
  }
}
