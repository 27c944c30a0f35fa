// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// A prepared statement of SQLite's own interface, for the loops that run once per row.
///
/// Lives within one `read` or `write`: the connection is GRDB's and stays open for that long.
struct RawStatement: ~Copyable {
  let pointer: OpaquePointer
  private let connection: OpaquePointer
  /// Parameter indices by name, without the colon.
  let parameters: [String: Int32]

  /// Throws a `MirrorError` of kind `sql` where the text is no single statement that can be prepared.
  init(_ sql: String, on database: Database) throws {
    guard let connection = database.sqliteConnection else {
      throw MirrorError(.other, "The mirror's connection is closed.")
    }
    var prepared: OpaquePointer?
    sqlite3_prepare_v2(connection, sql, -1, &prepared, nil)
    guard let pointer = prepared else {
      throw MirrorError(.sql, String(cString: sqlite3_errmsg(connection)))
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

  /// Runs to the end and makes it ready to run again.
  func run() throws {
    // The code of a failed step comes back from reset as well: it has been thrown already.
    defer { sqlite3_reset(pointer) }
    while try step() {}
  }
}
