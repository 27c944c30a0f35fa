// SPDX-License-Identifier: Apache-2.0

/// The last line by which a file's writer says what was written: held against what was read.
struct CSVTrailer {
  /// The trailer's line.
  struct Line {
    var number: Int
    var values: [String]
  }

  /// Whether its line has been read.
  private(set) var isSeen = false
  private let format: CSVFormat.Trailer
  private let begins: [UInt8]
  private let name: String
  /// Where the column is whose sum it holds.
  private var column: Int?
  private var sum: ExactDecimal? = ExactDecimal(0)
  /// The first record whose value is no number.
  private var unreadable: RecordBatch.Extent?

  /// nil where the format has none.
  init?(
    _ format: CSVFormat, columns: [String], name: String, line: Int
  ) throws(TableError) {
    guard let trailer = format.trailer else { return nil }
    self.format = trailer
    self.name = name
    begins = Array(trailer.begins.utf8)
    guard let total = trailer.total else { return }
    column = columns.firstIndex { CSVHeader.folded($0) == CSVHeader.folded(total.column) }
    guard column != nil else {
      throw .fault(
        Fault(
          "missing-column", at: Position(file: name, line: line), field: total.column,
          "the column whose total the last line holds is missing", expected: total.column,
          found: columns.joined(separator: ", "), hint: "correct the trailer in the job's format"))
    }
  }

  /// Whether the record at an index of decoded bytes is the trailer.
  func begins(at start: Int, in bytes: [UInt8], quote: UInt8) -> Bool {
    let start = bytes[start] == quote ? start + 1 : start
    return bytes[start...].starts(with: begins)
  }

  /// Adds one record's value, a cell of these bytes, to the sum.
  mutating func add(_ record: Int, of batch: RecordBatch, _ bytes: [UInt8]) {
    guard let column, let total = format.total, unreadable == nil else { return }
    let extent = batch.records[record]
    let cell = batch.cell(record, column)
    guard extent.fault == nil, !cell.isAbsent else {
      unreadable = extent
      return
    }
    let plain = CSVHeader.trimmed(
      String(
        decoding: bytes[Int(cell.start)..<Int(cell.start) + Int(cell.length)], as: UTF8.self))
    // Nothing adds nothing.
    if plain.isEmpty { return }
    guard let value = total.number(plain), let next = sum?.adding(value)
    else {
      unreadable = extent
      return
    }
    sum = next
  }

  /// Holds the line against what was read; nil where it agrees.
  mutating func check(_ line: Line, records: Int) -> Fault? {
    isSeen = true
    let place = Position(file: name, line: line.number)
    if let field = format.count {
      let found = value(field, of: line)
      guard let found, ExactDecimal(parsing: found)?.integer == records else {
        return Fault(
          "trailer-count", at: place,
          "the last line does not hold the number of records that stand before it",
          expected: "\(records)", found: found ?? "no value number \(field)",
          hint: "the file was cut short or put together wrongly: send it anew")
      }
    }
    guard let total = format.total else { return nil }
    if let unreadable {
      return Fault(
        "trailer-total", at: Position(file: name, line: unreadable.line, record: unreadable.number),
        field: total.column,
        "the total of the last line cannot be held against the records: this one has no number there",
        hint: "correct the record, or leave the total out of the job's trailer")
    }
    let found = value(total.field, of: line)
    guard let found, let said = total.number(found), said == sum else {
      return Fault(
        "trailer-total", at: place, field: total.column,
        "the last line does not hold the sum of the column", expected: sum?.shortest,
        found: found ?? "no value number \(total.field)",
        hint: "the file was changed or cut short: send it anew")
    }
    return nil
  }

  private func value(_ field: Int, of line: Line) -> String? {
    guard line.values.indices.contains(field - 1) else { return nil }
    return CSVHeader.trimmed(line.values[field - 1])
  }

  /// The fault of a file that ends without it; nil where it was there, or the file is one of ours.
  func missing(line: Int, columns: [String]) -> Fault? {
    guard !isSeen, !RejectionMark.columns.allSatisfy(columns.contains) else { return nil }
    return Fault(
      "missing-trailer", at: Position(file: name, line: line),
      "the file ends without its last line", expected: "a line that begins with \(format.begins)",
      hint: "it was cut off: send the whole file again")
  }

  /// The fault of a record after it.
  func followed(line: Int) -> Fault {
    Fault(
      "after-trailer", at: Position(file: name, line: line),
      "a record follows the line that should be the last",
      hint: "two files were joined into one: send them one by one")
  }
}

extension CSVFormat.Trailer.Total {
  /// A number as the file writes it; nil where it is none.
  fileprivate func number(_ text: String) -> ExactDecimal? {
    ExactDecimal(parsing: marks.reduce(text) { $0.replacing($1, with: "") }, decimal: decimal)
  }
}

extension CSVReader {
  /// Takes the trailer out of what a scan found: its values and its line. Nothing may follow it.
  func takeTrailer(
    _ result: inout CSVScanner.Result, _ batch: inout RecordBatch, _ bytes: [UInt8]
  ) throws(TableError) -> CSVTrailer.Line? {
    guard let trailer, !isHeader else { return nil }
    if trailer.isSeen, let record = result.records.first {
      throw .fault(trailer.followed(line: line + record.line))
    }
    let place = result.records.firstIndex {
      trailer.begins(at: $0.start, in: bytes, quote: scanner.quote)
    }
    guard let place else { return nil }
    let record = result.records[place]
    if place + 1 < result.records.count {
      throw .fault(trailer.followed(line: line + result.records[place + 1].line))
    }
    var own = CSVScanner.Result()
    scanner.scan(
      bytes.span.bytes, from: record.start, to: record.end, isLast: true, columns: nil, into: &own)
    result.records.removeLast()
    batch.cells.removeLast(columns.count)
    result.ragged.removeAll { $0.record == place }
    result.uneven.removeAll { $0.record == place }
    result.escaped.removeAll { $0 >= place * columns.count }
    return CSVTrailer.Line(
      number: line + record.line,
      values: own.cells.map {
        String(decoding: bytes[Int($0.start)..<Int($0.start + $0.length)], as: UTF8.self)
      })
  }
}
