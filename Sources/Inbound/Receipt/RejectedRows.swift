// SPDX-License-Identifier: Apache-2.0

import Journal
import Tables

/// Rejected rows of a sheet, as a workbook with a sheet of that name: what stands before the header, the header, and
/// the rows as text, with the columns `_code` and `_message` at their end.
struct RejectedRows: RejectedRecords {
  private let columns: [String]
  private var writer: XLSXTableWriter
  private var hasBegun = false

  init(_ reader: XLSXReader) {
    // Those an earlier rejection added are replaced.
    columns = reader.columns.filter { !Correction.columns.contains($0) }
    writer = XLSXTableWriter(
      (columns + Correction.columns).map { WrittenColumn($0, .text) }, title: reader.sheet,
      preamble: reader.preamble)
  }

  mutating func look(at batch: RecordBatch, of reader: any RecordReader) {}

  mutating func copy(
    _ index: Int, _ outcome: ReceiptLine, of batch: RecordBatch, _ reader: any RecordReader
  ) -> [UInt8] {
    guard let reader = reader as? XLSXReader else { return [] }
    var bytes: [UInt8] = []
    if !hasBegun {
      hasBegun = true
      writer.begin(into: &bytes)
    }
    var row = WrittenRow()
    for (name, text) in zip(reader.columns, reader.texts(record: index, in: batch))
    where !Correction.columns.contains(name) {
      if text.isEmpty { row.appendNull() } else { row.append(text) }
    }
    row.append(outcome.code ?? "")
    row.append(outcome.message ?? "")
    writer.write(row, opensRecord: true, into: &bytes)
    return bytes
  }

  mutating func ending(isBrokenOff: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    if hasBegun { writer.end(nil, into: &bytes) }
    return bytes
  }
}
