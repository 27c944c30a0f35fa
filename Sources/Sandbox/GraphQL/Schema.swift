// SPDX-License-Identifier: Apache-2.0

/// A GraphQL schema: the types by name.
struct Schema {
  var types: [String: TypeDefinition]
  var directives: [String: DirectiveDefinition]

  /// The type a kind of operation starts from.
  func root(_ kind: OperationDefinition.Kind) -> TypeDefinition? {
    switch kind {
    case .query: types["QueryRoot"] ?? types["Query"]
    case .mutation: types["Mutation"]
    case .subscription: nil
    }
  }

  /// The object types a value of a type can have: itself, a union's members, an interface's implementers.
  func possibleTypes(_ name: String) -> Set<String> {
    switch types[name]?.kind {
    case .object: [name]
    case .union(let members): Set(members)
    case .interface:
      Set(types.values.filter { $0.isObject && $0.interfaces.contains(name) }.map(\.name))
    case .scalar, .input, .enumeration, nil: []
    }
  }
}

struct TypeDefinition {
  enum Kind {
    case scalar
    case object
    case interface
    case union([String])
    case enumeration([String])
    case input
  }

  var name: String
  var kind: Kind
  var interfaces: [String] = []
  /// An object's or interface's fields, an input's fields.
  var fields: [String: FieldDefinition] = [:]
  /// The same, in the schema's order.
  var orderedFields: [FieldDefinition] = []

  var isObject: Bool {
    switch kind {
    case .object: true
    case .scalar, .interface, .union, .enumeration, .input: false
    }
  }

  /// Whether a field of this type needs selections of its own.
  var isComposite: Bool {
    switch kind {
    case .object, .interface, .union: true
    case .scalar, .enumeration, .input: false
    }
  }

  /// Whether it pages: Shopify names such types `…Connection`.
  var isConnection: Bool { isObject && name.hasSuffix("Connection") }
}

struct FieldDefinition {
  var name: String
  var type: TypeReference
  /// In the order of the schema.
  var arguments: [FieldDefinition] = []
  /// Of an argument or an input's field.
  var defaultValue: Value?

  /// Whether a caller must give it.
  var isRequired: Bool { type.isNonNull && defaultValue == nil }
}

struct DirectiveDefinition {
  var name: String
  var arguments: [FieldDefinition]
  var locations: [String]
}
