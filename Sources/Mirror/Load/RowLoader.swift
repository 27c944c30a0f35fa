// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// Turns objects into rows within one transaction, by the rules of a stream.
final class RowLoader {
  private var statements: [String: [RawStatement]] = [:]
  private let idOf: RawStatement

  /// `knownAt` is the refresh's beginning: rows known later are left alone.
  init(_ stream: StoreStream, knownAt: String, on database: Database) throws {
    idOf = try RawStatement(
      "SELECT coalesce('gid://shopify/' || \(stream.typeOf) || '/', :line ->> '$.id')", on: database
    )
    for rule in stream.rules {
      for sql in rule.statements {
        let prepared = try RawStatement(sql, on: database)
        if let index = prepared.parameters["known_at"] {
          prepared.bind(knownAt, at: index)
        }
        statements[rule.type, default: []].append(prepared)
      }
    }
  }

  /// Loads one line of a bulk result; its type is the one its id names.
  func load(line: UnsafeRawBufferPointer) throws {
    try load(line, type: try type(of: line))
  }

  /// Loads one object of a type.
  func load(_ object: UnsafeRawBufferPointer, type: String) throws {
    guard let statements = statements[type] else { return }
    do {
      for statement in statements {
        if let index = statement.parameters["line"] {
          statement.bind(object, at: index)
        }
        try statement.run()
      }
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

  private func type(of line: UnsafeRawBufferPointer) throws -> String {
    let statement = idOf
    statement.bind(line, at: 1)
    defer { sqlite3_reset(statement.pointer) }
    do {
      if try statement.step(), let id = ScanRow(statement.pointer).bytes(0),
        let type = Self.type(ofID: id)
      {
        return type
      }
    } catch let error as DatabaseError where error.resultCode.primaryResultCode == .SQLITE_ERROR {
      // Not JSON: told below.
    }
    throw MirrorError(
      .result,
      "The bulk result has a line without an object's id: "
        + String(decoding: line.prefix(200), as: UTF8.self))
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
