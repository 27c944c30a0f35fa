// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite
import Tables

/// A prepared statement of SQLite's own interface, for the loops that run once per row.
///
/// Lives within one `read` or `write`: the connection is GRDB's and stays open for that long.
final class RawStatement {
  let pointer: OpaquePointer
  private let connection: OpaquePointer
  /// Parameter indices by name, without the colon.
  let parameters: [String: Int32]

  /// Throws a `MirrorError` of kind `sql` where the text cannot be prepared, or is more than `only` one
  /// statement.
  convenience init(only sql: String, on database: Database) throws {
    var rest = ""
    try self.init(sql, on: database, rest: &rest)
    if !rest.allSatisfy({ $0.isWhitespace || $0 == ";" }) {
      throw MirrorError(
        .sql, "One statement at a time: what follows '\(rest.prefix(40))' is not run.")
    }
  }

  /// The first statement of a text.
  convenience init(_ sql: String, on database: Database) throws {
    var rest = ""
    try self.init(sql, on: database, rest: &rest)
  }

  private init(_ sql: String, on database: Database, rest: inout String) throws {
    guard let connection = database.sqliteConnection else {
      throw MirrorError(.other, "The mirror's connection is closed.")
    }
    var prepared: OpaquePointer?
    let code = sql.withCString { start in
      var tail: UnsafePointer<CChar>?
      let code = sqlite3_prepare_v2(connection, start, -1, &prepared, &tail)
      if let tail { rest = String(cString: tail) }
      return code
    }
    guard let pointer = prepared else {
      throw MirrorError(
        .sql,
        code == SQLITE_OK ? "There is no statement." : String(cString: sqlite3_errmsg(connection)))
    }
    self.pointer = pointer
    self.connection = connection
    var parameters: [String: Int32] = [:]
    for index in 0..<sqlite3_bind_parameter_count(pointer) {
      guard let name = sqlite3_bind_parameter_name(pointer, index + 1) else { continue }
      parameters[String(cString: name + 1)] = index + 1
    }
    self.parameters = parameters
  }

  deinit { sqlite3_finalize(pointer) }

  /// The names of a row's columns.
  var columnNames: [String] {
    (0..<sqlite3_column_count(pointer)).map { index in
      sqlite3_column_name(pointer, index).map { String(cString: $0) } ?? ""
    }
  }

  /// The row: NULL, numbers with their digits, text; a blob as its hexadecimal digits.
  var values: [JSON] {
    (0..<sqlite3_column_count(pointer)).map { index in
      switch sqlite3_column_type(pointer, index) {
      case SQLITE_NULL: return .null
      case SQLITE_BLOB:
        let bytes = UnsafeRawBufferPointer(
          start: sqlite3_column_blob(pointer, index),
          count: Int(sqlite3_column_bytes(pointer, index)))
        return .string(
          bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())
      case let type:
        let text = sqlite3_column_text(pointer, index).map { String(cString: $0) } ?? ""
        // Infinity has no JSON number.
        return type == SQLITE_TEXT || text.hasSuffix("Inf") ? .string(text) : .number(text)
      }
    }
  }

  /// Binds text, or NULL, to a parameter counted from 1.
  func bind(_ text: String?, at index: Int32) {
    guard var text else {
      sqlite3_bind_null(pointer, index)
      return
    }
    text.withUTF8 { bind(UnsafeRawBufferPointer($0), at: index) }
  }

  /// Binds UTF-8 to a parameter counted from 1; SQLite takes a copy.
  func bind(_ bytes: UnsafeRawBufferPointer, at index: Int32) {
    let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
    if let start {
      sqlite3_bind_text(pointer, index, start, Int32(bytes.count), transient)
    } else {
      sqlite3_bind_text(pointer, index, "", 0, transient)
    }
  }

  /// The next row: true where there is one.
  func step() throws -> Bool {
    switch sqlite3_step(pointer) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code:
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(connection))
      )
    }
  }

  /// Binds a member of an object.
  func bind(_ value: ObjectMembers.Value, at index: Int32) {
    switch value {
    case .null: sqlite3_bind_null(pointer, index)
    case .integer(let number): sqlite3_bind_int64(pointer, index, number)
    case .real(let number): sqlite3_bind_double(pointer, index, number)
    case .text(let bytes): bind(bytes, at: index)
    case .decoded(let text): bind(text, at: index)
    }
  }

  /// Makes it ready to run again.
  func reset() { sqlite3_reset(pointer) }

  /// Runs to the end and makes it ready to run again.
  func run() throws {
    // The code of a failed step comes back from reset as well: it has been thrown already.
    defer { sqlite3_reset(pointer) }
    while try step() {}
  }
}
