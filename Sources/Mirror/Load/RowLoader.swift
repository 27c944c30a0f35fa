// SPDX-License-Identifier: Apache-2.0

import GRDB

/// Turns objects into rows within one transaction, by the rules of a stream.
final class RowLoader {
  private var statements: [String: [ObjectStatement]] = [:]
  /// Tells the type of a bulk result's line where its id may not.
  private let typeOf: ObjectStatement?
  private var members = ObjectMembers()

  /// `knownAt` is the refresh's beginning: rows known later are left alone.
  init(_ stream: StoreStream, knownAt: String, on database: Database) throws {
    typeOf = try stream.typeOf.map {
      try ObjectStatement("SELECT \(ObjectStatement.byMember($0))", knownAt: knownAt, on: database)
    }
    for rule in stream.rules {
      statements[rule.type, default: []] += try rule.statements.map {
        try ObjectStatement($0, knownAt: knownAt, on: database)
      }
    }
  }

  /// Loads one line of a bulk result; its type is the one its id names.
  func load(line: UnsafeRawBufferPointer) throws {
    guard members.take(line),
      let type = try typeOf?.text(line, members) ?? Self.type(named: members.value(of: Self.id))
    else {
      throw MirrorError(
        .result,
        "The bulk result has a line without an object's id: "
          + String(decoding: line.prefix(200), as: UTF8.self))
    }
    try run(line, type: type)
  }

  /// Loads one object of a type.
  func load(_ object: UnsafeRawBufferPointer, type: String) throws {
    guard members.take(object) else {
      throw MirrorError(
        .result,
        "The store's answer has what is no object: "
          + String(decoding: object.prefix(200), as: UTF8.self))
    }
    try run(object, type: type)
  }

  private static let id = ObjectMembers.Name("id")

  /// `members` are the object's.
  private func run(_ object: UnsafeRawBufferPointer, type: String) throws {
    guard let statements = statements[type] else { return }
    do {
      for statement in statements { try statement.run(object, members) }
    } catch let error as DatabaseError
      where [.SQLITE_CONSTRAINT, .SQLITE_ERROR, .SQLITE_MISMATCH].contains(
        error.resultCode.primaryResultCode)
    {
      throw MirrorError(
        .result,
        "The store's answer has an object the mirror cannot take (\(error.message ?? "")): "
          + String(decoding: object.prefix(200), as: UTF8.self))
    }
  }

  private static func type(named id: ObjectMembers.Value) -> String? {
    switch id {
    case .text(let bytes): type(ofID: bytes)
    case .decoded(let text): Array(text.utf8).withUnsafeBytes { type(ofID: $0) }
    case .null, .integer, .real: nil
    }
  }

  /// `Product` of `gid://shopify/Product/123`.
  private static func type(ofID id: UnsafeRawBufferPointer) -> String? {
    let prefix = "gid://shopify/".utf8
    guard id.starts(with: prefix) else { return nil }
    let rest = id.dropFirst(prefix.count)
    guard let slash = rest.firstIndex(of: UInt8(ascii: "/")) else { return nil }
    return String(decoding: rest[..<slash], as: UTF8.self)
  }
}
