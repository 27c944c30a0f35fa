// SPDX-License-Identifier: Apache-2.0

/// Delimited text. What was read is written and read again: the same values.
func fuzzCSV(_ bytes: UnsafeBufferPointer<UInt8>) {
  guard let choice = bytes.first else { return }
  let file = UnsafeBufferPointer(rebasing: bytes.dropFirst())
  var format = CSVFormat()
  format.delimiter = Array(",;\t|".utf8)[Int(choice & 3)]
  format.encoding = ["utf-8", "windows-1252", "utf-16le", "iso-8859-15"][Int(choice >> 2 & 3)]
  if choice & 16 != 0 { format.fallbackEncoding = "windows-1252" }
  guard let rows = Subject.read(file, as: .csv(format)), !rows.isEmpty, rows[0].count > 1 else {
    return
  }
  var written: [UInt8] = []
  var writer = CSVWriter(lineEnd: .lf) { written += $0 }
  writer.write((0..<rows[0].count).map { "column-\($0)-of-this-test" })
  for row in rows { writer.write(row) }
  writer.flush()
  let again = written.withUnsafeBufferPointer { Subject.read($0, as: .csv(CSVFormat())) }
  precondition(again?.map { $0.map { $0 ?? "" } } == rows.map { $0.map { $0 ?? "" } }, "\(rows)")
}
