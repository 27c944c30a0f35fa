// SPDX-License-Identifier: Apache-2.0

/// Splits bytes into records and fields: the one state machine of CSV, without files or errors.
///
/// To the next reader. The loop runs once per field and looks at eight bytes at a time; nearly all of
/// a file passes through `end(ofPlain:)`. It relies on a line feed standing at `end` (the sentinel),
/// so that no search for a field's end runs past the data, and on seven more bytes after it, so that
/// eight can be loaded wherever the search stands. A record that the data ends in the middle of
/// leaves no trace: the caller reads more and scans it again.
struct CSVScanner {
  let delimiter: UInt8
  let quote: UInt8
  private let delimiters: UInt64
  private let quotes: UInt64

  /// What was found, and where the next scan goes on.
  struct Result {
    /// `columns` cells for each record.
    var cells: [RecordBatch.Cell] = []
    /// Where each record stands; `offset` counts in the scanned bytes.
    var records: [Record] = []
    /// Cells in which quotes are doubled.
    var escaped: [Int] = []
    /// Records with another number of fields than the columns, and that number.
    var ragged: [(record: Int, fields: Int)] = []
    /// Where the first record begins that is not complete; the end where all are.
    var rest = 0
    /// How far was scanned.
    var end = 0
    /// How many line ends stand before `rest`.
    var lines = 0
    /// Where the field begins that the data ends in, and whether it is inside quotes there.
    var open: (start: Int, quoted: Bool)?
    /// Where something follows a closing quote: the field's start and that byte.
    var strayText: (start: Int, at: Int)?

    /// Forgets what was found and keeps the storage.
    mutating func removeAll() {
      cells.removeAll(keepingCapacity: true)
      records.removeAll(keepingCapacity: true)
      escaped.removeAll(keepingCapacity: true)
      ragged.removeAll(keepingCapacity: true)
      (rest, lines, open, strayText) = (0, 0, nil, nil)
    }

    /// Takes the cells of one record back, and what is known of them.
    fileprivate mutating func removeCells(from first: Int) {
      cells.removeLast(cells.count - first)
      while let last = escaped.last, last >= first { escaped.removeLast() }
    }
  }

  /// One record of the scanned bytes.
  struct Record {
    var start: Int
    var end: Int
    /// Line ends of the scanned bytes before it.
    var line: Int
  }

  init(_ format: CSVFormat) {
    delimiter = format.delimiter
    quote = format.quote
    delimiters = 0x0101_0101_0101_0101 &* UInt64(delimiter)
    quotes = 0x0101_0101_0101_0101 &* UInt64(quote)
  }

  /// Scans `bytes` from `start` to `end`; `columns` is nil for the header, which is then all it scans.
  ///
  /// - Parameter isLast: whether the file ends at `end`.
  func scan(
    _ bytes: borrowing RawSpan, from start: Int, to end: Int, isLast: Bool, columns: Int?,
    into result: inout Result
  ) {
    result.removeAll()
    result.rest = start
    result.end = end
    let wanted = columns ?? .max
    var index = start
    var line = 0
    records: while index < end {
      let recordStart = index
      let firstCell = result.cells.count
      var field = 0
      var innerLines = 0
      fields: while true {
        let fieldStart = index
        if index < end, byte(bytes, index) == quote {
          guard let close = closing(bytes, from: index + 1, to: end, isLast: isLast) else {
            result.open = (fieldStart, true)
            result.removeCells(from: firstCell)
            break records
          }
          if field < wanted {
            if close.escapes { result.escaped.append(result.cells.count) }
            result.cells.append(cell(fieldStart + 1, close.at))
          }
          innerLines += lineEnds(bytes, from: fieldStart + 1, to: close.at)
          index = close.at + 1
          let next = byte(bytes, index)
          guard next == delimiter || next == 0x0A || next == 0x0D else {
            result.strayText = (fieldStart, index)
            result.removeCells(from: firstCell)
            break records
          }
        } else {
          index = self.end(ofPlain: bytes, from: index)
          if field < wanted { result.cells.append(cell(fieldStart, index)) }
        }
        field += 1
        if index < end, byte(bytes, index) == delimiter {
          index += 1
          continue
        }
        // A line end, or the end of the data, where the sentinel stands.
        if index == end ? !isLast : byte(bytes, index) == 0x0D && index + 1 == end && !isLast {
          result.open = (fieldStart, false)
          result.removeCells(from: firstCell)
          break records
        }
        break
      }
      let contentEnd = index
      if index < end {
        index +=
          byte(bytes, index) == 0x0D && index + 1 < end && byte(bytes, index + 1) == 0x0A ? 2 : 1
      }
      if contentEnd == recordStart {
        // An empty line is no record.
        result.removeCells(from: firstCell)
      } else {
        if field != wanted, columns != nil {
          result.ragged.append((result.records.count, field))
          result.removeCells(from: firstCell)
          result.cells.append(contentsOf: repeatElement(cell(0, 0), count: wanted))
        }
        result.records.append(Record(start: recordStart, end: index, line: line))
      }
      line += innerLines + 1
      result.rest = index
      result.lines = line
      if columns == nil, !result.records.isEmpty { break }
    }
  }

