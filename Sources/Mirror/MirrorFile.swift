// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import GRDB

/// Opening and making the mirror's file.
enum MirrorFile {
  /// Stands in the file's `user_version`: a mirror made by another schema is thrown away and filled anew.
  /// FNV-1a of the schema's text, so that no edit of it can be forgotten.
  static let version: Int32 = {
    var hash: UInt32 = 2_166_136_261
    for byte in Schema.statements.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return Int32(hash & 0x7FFF_FFFF)
  }()

  /// The writing connection; a file that is damaged or of another version is removed first.
  static func openOrMake(_ path: String) throws -> DatabaseQueue {
    do {
      if !FileManager.default.fileExists(atPath: path + damaged) {
        let queue = try openForWriting(path)
        if try isCurrent(queue) { return queue }
        try queue.close()
      }
    } catch let error as DatabaseError
      where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode)
    {
      // Nothing in it is lost: the store has it all.
    }
    for suffix in ["", "-wal", "-shm", damaged]
    where FileManager.default.fileExists(atPath: path + suffix) {
      try FileManager.default.removeItem(atPath: path + suffix)
    }
    let queue = try openForWriting(path)
    try queue.write { database in
      try database.execute(sql: Schema.statements)
      try database.execute(sql: "PRAGMA user_version = \(version)")
    }
    return queue
  }

  /// The name of the mark that the file is damaged where opening it does not show.
  private static let damaged = "-damaged"

  /// Leaves a mark: the next opening for writing makes the mirror new.
  static func markDamaged(_ path: String) {
    // Where not even this can be written, the next opening meets the damage again: nothing is lost.
    _ = FileManager.default.createFile(atPath: path + damaged, contents: nil)
  }

  /// A read-only connection to a mirror of this version.
  static func openReadOnly(_ path: String) throws -> DatabaseQueue {
    guard FileManager.default.fileExists(atPath: path) else {
      throw MirrorError(.missing, "\(path): there is no mirror yet. `dray refresh` makes it.")
    }
    var configuration = configuration
    configuration.readonly = true
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    guard try isCurrent(queue) else {
      throw MirrorError(
        .missing, "\(path) was made by another version of Dray. `dray refresh` makes it anew.")
    }
    return queue
  }

  private static func openForWriting(_ path: String) throws -> DatabaseQueue {
    var configuration = configuration
    configuration.journalMode = .wal
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    // Only a person with another tool open can make us wait.
    configuration.busyMode = .timeout(10)
    configuration.foreignKeysEnabled = false
    configuration.label = "mirror"
    configuration.prepareDatabase { database in
      try GIDFunction.register(on: database)
      DecimalFunctions.register(on: database.sqliteConnection)
      TextFunctions.register(on: database.sqliteConnection)
      PatternFunctions.register(on: database.sqliteConnection)
      DigestFunction.register(on: database)
      TimeFunctions.register(on: database)
      try database.execute(sql: "PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY")
    }
    return configuration
  }

  private static func isCurrent(_ queue: DatabaseQueue) throws -> Bool {
    try queue.read { try Int32.fetchOne($0, sql: "PRAGMA user_version") == version }
  }
}
