// SPDX-License-Identifier: Apache-2.0

/// A payload's user errors, in the order they were found.
struct UserErrors {
  /// The error's GraphQL type: `UserError` has no code.
  let type: String
  private(set) var list: [Resolved] = []

  init(_ type: String) { self.type = type }

  var isEmpty: Bool { list.isEmpty }

  mutating func add(_ field: [String]?, _ message: String, code: String? = nil) {
    list.append(
      .object(
        Record(
          type,
          [
            "field": field.map { .texts($0) } ?? .null, "message": .text(message),
            "code": .text(code),
            "elementIndex": field?.lazy.compactMap { Int($0) }.first.map { .int($0) } ?? .null,
          ])))
  }

  /// A payload that carries them.
  func payload(_ type: String, _ fields: [String: Resolved]) -> Resolved {
    .object(Record(type, fields.merging(["userErrors": .list(list)]) { _, errors in errors }))
  }
}
