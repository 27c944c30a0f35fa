// SPDX-License-Identifier: Apache-2.0

import Tables

/// Holds a document against the schema, as Shopify does before anything runs.
struct Validation {
  let schema: Schema
  let document: Document
  let operation: OperationDefinition
  private(set) var errors: [RequestError] = []
  private var usedVariables: Set<String> = []
  /// Fragments being walked, so that a circle ends.
  private var walking: Set<String> = []

  init(schema: Schema, document: Document, operation: OperationDefinition) {
    self.schema = schema
    self.document = document
    self.operation = operation
  }

  /// All that is wrong with the operation; empty where it may run.
  static func errors(schema: Schema, document: Document, operation: OperationDefinition)
    -> [RequestError]
  {
    var validation = Validation(schema: schema, document: document, operation: operation)
    validation.run()
    return validation.errors
  }

  private mutating func run() {
    let path = [operation.pathName]
    guard let root = schema.root(operation.kind) else {
      errors.append(
        RequestError(message: "Schema is not configured for \(operation.kind.rawValue)s"))
      return
    }
    for use in operation.directives {
      directive(
        use, on: operation.kind.rawValue.uppercased(), target: operation.kind.rawValue, path)
    }
    for variable in operation.variables where schema.types[variable.type.name] == nil {
      errors.append(
        .document(
          "\(variable.type.name) isn't a defined input type (on $\(variable.name))",
          at: variable.location, path: path, code: "variableRequiresValidType",
          [
            ("typeName", .string(variable.type.name)),
            ("variableName", .string(variable.name)),
          ]))
    }
    selections(operation.selections, on: root, path)
    for variable in operation.variables where !usedVariables.contains(variable.name) {
      errors.append(
        .document(
          "Variable $\(variable.name) is declared by \(operation.name ?? "anonymous \(operation.kind.rawValue)") but not used",
          at: operation.location, path: path, code: "variableNotUsed",
          [("variableName", .string(variable.name))]))
    }
  }

  private mutating func selections(
    _ selections: [Selection], on type: TypeDefinition, _ path: [String]
  ) {
    for selection in selections {
      switch selection {
      case .field(let field): self.field(field, on: type, path)
      case .inline(let condition, let uses, let inner, let location):
        for use in uses {
          directive(use, on: "INLINE_FRAGMENT", target: "inline fragments", path)
        }
        let on = condition.map { "... on \($0)" } ?? "..."
        fragment(condition ?? type.name, inner, within: type, path + [on], location)
      case .spread(let name, let uses, let location):
        for use in uses {
          directive(use, on: "FRAGMENT_SPREAD", target: "fragment spreads", path)
        }
        guard let definition = document.fragments[name] else {
          errors.append(
            .document(
              "Fragment \(name) was used, but not defined", at: location,
              path: path + ["... \(name)"], code: "useAndDefineFragment",
              [("fragmentName", .string(name))]))
          continue
        }
        guard walking.insert(name).inserted else { continue }
        fragment(
          definition.onType, definition.selections, within: type, ["fragment \(name)"],
          definition.location)
        walking.remove(name)
      }
    }
  }

  private mutating func fragment(
    _ condition: String, _ inner: [Selection], within type: TypeDefinition, _ path: [String],
    _ location: Location
  ) {
    guard let target = schema.types[condition], target.isComposite else {
      errors.append(
        .document(
          "No such type \(condition), so it can't be a fragment condition", at: location,
          path: path, code: "undefinedType", [("typeName", .string(condition))]))
      return
    }
    guard !schema.possibleTypes(condition).isDisjoint(with: schema.possibleTypes(type.name)) else {
      errors.append(
        .document(
          "Fragment on \(condition) can't be spread inside \(type.name)", at: location, path: path,
          code: "cannotSpreadFragment",
          [
            ("typeName", .string(condition)), ("fragmentName", "unknown"),
            ("parentName", .string(type.name)),
          ]))
      return
    }
    selections(inner, on: target, path)
  }

  private mutating func field(_ field: FieldSelection, on type: TypeDefinition, _ path: [String]) {
    let path = path + [field.key]
    for use in field.directives { directive(use, on: "FIELD", target: "fields", path) }
    if field.name == "__typename" { return }
    guard let definition = type.fields[field.name] else {
      errors.append(
        .document(
          "Field '\(field.name)' doesn't exist on type '\(type.name)'", at: field.location,
          path: path, code: "undefinedField",
          [("typeName", .string(type.name)), ("fieldName", .string(field.name))]))
      return
    }
    arguments(field, definition, path)
    guard let target = schema.types[definition.type.name] else { return }
    if target.isComposite, field.selections.isEmpty {
      errors.append(
        .document(
          "Field must have selections (field '\(field.name)' returns \(target.name) but has no selections. Did you mean '\(field.name) { ... }'?)",
          at: field.location, path: path, code: "selectionMismatch",
          [("nodeName", .string("field '\(field.name)'")), ("typeName", .string(target.name))]))
    } else if !target.isComposite, !field.selections.isEmpty {
      errors.append(
        .document(
          "Selections can't be made on scalars (field '\(field.name)' returns \(target.name) but has selections)",
          at: field.location, path: path, code: "selectionMismatch",
          [("nodeName", .string("field '\(field.name)'")), ("typeName", .string(target.name))]))
    } else {
      selections(field.selections, on: target, path)
    }
  }

