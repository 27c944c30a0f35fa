// SPDX-License-Identifier: Apache-2.0

/// Finds the location paths of an expression; what binds stronger than what does not matter for that.
struct XPathParser {
  /// Expressions within each other.
  private static let maxDepth = 32
  private static let axes: Set<String> = [
    "child", "descendant", "parent", "ancestor", "following-sibling", "preceding-sibling",
    "following", "preceding", "attribute", "self", "descendant-or-self", "ancestor-or-self",
  ]

  private let tokens: [XPathToken]
  private var index = 0
  private var depth = 0
  private var usesPosition = false
  /// Whether nothing but location paths has been met.
  private(set) var isPath = true

  init(_ tokens: [XPathToken]) { self.tokens = tokens }

  mutating func parse() throws(XPathComplaint) -> [XPath.Location] {
    let paths = try expression()
    if let token = next { throw unexpected(token) }
    return paths
  }

  private var next: XPathToken? { index < tokens.count ? tokens[index] : nil }

  private func unexpected(_ token: XPathToken?) -> XPathComplaint {
    guard let token else { return XPathComplaint("is no XPath: it ends too early") }
    return XPathComplaint("is no XPath: '\(token.withoutPrefix)' cannot stand here")
  }

  private mutating func take(_ mark: String) -> Bool {
    guard next == .mark(mark) else { return false }
    index += 1
    return true
  }

  private mutating func expect(_ mark: String) throws(XPathComplaint) {
    guard take(mark) else { throw unexpected(next) }
  }

  private mutating func expression() throws(XPathComplaint) -> [XPath.Location] {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maxDepth else { throw XPathComplaint("is nested too deeply") }
    var paths: [XPath.Location] = []
    while true {
      while next == .binary("-") {
        isPath = false
        index += 1
      }
      paths += try operand()
      guard case .binary? = next else { return paths }
      isPath = false
      index += 1
    }
  }

  private mutating func operand() throws(XPathComplaint) -> [XPath.Location] {
    switch next {
    case .constant:
      isPath = false
      index += 1
      return try noSteps([])
    case .variable(let name):
      throw XPathComplaint("names a variable, $\(name), and there are none")
    case .function(let name):
      isPath = false
      index += 1
      return try noSteps(call(name))
    case .mark("("):
      isPath = false
      index += 1
      var paths = try expression()
      try expect(")")
      let predicates = try predicates()
      var steps: [XPath.Step] = []
      if next == .mark("/") || next == .mark("//") { steps = try stepsAfterSlash() }
      for index in paths.indices {
        if let last = paths[index].steps.indices.last {
          paths[index].steps[last].predicates += predicates
        }
        paths[index].steps += steps
        if !steps.isEmpty { paths[index].isNameOnly = false }
      }
      return paths
    case .name, .nodeType, .axis, .mark: return [try location()]
    case .binary, nil: throw unexpected(next)
    }
  }

  /// What is no set of nodes has no steps or brackets behind it.
  private func noSteps(_ paths: [XPath.Location]) throws(XPathComplaint) -> [XPath.Location] {
    if case .mark(let mark)? = next, ["/", "//", "["].contains(mark) { throw unexpected(next) }
    return paths
  }

  private mutating func call(_ name: String) throws(XPathComplaint) -> [XPath.Location] {
    guard let range = XPathFunctions.arguments[name] else {
      throw XPathComplaint("calls '\(name)', which is no function of XPath 1.0")
    }
    try expect("(")
    var count = 0
    var paths: [XPath.Location] = []
    if !take(")") {
      repeat {
        paths += try expression()
        count += 1
      } while take(",")
      try expect(")")
    }
    guard range.contains(count) else {
      let wanted =
        range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
      throw XPathComplaint("gives '\(name)' \(count) arguments where it takes \(wanted)")
    }
    if name == "position" || name == "last" { usesPosition = true }
    if count == 0, XPathFunctions.contextual.contains(name) {
      paths = [
        XPath.Location(isAbsolute: false, steps: [XPath.Step(axis: "self", test: .type("node"))])
      ]
    }
    if XPathFunctions.nameOnly.contains(name) {
      for index in paths.indices { paths[index].isNameOnly = true }
    }
    return paths
  }

  private mutating func location() throws(XPathComplaint) -> XPath.Location {
    guard next == .mark("/") || next == .mark("//") else {
      return XPath.Location(isAbsolute: false, steps: try steps())
    }
    if next == .mark("/"), !beginsStep(index + 1) {
      index += 1
      return XPath.Location(isAbsolute: true, steps: [])
    }
    return XPath.Location(isAbsolute: true, steps: try stepsAfterSlash())
  }

  private func beginsStep(_ index: Int) -> Bool {
    guard index < tokens.count else { return false }
    switch tokens[index] {
    case .name, .nodeType, .axis, .mark("."), .mark(".."), .mark("@"): return true
    case .function, .constant, .variable, .mark, .binary: return false
    }
  }

  /// Steps that begin with `/` or `//`.
  private mutating func stepsAfterSlash() throws(XPathComplaint) -> [XPath.Step] {
    let isDeep = next == .mark("//")
    index += 1
    let deep = XPath.Step(axis: "descendant-or-self", test: .type("node"))
    return (isDeep ? [deep] : []) + (try steps())
  }

  private mutating func steps() throws(XPathComplaint) -> [XPath.Step] {
    var steps = [try step()]
    while next == .mark("/") || next == .mark("//") { steps += try stepsAfterSlash() }
    for (step, after) in zip(steps, steps.dropFirst())
    where step.axis == "attribute" && after.axis != "parent" && after.axis != "self" {
      throw XPathComplaint("goes on after an attribute")
    }
    return steps
  }

  private mutating func step() throws(XPathComplaint) -> XPath.Step {
    if take(".") { return XPath.Step(axis: "self", test: .type("node")) }
    if take("..") { return XPath.Step(axis: "parent", test: .type("node")) }
    var axis = "child"
    if case .axis(let name)? = next {
      guard Self.axes.contains(name) else {
        throw XPathComplaint("names '\(name)::', which is no axis to be used here")
      }
      axis = name
      index += 1
    } else if take("@") {
      axis = "attribute"
    }
    let test: XPath.Test
    switch next {
    case .name(let prefix, let local):
      test = .name(prefix: prefix, local: local)
      index += 1
    case .nodeType(let name):
      index += 1
      try expect("(")
      if name == "processing-instruction", case .constant? = next { index += 1 }
      try expect(")")
      test = .type(name)
    case .mark("/"), .mark("//"), nil:
      throw XPathComplaint("has an empty step")
    case .function, .constant, .variable, .axis, .mark, .binary: throw unexpected(next)
    }
    return XPath.Step(axis: axis, test: test, predicates: try predicates())
  }

  private mutating func predicates() throws(XPathComplaint) -> [XPath.Predicate] {
    var predicates: [XPath.Predicate] = []
    while take("[") {
      let outside = usesPosition
      usesPosition = false
      let paths = try expression()
      try expect("]")
      predicates.append(
        XPath.Predicate(paths: paths, isPositional: usesPosition || paths.isEmpty))
      usesPosition = outside
    }
    return predicates
  }
}
