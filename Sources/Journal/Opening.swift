// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How connections to the journal are opened, and what must be true of them afterwards.
enum Opening {
  /// How long a statement waits for another program's lock.
  private static let busySeconds = 10.0
  /// Pages in the log before it is copied into the database.
  private static let checkpointPages = 4_000
  /// The log file is cut back to this size once it is copied, so that a start never reads a huge one.
  private static let logBytes = 16 << 20

  static func writer() -> Configuration {
    var configuration = Configuration()
    configuration.label = "journal"
    configuration.busyMode = .timeout(busySeconds)
    configuration.foreignKeysEnabled = true
    configuration.prepareDatabase { db in
      try db.execute(
        sql: """
          PRAGMA journal_mode = WAL;
          PRAGMA synchronous = FULL;
          PRAGMA wal_autocheckpoint = \(checkpointPages);
          PRAGMA journal_size_limit = \(logBytes);
          PRAGMA cache_size = -65536;
          PRAGMA temp_store = MEMORY;
          -- Debian builds SQLite to overwrite what it deletes; nothing here needs that, and it costs.
          PRAGMA secure_delete = OFF;
          """)
    }
    return configuration
  }

  /// A file opened read-only takes no exclusive lock, so SQLite neither checkpoints nor removes the log
  /// when such a connection is the last to close.
  static func reader() -> Configuration {
    var configuration = Configuration()
    configuration.label = "journal, read only"
    configuration.busyMode = .timeout(busySeconds)
    configuration.readonly = true
    return configuration
  }

  /// Whether something that is not empty is at a path.
  static func isPresent(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_size > 0
  }

  /// SQLite ignores a pragma it cannot carry out, so each is asked for again.
  static func assertPragmas(_ db: Database) throws {
    let expected: [(pragma: String, value: String)] = [
      ("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"),
      ("wal_autocheckpoint", "\(checkpointPages)"),
    ]
    for (pragma, value) in expected {
      let row = try Row.fetchOne(db, sql: "PRAGMA \(pragma)")
      let cell: DatabaseValue = row?[0] ?? .null
      let found = String.fromDatabaseValue(cell) ?? Int.fromDatabaseValue(cell).map { "\($0)" }
      guard found == value else {
        throw JournalError(
          .io,
          "the journal's \(pragma) is \(found ?? "unknown") where \(value) is needed: is its folder on a network file system?"
        )
      }
    }
    guard sqlite3_threadsafe() != 0 else {
      throw JournalError(.other, "this SQLite was built without threads; Dray cannot use it")
    }
  }

  /// Refuses a journal made by a newer Dray.
  static func assertVersion(_ db: Database) throws -> Int {
    let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    guard version <= Schema.migrations.count else {
      throw JournalError(
        .newer,
        "the journal has version \(version), this Dray knows up to \(Schema.migrations.count): use the newer Dray that made it"
      )
    }
    return version
  }

  /// Brings the journal to our version, each migration whole or not at all.
  static func migrate(_ db: Database) throws {
    let version = try assertVersion(db)
    for number in version..<Schema.migrations.count {
      try db.inTransaction(.immediate) {
        try db.execute(sql: Schema.migrations[number])
        try db.execute(sql: "PRAGMA user_version = \(number + 1)")
        return .commit
      }
    }
  }
}
