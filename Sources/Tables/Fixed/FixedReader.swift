// SPDX-License-Identifier: Apache-2.0

/// Lines in which every value has its place, as a stream of records.
///
/// Places count characters, whatever the encoding. Spaces around a value are padding and dropped. A line that ends
/// early has empty values where it has none; an empty line is no record. A line of no known kind is a record's
/// fault; the rest goes on.
package struct FixedReader: RecordReader {
  /// How many records and how many bytes of values make a batch.
  static let batchRecords = 4096
  static let batchBytes = 256 << 10

  package let columns: [String]
  /// What the file is written in.
  package var encoding: TextEncoding { lines.encoding }

  /// Whether a line read so far is one that only our copies of rejected records have.
  package private(set) var hasMarks = false

  private let name: String
  private let kinds: [Kind]
  private var lines: TextLines
  private var recordCount = 0
  /// Of the batch just filled: which kind each record is; -1 for none.
  private var kindsOfRecords: [Int] = []
  /// The latest values of headings, one for each column; nil where no heading of the kind has come yet.
  private var carried: [[UInt8]?]
  /// The latest line of each kind of heading.
  private var latest: [Int: Heading] = [:]
  /// Of the batch just filled: the headings that were the latest from some record on.
  private var headings: [(record: Int, lines: [Heading])] = []

  /// Where a heading's line stands in the file.
  package struct Heading: Sendable, Equatable {
    /// The file offset of its first byte.
    package var offset: Int
    /// How many bytes of the file it takes, its line end included.
    package var length: Int
  }

  /// How long the byte order mark is, 0 without one.
  package var markLength: Int { lines.markLength }

  /// A kind with its columns found.
  private struct Kind {
    let prefix: [UInt8]
    let role: FixedFormat.Role
    /// In the order of their places.
    let columns: [(index: Int, start: Int, end: Int)]
  }

  /// Opens a file. `path` is opened; `name` is what faults call the file.
  package init(path: String, named name: String, format: FixedFormat) throws(TableError) {
    self.name = name
    var columns: [String] = []
    for column in format.kinds.flatMap(\.columns) where !columns.contains(column.name) {
      columns.append(column.name)
    }
    self.columns = columns
    kinds = format.kinds.map { kind in
      Kind(
        prefix: Array(kind.prefix.utf8), role: kind.role,
        columns: kind.columns.map { column in
          (
            columns.firstIndex(of: column.name) ?? 0, column.start - 1,
            column.start - 1 + column.width
          )
        }.sorted { $0.1 < $1.1 })
    }
    carried = columns.map { _ in nil }
    lines = try TextLines(path: path, named: name, encoding: format.encoding)
  }

  package mutating func next(into batch: inout RecordBatch) throws(TableError) -> Bool {
    batch.removeAll()
    batch.columnCount = columns.count
    kindsOfRecords.removeAll(keepingCapacity: true)
    headings = [(0, latest.values.sorted { $0.offset < $1.offset })]
    while batch.count < Self.batchRecords, batch.bytes.count < Self.batchBytes,
      let line = try lines.next()
    {
      if line.range.isEmpty { continue }
      take(line, into: &batch)
    }
    return batch.count > 0
  }

  private mutating func take(_ line: TextLines.Line, into batch: inout RecordBatch) {
    let bytes = lines.bytes[line.range]
    if bytes.starts(with: RejectionMark.line.utf8) {
      hasMarks = true
      return
    }
    let index = kinds.firstIndex { bytes.starts(with: $0.prefix) }
    let kind = index.map { kinds[$0] }
    switch kind?.role {
    case .skip: return
    case .heading:
      cut(bytes, at: kind?.columns ?? []) { carried[$0] = Array($1) }
      if let index { latest[index] = Heading(offset: line.offset, length: line.length) }
      headings.append((batch.count, latest.values.sorted { $0.offset < $1.offset }))
    case .record, nil:
      recordCount += 1
      kindsOfRecords.append(index ?? -1)
      var extent = RecordBatch.Extent(
        number: recordCount, line: line.number, offset: line.offset, length: line.length)
      let first = batch.cells.count
      for value in carried { batch.cells.append(batch.store(value)) }
      if let kind {
        cut(bytes, at: kind.columns) { batch.cells[first + $0] = batch.store($1) }
      } else {
        extent.fault = unknownKind(bytes, at: line.number)
      }
      batch.records.append(extent)
    }
  }

  /// Hands out the values of a line, without the spaces around them.
  private func cut(
    _ line: ArraySlice<UInt8>, at columns: [(index: Int, start: Int, end: Int)],
    _ body: (Int, ArraySlice<UInt8>) -> Void
  ) {
    let isASCII = !lines.bytes.hasHighByte(from: line.startIndex, to: line.endIndex)
    for column in columns {
      let range: Range<Int>
      if isASCII {
        let start = min(line.startIndex + column.start, line.endIndex)
        range = start..<min(line.startIndex + column.end, line.endIndex)
      } else {
        range = place(of: column.start, in: line)..<place(of: column.end, in: line)
      }
      var value = line[range]
      while value.first == 0x20 { value.removeFirst() }
      while value.last == 0x20 { value.removeLast() }
      body(column.index, value)
    }
  }

  /// The index of a character of a line; its end where the line is shorter.
  private func place(of character: Int, in line: ArraySlice<UInt8>) -> Int {
    var (index, left) = (line.startIndex, character)
    while index < line.endIndex {
      if line[index] & 0xC0 != 0x80 {
        if left == 0 { return index }
        left -= 1
      }
      index += 1
    }
    return line.endIndex
  }

  /// The headings a record of the batch just filled belongs to, in the order of the file.
  package func headings(of record: Int) -> [Heading] {
    headings.last { $0.record <= record }?.lines ?? []
  }

  package func position(record: Int, column: Int, in batch: RecordBatch) -> Position {
    let extent = batch.records[record]
    let kind = kindsOfRecords[record]
    let start = kind < 0 ? nil : kinds[kind].columns.first { $0.index == column }?.start
    return Position(file: name, line: extent.line, column: (start ?? 0) + 1, record: extent.number)
  }

  private func unknownKind(_ line: ArraySlice<UInt8>, at number: Int) -> Fault {
    let prefixes = kinds.map { "'\(String(decoding: $0.prefix, as: UTF8.self))'" }
    return Fault(
      "unknown-line", at: Position(file: name, line: number, record: recordCount),
      "a line of no kind the job knows",
      expected: "a line that begins with \(prefixes.joined(separator: " or "))",
      found: String(decoding: line.prefix(20), as: UTF8.self),
      hint: "name its prefix in the job's format, with `is: skip` where it means nothing")
  }
}

extension RecordBatch {
  /// Keeps a value and gives its cell; nil is an absent one.
  mutating func store(_ value: (some Collection<UInt8>)?) -> Cell {
    guard let value else { return .absent }
    let start = bytes.count
    bytes.append(contentsOf: value)
    return Cell(start: UInt32(start), length: UInt32(bytes.count - start))
  }
}
