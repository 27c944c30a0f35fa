// SPDX-License-Identifier: Apache-2.0

package import GRDB

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

// The objects a feed with `absent:` has named: one set for each job.
extension Journal {
  /// What a job has named before, each with how many deliveries in a row have left it out.
  ///
  /// - Parameter learned: the name under which answers teach ids of objects that a delivery made and so named; those
  ///   of the newest planned delivery before this one are entered first.
  package func namedObjects(
    of job: String, before delivery: Int64, learned: String?,
    each: (_ object: String, _ absences: Int) throws -> Void
  ) throws(JournalError) {
    if let learned {
      try write { db in
        try db.execute(
          sql: """
            INSERT OR IGNORE INTO named_objects (job, object)
            SELECT :job, value FROM learned WHERE name = :name AND delivery =
              (SELECT max(id) FROM deliveries WHERE job = :job AND id < :delivery
                AND planned_at IS NOT NULL)
            """, arguments: ["job": job, "name": learned, "delivery": delivery])
      }
    }
    try read { db in
      let rows = try Row.fetchCursor(
        db, sql: "SELECT object, absences FROM named_objects WHERE job = ?", arguments: [job])
      while let row = try rows.next() { try each(row[0], row[1]) }
    }
  }

  /// Takes in what a delivery names: an object is named, or left out once more; what was left out `after` times in a
  /// row has been dealt with and leaves the set.
  ///
  /// - Parameters:
  ///   - after: nil where the delivery is not the whole: nothing counts as left out.
  ///   - names: hands out each object the delivery names.
  package static func takeNames(
    of job: String, after: Int?, _ db: Database,
    names: (_ take: (String) throws -> Void) throws -> Void
  ) throws {
    try db.execute(
      sql: """
        DROP TABLE IF EXISTS temp.now_named;
        CREATE TEMP TABLE now_named (object TEXT PRIMARY KEY) WITHOUT ROWID
        """)
    let insert = try RawInsert("INSERT OR IGNORE INTO now_named VALUES (?)", db)
    try names { name in
      insert.bind(1, name)
      _ = try insert.insert()
    }
    if let after {
      try db.execute(
        sql: """
          DELETE FROM named_objects WHERE job = :job AND absences + 1 >= :after
            AND object NOT IN (SELECT object FROM now_named)
          """, arguments: ["job": job, "after": after])
      try db.execute(
        sql: """
          UPDATE named_objects SET absences = absences + 1
          WHERE job = ? AND object NOT IN (SELECT object FROM now_named)
          """, arguments: [job])
    }
    try db.execute(
      sql: """
        INSERT INTO named_objects (job, object) SELECT ?, object FROM now_named WHERE true
        ON CONFLICT (job, object) DO UPDATE SET absences = 0
        """, arguments: [job])
  }

  /// Whether a delivery is being taken back, or was: the newest that does; one that was refused does not count.
  package func undo(of delivery: Int64) throws(JournalError) -> Delivery? {
    try read { db in
      try Row.fetchOne(
        db,
        sql: """
          SELECT * FROM deliveries WHERE undo_of = ? AND state NOT IN ('refused','superseded')
          ORDER BY id DESC LIMIT 1
          """, arguments: [delivery]
      ).map(Delivery.init)
    }
  }

  /// A delivery's applied changes by id above `after`: what can be taken back.
  package func applied(of delivery: Int64, after id: Int64, limit: Int) throws(JournalError)
    -> [Change]
  {
    try read { db in
      try Change.all(
        db,
        sql: """
          SELECT \(Change.columns) FROM changes
          WHERE delivery = ? AND id > ? AND state = 'applied' ORDER BY id LIMIT ?
          """, arguments: [delivery, id, limit])
    }
  }

  /// Which of these keys an export has written, in whatever version.
  package func exported(by job: String, among keys: [String]) throws(JournalError) -> Set<String> {
    try read { db in
      let list = String(decoding: try JSONEncoder().encode(keys), as: UTF8.self)
      return try String.fetchSet(
        db,
        sql: "SELECT key FROM exported WHERE job = ? AND key IN (SELECT value FROM json_each(?))",
        arguments: [job, list])
    }
  }
}
