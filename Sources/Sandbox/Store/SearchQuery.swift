// SPDX-License-Identifier: Apache-2.0

/// A parsed search: `field:value` terms, comparators, AND (also unsaid), OR, NOT and `-`, parentheses,
/// quotes, a trailing `*`. AND binds tighter than OR, as measured on a live store.
indirect enum SearchQuery {
  case all([SearchQuery])
  case any([SearchQuery])
  case not(SearchQuery)
  case term(SearchTerm)

  /// Reads a search; anything unreadable becomes a bare word, as Shopify is lenient.
  init(_ text: String) {
    var parser = SearchParser(text)
    self = parser.parse()
  }
}

/// One condition.
struct SearchTerm {
  enum Comparator: String {
    case equal = ""
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  /// nil for a bare word.
  var field: String?
  var comparator: Comparator
  var value: String
  /// Ends in an unquoted `*`.
  var isPrefix: Bool
}

private struct SearchParser {
  private enum Token: Equatable {
    case open, close, and, or, not
    case text(String, isQuoted: Bool)
    case colon
    case space
  }

  private var tokens: [Token] = []
  private var index = 0

  init(_ text: String) {
    var characters = Array(text)[...]
    while let character = characters.popFirst() {
      switch character {
      case " ", "\t", "\n":
        if tokens.last != .space { tokens.append(.space) }
      case "(": tokens.append(.open)
      case ")": tokens.append(.close)
      case ":": tokens.append(.colon)
      case "-" where tokens.isEmpty || tokens.last == .space || tokens.last == .open:
        tokens.append(.not)
      case "'", "\"":
        var quoted = ""
        while let next = characters.popFirst(), next != character {
          if next == "\\", let escaped = characters.popFirst() {
            quoted.append(escaped)
          } else {
            quoted.append(next)
          }
        }
        tokens.append(.text(quoted, isQuoted: true))
      default:
        var word = String(character)
        // A time's colons belong to it: `updated_at:>=2026-01-01T00:00:00Z`.
        let isValue = tokens.last == .colon
        while let next = characters.first, !" \t\n()".contains(next), isValue || next != ":" {
          if next == "'" || next == "\"" { break }
          word.append(next)
          characters.removeFirst()
        }
        tokens.append(SearchParser.word(word))
      }
    }
  }

  private static func word(_ word: String) -> Token {
    switch word {
    case "AND": .and
    case "OR": .or
    case "NOT": .not
    default: .text(word, isQuoted: false)
    }
  }

  mutating func parse() -> SearchQuery {
    var parts: [SearchQuery] = []
    while index < tokens.count {
      parts.append(alternatives())
      if index < tokens.count, tokens[index] == .close { index += 1 }
    }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func skipSpace() {
    while index < tokens.count, tokens[index] == .space { index += 1 }
  }

  private mutating func alternatives() -> SearchQuery {
    var parts = [conjunction()]
    skipSpace()
    while index < tokens.count, tokens[index] == .or {
      index += 1
      parts.append(conjunction())
      skipSpace()
    }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func conjunction() -> SearchQuery {
    var parts: [SearchQuery] = []
    while true {
      skipSpace()
      guard index < tokens.count, tokens[index] != .or, tokens[index] != .close else { break }
      if tokens[index] == .and {
        index += 1
        continue
      }
      parts.append(factor())
    }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func factor() -> SearchQuery {
    switch tokens[index] {
    case .not:
      index += 1
      skipSpace()
      guard index < tokens.count else { return .all([]) }
      return .not(factor())
    case .open:
      index += 1
      let inner = alternatives()
      if index < tokens.count, tokens[index] == .close { index += 1 }
      return inner
    case .text(let word, let isQuoted):
      index += 1
      guard !isQuoted, index < tokens.count, tokens[index] == .colon else {
        return .term(SearchParser.term(nil, "", word, isQuoted: isQuoted))
      }
      index += 1
      skipSpace()
      return .term(condition(word))
    case .colon, .space, .and, .or, .close:
      index += 1
      return .all([])
    }
  }

  /// What follows `field:`.
  private mutating func condition(_ field: String) -> SearchTerm {
    guard index < tokens.count, case .text(let word, let isQuoted) = tokens[index] else {
      return SearchParser.term(field, "", "", isQuoted: true)
    }
    index += 1
    guard !isQuoted else { return SearchParser.term(field, "", word, isQuoted: true) }
    let sign = [">=", "<=", ">", "<"].first { word.hasPrefix($0) } ?? ""
    let rest = String(word.dropFirst(sign.count))
    // `field:>='…'`: the comparator and the quoted value are two tokens.
    if rest.isEmpty, !sign.isEmpty {
      skipSpace()
      if index < tokens.count, case .text(let value, let quoted) = tokens[index] {
        index += 1
        return SearchParser.term(field, sign, value, isQuoted: quoted)
      }
    }
    return SearchParser.term(field, sign, rest, isQuoted: false)
  }

  private static func term(_ field: String?, _ sign: String, _ value: String, isQuoted: Bool)
    -> SearchTerm
  {
    let isPrefix = !isQuoted && value.count > 1 && value.hasSuffix("*")
    return SearchTerm(
      field: field?.lowercased(), comparator: SearchTerm.Comparator(rawValue: sign) ?? .equal,
      value: isPrefix ? String(value.dropLast()) : value, isPrefix: isPrefix)
  }
}
