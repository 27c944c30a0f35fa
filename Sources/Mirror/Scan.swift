// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// One row of a scan, readable until the next row is asked for.
package struct ScanRow: ~Copyable {
  private let statement: OpaquePointer

  init(_ statement: OpaquePointer) { self.statement = statement }

  /// How many columns a row has.
  package var columnCount: Int { Int(sqlite3_column_count(statement)) }

  /// A column's text as UTF-8 (a number in its decimal text); nil for NULL. The bytes are SQLite's own
  /// and gone with the row: copy what must stay.
  package func bytes(_ column: Int) -> UnsafeRawBufferPointer? {
    guard let text = sqlite3_column_text(statement, Int32(column)) else { return nil }
    let count = sqlite3_column_bytes(statement, Int32(column))
    return UnsafeRawBufferPointer(start: text, count: Int(count))
  }

  /// Whether a column holds a whole number.
  package func isInteger(_ column: Int) -> Bool {
    sqlite3_column_type(statement, Int32(column)) == SQLITE_INTEGER
  }

  /// A column's integer; nil for NULL. Text is read as far as it is a number, as SQLite does.
  package func int64(_ column: Int) -> Int64? {
    let index = Int32(column)
    let value = sqlite3_column_int64(statement, index)
    if value == 0, sqlite3_column_type(statement, index) == SQLITE_NULL { return nil }
    return value
  }
}

extension StoreMirror {
  /// Runs one SELECT and hands out its rows without making a value of them: some million narrow rows a
  /// second, in constant memory, all of one state of the mirror.
  ///
  /// `arguments` are bound as text to `?`, in order; nil binds NULL. Throws what `body` throws, or a
  /// `MirrorError` (`sql` where the statement itself is wrong).
  package func scan(
    _ sql: String, _ arguments: [String?] = [], _ body: (borrowing ScanRow) throws -> Void
  ) throws {
    let reader: DatabaseQueue
    do { reader = try takeReader() } catch { throw MirrorError(error, path: path) }
    defer { giveBack(reader) }
    try reader.read { database in
      let statement = try RawStatement(sql, on: database)
      for (index, argument) in arguments.enumerated() {
        statement.bind(argument, at: Int32(index + 1))
      }
      do {
        while try statement.step() { try body(ScanRow(statement.pointer)) }
      } catch let error as DatabaseError { throw MirrorError(error, path: path) }
    }
  }
}
