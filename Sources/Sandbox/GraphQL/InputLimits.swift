// SPDX-License-Identifier: Apache-2.0

import Tables

/// Limits on inputs that the schema does not state.
struct InputLimits {
  let schema: Schema

  /// Lists in an input may hold this many items unless named below.
  static let listItems = 250
  /// Root field, argument path: items.
  private static let exceptions: [[String]: Int] = [
    ["productSet", "input", "variants"]: 2048, ["productVariantsBulkCreate", "variants"]: 2048,
  ]

  /// The errors of lists that are too long; the whole request is then refused.
  func oversized(_ fields: [PlannedField]) -> [RequestError] {
    var errors: [RequestError] = []
    for field in fields {
      for (name, value) in field.arguments.values.sorted(by: { $0.key < $1.key }) {
        look(value, [field.name, name], [.string(field.key), .string(name)], field, &errors)
      }
    }
    return errors
  }

  private func look(
    _ value: JSON, _ names: [String], _ path: [JSON], _ field: PlannedField,
    _ errors: inout [RequestError]
  ) {
    switch value {
    case .array(let items):
      let limit = Self.exceptions[names] ?? Self.listItems
      if items.count > limit {
        errors.append(
          .document(
            "The input array size of \(items.count) is greater than the maximum allowed of \(limit).",
            at: field.location, path: [], code: "MAX_INPUT_SIZE_EXCEEDED"
          ).at(path))
        return
      }
      for (index, item) in items.enumerated() where item.holdsOthers {
        look(item, names, path + [JSON(index)], field, &errors)
      }
    case .object(let members):
      for member in members where member.value.holdsOthers {
        look(
          member.value, names + [member.name], path + [.string(member.name)], field, &errors)
      }
    case .null, .bool, .number, .string: return
    }
  }

  /// Input fields that may be null but must be there.
  func missing(in field: PlannedField) -> TopLevelError? {
    for argument in field.definition?.arguments ?? [] {
      guard let value = field.arguments[argument.name] else { continue }
      if let error = missing(in: value, argument.type.name) { return error }
    }
    return nil
  }

  private func missing(in value: JSON, _ type: String) -> TopLevelError? {
    switch value {
    case .array(let items):
      for item in items { if let error = missing(in: item, type) { return error } }
    case .object(let members):
      for name in SandboxSchema.presentFields[type] ?? [] where value[name] == nil {
        return TopLevelError(
          message: "\(type) must include the following argument: \(name).",
          code: "INVALID_FIELD_ARGUMENTS")
      }
      guard let definition = schema.types[type], case .input = definition.kind else { return nil }
      for member in members {
        guard let inner = definition.fields[member.name] else { continue }
        if let error = missing(in: member.value, inner.type.name) { return error }
      }
    case .null, .bool, .number, .string: return nil
    }
    return nil
  }
}

extension JSON {
  /// Whether it is an array or an object.
  fileprivate var holdsOthers: Bool {
    switch self {
    case .array, .object: true
    case .null, .bool, .number, .string: false
    }
  }
}
