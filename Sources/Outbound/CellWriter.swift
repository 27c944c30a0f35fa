// SPDX-License-Identifier: Apache-2.0

import GRDB
import Jobs
import Tables

/// Turns the values of a row into one line of CSV: RFC 4180, CRLF, UTF-8 without a byte order mark.
struct CellWriter {
  private let columns: [ExportColumn]
  private let delimiter: UInt8
  private let audience: ExportJob.Audience
  private let time: ZonedTime

  init(
    columns: [ExportColumn], delimiter: UInt8, audience: ExportJob.Audience, time: ZonedTime
  ) {
    self.columns = columns
    self.delimiter = delimiter
    self.audience = audience
    self.time = time
  }

  /// The first line.
  var header: [UInt8] {
    var line: [UInt8] = []
    for (index, column) in columns.enumerated() {
      if index > 0 { line.append(delimiter) }
      write(column.name, to: &line)
    }
    line.append(contentsOf: [0x0D, 0x0A])
    return line
  }

  /// Appends a row's line.
  func write(_ row: Row, to line: inout [UInt8]) {
    for (index, column) in columns.enumerated() {
      if index > 0 { line.append(delimiter) }
      let value: DatabaseValue = row[index]
      switch value.storage {
      case .null, .blob: break
      case .int64(let number): line.append(contentsOf: String(number).utf8)
      case .double(let number): line.append(contentsOf: String(number).utf8)
      case .string(let text): write(cell(text, column.kind), to: &line)
      }
    }
    line.append(contentsOf: [0x0D, 0x0A])
  }

  private func cell(_ text: String, _ kind: ExportColumn.Kind) -> String {
    switch kind {
    case .plain: text
    case .time: time.local(text) ?? text
    case .money: ExactDecimal(parsing: text)?.money ?? text
    case .text:
      switch audience {
      case .system: text
      case .spreadsheet: Self.neutralised(text)
      }
    }
  }

  /// A text that a spreadsheet would run as a formula, with an apostrophe before it.
  ///
  /// Those that begin with `= + - @`, also full-width, or with a tab, CR or LF; a blank, a quote or an apostrophe before the
  /// sign does not save a reader that trims. One that was neutralised already stays as it is.
  static func neutralised(_ text: String) -> String {
    let signs: Set<Unicode.Scalar> = [
      "=", "+", "-", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}", "\t", "\r", "\n",
    ]
    guard let first = text.unicodeScalars.first, first != "'" else { return text }
    let start = text.unicodeScalars.first { $0 != " " && $0 != "\"" }
    guard let start, signs.contains(start) || signs.contains(first) else { return text }
    return "'" + text
  }

  private func write(_ text: String, to line: inout [UInt8]) {
    let bytes = text.utf8
    let special: [UInt8] = [delimiter, UInt8(ascii: "\""), 0x0D, 0x0A]
    let needsQuotes = bytes.contains { special.contains($0) }
    guard needsQuotes || bytes.contains(0) else {
      line.append(contentsOf: bytes)
      return
    }
    if needsQuotes { line.append(UInt8(ascii: "\"")) }
    for byte in bytes {
      switch byte {
      // No CSV reader takes a NUL: U+FFFD stands for it.
      case 0: line.append(contentsOf: "\u{FFFD}".utf8)
      case UInt8(ascii: "\""): line.append(contentsOf: [byte, byte])
      default: line.append(byte)
      }
    }
    if needsQuotes { line.append(UInt8(ascii: "\"")) }
  }
}
