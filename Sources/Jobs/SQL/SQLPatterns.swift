// SPDX-License-Identifier: Apache-2.0

/// The regular expressions that stand in SQL as texts, found without running it.
package struct SQLPatterns {
  /// One of them.
  package struct Pattern: Equatable {
    /// What it says.
    package var text: String
    /// The byte of the SQL at which its quote stands.
    package var offset: Int
  }

  private let sql: SQLTokens
  private let tokens: [SQLToken]

  /// The patterns of `REGEXP`, `regexp_extract` and `regexp_replace` that are one text and nothing else, in order.
  package static func written(in sql: String) -> [Pattern] {
    let patterns = SQLPatterns(sql: SQLTokens(sql))
    return patterns.tokens.indices.compactMap { index in
      patterns.pattern(ofWord: index).map { token in
        Pattern(
          text: String(decoding: patterns.sql.content(of: token), as: UTF8.self),
          offset: token.range.lowerBound)
      }
    }
  }

  private init(sql: SQLTokens) {
    self.sql = sql
    tokens = Array(sql)
  }

  private func pattern(ofWord index: Int) -> SQLToken? {
    switch word(index) {
    case "regexp":
      // `regexp(PATTERN, X)`, or `X REGEXP (PATTERN)`.
      isSymbol(index + 1, "(") ? argument(at: index + 2) : operand(at: index + 1)
    case "regexp_extract", "regexp_replace":
      isSymbol(index + 1, "(") ? argument(at: afterComma(from: index + 2)) : nil
    default: nil
    }
  }

  /// A text that is a whole argument.
  private func argument(at index: Int?) -> SQLToken? {
    guard let index, let token = text(at: index),
      isSymbol(index + 1, ",") || isSymbol(index + 1, ")")
    else { return nil }
    return token
  }

  /// A text that no operator joins with what follows.
  private func operand(at index: Int) -> SQLToken? {
    guard let token = text(at: index) else { return nil }
    guard tokens.indices.contains(index + 1) else { return token }
    switch tokens[index + 1].kind {
    case .word: return word(index + 1) == "collate" ? nil : token
    case .text, .name: return nil
    case .symbol:
      return [",", ")", ";"].contains { isSymbol(index + 1, $0) } ? token : nil
    }
  }

  /// Where the second argument of a call begins whose first begins here.
  private func afterComma(from index: Int) -> Int? {
    var depth = 0
    for index in tokens.indices.suffix(from: min(index, tokens.endIndex)) {
      if isSymbol(index, "(") { depth += 1 }
      if isSymbol(index, ")") { depth -= 1 }
      if depth < 0 { return nil }
      if depth == 0, isSymbol(index, ",") { return index + 1 }
    }
    return nil
  }

  private func text(at index: Int) -> SQLToken? {
    tokens.indices.contains(index) && tokens[index].kind == .text ? tokens[index] : nil
  }

  private func isSymbol(_ index: Int, _ symbol: Unicode.Scalar) -> Bool {
    tokens.indices.contains(index) && tokens[index].kind == .symbol
      && sql.bytes[tokens[index].range.lowerBound] == UInt8(ascii: symbol)
  }

  private func word(_ index: Int) -> String? {
    guard tokens[index].kind == .word else { return nil }
    return String(decoding: sql.bytes[tokens[index].range], as: UTF8.self).lowercased()
  }
}
