// SPDX-License-Identifier: Apache-2.0

/// Lines in which every value has its place, as a stream of records.
///
/// Places count characters, whatever the encoding. Spaces around a value are padding and dropped. A line that ends
/// early has empty values where it has none; an empty line is no record. A line of no known kind is a record's
/// fault; the rest goes on. The lines of a record's children follow it.
package struct FixedReader: RecordReader {
  /// How many records and how many bytes of values make a batch.
  static let batchRecords = 4096
  static let batchBytes = 256 << 10
  /// The largest record with its children.
  static let maxRecordBytes = 16 << 20

  package let columns: [String]
  package let children: [ChildTable]
  /// What the file is written in.
  package var encoding: TextEncoding { lines.encoding }
  /// Whether a line read so far is one that only our copies of rejected records have.
  package private(set) var hasMarks = false
  /// How long the byte order mark is, 0 without one.
  package var markLength: Int { lines.markLength }

  private let name: String
  private let kinds: [FixedKind]
  private var lines: TextLines
  /// Where the file breaks off, after the records before it.
  private var failure: TableError?
  /// A line that the next batch begins with.
  private var pending: TextLines.Line?
  private var recordCount = 0
  /// Whether the line before belongs to a record that a child can be part of.
  private var isInRecord = false
  /// Of the batch just filled: which kind each record is, -1 for none; and each row of each child table.
  private var kindsOfRecords: [Int] = []
  private var kindsOfRows: [[Int]]
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

  /// Opens a file. `path` is opened; `name` is what faults call the file.
  package init(path: String, named name: String, format: FixedFormat) throws(TableError) {
    self.name = name
    let tables = FixedKind.tables(of: format)
    columns = tables.record
    children = tables.children
    kinds = format.kinds.map { FixedKind($0, record: tables.record, children: tables.children) }
    carried = columns.map { _ in nil }
    kindsOfRows = children.map { _ in [] }
    lines = try TextLines(path: path, named: name, encoding: format.encoding)
  }

  package mutating func next(into batch: inout RecordBatch) throws(TableError) -> Bool {
    batch.reset(columnCount: columns.count, children: children)
    kindsOfRecords.removeAll(keepingCapacity: true)
    for table in kindsOfRows.indices { kindsOfRows[table].removeAll(keepingCapacity: true) }
    headings = [(0, latest.values.sorted { $0.offset < $1.offset })]
    var childBytes = 0
    if let failure { throw failure }
    while let line = try nextLine(&batch) {
      if line.range.isEmpty { continue }
      let bytes = lines.bytes[line.range]
      if bytes.starts(with: RejectionMark.line.utf8) {
        hasMarks = true
        continue
      }
      let index = kinds.firstIndex { bytes.starts(with: $0.prefix) }
      if index.map({ kinds[$0].role }) == .child {
        childBytes += line.length
        try take(child: line, of: index ?? 0, into: &batch)
      } else {
        guard
          batch.count < Self.batchRecords, batch.bytes.count + childBytes < Self.batchBytes
        else {
          // A record's children are in its batch: only here is it known that there are no more.
          pending = line
          return true
        }
        take(line, of: index, into: &batch)
      }
    }
    return batch.count > 0
  }

  /// The next line; nil at the end, or where the file breaks off after whole records.
  private mutating func nextLine(_ batch: inout RecordBatch) throws(TableError) -> TextLines.Line? {
    if let line = pending {
      pending = nil
      return line
    }
    do { return try lines.next() } catch {
      guard error.isBreak else { throw error }
      // Lines of its children may be missing.
      if !children.isEmpty { removeLast(of: &batch) }
      guard batch.count > 0 else { throw error }
      failure = error
      return nil
    }
  }

  private mutating func removeLast(of batch: inout RecordBatch) {
    guard let record = batch.records.popLast() else { return }
    batch.cells.removeLast(columns.count)
    kindsOfRecords.removeLast()
    for table in children.indices {
      while batch.children[table].records.last?.number == record.number {
        batch.children[table].records.removeLast()
        batch.children[table].cells.removeLast(children[table].columns.count)
        kindsOfRows[table].removeLast()
      }
    }
  }

  private mutating func take(
    _ line: TextLines.Line, of index: Int?, into batch: inout RecordBatch
  ) {
    let bytes = lines.bytes
    let kind = index.map { kinds[$0] }
    switch kind?.role {
    case .skip: return
    case .heading:
      isInRecord = false
      kind?.cut(line.range, of: bytes) { carried[$0] = Array(bytes[$1]) }
      if let index { latest[index] = Heading(offset: line.offset, length: line.length) }
      headings.append((batch.count, latest.values.sorted { $0.offset < $1.offset }))
    case .record, .child, nil:
      isInRecord = kind?.role == .record
      recordCount += 1
      kindsOfRecords.append(index ?? -1)
      var extent = RecordBatch.Extent(
        number: recordCount, line: line.number, offset: line.offset, length: line.length)
      let first = batch.cells.count
      for value in carried { batch.cells.append(batch.store(value)) }
      switch kind?.role {
      case .record:
        kind?.cut(line.range, of: bytes) { batch.cells[first + $0] = batch.store(bytes[$1]) }
      case .child: extent.fault = orphan(bytes[line.range], at: line.number)
      case .heading, .skip, nil: extent.fault = unknownKind(bytes[line.range], at: line.number)
      }
      batch.records.append(extent)
    }
  }

  /// A line of a child table, which belongs to the batch's last record.
  private mutating func take(
    child line: TextLines.Line, of index: Int, into batch: inout RecordBatch
  ) throws(TableError) {
    guard isInRecord, let record = batch.records.last else {
      take(line, of: index, into: &batch)
      return
    }
    let length = line.offset + line.length - record.offset
    guard length <= Self.maxRecordBytes else {
      throw .fault(
        Fault(
          "record-too-long",
          at: Position(file: name, line: line.number, record: record.number),
          "a record has more lines than it may",
          expected: "at most \(Self.maxRecordBytes >> 20) MiB from line \(record.line) on",
          hint: "a line that begins the next record is missing, or the job's kinds do not fit"))
    }
    batch.records[batch.count - 1].length = length
    let kind = kinds[index]
    kindsOfRows[kind.table].append(index)
    let first = batch.children[kind.table].cells.count
    for _ in children[kind.table].columns { batch.children[kind.table].cells.append(.absent) }
    let bytes = lines.bytes
    kind.cut(line.range, of: bytes) { column, value in
      batch.children[kind.table].cells[first + column] =
        batch.children[kind.table].store(bytes[value])
    }
    batch.children[kind.table].records.append(
      RecordBatch.Extent(
        number: record.number, line: line.number, offset: line.offset, length: line.length))
  }

  /// The headings a record of the batch just filled belongs to, in the order of the file.
  package func headings(of record: Int) -> [Heading] {
    headings.last { $0.record <= record }?.lines ?? []
  }

  package func position(record: Int, column: Int, in batch: RecordBatch) -> Position {
    let extent = batch.records[record]
    return position(of: column, inKind: kindsOfRecords[record], extent)
  }

  package func position(child: Int, row: Int, column: Int, in batch: RecordBatch) -> Position {
    position(of: column, inKind: kindsOfRows[child][row], batch.children[child].records[row])
  }

  private func position(of column: Int, inKind kind: Int, _ extent: RecordBatch.Extent) -> Position
  {
    let start = kind < 0 ? nil : kinds[kind].columns.first { $0.index == column }?.start
    return Position(file: name, line: extent.line, column: (start ?? 0) + 1, record: extent.number)
  }

  private func orphan(_ line: ArraySlice<UInt8>, at number: Int) -> Fault {
    Fault(
      "orphan-line", at: Position(file: name, line: number, record: recordCount),
      "a line that is part of a record stands before any", expected: "the line of a record first",
      found: String(decoding: line.prefix(20), as: UTF8.self))
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
