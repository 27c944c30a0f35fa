// SPDX-License-Identifier: Apache-2.0

/// An XPath 1.0 expression, as far as one must know it to say what of a document it looks at.
///
/// libxml2 compiles and evaluates it. This says where its location paths lead, because a reader that keeps one
/// record in memory has to know beforehand.
struct XPath {
  /// One step of a location path.
  struct Step: Equatable {
    var axis: String
    var test: Test
    var predicates: [Predicate] = []
  }

  /// What a step's nodes are held against.
  enum Test: Equatable {
    /// A name; `local` is nil for any.
    case name(prefix: String?, local: String?)
    /// `node()`, `text()`, `comment()`, `processing-instruction()`.
    case type(String)
  }

  /// What stands in a step's brackets.
  struct Predicate: Equatable {
    /// Its location paths, seen from the step's nodes.
    var paths: [Location]
    /// Whether it may ask for a place among nodes: a number, `position()`, `last()`.
    var isPositional: Bool
  }

  /// A location path.
  struct Location: Equatable {
    /// Whether it begins at the document.
    var isAbsolute: Bool
    var steps: [Step]
    /// Whether only the names or the number of its nodes matter, not their text.
    var isNameOnly = false
  }

  /// The location paths that are seen from where the expression is evaluated.
  let paths: [Location]
  /// Whether the expression is one location path and nothing else.
  let isPath: Bool
  /// The expression without the prefixes of its names.
  let withoutPrefixes: String
  /// The prefixes of its names.
  let prefixes: Set<String>

  init(_ text: String) throws(XPathComplaint) {
    let tokens = try XPathScanner.tokens(of: text)
    guard !tokens.isEmpty else { throw XPathComplaint("is empty") }
    var parser = XPathParser(tokens)
    paths = try parser.parse()
    isPath = parser.isPath && paths.count == 1
    withoutPrefixes = tokens.map(\.withoutPrefix).joined(separator: " ")
    prefixes = Set(
      tokens.compactMap { token in
        if case .name(let prefix, _) = token { prefix } else { nil }
      })
  }
}

/// How many arguments each function of XPath 1.0 takes.
///
/// `id` is left out: it needs a DTD, which is never read.
enum XPathFunctions {
  static let arguments: [String: ClosedRange<Int>] = [
    "last": 0...0, "position": 0...0, "count": 1...1, "local-name": 0...1, "namespace-uri": 0...1,
    "name": 0...1, "string": 0...1, "concat": 2...99, "starts-with": 2...2, "contains": 2...2,
    "substring-before": 2...2, "substring-after": 2...2, "substring": 2...3, "string-length": 0...1,
    "normalize-space": 0...1, "translate": 3...3, "boolean": 1...1, "not": 1...1, "true": 0...0,
    "false": 0...0, "lang": 1...1, "number": 0...1, "sum": 1...1, "floor": 1...1, "ceiling": 1...1,
    "round": 1...1,
  ]
  /// Those that look at where they stand when they have no argument.
  static let contextual: Set<String> = [
    "local-name", "namespace-uri", "name", "string", "string-length", "normalize-space", "number",
  ]
  /// Those that do not ask for the text of their nodes.
  static let nameOnly: Set<String> = [
    "local-name", "namespace-uri", "name", "count", "boolean", "not",
  ]
}
