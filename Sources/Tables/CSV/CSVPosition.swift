// SPDX-License-Identifier: Apache-2.0

extension CSVReader {
  package func position(record: Int, column: Int, in batch: RecordBatch) -> Position {
    let extent = batch.records[record]
    let start = starts[record]
    let index = fieldStart(column, from: start, in: batch.bytes)
    var place = place(of: index, in: batch.bytes, from: start, line: extent.line)
    place.record = extent.number
    return place
  }

  /// The file offset of a value of the batch just filled, its quote included: what stands before it up
  /// to the record's offset is the values before it and their delimiters.
  ///
  /// Means nothing for a record with a fault.
  package func offset(record: Int, column: Int, in batch: RecordBatch) -> Int {
    let start = starts[record]
    var index = fieldStart(column, from: start, in: batch.bytes)
    if index > start, batch.bytes[index - 1] == scanner.quote { index -= 1 }
    return batch.records[record].offset + fileLength(of: start..<index, in: batch.bytes)
  }

  /// Where a value begins, after its quote.
  private func fieldStart(_ column: Int, from start: Int, in bytes: [UInt8]) -> Int {
    var (index, field) = (start, 0)
    var quoted = bytes[index] == scanner.quote
    while field < column, index < bytes.count {
      if quoted {
        index += 1
        while index < bytes.count, bytes[index] != scanner.quote { index += 1 }
        index += 1
        // A doubled quote opens the rest of the same value.
        quoted = index < bytes.count && bytes[index] == scanner.quote
        continue
      }
      switch bytes[index] {
      case scanner.delimiter:
        field += 1
        index += 1
        quoted = bytes[index] == scanner.quote
      case 0x0A, 0x0D: return start
      default: index += 1
      }
    }
    return quoted ? index + 1 : index
  }

  /// The place of a byte in the record that is not complete yet.
  func place(of index: Int, after result: CSVScanner.Result, in bytes: [UInt8]) -> Position {
    var place = place(
      of: index, in: bytes, from: result.rest, line: line + result.lines)
    place.record = isHeader ? 0 : recordCount + result.records.count + 1
    return place
  }

  /// The line and the character column of a byte, counted from a line's beginning.
  func place(of index: Int, in bytes: [UInt8], from start: Int, line: Int) -> Position {
    var (lineStart, at, line) = (start, start, line)
    while at < index {
      let byte = bytes[at]
      at += 1
      if byte == 0x0D, at < index {
        if bytes[at] == 0x0A {
          at += 1
        } else if bytes[at] == 0x0D, at + 1 < index, bytes[at + 1] == 0x0A {
          at += 2
        }
      }
      if byte == 0x0A || byte == 0x0D {
        line += 1
        lineStart = at
      }
    }
    return Position(file: name, line: line, column: characters(bytes[lineStart..<at]) + 1)
  }

  private func characters(_ bytes: ArraySlice<UInt8>) -> Int {
    switch encoding {
    case .singleByte: bytes.count
    case .utf8, .utf16, .multiByte: String(decoding: bytes, as: UTF8.self).count
    }
  }
}
