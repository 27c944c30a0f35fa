// SPDX-License-Identifier: Apache-2.0

import Catalogue
import GRDBSQLite
import Glibc
import Jobs
import Tables

/// The records to look at exactly, as tables of a private SQLite database beside which the mirror is attached
/// read-only. Everything that decides what becomes of a record is a statement over these sets.
///
/// | table | one row for |
/// |---|---|
/// | `plan_staged` | a record that could be read, with its key and desired values in canonical form |
/// | `plan_rejected` | a rejected record |
/// | `plan_matched` | an object a staged record names, with what it asks of it and whether that changes it |
/// | `plan_objects` | an object, with the first record that names it |
/// | `plan_shared` | a further record that asks for the same as `of_record` |
/// | `plan_named` | an object the delivery names, where `absent:` asks |
/// | `plan_before` | an object the feed named before, and how often it was left out since |
/// | `plan_absent` | an object that was left out often enough |
/// | `plan_superseded` | a record a later one of the same file overrules |
///
/// The file lives in the private work folder and is thrown away: no journal, no syncs.
final class Stage {
  let database: ScratchDatabase
  /// The job's mapped fields, key first.
  let fields: [Operation.Field]
  let keyCount: Int
  private let path: String

  /// Makes the tables for a job's fields.
  init(
    fields: [Operation.Field], keyCount: Int, name: String, workDirectory: String, mirror: String
  )
    throws(ScratchError)
  {
    self.fields = fields
    self.keyCount = keyCount
    path = "\(workDirectory)/\(name).plan.sqlite"
    unlink(path)
    database = try ScratchDatabase(path: path)
    try database.execute(
      """
      PRAGMA main.journal_mode = OFF; PRAGMA main.synchronous = OFF; PRAGMA main.locking_mode = EXCLUSIVE;
      PRAGMA temp_store = MEMORY; PRAGMA main.cache_size = -16384;
      """)
    MoneyFunction.register(on: database)
    let attach = try database.prepare("ATTACH ? AS mirror")
    attach.bind("file:\(Self.uriPath(mirror))?mode=ro", 1)
    try attach.run()
    try database.execute("PRAGMA mirror.cache_size = -8192")
    let columns = fields.indices.map { index in
      ", f\(index) \(Self.affinity(fields[index].type)), p\(index) INTEGER"
    }
    try database.execute(
      """
      BEGIN;
      CREATE TABLE plan_staged (record INTEGER PRIMARY KEY, line INTEGER NOT NULL, key TEXT NOT NULL
        \(columns.joined()));
      CREATE TABLE plan_rejected (record INTEGER PRIMARY KEY, line INTEGER NOT NULL, key TEXT NOT NULL,
        code TEXT NOT NULL, message TEXT NOT NULL);
      CREATE TABLE plan_matched (record INTEGER NOT NULL, object TEXT NOT NULL, identity TEXT NOT NULL,
        desired TEXT NOT NULL, prior TEXT NOT NULL, same INTEGER NOT NULL, zeroed INTEGER NOT NULL,
        above INTEGER NOT NULL, asks TEXT, PRIMARY KEY (record, object)) WITHOUT ROWID;
      CREATE TABLE plan_objects (object TEXT PRIMARY KEY, record INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE plan_shared (record INTEGER PRIMARY KEY, line INTEGER NOT NULL, of_record INTEGER NOT NULL);
      CREATE INDEX plan_shared_of ON plan_shared(of_record);
      CREATE TABLE plan_superseded (record INTEGER PRIMARY KEY, by_line INTEGER NOT NULL,
        object TEXT NOT NULL, identity TEXT NOT NULL, desired TEXT NOT NULL, prior TEXT NOT NULL);
      CREATE TABLE plan_named (object TEXT PRIMARY KEY) WITHOUT ROWID;
      CREATE TABLE plan_before (object TEXT PRIMARY KEY, absences INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE plan_absent (object TEXT PRIMARY KEY) WITHOUT ROWID;
      COMMIT;
      """)
  }

  deinit { unlink(path) }

  /// Gives back the page caches; what they held is read again where needed.
  func releaseMemory() { sqlite3_db_release_memory(database.handle) }

  private static func affinity(_ type: FieldType) -> String {
    switch type {
    case .integer, .id, .reference: "INTEGER"
    case .text, .money, .prose, .measure, .flag, .choice, .list, .moment: "TEXT"
    }
  }

  /// A path as it stands in a URI.
  static func uriPath(_ path: String) -> String {
    path.map { character in
      switch character {
      case "%": "%25"
      case "?": "%3f"
      case "#": "%23"
      default: String(character)
      }
    }.joined()
  }
}
