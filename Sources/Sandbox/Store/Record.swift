// SPDX-License-Identifier: Apache-2.0

import Tables

/// An object whose fields are all known when it is made.
struct Record: Resolvable {
  let typeName: String
  private let fields: [String: Resolved]

  init(_ typeName: String, _ fields: [String: Resolved]) {
    self.typeName = typeName
    self.fields = fields
  }

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    guard let value = fields[field] else { throw unresolved(typeName, field) }
    return value
  }
}

/// A field of the excerpt that nothing here resolves: a gap of the sandbox, told as one.
func unresolved(_ type: String, _ field: String) -> TopLevelError {
  TopLevelError(
    message: "The sandbox has no value for \(type).\(field)", code: "INTERNAL_SERVER_ERROR")
}

extension Resolved {
  static func text(_ value: String) -> Resolved { .leaf(.string(value)) }
  static func text(_ value: String?) -> Resolved { value.map { .leaf(.string($0)) } ?? .null }
  static func int(_ value: Int) -> Resolved { .leaf(JSON(value)) }
  static func flag(_ value: Bool) -> Resolved { .leaf(.bool(value)) }
  static func time(_ value: Moment) -> Resolved { .leaf(.string(value.text)) }
  static func time(_ value: Moment?) -> Resolved { value.map { .text($0.text) } ?? .null }
  static func texts(_ values: [String]) -> Resolved { .leaf(.array(values.map { .string($0) })) }

  /// A `Count`, exact.
  static func count(_ value: Int) -> Resolved {
    .object(Record("Count", ["count": .int(value), "precision": .text("EXACT")]))
  }

  /// An unsigned 64-bit number: the Admin API writes these as strings.
  static func unsigned(_ value: Int?) -> Resolved { value.map { .text(String($0)) } ?? .null }
}
