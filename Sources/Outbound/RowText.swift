// SPDX-License-Identifier: Apache-2.0

import GRDB
import Tables

/// Turns the values of a row into the texts of a record.
struct RowText {
  let columns: [ExportColumn]
  let time: ZonedTime

  /// Writes a row as one record.
  func write<Failure>(_ row: Row, to writer: inout CSVWriter<Failure>) throws(Failure) {
    for (index, column) in columns.enumerated() {
      let value: DatabaseValue = row[index]
      switch value.storage {
      case .null, .blob: writer.field("".utf8)
      case .int64(let number): writer.field(String(number).utf8)
      case .double(let number): writer.field(String(number).utf8)
      case .string(let text): writer.field(cell(text, column.kind).utf8)
      }
    }
    try writer.endRecord()
  }

  private func cell(_ text: String, _ kind: ExportColumn.Kind) -> String {
    switch kind {
    case .plain: text
    case .time: time.local(text) ?? text
    case .money: ExactDecimal(parsing: text)?.money ?? text
    // No reader of CSV takes a NUL: U+FFFD stands for it.
    case .text: text.utf8.contains(0) ? text.replacing("\u{0}", with: "\u{FFFD}") : text
    }
  }
}
