// SPDX-License-Identifier: Apache-2.0

import Tables

/// Turns variables and literals into the values resolvers see, and says what does not fit.
struct Coercion {
  let schema: Schema

  /// What is wrong with a variable's value, and where in it.
  struct Problem {
    var path: [JSON]
    var explanation: String
    /// Shopify repeats some explanations as `message`.
    var message: String?

    var json: JSON {
      var members = [
        JSON.Member("path", .array(path)), JSON.Member("explanation", .string(explanation)),
      ]
      if let message { members.append(JSON.Member("message", .string(message))) }
      return .object(members)
    }
  }

  /// A variable's value for its type.
  func input(_ value: JSON, as type: TypeReference, path: inout [JSON], problems: inout [Problem])
    -> JSON
  {
    switch type {
    case .nonNull(let inner):
      guard !value.isNull else {
        problems.append(Problem(path: path, explanation: "Expected value to not be null"))
        return .null
      }
      return input(value, as: inner, path: &path, problems: &problems)
    case .list(let inner):
      if value.isNull { return .null }
      guard case .array(let items) = value else {
        return .array([input(value, as: inner, path: &path, problems: &problems)])
      }
      var out: [JSON] = []
      out.reserveCapacity(items.count)
      for (index, item) in items.enumerated() {
        path.append(JSON(index))
        out.append(input(item, as: inner, path: &path, problems: &problems))
        path.removeLast()
      }
      return .array(out)
    case .named(let name):
      if value.isNull { return .null }
      guard let definition = schema.types[name] else { return value }
      switch definition.kind {
      case .input: return object(value, as: definition, path: &path, problems: &problems)
      case .enumeration(let cases):
        if let text = value.string, cases.contains(text) { return value }
        problems.append(
          Problem(
            path: path,
            explanation:
              "Expected \(Self.shown(value)) to be one of: \(cases.joined(separator: ", "))"))
        return .null
      case .scalar: return scalar(value, as: name, path: path, problems: &problems)
      case .object, .interface, .union: return value
      }
    }
  }

  private func object(
    _ value: JSON, as definition: TypeDefinition, path: inout [JSON], problems: inout [Problem]
  ) -> JSON {
    guard case .object(let members) = value else {
      problems.append(
        Problem(path: path, explanation: "Expected \(Self.shown(value)) to be a key-value object."))
      return .null
    }
    var out: [JSON.Member] = []
    for member in members {
      guard let field = definition.fields[member.name] else {
        problems.append(
          Problem(
            path: path + [.string(member.name)],
            explanation: "Field is not defined on \(definition.name)"))
        continue
      }
      path.append(.string(member.name))
      let inner = input(member.value, as: field.type, path: &path, problems: &problems)
      out.append(JSON.Member(member.name, inner))
      path.removeLast()
    }
    for field in definition.orderedFields
    where !members.contains(where: { $0.name == field.name }) {
      if let fallback = field.defaultValue {
        out.append(JSON.Member(field.name, Self.json(fallback, variables: [:]) ?? .null))
      } else if field.type.isNonNull {
        problems.append(
          Problem(
            path: path + [.string(field.name)], explanation: "Expected value to not be null"))
      }
    }
    return .object(out)
  }

  private func scalar(_ value: JSON, as name: String, path: [JSON], problems: inout [Problem])
    -> JSON
  {
    if let fault = Self.scalarFault(value, name) {
      problems.append(fault.at(path))
      return .null
    }
    switch (name, value) {
    case ("ID", .number(let text)), ("Decimal", .number(let text)), ("Money", .number(let text)),
      ("UnsignedInt64", .number(let text)):
      return .string(text)
    default: return value
    }
  }

  private struct ScalarFault {
    var explanation: String
    var message: String?

    func at(_ path: [JSON]) -> Problem {
      Problem(path: path, explanation: explanation, message: message)
    }
  }

  /// Why a value is none of a scalar's, or nil.
  private static func scalarFault(_ value: JSON, _ name: String) -> ScalarFault? {
    func coercion(_ to: String) -> ScalarFault {
      ScalarFault(explanation: "Could not coerce value \(shown(value)) to \(to)")
    }
    switch name {
    case "Int":
      guard let number = value.int, Int32(exactly: number) != nil else { return coercion("Int") }
    case "Float":
      guard case .number = value else { return coercion("Float") }
    case "Boolean":
      guard value.bool != nil else { return coercion("Boolean") }
    case "String", "URL", "DateTime", "Date", "HTML", "FormattedString":
      guard value.string != nil else { return coercion(name) }
    case "ID":
      switch value {
      case .string(let text):
        guard isGlobalID(text) else {
          let words = "Invalid global id '\(text)'"
          return ScalarFault(explanation: words, message: words)
        }
      case .number: return nil
      case .null, .bool, .array, .object: return coercion("ID")
      }
    case "Decimal", "Money", "UnsignedInt64":
      switch value {
      case .number: return nil
      case .string(let text):
        guard isDecimal(text) else {
          return ScalarFault(
            explanation: "\(name == "Money" ? "Money" : "Decimal") is not valid: \(text)")
        }
      case .null, .bool, .array, .object: return coercion(name)
      }
    default: return nil
    }
    return nil
  }

  /// `gid://app/Type/id`; a bare number is accepted as Shopify does.
  static func isGlobalID(_ text: String) -> Bool {
    if !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) { return true }
    guard text.hasPrefix("gid://") else { return false }
    return text.utf8.reduce(0) { $0 + ($1 == UInt8(ascii: "/") ? 1 : 0) } >= 4
  }

  private static func isDecimal(_ text: String) -> Bool {
    var digits = 0
    var points = 0
    for (index, byte) in text.utf8.enumerated() {
      switch byte {
      case 48...57: digits += 1
      case UInt8(ascii: "."): points += 1
      case UInt8(ascii: "-"), UInt8(ascii: "+"): if index > 0 { return false }
      default: return false
      }
    }
    return digits > 0 && points <= 1
  }

  /// A value as Shopify prints it in an explanation.
  private static func shown(_ value: JSON) -> String { value.text }

  /// A document's value with variables put in; nil where it is a variable that was not given.
  static func json(_ value: Value, variables: [String: JSON]) -> JSON? {
    switch value {
    case .variable(let name): variables[name]
    case .null: .null
    case .bool(let value): .bool(value)
    case .int(let text), .float(let text): .number(text)
    case .string(let text), .enumeration(let text): .string(text)
    case .list(let items): .array(items.map { json($0, variables: variables) ?? .null })
    case .object(let members):
      .object(
        members.compactMap { member in
          json(member.value, variables: variables).map { JSON.Member(member.name, $0) }
        })
    }
  }
}
