// SPDX-License-Identifier: Apache-2.0

extension Document {
  /// Reads an executable document.
  init(parsing text: String) throws(GraphQLSyntaxError) {
    var stream = try TokenStream(text)
    self.init()
    repeat {
      if stream.current.kind == .name("fragment") {
        let fragment = try stream.fragmentDefinition()
        fragments[fragment.name] = fragment
      } else {
        operations.append(try stream.operationDefinition())
      }
    } while !stream.isAtEnd
  }
}

extension TokenStream {
  fileprivate mutating func fragmentDefinition() throws(GraphQLSyntaxError) -> FragmentDefinition {
    let at = location
    advance()
    let name = try name()
    guard acceptWord("on") else { throw unexpected() }
    let type = try self.name()
    _ = try directives()
    return FragmentDefinition(
      name: name, onType: type, selections: try selectionSet(), location: at)
  }

  fileprivate mutating func operationDefinition() throws(GraphQLSyntaxError) -> OperationDefinition
  {
    let at = location
    if current.kind == .punctuator("{") {
      return OperationDefinition(
        kind: .query, name: nil, variables: [], directives: [], selections: try selectionSet(),
        location: at)
    }
    guard case .name(let word) = current.kind, let kind = OperationDefinition.Kind(rawValue: word)
    else { throw unexpected() }
    advance()
    var name: String?
    if case .name(let given) = current.kind {
      name = given
      advance()
    }
    var variables: [VariableDefinition] = []
    if accept("(") {
      repeat { variables.append(try variableDefinition()) } while !accept(")")
    }
    return OperationDefinition(
      kind: kind, name: name, variables: variables, directives: try directives(),
      selections: try selectionSet(), location: at)
  }

  private mutating func variableDefinition() throws(GraphQLSyntaxError) -> VariableDefinition {
    let at = location
    try expect("$")
    let name = try name()
    try expect(":")
    let type = try type()
    let defaultValue = accept("=") ? try value() : nil
    _ = try directives()
    return VariableDefinition(name: name, type: type, defaultValue: defaultValue, location: at)
  }

  private mutating func selectionSet() throws(GraphQLSyntaxError) -> [Selection] {
    try expect("{")
    var selections: [Selection] = []
    repeat { selections.append(try selection()) } while !accept("}")
    return selections
  }

  private mutating func selection() throws(GraphQLSyntaxError) -> Selection {
    let at = location
    guard accept("...") else { return .field(try field(at)) }
    if case .name(let word) = current.kind, word != "on" {
      advance()
      return .spread(name: word, directives: try directives(), at)
    }
    let type = acceptWord("on") ? try name() : nil
    return .inline(
      onType: type, directives: try directives(), selections: try selectionSet(), at)
  }

  private mutating func field(_ at: Location) throws(GraphQLSyntaxError) -> FieldSelection {
    let first = try name()
    let name = accept(":") ? try name() : first
    return FieldSelection(
      alias: name == first ? nil : first, name: name, arguments: try arguments(),
      directives: try directives(),
      selections: current.kind == .punctuator("{") ? try selectionSet() : [], location: at)
  }
}