  private mutating func arguments(
    _ field: FieldSelection, _ definition: FieldDefinition, _ path: [String]
  ) {
    for argument in field.arguments {
      guard let wanted = definition.arguments.first(where: { $0.name == argument.name }) else {
        errors.append(
          .document(
            "Field '\(field.name)' doesn't accept argument '\(argument.name)'",
            at: argument.location, path: path + [argument.name], code: "argumentNotAccepted",
            [
              ("name", .string(field.name)), ("typeName", "Field"),
              ("argumentName", .string(argument.name)),
            ]))
        continue
      }
      value(
        argument.value, as: wanted.type, named: argument.name,
        of: Holder(kind: "Field", name: field.name, location: field.location),
        hasDefault: wanted.defaultValue != nil, path + [argument.name])
    }
    let missing = definition.arguments.filter { wanted in
      wanted.isRequired && !field.arguments.contains { $0.name == wanted.name }
    }.map(\.name)
    guard missing.isEmpty else {
      let names = missing.joined(separator: ", ")
      errors.append(
        .document(
          "Field '\(field.name)' is missing required arguments: \(names)", at: field.location,
          path: path, code: "missingRequiredArguments",
          [
            ("className", "Field"), ("name", .string(field.name)), ("arguments", .string(names)),
          ]))
      return
    }
  }

  /// What an argument belongs to, as messages name it.
  private struct Holder {
    var kind: String
    var name: String
    var location: Location
  }

  private mutating func value(
    _ value: Value, as type: TypeReference, named name: String, of holder: Holder, hasDefault: Bool,
    _ path: [String]
  ) {
    switch value {
    case .variable(let variable):
      use(variable, as: type, named: name, of: holder, hasDefault: hasDefault, path)
    case .list(let items):
      guard case .list(let inner) = type.nullable else {
        return incompatible(value, type, name, holder, path)
      }
      for item in items {
        self.value(item, as: inner, named: name, of: holder, hasDefault: false, path)
      }
    case .object(let members):
      var target = type.nullable
      if case .list(let inner) = target { target = inner.nullable }
      guard let definition = schema.types[target.name], case .input = definition.kind else {
        return incompatible(value, type, name, holder, path)
      }
      object(members, definition, holder.location, path)
    case .null, .bool, .int, .float, .string, .enumeration:
      if !fits(value, type) { incompatible(value, type, name, holder, path) }
    }
  }

  private mutating func object(
    _ members: [Argument], _ definition: TypeDefinition, _ location: Location, _ path: [String]
  ) {
    for member in members {
      guard let field = definition.fields[member.name] else {
        errors.append(
          .document(
            "InputObject '\(definition.name)' doesn't accept argument '\(member.name)'",
            at: member.location, path: path + [member.name], code: "argumentNotAccepted",
            [
              ("name", .string(definition.name)), ("typeName", "InputObject"),
              ("argumentName", .string(member.name)),
            ]))
        continue
      }
      value(
        member.value, as: field.type, named: member.name,
        of: Holder(kind: "InputObject", name: definition.name, location: member.location),
        hasDefault: field.defaultValue != nil, path + [member.name])
    }
    for field in definition.orderedFields
    where field.isRequired && !members.contains(where: { $0.name == field.name }) {
      errors.append(
        .document(
          "Argument '\(field.name)' on InputObject '\(definition.name)' is required. Expected type \(field.type.source)",
          at: location, path: path + [field.name], code: "missingRequiredInputObjectAttribute",
          [
            ("argumentName", .string(field.name)), ("argumentType", .string(field.type.source)),
            ("inputObjectType", .string(definition.name)),
          ]))
    }
  }

  private mutating func incompatible(
    _ value: Value, _ type: TypeReference, _ name: String, _ holder: Holder, _ path: [String]
  ) {
    errors.append(
      .document(
        "Argument '\(name)' on \(holder.kind) '\(holder.name)' has an invalid value (\(value.source)). Expected type '\(type.source)'.",
        at: holder.location, path: path, code: "argumentLiteralsIncompatible",
        [("typeName", .string(holder.kind)), ("argumentName", .string(name))]))
  }

