// SPDX-License-Identifier: Apache-2.0

/// What an XPath 1.0 expression is written in, by the rules of its section 3.7.
enum XPathToken: Equatable {
  /// A name an element or attribute is held against, `prefix:local`; the local part is nil for `*`.
  case name(prefix: String?, local: String?)
  /// A function's name, before its `(`.
  case function(String)
  /// `node`, `text`, `comment` or `processing-instruction`, before its `(`.
  case nodeType(String)
  /// An axis, before its `::`.
  case axis(String)
  /// A text in quotes, or a number.
  case constant(String)
  /// `$name`.
  case variable(String)
  /// Brackets, path separators, `@`, `.`, `..`, `,`.
  case mark(String)
  /// What stands between two operands, `or`, `and`, `mod`, `div` and `*` included.
  case binary(String)

  /// How it is written where names match in any namespace: without prefix.
  var withoutPrefix: String {
    switch self {
    case .name(_, let local): local ?? "*"
    case .function(let text), .nodeType(let text), .constant(let text), .mark(let text),
      .binary(let text):
      text
    case .axis(let name): name + "::"
    case .variable(let name): "$" + name
    }
  }
}

/// Why a path cannot be used.
package struct XPathComplaint: Error, Sendable, Equatable {
  /// What is wrong with it, as a clause that follows "the path": `has an empty step`.
  package var reason: String
  /// What can be done about it, if that is not plain.
  package var hint: String?

  init(_ reason: String, hint: String? = nil) {
    self.reason = reason
    self.hint = hint
  }
}

/// Takes an expression apart.
struct XPathScanner {
  private let text: [Unicode.Scalar]
  private var at = 0
  private var tokens: [XPathToken] = []

  private init(_ text: String) { self.text = Array(text.unicodeScalars) }

  /// The tokens of an expression.
  static func tokens(of text: String) throws(XPathComplaint) -> [XPathToken] {
    var scanner = XPathScanner(text)
    while true {
      scanner.skipSpace()
      guard scanner.at < scanner.text.count else { return scanner.tokens }
      try scanner.scan()
    }
  }

  /// Whether an operand has just ended, so that a name or `*` is an operator.
  private var followsOperand: Bool {
    switch tokens.last {
    case nil, .binary, .axis, .function, .nodeType: false
    case .mark(let mark): [")", "]", ".", ".."].contains(mark)
    case .name, .constant, .variable: true
    }
  }

  private mutating func scan() throws(XPathComplaint) {
    let first = text[at]
    switch first {
    case "(", ")", "[", "]", "@", ",": tokens.append(.mark(take(1)))
    case "/": tokens.append(.mark(take(peek(1) == "/" ? 2 : 1)))
    case "." where !isDigit(peek(1)): tokens.append(.mark(take(peek(1) == "." ? 2 : 1)))
    case "|", "+", "-", "=": tokens.append(.binary(take(1)))
    case "<", ">": tokens.append(.binary(take(peek(1) == "=" ? 2 : 1)))
    case "!" where peek(1) == "=": tokens.append(.binary(take(2)))
    case "\"", "'": try scanLiteral(first)
    case "0"..."9", ".": tokens.append(.constant(takeNumber()))
    case "*": tokens.append(followsOperand ? .binary(take(1)) : .name(prefix: nil, local: take()))
    case "$":
      at += 1
      tokens.append(.variable(takeName()))
    default:
      guard isNameStart(first) else {
        throw XPathComplaint("is no XPath: '\(String(first))' has no place in it")
      }
      try scanName()
    }
  }

  private mutating func scanLiteral(_ quote: Unicode.Scalar) throws(XPathComplaint) {
    guard let end = text[(at + 1)...].firstIndex(of: quote) else {
      throw XPathComplaint("is no XPath: a text in quotes does not end")
    }
    tokens.append(.constant(take(end + 1 - at)))
  }

  private mutating func scanName() throws(XPathComplaint) {
    if followsOperand {
      let name = takeName()
      guard ["and", "or", "mod", "div"].contains(name) else {
        throw XPathComplaint("is no XPath: '\(name)' cannot follow here")
      }
      tokens.append(.binary(name))
      return
    }
    var prefix: String?
    var local = takeName()
    if peek(0) == ":", peek(1) == "*" {
      at += 2
      tokens.append(.name(prefix: local, local: nil))
      return
    }
    if peek(0) == ":", let next = peek(1), isNameStart(next) {
      at += 1
      prefix = local
      local = takeName()
    }
    skipSpace()
    if peek(0) == "(" {
      guard prefix == nil else {
        throw XPathComplaint("calls a function that XPath 1.0 does not have")
      }
      let isType = ["node", "text", "comment", "processing-instruction"].contains(local)
      tokens.append(isType ? .nodeType(local) : .function(local))
    } else if peek(0) == ":", peek(1) == ":" {
      at += 2
      tokens.append(.axis(local))
    } else {
      tokens.append(.name(prefix: prefix, local: local))
    }
  }

  private func peek(_ distance: Int) -> Unicode.Scalar? {
    at + distance < text.count ? text[at + distance] : nil
  }

  private mutating func skipSpace() {
    while let next = peek(0), [" ", "\t", "\r", "\n"].contains(next) { at += 1 }
  }

  private mutating func take(_ count: Int) -> String {
    defer { at += count }
    var taken = String.UnicodeScalarView()
    taken.append(contentsOf: text[at..<at + count])
    return String(taken)
  }

  /// Passes over a `*` that stands for any name.
  private mutating func take() -> String? {
    at += 1
    return nil
  }

  private mutating func takeName() -> String {
    var end = at
    while end < text.count, isNamePart(text[end]) { end += 1 }
    return take(end - at)
  }

  private mutating func takeNumber() -> String {
    var end = at
    while end < text.count, isDigit(text[end]) || text[end] == "." { end += 1 }
    return take(end - at)
  }

  private func isDigit(_ scalar: Unicode.Scalar?) -> Bool {
    scalar.map { ("0"..."9").contains($0) } ?? false
  }

  private func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isXIDStart
  }

  private func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "-" || scalar == "." || scalar.properties.isXIDContinue
  }
}
