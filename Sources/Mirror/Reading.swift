// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// One state of the mirror, read by as many SELECTs as it takes.
package struct MirrorReading {
  private let database: Database

  fileprivate init(_ database: Database) { self.database = database }

  /// The names of the columns of a SELECT; throws a `MirrorError` of kind `sql` where it cannot be prepared.
  package func columns(_ sql: String) throws -> [String] {
    try RawStatement(only: sql, on: database).columnNames
  }

  /// The rows of a SELECT, one after the other, in constant memory. Another SELECT may run in `body`.
  ///
  /// `arguments` are bound as text to the parameters of that name, without the colon; nil binds NULL, and so does a
  /// parameter that is not named. Throws what `body` throws, or a `MirrorError`.
  package func rows(
    _ sql: String, _ arguments: [String: String?] = [:],
    _ body: (borrowing ScanRow) throws -> Void
  ) throws {
    let statement = try RawStatement(only: sql, on: database)
    for (name, index) in statement.parameters {
      guard let value = arguments[name] else {
        throw MirrorError(
          .sql,
          "there is no parameter ':\(name)'; there are \(arguments.keys.sorted().map { ":" + $0 }.joined(separator: ", "))"
        )
      }
      statement.bind(value, at: index)
    }
    do {
      while try statement.step() { try body(ScanRow(statement.pointer)) }
    } catch let error as DatabaseError {
      if error.resultCode == .SQLITE_INTERRUPT { throw CancellationError() }
      throw MirrorError(.sql, error.message ?? "\(error)")
    }
  }
}

extension StoreMirror {
  /// Reads one state of the mirror with SQL that may be a person's: nothing but reading is let through.
  ///
  /// Throws `CancellationError` where the task is cancelled while a statement runs, what `body` throws, or a
  /// `MirrorError`.
  package func reading<Value>(_ body: (MirrorReading) throws -> Value) throws -> Value {
    let queue: DatabaseQueue
    // A connection of its own: the guard stays with it to its end.
    do { queue = try MirrorFile.openReadOnly(path) } catch { throw MirrorError(error, path: path) }
    return try queue.inDatabase { database in
      guard let connection = database.sqliteConnection else {
        throw MirrorError(.other, "\(path): the connection is closed.")
      }
      // A sort of millions of rows goes to disk, not to memory.
      try RawStatement("PRAGMA temp_store = FILE", on: database).run()
      try RawStatement("BEGIN", on: database).run()
      // Table-valued functions declare themselves when first named, which the guard would refuse.
      _ = try RawStatement(QueryGuard.tableFunctions, on: database)
      sqlite3_set_authorizer(connection, QueryGuard.authorize, nil)
      sqlite3_progress_handler(connection, 20_000, { _ in Task.isCancelled ? 1 : 0 }, nil)
      defer {
        sqlite3_progress_handler(connection, 0, nil, nil)
        sqlite3_set_authorizer(connection, nil, nil)
        // Nothing was written: closing ends the transaction as well.
        sqlite3_exec(connection, "ROLLBACK", nil, nil, nil)
      }
      return try body(MirrorReading(database))
    }
  }
}
