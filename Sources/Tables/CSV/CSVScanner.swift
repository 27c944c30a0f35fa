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
  /// What a line begins with that is passed over; empty where none is.
  private let comment: [UInt8]
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
    /// Records that are sound with another number of fields: those too many are empty, those missing have
    /// no name in the header.
    var uneven: [(record: Int, fields: Int)] = []
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
      uneven.removeAll(keepingCapacity: true)
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

  init(delimiter: UInt8, quote: UInt8, comment: String? = nil) {
    self.delimiter = delimiter
    self.quote = quote
    self.comment = Array((comment ?? "").utf8)
    delimiters = 0x0101_0101_0101_0101 &* UInt64(delimiter)
    quotes = 0x0101_0101_0101_0101 &* UInt64(quote)
  }

  /// Scans `bytes` from `start` to `end`; `columns` is nil for the header, which is then all it scans.
  ///
  /// - Parameters:
  ///   - isLast: whether the file ends at `end`.
  ///   - needed: how many of the columns a record must have; nil: all.
  func scan(
    _ bytes: borrowing RawSpan, from start: Int, to end: Int, isLast: Bool, columns: Int?,
    needed: Int? = nil, into result: inout Result
  ) {
    result.removeAll()
    result.rest = start
    result.end = end
    let wanted = columns ?? .max
    var index = start
    var line = 0
    records: while index < end {
      if !comment.isEmpty, isComment(bytes, at: index, end: end) {
        guard let next = pastLine(bytes, from: index, to: end, isLast: isLast) else {
          result.open = (index, false)
          break records
        }
        index = next
        line += 1
        result.rest = index
        result.lines = line
        continue
      }
      let recordStart = index
      let firstCell = result.cells.count
      var field = 0
      var innerLines = 0
      var hasSurplus = false
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
          } else {
            hasSurplus = true
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
          if field < wanted {
            result.cells.append(cell(fieldStart, index))
          } else if index > fieldStart {
            hasSurplus = true
          }
        }
        field += 1
        if index < end, byte(bytes, index) == delimiter {
          index += 1
          continue
        }
        // A line end, or the end of the data, where the sentinel stands.
        if !isLast, index == end || isCut(bytes, lineEndAt: index, end: end) {
          result.open = (fieldStart, false)
          result.removeCells(from: firstCell)
          break records
        }
        break
      }
      let contentEnd = index
      if index < end { index += lineEndLength(bytes, at: index, end: end) }
      if contentEnd == recordStart {
        // An empty line is no record.
        result.removeCells(from: firstCell)
      } else {
        if field != wanted, columns != nil {
          if field > wanted, !hasSurplus {
            result.uneven.append((result.records.count, field))
          } else if field < wanted, let needed, field >= needed {
            result.uneven.append((result.records.count, field))
            result.cells.append(contentsOf: repeatElement(.absent, count: wanted - field))
          } else {
            result.ragged.append((result.records.count, field))
            result.removeCells(from: firstCell)
            result.cells.append(contentsOf: repeatElement(cell(0, 0), count: wanted))
          }
        }
        result.records.append(Record(start: recordStart, end: index, line: line))
      }
      line += innerLines + 1
      result.rest = index
      result.lines = line
      if columns == nil, !result.records.isEmpty { break }
    }
  }

  private func isComment(_ bytes: borrowing RawSpan, at index: Int, end: Int) -> Bool {
    guard end - index >= comment.count else { return false }
    for (place, byte) in comment.enumerated() where self.byte(bytes, index + place) != byte {
      return false
    }
    return true
  }

  /// Where the physical line after the one at `start` begins; nil where the data ends first.
  func pastLine(
    _ bytes: borrowing RawSpan, from start: Int, to end: Int, isLast: Bool
  ) -> Int? {
    var index = start
    while index < end, byte(bytes, index) != 0x0A, byte(bytes, index) != 0x0D { index += 1 }
    guard index < end else { return isLast ? end : nil }
    guard isLast || !isCut(bytes, lineEndAt: index, end: end) else { return nil }
    return index + lineEndLength(bytes, at: index, end: end)
  }

  /// How long the line end is that stands at `index`: LF, CR, CR LF or CR CR LF.
  @inline(__always)
  private func lineEndLength(_ bytes: borrowing RawSpan, at index: Int, end: Int) -> Int {
    guard byte(bytes, index) == 0x0D, index + 1 < end else { return 1 }
    if byte(bytes, index + 1) == 0x0A { return 2 }
    return byte(bytes, index + 1) == 0x0D && index + 2 < end && byte(bytes, index + 2) == 0x0A
      ? 3 : 1
  }

  /// Whether the data ends where a line end that stands at `index` may go on.
  @inline(__always)
  private func isCut(_ bytes: borrowing RawSpan, lineEndAt index: Int, end: Int) -> Bool {
    byte(bytes, index) == 0x0D
      && (index + 1 == end || byte(bytes, index + 1) == 0x0D && index + 2 == end)
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

  /// The line ends (LF, CR, CR LF or CR CR LF) in a range of bytes.
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
      if byte == 0x0A || byte == 0x0D {
        count += 1
        index += lineEndLength(bytes, at: index, end: end)
      } else {
        index += 1
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
