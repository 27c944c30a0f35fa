// SPDX-License-Identifier: Apache-2.0

import Mirror
import Tables

/// What is compared with what the job wrote last.
struct Record {
  var key: String
  /// Equal where nothing differs; empty where the mirror does not hold all of it yet.
  var content: String
  /// What it comes out as.
  var version = 1

  init(key: String, content: String) {
    self.key = key
    self.content = content
  }

  /// A row of `key, content`; nil without a key.
  init?(_ row: borrowing ScanRow) {
    guard let key = row.bytes(0) else { return nil }
    self.key = String(decoding: key, as: UTF8.self)
    content = row.bytes(1).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}

/// Rows kept until their records are compared.
struct RecordPage {
  /// Every record but the last, whose rows may go on, with where its rows are.
  private(set) var records: [(record: Record, range: Range<Int>)] = []
  /// The rows of all of them.
  private(set) var rows: [WrittenRow] = []
  private var key: String?
  private var hash = RecordHash()
  private var start = 0

  /// Whether a row belongs to the record the last one belongs to.
  func continues(_ row: borrowing ScanRow, _ layout: ExportLayout) -> Bool {
    key == layout.key(row)
  }

  /// Takes a row.
  mutating func add(_ row: borrowing ScanRow, _ layout: ExportLayout, _ text: RowText) {
    let key = layout.key(row)
    if key != self.key {
      close()
      self.key = key
    }
    hash.add(row, skipping: layout.version)
    var cells = WrittenRow()
    text.read(row, into: &cells)
    rows.append(cells)
  }

  /// All the records, the last one too.
  mutating func finished() -> [(record: Record, range: Range<Int>)] {
    close()
    return records
  }

  private mutating func close() {
    guard let key else { return }
    records.append((Record(key: key, content: hash.text), start..<rows.count))
    hash = RecordHash()
    start = rows.count
    self.key = nil
  }
}
