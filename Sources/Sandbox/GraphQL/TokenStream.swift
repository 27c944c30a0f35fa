// SPDX-License-Identifier: Apache-2.0

/// The tokens of a document, taken one after the other, and what operations and schemas write alike: names,
/// values, types, directives.
struct TokenStream {
  private let tokens: [Token]
  private var index = 0

  init(_ text: String) throws(GraphQLSyntaxError) { tokens = try Lexer.tokens(of: text) }

  var current: Token { tokens[index] }
  var location: Location { current.location }
  var isAtEnd: Bool { current.kind == .end }

  mutating func advance() { if index < tokens.count - 1 { index += 1 } }

  /// Takes a punctuator if it stands here.
  mutating func accept(_ punctuator: String) -> Bool {
    guard current.kind == .punctuator(punctuator) else { return false }
    advance()
    return true
  }

  /// Takes a keyword if it stands here.
  mutating func acceptWord(_ word: String) -> Bool {
    guard current.kind == .name(word) else { return false }
    advance()
    return true
  }

  mutating func expect(_ punctuator: String) throws(GraphQLSyntaxError) {
    guard accept(punctuator) else { throw unexpected() }
  }

  mutating func name() throws(GraphQLSyntaxError) -> String {
    guard case .name(let name) = current.kind else { throw unexpected() }
    advance()
    return name
  }

  /// A syntax error at the current token.
  func unexpected() -> GraphQLSyntaxError {
    let at = "at [\(location.line), \(location.column)]"
    let message =
      switch current.kind {
      case .end: "Unexpected end of document"
      case .name(let name): "Parse error on \"\(name)\" (IDENTIFIER) \(at)"
      case .int(let text): "Parse error on \"\(text)\" (INT) \(at)"
      case .float(let text): "Parse error on \"\(text)\" (FLOAT) \(at)"
      case .string(let text): "Parse error on \"\(text)\" (STRING) \(at)"
      case .punctuator(let text): "Parse error on \"\(text)\" (\(Self.label(text))) \(at)"
      }
    return GraphQLSyntaxError(message: message, location: location)
  }

  private static func label(_ punctuator: String) -> String {
    switch punctuator {
    case "{": "LCURLY"
    case "}": "RCURLY"
    case "(": "LPAREN"
    case ")": "RPAREN"
    case "[": "LBRACKET"
    case "]": "RBRACKET"
    case ":": "COLON"
    case "!": "BANG"
    case "$": "VAR_SIGN"
    case "@": "DIR_SIGN"
    case "...": "ELLIPSIS"
    case "=": "EQUALS"
    case "|": "PIPE"
    default: "AMP"
    }
  }

  mutating func type() throws(GraphQLSyntaxError) -> TypeReference {
    let inner: TypeReference
    if accept("[") {
      inner = .list(try type())
      try expect("]")
    } else {
      inner = .named(try name())
    }
    return accept("!") ? .nonNull(inner) : inner
  }

  mutating func value() throws(GraphQLSyntaxError) -> Value {
    switch current.kind {
    case .punctuator("$"):
      advance()
      return .variable(try name())
    case .punctuator("["):
      advance()
      var items: [Value] = []
      while !accept("]") { items.append(try value()) }
      return .list(items)
    case .punctuator("{"):
      advance()
      var members: [Argument] = []
      while !accept("}") { members.append(try argument()) }
      return .object(members)
    case .int(let text):
      advance()
      return .int(text)
    case .float(let text):
      advance()
      return .float(text)
    case .string(let text):
      advance()
      return .string(text)
    case .name(let word):
      advance()
      switch word {
      case "true": return .bool(true)
      case "false": return .bool(false)
      case "null": return .null
      default: return .enumeration(word)
      }
    case .punctuator, .end: throw unexpected()
    }
  }

  private mutating func argument() throws(GraphQLSyntaxError) -> Argument {
    let at = location
    let name = try name()
    try expect(":")
    return Argument(name: name, value: try value(), location: at)
  }

  /// `(name: value, …)`, or none.
  mutating func arguments() throws(GraphQLSyntaxError) -> [Argument] {
    guard accept("(") else { return [] }
    var arguments = [try argument()]
    while !accept(")") { arguments.append(try argument()) }
    return arguments
  }

  mutating func directives() throws(GraphQLSyntaxError) -> [DirectiveUse] {
    var uses: [DirectiveUse] = []
    while current.kind == .punctuator("@") {
      let at = location
      advance()
      uses.append(DirectiveUse(name: try name(), arguments: try arguments(), location: at))
    }
    return uses
  }
}
