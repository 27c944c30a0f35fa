// SPDX-License-Identifier: Apache-2.0

/// How a value stands in delimited text.
enum CSVText {
  /// Appends one value, quoted where it must be, neutralised where a spreadsheet would run it.
  ///
  /// Without quotes a delimiter or a line end within it becomes a space.
  static func append(
    _ value: some Collection<UInt8>, delimiter: UInt8, quote: UInt8 = UInt8(ascii: "\""),
    formulas: CSVFormulas, to out: inout [UInt8]
  ) {
    let neutralised = formulas == .neutralised && looksLikeFormula(value)
    guard quote != CSVFormat.noQuote else {
      if neutralised { out.append(UInt8(ascii: "'")) }
      for byte in value {
        let isMark = byte == delimiter || byte == 0x0A || byte == 0x0D
        out.append(isMark ? UInt8(ascii: " ") : byte)
      }
      return
    }
    guard needsQuotes(value, delimiter, quote) else {
      if neutralised { out.append(UInt8(ascii: "'")) }
      out.append(contentsOf: value)
      return
    }
    out.append(quote)
    if neutralised { out.append(UInt8(ascii: "'")) }
    for byte in value {
      if byte == quote { out.append(byte) }
      out.append(byte)
    }
    out.append(quote)
  }

  private static func needsQuotes(
    _ value: some Collection<UInt8>, _ delimiter: UInt8, _ quote: UInt8
  ) -> Bool {
    let space = UInt8(ascii: " ")
    if value.first == space || value.first == UInt8(ascii: "\t") { return true }
    var last: UInt8 = 0
    for byte in value {
      if byte == delimiter || byte == quote || byte == 0x0A || byte == 0x0D {
        return true
      }
      last = byte
    }
    return last == space || last == UInt8(ascii: "\t")
  }

  /// Whether a spreadsheet would take a text for a formula: it begins, after spaces and quotes, with
  /// `=`, `+`, `-`, `@`, a control character or a full-width sign of these, and is no plain number.
  private static func looksLikeFormula(_ value: some Collection<UInt8>) -> Bool {
    guard let first = value.first else { return false }
    if first < 0x20 { return true }
    let rest = value.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\"") }
    guard let sign = rest.first else { return false }
    switch sign {
    case UInt8(ascii: "="), UInt8(ascii: "@"): return true
    case UInt8(ascii: "+"), UInt8(ascii: "-"): return ExactDecimal(parsing: value) == nil
    // U+FF0B, U+FF0D, U+FF1D and U+FF20: ＋ － ＝ ＠
    case 0xEF:
      return [[0xEF, 0xBC, 0x8B], [0xEF, 0xBC, 0x8D], [0xEF, 0xBC, 0x9D], [0xEF, 0xBC, 0xA0]]
        .contains { rest.starts(with: $0) }
    default: return sign < 0x20
    }
  }
}
