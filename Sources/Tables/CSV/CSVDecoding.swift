// SPDX-License-Identifier: Apache-2.0

/// Values in UTF-8, whatever the file is written in.
extension CSVReader {
  /// Refuses what is not UTF-8, or reads the record it stands in by the fallback.
  ///
  /// - Returns: what is wrong with the last record where the file ends inside one of its characters.
  func validate(
    _ result: CSVScanner.Result, _ batch: inout RecordBatch, _ bytes: inout [UInt8]
  ) throws(TableError) -> Fault? {
    var start = 0
    var record = 0
    while let invalid = bytes.firstInvalidUTF8(from: start, to: result.rest) {
      while record + 1 < result.records.count, result.records[record].end <= invalid.lowerBound {
        record += 1
      }
      guard let fallback else {
        let fault = notUTF8(
          invalid, in: bytes, from: result.records[record].start, of: batch.records[record],
          isLast: atEnd && invalid.upperBound == result.rest)
        guard fault.isBreak else { throw .fault(fault) }
        return fault
      }
      try transcode(record, of: &batch, &bytes, with: fallback)
      start = result.records[record].end
    }
    return nil
  }

  /// Writes the values of one record that are not ASCII anew, in UTF-8.
  func transcode(
    _ record: Int, of batch: inout RecordBatch, _ bytes: inout [UInt8], with table: ByteTable
  ) throws(TableError) {
    let width = batch.cells.count / batch.records.count
    for index in record * width..<(record + 1) * width {
      let cell = batch.cells[index]
      let range = Int(cell.start)..<Int(cell.start) + Int(cell.length)
      guard bytes.hasHighByte(from: range.lowerBound, to: range.upperBound) else { continue }
      let start = bytes.count
      for at in range {
        let character = table[bytes[at]]
        guard !character.isEmpty else {
          throw .fault(undefinedByte(bytes[at], in: bytes, record: record, of: batch))
        }
        bytes.append(contentsOf: character)
      }
      batch.cells[index] = RecordBatch.Cell(
        start: UInt32(start), length: UInt32(bytes.count - start))
    }
  }
}
