// SPDX-License-Identifier: Apache-2.0

/// A parsed document: its operations and fragments.
struct Document {
  var operations: [OperationDefinition] = []
  var fragments: [String: FragmentDefinition] = [:]
}

struct OperationDefinition {
  enum Kind: String {
    case query
    case mutation
    case subscription
  }

  var kind: Kind
  var name: String?
  var variables: [VariableDefinition]
  var directives: [DirectiveUse]
  var selections: [Selection]
  var location: Location

  /// As it begins an error's `path`: `mutation Name`.
  var pathName: String { name.map { "\(kind.rawValue) \($0)" } ?? kind.rawValue }
}

struct VariableDefinition {
  var name: String
  var type: TypeReference
  var defaultValue: Value?
  var location: Location
}

struct FragmentDefinition {
  var name: String
  var onType: String
  var selections: [Selection]
  var location: Location
}

enum Selection {
  case field(FieldSelection)
  case inline(onType: String?, directives: [DirectiveUse], selections: [Selection], Location)
  case spread(name: String, directives: [DirectiveUse], Location)
}

struct FieldSelection {
  var alias: String?
  var name: String
  var arguments: [Argument]
  var directives: [DirectiveUse]
  var selections: [Selection]
  var location: Location

  /// The name the reply uses.
  var key: String { alias ?? name }
}

struct Argument {
  var name: String
  var value: Value
  var location: Location
}

struct DirectiveUse {
  var name: String
  var arguments: [Argument]
  var location: Location
}

/// A value as a document writes it.
indirect enum Value {
  case variable(String)
  case null
  case bool(Bool)
  case int(String)
  case float(String)
  case string(String)
  case enumeration(String)
  case list([Value])
  case object([Argument])

  /// As GraphQL source, for error texts.
  var source: String {
    switch self {
    case .variable(let name): "$\(name)"
    case .null: "null"
    case .bool(let value): String(value)
    case .int(let text), .float(let text), .enumeration(let text): text
    case .string(let text): "\"\(text)\""
    case .list(let items): "[" + items.map(\.source).joined(separator: ", ") + "]"
    case .object(let members):
      "{" + members.map { "\($0.name): \($0.value.source)" }.joined(separator: ", ") + "}"
    }
  }
}

/// A type as it is referred to: `[ID!]!`.
indirect enum TypeReference: Equatable {
  case named(String)
  case list(TypeReference)
  case nonNull(TypeReference)

  /// As GraphQL source.
  var source: String {
    switch self {
    case .named(let name): name
    case .list(let inner): "[\(inner.source)]"
    case .nonNull(let inner): "\(inner.source)!"
    }
  }

  /// The named type within.
  var name: String {
    switch self {
    case .named(let name): name
    case .list(let inner), .nonNull(let inner): inner.name
    }
  }

  /// Without the outer `!`.
  var nullable: TypeReference {
    switch self {
    case .nonNull(let inner): inner
    case .named, .list: self
    }
  }

  var isNonNull: Bool {
    switch self {
    case .nonNull: true
    case .named, .list: false
    }
  }

  var isList: Bool {
    switch nullable {
    case .list: true
    case .named, .nonNull: false
    }
  }
}
