// SPDX-License-Identifier: Apache-2.0

/// A table as an Office Open XML workbook: a header, a line a row, the trailer as the last row.
///
/// Amounts are number cells holding the exact digits, days and times are dates, all other cells are text, which no
/// spreadsheet runs. After 1,048,576 rows, the most a sheet can have, another sheet begins with the header. Text is
/// cut at 32,767 characters, the most a cell can have.
package struct XLSXTableWriter: TableWriter {
  private let columns: [WrittenColumn]
  private let title: String
  private let mostRows: Int
  private let preamble: [[String]]
  private let zip = ZipStream()
  private var sheets = 0
  private var rows = 0
  private var buffer: [UInt8] = []

  /// A writer of these columns; `title` names the sheet, `preamble` are rows above the header.
  package init(_ columns: [WrittenColumn], title: String, preamble: [[String]] = []) {
    self.init(columns, title: title, mostRows: 1_048_576, preamble: preamble)
  }

  /// A writer whose sheets have at most so many rows.
  init(
    _ columns: [WrittenColumn], title: String, mostRows: Int, preamble: [[String]] = []
  ) {
    self.preamble = preamble
    self.columns = columns
    self.title = title
    self.mostRows = mostRows
  }

  package mutating func begin(into out: inout [UInt8]) { beginSheet(into: &out) }

  package mutating func write(_ row: WrittenRow, opensRecord: Bool, into out: inout [UInt8]) {
    makeRoom(into: &out)
    open()
    for index in columns.indices { cell(row, index) }
    close(into: &out)
  }

  package mutating func end(_ trailer: TableTrailer?, into out: inout [UInt8]) {
    if let trailer {
      makeRoom(into: &out)
      open()
      let row = trailer.row(columns: columns.count)
      for index in columns.indices {
        switch (index, row.isNull(index)) {
        case (_, true): buffer.append(contentsOf: "<c/>".utf8)
        case (0, false): text(row[index])
        case (_, false): number(row[index], style: 1)
        }
      }
      close(into: &out)
    }
    endSheet(into: &out)
    for (name, content) in XLSXParts.closing(sheets: sheets, title: title) {
      zip.begin(name, into: &out)
      zip.add(content, into: &out)
      zip.end(into: &out)
    }
    zip.finish(into: &out)
  }

  private mutating func makeRoom(into out: inout [UInt8]) {
    guard rows >= mostRows else { return }
    endSheet(into: &out)
    beginSheet(into: &out)
  }

  private mutating func beginSheet(into out: inout [UInt8]) {
    sheets += 1
    rows = 0
    zip.begin("xl/worksheets/sheet\(sheets).xml", into: &out)
    buffer += XLSXParts.sheetStart(frozen: preamble.count + 1)
    for texts in preamble {
      open()
      for cell in texts { text(cell.utf8) }
      close(into: &out)
    }
    open()
    for column in columns { text(column.name.utf8, style: 4) }
    close(into: &out)
  }

  private mutating func endSheet(into out: inout [UInt8]) {
    buffer.append(contentsOf: "</sheetData></worksheet>".utf8)
    flush(into: &out)
    zip.end(into: &out)
  }

  private mutating func open() {
    rows += 1
    buffer.append(contentsOf: "<row r=\"\(rows)\">".utf8)
  }

  private mutating func close(into out: inout [UInt8]) {
    buffer.append(contentsOf: "</row>".utf8)
    if buffer.count >= 32 << 10 { flush(into: &out) }
  }

  private mutating func flush(into out: inout [UInt8]) {
    zip.add(buffer, into: &out)
    buffer.removeAll(keepingCapacity: true)
  }

  private mutating func cell(_ row: WrittenRow, _ index: Int) {
    guard !row.isNull(index) else {
      buffer.append(contentsOf: "<c/>".utf8)
      return
    }
    let value = row[index]
    switch columns[index].kind {
    case .money where isDecimal(value): number(value, style: 1)
    case .number where row.isInteger(index): number(value, style: 0)
    // A spreadsheet's numbers have 15 digits.
    case .value where row.isInteger(index) && value.count <= 15: number(value, style: 0)
    case .day:
      if let serial = SheetDate.day(value) { number(serial.utf8, style: 2) } else { text(value) }
    case .time:
      if let serial = SheetDate.time(value) { number(serial.utf8, style: 3) } else { text(value) }
    case .text, .plain, .number, .money, .value: text(value)
    }
  }

  /// Whether it is digits with a sign and a point at most, and few enough for a spreadsheet to keep them all.
  private func isDecimal(_ value: ArraySlice<UInt8>) -> Bool {
    value.count <= 16 && ExactDecimal(parsing: value) != nil
  }

  private mutating func number(_ digits: some Collection<UInt8>, style: Int) {
    buffer.append(contentsOf: "<c s=\"\(style)\"><v>".utf8)
    buffer.append(contentsOf: digits)
    buffer.append(contentsOf: "</v></c>".utf8)
  }

  private mutating func text(_ value: some Collection<UInt8>, style: Int = 0) {
    buffer.append(
      contentsOf: "<c s=\"\(style)\" t=\"inlineStr\"><is><t xml:space=\"preserve\">".utf8)
    if value.count <= Self.mostCharacters, !value.contains(UInt8(ascii: "_")) {
      XMLText.append(value, to: &buffer)
    } else {
      let text = String(decoding: Array(value), as: UTF8.self)
      XMLText.append(escaped(cut(text)).utf8, to: &buffer)
    }
    buffer.append(contentsOf: "</t></is></c>".utf8)
  }

  private static let mostCharacters = 32_767

  /// At most so many UTF-16 units, no character cut in two.
  private func cut(_ text: String) -> String {
    guard text.utf16.count > Self.mostCharacters else { return text }
    var units = 0
    return String(
      text.unicodeScalars.prefix { scalar in
        units += scalar.utf16.count
        return units < Self.mostCharacters
      }) + "…"
  }

  /// What looks like a spreadsheet's escape `_x0041_` is not to be taken for one.
  private func escaped(_ text: String) -> String { text.replacing("_x", with: "_x005F_x") }
}