  /// Whether a literal that is neither list, object nor variable can be of a type.
  private func fits(_ value: Value, _ type: TypeReference) -> Bool {
    if case .null = value { return !type.isNonNull }
    guard case .named(let name) = type.nullable else {
      guard case .list(let inner) = type.nullable else { return false }
      return fits(value, inner)
    }
    guard let definition = schema.types[name] else { return false }
    switch (definition.kind, value) {
    case (.enumeration(let cases), .enumeration(let text)): return cases.contains(text)
    case (.enumeration, _), (.input, _), (.scalar, .enumeration): return false
    case (.scalar, .int):
      return ["Int", "Float", "ID", "Decimal", "Money", "UnsignedInt64", "JSON"].contains(name)
    case (.scalar, .float): return ["Float", "Decimal", "Money", "JSON"].contains(name)
    case (.scalar, .bool): return ["Boolean", "JSON"].contains(name)
    case (.scalar, .string): return !["Int", "Float", "Boolean"].contains(name)
    default: return false
    }
  }

  private mutating func use(
    _ variable: String, as type: TypeReference, named name: String, of holder: Holder,
    hasDefault: Bool, _ path: [String]
  ) {
    usedVariables.insert(variable)
    guard let definition = operation.variables.first(where: { $0.name == variable }) else {
      errors.append(
        .document(
          "Variable $\(variable) is used by \(operation.name ?? "anonymous \(operation.kind.rawValue)") but not declared",
          at: holder.location, path: path, code: "variableNotDefined",
          [("variableName", .string(variable))]))
      return
    }
    var declared = definition.type
    if definition.defaultValue != nil, !declared.isNonNull { declared = .nonNull(declared) }
    guard !accepts(type, declared, hasDefault: hasDefault) else { return }
    errors.append(
      .document(
        "Type mismatch on variable $\(variable) and argument \(name) (\(definition.type.source) / \(type.source))",
        at: holder.location, path: path, code: "variableMismatch",
        [
          ("variableName", .string(variable)), ("typeName", .string(definition.type.source)),
          ("argumentName", .string(name)), ("errorMessage", "Type mismatch"),
        ]))
  }

  /// Whether a place of a type takes a variable of another.
  private func accepts(_ place: TypeReference, _ given: TypeReference, hasDefault: Bool) -> Bool {
    switch (place, given) {
    case (.nonNull(let inner), .nonNull(let value)):
      return accepts(inner, value, hasDefault: false)
    case (.nonNull(let inner), _): return hasDefault && accepts(inner, given, hasDefault: false)
    case (_, .nonNull(let value)): return accepts(place, value, hasDefault: false)
    case (.list(let inner), .list(let value)): return accepts(inner, value, hasDefault: false)
    case (.list(let inner), .named): return accepts(inner, given, hasDefault: false)
    case (.named(let one), .named(let other)): return one == other
    case (.named, .list): return false
    }
  }

  private mutating func directive(
    _ use: DirectiveUse, on place: String, target: String, _ path: [String]
  ) {
    guard let definition = schema.directives[use.name] else {
      errors.append(
        .document(
          "Directive @\(use.name) is not defined", at: use.location, path: path,
          code: "undefinedDirective", [("directiveName", .string(use.name))]))
      return
    }
    guard definition.locations.contains(place) else {
      let targets = ["QUERY": "queries", "MUTATION": "mutations"][place] ?? target
      let allowed = definition.locations.map { Self.places[$0] ?? $0 }.joined(separator: ", ")
      errors.append(
        .document(
          "'@\(use.name)' can't be applied to \(targets) (allowed: \(allowed))", at: use.location,
          path: path, code: "directiveCannotBeApplied",
          [("targetName", .string(targets)), ("name", .string(use.name))]))
      for argument in use.arguments { markUsed(argument.value) }
      return
    }
    for argument in use.arguments {
      guard let wanted = definition.arguments.first(where: { $0.name == argument.name }) else {
        errors.append(
          .document(
            "Directive '\(use.name)' doesn't accept argument '\(argument.name)'",
            at: argument.location, path: path + [argument.name], code: "argumentNotAccepted",
            [
              ("name", .string(use.name)), ("typeName", "Directive"),
              ("argumentName", .string(argument.name)),
            ]))
        continue
      }
      value(
        argument.value, as: wanted.type, named: argument.name,
        of: Holder(kind: "Directive", name: use.name, location: use.location), hasDefault: false,
        path + [argument.name])
    }
    let missing = definition.arguments.filter { wanted in
      wanted.isRequired && !use.arguments.contains { $0.name == wanted.name }
    }.map(\.name).joined(separator: ", ")
    guard missing.isEmpty else {
      errors.append(
        .document(
          "Directive '\(use.name)' is missing required arguments: \(missing)", at: use.location,
          path: path, code: "missingRequiredArguments",
          [
            ("className", "Directive"), ("name", .string(use.name)),
            ("arguments", .string(missing)),
          ]))
      return
    }
  }

  private mutating func markUsed(_ value: Value) {
    if case .variable(let name) = value { usedVariables.insert(name) }
  }

  private static let places = [
    "FIELD": "fields", "FRAGMENT_SPREAD": "fragment spreads", "INLINE_FRAGMENT": "inline fragments",
    "QUERY": "queries", "MUTATION": "mutations",
  ]
}
