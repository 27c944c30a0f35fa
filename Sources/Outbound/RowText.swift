// SPDX-License-Identifier: Apache-2.0

import Crypto
import Mirror
import Tables

/// Turns a row of the mirror into the cells that are written.
struct RowText {
  private let columns: [(index: Int, kind: CellKind)]
  private let time: ZonedTime

  /// The cells of a layout's columns, those that are not written left out.
  init(_ layout: ExportLayout, _ time: ZonedTime) {
    self.init(layout.shown.map { (index: $0, kind: layout.columns[$0].kind) }, time)
  }

  /// Cells of these kinds.
  init(_ columns: [(index: Int, kind: CellKind)], _ time: ZonedTime) {
    self.columns = columns
    self.time = time
  }

  /// Fills `out` with the cells of a row.
  func read(_ row: borrowing ScanRow, into out: inout WrittenRow) {
    out.removeAll()
    for (index, kind) in columns {
      guard let text = row.bytes(index) else {
        out.appendNull()
        continue
      }
      switch kind {
      case .money: out.append { ExactDecimal.appendMoney(text, to: &$0) }
      case .time:
        var told = false
        out.append { bytes in
          told = time.appendLocal(text, to: &bytes)
          if !told { bytes.append(contentsOf: text) }
        }
      case .text, .plain, .number, .day, .value:
        out.append(text, isInteger: row.isInteger(index))
      }
    }
  }
}

/// SHA-256 over the rows of one record as the mirror has them, so that neither zone nor format makes a version.
struct RecordHash {
  private var hash = SHA256()

  /// Adds a row, the column `skipped` left out.
  mutating func add(_ row: borrowing ScanRow, skipping skipped: Int?) {
    for index in 0..<row.columnCount where index != skipped {
      if let text = row.bytes(index) {
        var count = UInt32(text.count).littleEndian
        withUnsafeBytes(of: &count) { hash.update(bufferPointer: $0) }
        hash.update(bufferPointer: text)
      } else {
        var none = UInt32.max
        withUnsafeBytes(of: &none) { hash.update(bufferPointer: $0) }
      }
    }
  }

  /// 64 lower-case hexadecimal digits.
  var text: String {
    hash.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
