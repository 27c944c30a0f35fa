// SPDX-License-Identifier: Apache-2.0

/// A piece of SQL.
struct SQLToken {
  enum Kind {
    /// A name without quotes, a keyword or a number.
    case word
    /// `'…'`.
    case text
    /// `"…"`.
    case name
    /// Any other character; a name in other quotes; what has no end.
    case symbol
  }

  var kind: Kind
  /// Its bytes.
  var range: Range<Int>
}

/// Takes SQL apart as SQLite does; space and comments are passed over.
struct SQLTokens: Sequence, IteratorProtocol {
  let bytes: [UInt8]
  private var index = 0

  init(_ sql: String) { bytes = Array(sql.utf8) }

  /// What stands between the quotes of a text or a name, where a doubled quote is one.
  func content(of token: SQLToken) -> [UInt8] {
    let quote = bytes[token.range.lowerBound]
    var content: [UInt8] = []
    var isSecond = false
    for byte in bytes[token.range].dropFirst().dropLast() {
      isSecond = byte == quote && !isSecond
      if !isSecond { content.append(byte) }
    }
    return content
  }

  mutating func next() -> SQLToken? {
    passSpace()
    guard index < bytes.count else { return nil }
    let start = index
    let kind: SQLToken.Kind
    switch bytes[index] {
    case UInt8(ascii: "'"): kind = passQuoted(by: UInt8(ascii: "'")) ? .text : .symbol
    case UInt8(ascii: "\""): kind = passQuoted(by: UInt8(ascii: "\"")) ? .name : .symbol
    case UInt8(ascii: "`"):
      _ = passQuoted(by: UInt8(ascii: "`"))
      kind = .symbol
    case UInt8(ascii: "["):
      while index < bytes.count, bytes[index] != UInt8(ascii: "]") { index += 1 }
      index = Swift.min(index + 1, bytes.count)
      kind = .symbol
    case let byte where Self.isLetter(byte):
      while index < bytes.count, Self.isLetter(bytes[index]) { index += 1 }
      kind = .word
    default:
      index += 1
      kind = .symbol
    }
    return SQLToken(kind: kind, range: start..<index)
  }

  private mutating func passSpace() {
    while index < bytes.count {
      if bytes[index] <= 0x20 {
        index += 1
      } else if starts("--") {
        while index < bytes.count, bytes[index] != 0x0A { index += 1 }
      } else if starts("/*") {
        index += 2
        while index < bytes.count, !starts("*/") { index += 1 }
        index = Swift.min(index + 2, bytes.count)
      } else {
        return
      }
    }
  }

  /// Goes past a quoted piece, in which the quote is doubled; false where it has no end.
  private mutating func passQuoted(by quote: UInt8) -> Bool {
    index += 1
    while index < bytes.count {
      index += 1
      guard bytes[index - 1] == quote else { continue }
      guard index < bytes.count, bytes[index] == quote else { return true }
      index += 1
    }
    return false
  }

  private func starts(_ symbol: StaticString) -> Bool {
    index + 1 < bytes.count && bytes[index] == symbol.utf8Start[0]
      && bytes[index + 1] == symbol.utf8Start[1]
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte &- 48 < 10
      || (byte | 0x20) &- 97 < 26
  }
}
