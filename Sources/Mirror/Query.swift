// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite
package import Tables

extension StoreMirror {
  /// Runs one SELECT of a person over the mirror, row by row in constant memory.
  ///
  /// The connection is read-only and its authorizer lets nothing through but reading: no ATTACH, no
  /// VACUUM INTO, no PRAGMA but those that describe tables. `columns` hears the names once, before any row;
  /// text is a string, a number keeps its digits, a blob is its hexadecimal digits. Throws what the closures
  /// throw, or a `MirrorError`: `sql` with SQLite's words, `timeLimit`.
  package func query(
    _ sql: String, timeLimit: Duration = .seconds(300),
    columns: ([String]) throws -> Void, row: ([JSON]) throws -> Void
  ) throws {
    let queue: DatabaseQueue
    // A connection of its own: the guard stays with it to its end.
    do { queue = try MirrorFile.openReadOnly(path) } catch { throw MirrorError(error, path: path) }
    try queue.inDatabase { database in
      guard let connection = database.sqliteConnection else {
        throw MirrorError(.other, "\(path): the connection is closed.")
      }
      // Table-valued functions declare themselves when first named, which the guard would refuse.
      _ = try RawStatement(QueryGuard.tableFunctions, on: database)
      sqlite3_set_authorizer(connection, QueryGuard.authorize, nil)
      defer { sqlite3_set_authorizer(connection, nil, nil) }
      let statement = try RawStatement(only: sql, on: database)
      let deadline = Deadline(after: timeLimit)
      let context = Unmanaged.passUnretained(deadline).toOpaque()
      sqlite3_progress_handler(connection, 20_000, Deadline.check, context)
      // The handler is gone before `deadline` is.
      defer { sqlite3_progress_handler(connection, 0, nil, nil) }
      try withExtendedLifetime(deadline) {
        do {
          try columns(statement.columnNames)
          while try statement.step() { try row(statement.values) }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
          throw MirrorError(
            .timeLimit, "The query was stopped after \(timeLimit). Narrow it, or give it more time."
          )
        } catch let error as DatabaseError {
          throw MirrorError(.sql, error.message ?? "\(error)")
        }
      }
    }
  }
}

/// Lets a statement read and nothing else.
enum QueryGuard {
  /// PRAGMAs that only describe.
  static let pragmas: Set<String> = [
    "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo",
    "function_list", "collation_list", "compile_options", "database_list",
  ]

  static let tableFunctions =
    "SELECT 1 FROM json_each, json_tree, "
    + pragmas.map { "pragma_\($0)" }.joined(separator: ", ")

  static let authorize:
    @convention(c) (
      UnsafeMutableRawPointer?, Int32, UnsafePointer<CChar>?, UnsafePointer<CChar>?,
      UnsafePointer<CChar>?, UnsafePointer<CChar>?
    ) -> Int32 = { _, action, first, second, _, _ in
      switch action {
      case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE:
        return SQLITE_OK
      case SQLITE_FUNCTION:
        // "load_extension" is off in the library as well.
        return second.map { String(cString: $0) } == "load_extension" ? SQLITE_DENY : SQLITE_OK
      case SQLITE_PRAGMA:
        let name = first.map { String(cString: $0).lowercased() } ?? ""
        return QueryGuard.pragmas.contains(name) ? SQLITE_OK : SQLITE_DENY
      default:
        return SQLITE_DENY
      }
    }
}

/// When a query is to be stopped.
private final class Deadline {
  private let end: ContinuousClock.Instant

  init(after limit: Duration) { end = .now + limit }

  static let check: @convention(c) (UnsafeMutableRawPointer?) -> Int32 = { context in
    guard let context else { return 0 }
    return Unmanaged<Deadline>.fromOpaque(context).takeUnretainedValue().end <= .now ? 1 : 0
  }
}