  /// The end of the field without quotes that begins at `start`.
  @inline(__always)
  private func end(ofPlain bytes: borrowing RawSpan, from start: Int) -> Int {
    var index = start
    while true {
      let word = bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      // The lowest flag of each mask is exact; those above it may not be.
      var found = zeroes(word ^ delimiters) | below0E(word)
      while found != 0 {
        let at = index + found.trailingZeroBitCount >> 3
        let byte = byte(bytes, at)
        if byte == delimiter || byte == 0x0A || byte == 0x0D { return at }
        found &= found &- 1
      }
      index += 8
    }
  }

  /// The closing quote of the field whose content begins at `start`; nil where the data ends first.
  private func closing(
    _ bytes: borrowing RawSpan, from start: Int, to end: Int, isLast: Bool
  ) -> (at: Int, escapes: Bool)? {
    var index = start
    var escapes = false
    while index < end {
      let word = bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      let found = zeroes(word ^ quotes)
      guard found != 0 else {
        index += 8
        continue
      }
      index += found.trailingZeroBitCount >> 3
      // What follows the last quote of the data is not known yet.
      guard index < end, index + 1 < end || isLast else { return nil }
      guard index + 1 < end, byte(bytes, index + 1) == quote else { return (index, escapes) }
      escapes = true
      index += 2
    }
    return nil
  }

  /// The line ends (LF, CR or CRLF) in a range of bytes.
  func lineEnds(_ bytes: borrowing RawSpan, from start: Int, to end: Int) -> Int {
    var count = 0
    var index = start
    while index < end {
      if end - index >= 8 {
        let word = bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
        if below0E(word) == 0 {
          index += 8
          continue
        }
      }
      let byte = byte(bytes, index)
      index += 1
      if byte == 0x0A {
        count += 1
      } else if byte == 0x0D {
        count += 1
        if index < end, self.byte(bytes, index) == 0x0A { index += 1 }
      }
    }
    return count
  }

  @inline(__always)
  private func cell(_ start: Int, _ end: Int) -> RecordBatch.Cell {
    RecordBatch.Cell(
      start: UInt32(truncatingIfNeeded: start), length: UInt32(truncatingIfNeeded: end - start))
  }

  @inline(__always)
  private func byte(_ bytes: borrowing RawSpan, _ index: Int) -> UInt8 {
    bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
  }

  /// Flags the zero bytes of a word, in their highest bits.
  @inline(__always)
  private func zeroes(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }

  /// Flags the bytes of a word below 0x0E, in their highest bits: line ends, and what is rare.
  @inline(__always)
  private func below0E(_ word: UInt64) -> UInt64 {
    (word &- 0x0E0E_0E0E_0E0E_0E0E) & ~word & 0x8080_8080_8080_8080
  }
}
