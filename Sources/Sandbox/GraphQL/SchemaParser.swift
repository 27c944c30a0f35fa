// SPDX-License-Identifier: Apache-2.0

extension Schema {
  /// Reads a schema in GraphQL's schema definition language; descriptions are passed over.
  init(parsing text: String) throws(GraphQLSyntaxError) {
    types = [:]
    directives = [:]
    for name in ["Int", "Float", "String", "Boolean", "ID"] {
      types[name] = TypeDefinition(name: name, kind: .scalar)
    }
    for name in ["include", "skip"] {
      directives[name] = DirectiveDefinition(
        name: name, arguments: [FieldDefinition(name: "if", type: .nonNull(.named("Boolean")))],
        locations: ["FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"])
    }
    var stream = try TokenStream(text)
    while !stream.isAtEnd { try stream.definition(into: &self) }
  }
}

extension TokenStream {
  fileprivate mutating func definition(into schema: inout Schema) throws(GraphQLSyntaxError) {
    skipDescription()
    let at = unexpected()
    let word = try name()
    if word == "schema" { return try schemaDefinition() }
    if word == "directive" {
      let directive = try directiveDefinition()
      schema.directives[directive.name] = directive
      return
    }
    let name = try name()
    var type: TypeDefinition
    switch word {
    case "scalar":
      type = TypeDefinition(name: name, kind: .scalar)
      _ = try directives()
    case "union":
      _ = try directives()
      type = TypeDefinition(name: name, kind: .union(try members(after: "=")))
    case "enum":
      _ = try directives()
      type = TypeDefinition(name: name, kind: .enumeration(try enumValues()))
    case "type", "interface", "input":
      let kind: TypeDefinition.Kind =
        word == "type" ? .object : word == "interface" ? .interface : .input
      type = TypeDefinition(name: name, kind: kind)
      if acceptWord("implements") { type.interfaces = try interfaceNames() }
      _ = try directives()
      try expect("{")
      while !accept("}") {
        let field = try fieldDefinition()
        type.fields[field.name] = field
        type.orderedFields.append(field)
      }
    default: throw at
    }
    schema.types[name] = type
  }

  private mutating func skipDescription() {
    if case .string = current.kind { advance() }
  }

  private mutating func schemaDefinition() throws(GraphQLSyntaxError) {
    _ = try directives()
    try expect("{")
    while !accept("}") { advance() }
  }

  private mutating func directiveDefinition() throws(GraphQLSyntaxError) -> DirectiveDefinition {
    try expect("@")
    let name = try name()
    let arguments = try argumentDefinitions()
    guard acceptWord("on") else { throw unexpected() }
    _ = accept("|")
    var locations = [try self.name()]
    while accept("|") { locations.append(try self.name()) }
    return DirectiveDefinition(name: name, arguments: arguments, locations: locations)
  }

  private mutating func members(after sign: String) throws(GraphQLSyntaxError) -> [String] {
    try expect(sign)
    _ = accept("|")
    var names = [try name()]
    while accept("|") { names.append(try name()) }
    return names
  }

  private mutating func interfaceNames() throws(GraphQLSyntaxError) -> [String] {
    _ = accept("&")
    var names = [try name()]
    while accept("&") { names.append(try name()) }
    return names
  }

  private mutating func enumValues() throws(GraphQLSyntaxError) -> [String] {
    try expect("{")
    var values: [String] = []
    while !accept("}") {
      skipDescription()
      values.append(try name())
      _ = try directives()
    }
    return values
  }

  private mutating func fieldDefinition() throws(GraphQLSyntaxError) -> FieldDefinition {
    skipDescription()
    let name = try name()
    let arguments = try argumentDefinitions()
    try expect(":")
    let type = try type()
    let defaultValue = accept("=") ? try value() : nil
    _ = try directives()
    return FieldDefinition(
      name: name, type: type, arguments: arguments, defaultValue: defaultValue)
  }

  private mutating func argumentDefinitions() throws(GraphQLSyntaxError) -> [FieldDefinition] {
    guard accept("(") else { return [] }
    var arguments: [FieldDefinition] = []
    while !accept(")") { arguments.append(try fieldDefinition()) }
    return arguments
  }
}
