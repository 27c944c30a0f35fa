// SPDX-License-Identifier: Apache-2.0

import GRDB
import Tables

/// A statement of a rule, which reads the object `:line`. Where `byMember` has been over its SQL, it gets the
/// members it reads as parameters of their own: `:line ->> '$.a.b'` is `:a ->> '$.b'`.
final class ObjectStatement {
  private let statement: RawStatement
  private let line: Int32?
  private let members: [(name: ObjectMembers.Name, index: Int32)]

  init(_ sql: String, knownAt: String, on database: Database) throws {
    statement = try RawStatement(sql, on: database)
    line = statement.parameters["line"]
    if let index = statement.parameters["known_at"] { statement.bind(knownAt, at: index) }
    members = statement.parameters.filter { !["line", "known_at"].contains($0.key) }
      .map { (ObjectMembers.Name($0.key), $0.value) }
  }

  /// Binds an object.
  private func bind(_ object: UnsafeRawBufferPointer, _ values: ObjectMembers) throws {
    if let line { statement.bind(object, at: line) }
    for member in members { statement.bind(try values.value(of: member.name), at: member.index) }
  }

  /// Runs for an object.
  func run(_ object: UnsafeRawBufferPointer, _ values: ObjectMembers) throws {
    try bind(object, values)
    try statement.run()
  }

  /// The text of the first column of the first row for an object; nil for NULL.
  func text(_ object: UnsafeRawBufferPointer, _ values: ObjectMembers) throws -> String? {
    try bind(object, values)
    defer { statement.reset() }
    guard try statement.step() else { return nil }
    return ScanRow(statement.pointer).bytes(0).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The SQL with members in place of paths.
  static func byMember(_ sql: String) -> String {
    // Built here: a regex is not Sendable.
    let value = /:line ->> '\$\.([A-Za-z_]+)([.\[][^']*)?'/
    let list = /\(:line, '\$\.([A-Za-z_]+)([.\[][^']*)?'\)/
    return
      sql.replacing(value) { match in
        match.2.map { ":\(match.1) ->> '$\($0)'" } ?? ":\(match.1)"
      }.replacing(list) { match in
        match.2.map { "(:\(match.1), '$\($0)')" } ?? "(:\(match.1))"
      }
  }
}
