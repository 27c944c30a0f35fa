// SPDX-License-Identifier: Apache-2.0

/// The rows of a sample as one delimiter and one quote would have them: enough to compare readings, not
/// the reader.
struct SampleRows {
  /// One row.
  struct Row {
    /// The physical line it begins on, from 1.
    var line: Int
    /// Its values, quotes left out.
    var fields: [Range<Int>]
    /// How many of the last values are empty and have no quotes.
    var emptyTail: Int
  }

  /// Rows looked at; a sample holds more only where rows are short.
  static let limit = 400

  private(set) var rows: [Row] = []
  /// How many values were in quotes, whole.
  private(set) var quoted = 0
  /// How many quotes at the start of a value were followed by text after the closing one, or never closed.
  private(set) var unsound = 0
  /// How many values there are, and how many of them have a quote within, which is what a delimiter leaves that stands in
  /// quotes itself.
  private(set) var (values, torn) = (0, 0)
  private var isUnclosed = false
  private let text: [UInt8]
  private let quote: UInt8

  init(
    _ text: [UInt8], isWhole: Bool, delimiter: UInt8, quote: UInt8, comment: [UInt8]
  ) {
    self.text = text
    self.quote = quote
    var (index, line) = (0, 1)
    while index < text.count, rows.count < Self.limit {
      if !comment.isEmpty, text[index...].starts(with: comment) {
        while index < text.count, text[index] != 0x0A, text[index] != 0x0D { index += 1 }
        index = Self.after(lineEndAt: index, in: text)
        line += 1
        continue
      }
      let (start, startLine) = (index, line)
      var row = Row(line: line, fields: [], emptyTail: 0)
      let isComplete = read(&row, &index, &line, delimiter)
      if !isComplete, !isWhole {
        // The sample ends in the middle: a field in quotes that never ends speaks against the quote.
        if line - startLine > 50 { unsound += 1 }
        if rows.isEmpty { rows.append(row) }
        break
      }
      if index > start, !(row.fields.count == 1 && row.emptyTail == 1) { rows.append(row) }
      index = Self.after(lineEndAt: index, in: text)
      line += 1
    }
  }

  /// Reads one row up to its line end; false where the sample ends first.
  private mutating func read(
    _ row: inout Row, _ index: inout Int, _ line: inout Int, _ delimiter: UInt8
  ) -> Bool {
    while true {
      values += 1
      if index < text.count, text[index] == quote, let close = closing(from: index + 1, &line) {
        row.fields.append(index + 1..<close)
        row.emptyTail = 0
        quoted += 1
        index = close + 1
        if index < text.count, text[index] != delimiter, text[index] != 0x0A, text[index] != 0x0D {
          unsound += 1
          index = end(ofPlain: index, delimiter)
        }
      } else {
        let start = index
        if index < text.count, text[index] == quote { unsound += 1 }
        index = end(ofPlain: start, delimiter)
        if text[start..<index].contains(quote) { torn += 1 }
        row.fields.append(start..<index)
        row.emptyTail = index == start ? row.emptyTail + 1 : 0
      }
      guard index < text.count else { return false }
      guard text[index] == delimiter else { return true }
      index += 1
    }
  }

  private func end(ofPlain start: Int, _ delimiter: UInt8) -> Int {
    var index = start
    while index < text.count, text[index] != delimiter, text[index] != 0x0A, text[index] != 0x0D {
      index += 1
    }
    return index
  }

  /// Where the value in quotes ends; nil where it does not.
  private mutating func closing(from start: Int, _ line: inout Int) -> Int? {
    // Where one is never closed none after it is: the sample is not searched to its end once more.
    guard !isUnclosed else { return nil }
    var (index, lines) = (start, 0)
    while index < text.count {
      if text[index] == 0x0A { lines += 1 }
      guard text[index] == quote else {
        index += 1
        continue
      }
      if index + 1 < text.count, text[index + 1] == quote {
        index += 2
        continue
      }
      line += lines
      return index
    }
    isUnclosed = true
    return nil
  }

  /// A value, doubled quotes made single.
  func string(_ field: Range<Int>) -> String {
    let value = String(decoding: text[field], as: UTF8.self)
    let quote = String(Unicode.Scalar(quote))
    return value.contains(quote) ? value.replacing(quote + quote, with: quote) : value
  }

  /// The index after a line end.
  static func after(lineEndAt index: Int, in text: [UInt8]) -> Int {
    guard index < text.count else { return index }
    guard text[index] == 0x0D else { return index + 1 }
    if index + 1 < text.count, text[index + 1] == 0x0A { return index + 2 }
    if index + 2 < text.count, text[index + 1] == 0x0D, text[index + 2] == 0x0A { return index + 3 }
    return index + 1
  }
}
