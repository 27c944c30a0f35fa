// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// One prepared INSERT on SQLite's own interface: twice as fast as the comfortable one, for hot loops.
struct RawInsert: ~Copyable {
  private let connection: OpaquePointer
  private let statement: OpaquePointer

  /// Prepares on the connection of a transaction, inside which this must stay.
  init(_ sql: String, _ db: Database) throws {
    guard let connection = db.sqliteConnection else {
      throw JournalError(.other, "the journal is closed")
    }
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v2(connection, sql, -1, &statement, nil)
    guard code == SQLITE_OK, let statement else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code),
        message: String(cString: sqlite3_errmsg(connection)),
        sql: sql)
    }
    self.connection = connection
    self.statement = statement
  }

  deinit { sqlite3_finalize(statement) }

  func bind(_ index: Int32, _ value: Int64) { sqlite3_bind_int64(statement, index, value) }

  func bindNull(_ index: Int32) { sqlite3_bind_null(statement, index) }

  func bind(_ index: Int32, _ value: String) {
    // -1 is C's SQLITE_TRANSIENT, a cast the importer cannot express: SQLite copies before it returns.
    let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    var value = value
    value.withUTF8 { bytes in
      // An empty string may have no address, which SQLite would read as NULL.
      if bytes.isEmpty {
        sqlite3_bind_text(statement, index, "", 0, copies)
      } else {
        bytes.withMemoryRebound(to: CChar.self) { text in
          _ = sqlite3_bind_text(statement, index, text.baseAddress, Int32(text.count), copies)
        }
      }
    }
  }

  /// Inserts what is bound; gives the row's id.
  func insert() throws -> Int64 {
    let code = sqlite3_step(statement)
    sqlite3_reset(statement)
    guard code == SQLITE_DONE else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(connection))
      )
    }
    return sqlite3_last_insert_rowid(connection)
  }
}
