// SPDX-License-Identifier: Apache-2.0

import Glibc
import Tables

/// What commands print: data on standard output, complaints on standard error.
enum Output {
  /// One line of data.
  static func line(_ text: String) { bytes(Array("\(text)\n".utf8)) }

  /// Data as it is. Where nobody reads any more (`| head`), nothing is left to say.
  static func bytes(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// One complaint, after the program's name.
  static func complain(_ text: String) {
    let bytes = Array("dray: \(text)\n".utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
  }

  /// Rows under their headings, in columns; numbers to the right.
  static func table(_ columns: [String], _ rows: [[String]]) {
    var widths = columns.map(\.count)
    for row in rows {
      for (index, cell) in row.enumerated() { widths[index] = max(widths[index], cell.count) }
    }
    let isNumeric = columns.indices.map { column in
      !rows.isEmpty
        && rows.allSatisfy { row in
          row[column].isEmpty || row[column].allSatisfy { $0.isNumber || "-+.%".contains($0) }
        }
    }
    func padded(_ cells: [String]) -> String {
      var text = ""
      for (index, cell) in cells.enumerated() {
        let space = String(repeating: " ", count: widths[index] - cell.count)
        let isLast = index == cells.count - 1
        text += isNumeric[index] ? space + cell : cell + (isLast ? "" : space)
        if !isLast { text += "  " }
      }
      return text
    }
    line(padded(columns))
    for row in rows { line(padded(row)) }
  }

  /// Rows as an array of JSON objects.
  static func json(_ columns: [String], _ rows: [[JSON]]) {
    line(
      JSON.array(
        rows.map { row in .object(zip(columns, row).map { JSON.Member($0, $1) }) }
      ).text)
  }
}

extension Output {
  /// Rows of JSON values as a table for people, or as JSON.
  static func rows(_ columns: [String], _ rows: [[JSON]], json: Bool) {
    guard !json else { return self.json(columns, rows) }
    guard !rows.isEmpty else { return }
    table(columns, rows.map { $0.map(plain) })
  }

  /// A value as people read it; control characters as `\u{…}`.
  static func plain(_ value: JSON) -> String {
    switch value {
    case .null: ""
    case .bool(let value): value ? "true" : "false"
    case .number(let text): text
    case .string(let text):
      String(text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : Character($0) })
    case .array, .object: value.text
    }
  }
}
