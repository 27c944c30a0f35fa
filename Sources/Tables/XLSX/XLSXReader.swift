// SPDX-License-Identifier: Apache-2.0

/// The rows of a sheet as a stream of records; the header is its first row.
///
/// Text, numbers and words are given as a person sees them, exactly: days and times in ISO 8601, numbers in digits, words
/// as TRUE and FALSE. A cell that is not there is empty, as are all but the first of merged ones; an empty row is no record.
/// A cell with an error is its record's fault. Of a position, the line is the sheet's row and the column the cell's.
package struct XLSXReader: RecordReader {
  /// A batch ends after the record with which its values take so many bytes.
  private static let batchBytes = 1 << 20

  package let columns: [String]
  /// The sheet's name.
  package let sheet: String
  /// The rows before the header that the job passes over, as text.
  package let preamble: [[String]]

  private let name: String
  private let rows: SheetRows
  private let parser: PartParser
  /// The sheet's columns that have a name, and which of `columns` each is.
  private let places: [Int]
  private let indexes: [Int: Int]
  private var atEnd = false
  /// How many of the rows read are in batches.
  private var taken = 0
  private var recordCount = 0
  /// Of the batch just filled: the values of records that are faulty.
  private var faulty: [Int: [String]] = [:]

  /// Opens a workbook. `path` is opened; `name` is what faults call the file.
  package init(path: String, named name: String, format: XLSXFormat) throws(TableError) {
    self.name = name
    let file: FileSlices
    do { file = try FileSlices(path: path) } catch { throw .failure(error) }
    let book = try Workbook(ZipArchive(file, named: name), at: path, named: name)
    let chosen = try book.sheets.sheet(format.sheet)
    sheet = chosen.name
    let rows = SheetRows(
      named: name, strings: book.strings, kinds: book.kinds,
      countsFrom1904: book.sheets.countsFrom1904,
      decimal: format.decimal)
    self.rows = rows
    parser = try PartParser(chosen.part, of: book.archive, to: rows, named: name)

    var preamble = [[String]](repeating: [], count: format.skip)
    var header: SheetRows.Row?
    var index = 0
    while header == nil {
      while index == rows.rows.count, !atEnd { atEnd = !(try parser.push()) }
      guard index < rows.rows.count else { break }
      let row = rows.rows[index]
      index += 1
      if row.number > format.skip {
        header = row
      } else {
        var texts: [String] = []
        for cell in row.cells {
          texts += [String](repeating: "", count: cell.column - texts.count)
          texts.append(String(decoding: try rows.value(cell), as: UTF8.self))
        }
        preamble[row.number - 1] = texts
      }
    }
    self.preamble = preamble
    let found = try Self.header(header, rows, format, named: name)
    (columns, places) = (found.names, found.places)
    indexes = Dictionary(uniqueKeysWithValues: places.enumerated().map { ($0.element, $0.offset) })
    taken = index
  }

  package mutating func next(into batch: inout RecordBatch) throws(TableError) -> Bool {
    batch.reset(columnCount: columns.count, children: [])
    faulty.removeAll()
    if taken == rows.rows.count {
      rows.removeRows()
      taken = 0
      while rows.rows.isEmpty, !atEnd { atEnd = !(try parser.push()) }
    }
    // Few bytes of a sheet can name many of the workbook's texts.
    var bytes = 0
    while taken < rows.rows.count, bytes < Self.batchBytes {
      bytes += try take(rows.rows[taken], into: &batch)
      taken += 1
    }
    return batch.count > 0
  }

  /// Adds a row; the result is how many bytes its values take.
  private mutating func take(
    _ row: SheetRows.Row, into batch: inout RecordBatch
  ) throws(TableError) -> Int {
    recordCount += 1
    var extent = RecordBatch.Extent(number: recordCount, line: row.number, offset: 0, length: 0)
    let first = batch.cells.count
    for _ in columns { batch.cells.append(RecordBatch.Cell(start: 0, length: 0)) }
    if let error = row.error {
      let cell = row.cells[error]
      let shown = String(decoding: try rows.value(cell), as: UTF8.self)
      if let index = indexes[cell.column] {
        extent.fault = Fault(
          "cell-error",
          at: Position(
            file: name, line: row.number, column: cell.column + 1, record: recordCount),
          field: columns[index], "a cell holds an error", expected: "a value", found: shown,
          hint: "mend the formula in the sheet")
        faulty[batch.count] = try texts(of: row)
      }
    }
    if extent.fault == nil {
      for cell in row.cells {
        guard let index = indexes[cell.column] else { continue }
        batch.cells[first + index] = batch.store(try rows.value(cell))
      }
    }
    batch.records.append(extent)
    return row.cells.reduce(0) { $0 + $1.range.count }
  }

  private func texts(of row: SheetRows.Row) throws(TableError) -> [String] {
    var texts = columns.map { _ in "" }
    for cell in row.cells {
      if let index = indexes[cell.column] {
        texts[index] = String(decoding: try rows.value(cell), as: UTF8.self)
      }
    }
    return texts
  }

  /// The values of a record of the batch just filled, those of a faulty one too.
  package func texts(record: Int, in batch: RecordBatch) -> [String] {
    faulty[record] ?? columns.indices.map { batch.string(record, $0) ?? "" }
  }

  package func position(record: Int, column: Int, in batch: RecordBatch) -> Position {
    let extent = batch.records[record]
    let place = places.indices.contains(column) ? places[column] + 1 : 1
    return Position(file: name, line: extent.line, column: place, record: extent.number)
  }

  /// The names a header gives to the sheet's columns; those without one are left out.
  private static func header(
    _ row: SheetRows.Row?, _ rows: SheetRows, _ format: XLSXFormat, named name: String
  ) throws(TableError) -> (names: [String], places: [Int]) {
    guard let row else {
      throw .fault(
        Fault(
          "no-header", at: Position(file: name, line: format.skip + 1), "the sheet is empty",
          expected: "a row that names the columns"))
    }
    var names: [String] = []
    var places: [Int] = []
    for cell in row.cells where !cell.range.isEmpty {
      names.append(String(decoding: try rows.value(cell), as: UTF8.self))
      places.append(cell.column)
    }
    func plain(_ text: String) -> String {
      String(
        text.lowercased().drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace)
          .reversed())
    }
    let known = names.map(plain)
    for wanted in format.required {
      let count = known.count { $0 == plain(wanted) }
      guard count != 1 else { continue }
      throw .fault(
        Fault(
          count == 0 ? "missing-column" : "duplicate-column",
          at: Position(file: name, line: row.number), field: wanted,
          count == 0 ? "the sheet has no column \(wanted)" : "the sheet has two columns \(wanted)",
          expected: count == 0 ? wanted : nil,
          found: count == 0 ? names.prefix(30).joined(separator: ", ") : nil,
          hint: count == 0
            ? "correct the sheet's header, or `skip:` where it stands on a later row"
            : "the job must be able to tell them apart"))
    }
    return (names, places)
  }
}
