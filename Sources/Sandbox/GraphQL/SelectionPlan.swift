// SPDX-License-Identifier: Apache-2.0

import Tables

/// What one execution resolves on one kind of object: selections with fragments opened, directives decided,
/// arguments coerced; worked out once for each type that turns up.
final class SelectionPlan {
  private let selections: [Selection]
  private var fieldsByType: [String: [PlannedField]] = [:]

  init(_ selections: [Selection]) { self.selections = selections }

  /// The fields asked for on an object of a type, in the reply's order.
  func fields(on type: TypeDefinition, in request: PlanRequest) -> [PlannedField] {
    if let known = fieldsByType[type.name] { return known }
    var order: [String] = []
    var collected: [String: [FieldSelection]] = [:]
    collect(selections, type, request, &order, &collected)
    let fields = order.compactMap { key in
      collected[key].flatMap { PlannedField($0, on: type, in: request) }
    }
    fieldsByType[type.name] = fields
    return fields
  }

  private func collect(
    _ selections: [Selection], _ type: TypeDefinition, _ request: PlanRequest,
    _ order: inout [String], _ collected: inout [String: [FieldSelection]]
  ) {
    for selection in selections {
      switch selection {
      case .field(let field):
        guard request.includes(field.directives) else { continue }
        if collected[field.key] == nil { order.append(field.key) }
        collected[field.key, default: []].append(field)
      case .inline(let condition, let uses, let inner, _):
        guard request.includes(uses), request.applies(condition, to: type) else { continue }
        collect(inner, type, request, &order, &collected)
      case .spread(let name, let uses, _):
        guard request.includes(uses), let fragment = request.document.fragments[name],
          request.applies(fragment.onType, to: type)
        else { continue }
        collect(fragment.selections, type, request, &order, &collected)
      }
    }
  }
}

/// A field to resolve, with all its selections merged.
struct PlannedField {
  let key: String
  let name: String
  /// nil for `__typename`.
  let definition: FieldDefinition?
  let arguments: Arguments
  let selection: SelectionPlan
  let directives: [DirectiveUse]
  let location: Location

  init?(_ fields: [FieldSelection], on type: TypeDefinition, in request: PlanRequest) {
    guard let first = fields.first else { return nil }
    key = first.key
    name = first.name
    definition = type.fields[first.name]
    arguments = request.arguments(first.arguments, definition?.arguments ?? [])
    selection = SelectionPlan(fields.flatMap(\.selections))
    directives = first.directives
    location = first.location
  }
}

/// What planning needs to know of the request: the document and its coerced variables.
struct PlanRequest {
  let schema: Schema
  let document: Document
  let variables: [String: JSON]

  /// Whether `@include` and `@skip` let a selection stand.
  func includes(_ uses: [DirectiveUse]) -> Bool {
    for use in uses where use.name == "include" || use.name == "skip" {
      let condition = use.arguments.first { $0.name == "if" }
        .flatMap { Coercion.json($0.value, variables: variables)?.bool }
      if condition == (use.name == "skip") { return false }
    }
    return true
  }

  /// Whether a fragment's condition holds for an object's type.
  func applies(_ condition: String?, to type: TypeDefinition) -> Bool {
    guard let condition, condition != type.name else { return true }
    return type.interfaces.contains(condition)
      || schema.possibleTypes(condition).contains(type.name)
  }

  /// Arguments as resolvers see them: variables in, defaults in, what was left out left out.
  func arguments(_ given: [Argument], _ definitions: [FieldDefinition]) -> Arguments {
    var values: [String: JSON] = [:]
    for definition in definitions {
      let argument = given.first { $0.name == definition.name }
      if let argument, let value = Coercion.json(argument.value, variables: variables) {
        values[definition.name] = completed(value, definition.type)
      } else if let fallback = definition.defaultValue {
        values[definition.name] = Coercion.json(fallback, variables: [:])
      }
    }
    return Arguments(values: values)
  }

  /// A literal's value with single items made lists and input defaults filled in.
  private func completed(_ value: JSON, _ type: TypeReference) -> JSON {
    switch (type.nullable, value) {
    case (_, .null): return .null
    case (.list(let inner), .array(let items)): return .array(items.map { completed($0, inner) })
    case (.list(let inner), _): return .array([completed(value, inner)])
    case (.named(let name), .object(let members)):
      guard let definition = schema.types[name], case .input = definition.kind else { return value }
      var out = members.map { member in
        JSON.Member(
          member.name,
          definition.fields[member.name].map { completed(member.value, $0.type) } ?? member.value)
      }
      for field in definition.orderedFields
      where !members.contains(where: { $0.name == field.name }) {
        guard let fallback = field.defaultValue else { continue }
        out.append(JSON.Member(field.name, Coercion.json(fallback, variables: [:]) ?? .null))
      }
      return .object(out)
    case (.named("ID"), .number(let text)), (.named("Decimal"), .number(let text)),
      (.named("Money"), .number(let text)), (.named("UnsignedInt64"), .number(let text)):
      return .string(text)
    default: return value
    }
  }
}
