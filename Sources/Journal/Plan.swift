// SPDX-License-Identifier: Apache-2.0

package import GRDB
import GRDBSQLite

/// A change a plan asks for.
package struct PlannedChange: Sendable {
  /// The record's number, counted from 1.
  package var record: Int
  /// The line it begins on.
  package var line: Int
  /// The key as the user wrote it.
  package var key: String
  /// The object's natural key.
  package var object: String
  /// JSON `{identity, desired, prior}`.
  package var intent: String
  /// The catalogue's name of the operation; nil: the plan's own.
  package var operation: String?
  /// The step of its operation it does first, from 0.
  package var phase: Int
  /// What changes that depend on each other share; nil where it stands alone.
  package var group: String?
  /// Its object is read again before anything is sent.
  package var readsFirst = false

  /// A change of a plan.
  package init(
    record: Int, line: Int, key: String, object: String, intent: String, operation: String? = nil,
    phase: Int = 0, group: String? = nil
  ) {
    self.record = record
    self.line = line
    self.key = key
    self.object = object
    self.intent = intent
    self.operation = operation
    self.phase = phase
    self.group = group
  }
}

/// A record rejected before anything is sent.
package struct Rejection: Sendable, Equatable {
  /// The record's number, counted from 1.
  package var record: Int
  /// The line it begins on.
  package var line: Int
  /// The key as the user wrote it.
  package var key: String
  /// A stable name that people script against.
  package var code: String
  /// The same for people, with what to do.
  package var message: String

  /// A rejected record.
  package init(record: Int, line: Int, key: String, code: String, message: String) {
    self.record = record
    self.line = line
    self.key = key
    self.code = code
    self.message = message
  }
}

/// Of a delivery whose records are made of the file's, what the file had.
package struct Mapped: Sendable, Equatable {
  /// How many records the file has; of a grouped file, how many groups.
  package var records: Int
  /// Of those, how many gave no row.
  package var passedOver: Int

  /// So many.
  package init(records: Int, passedOver: Int) {
    self.records = records
    self.passedOver = passedOver
  }
}

/// Takes a plan into the journal, as fast as SQLite goes; lives only inside `Journal.writePlan`.
package struct PlanWriter: ~Copyable {
  /// The transaction all of it goes with.
  package let database: Database
  private let delivery: Int64
  private let operation: String
  private let changes: RawInsert
  private let rejections: RawInsert
  private let shared: RawInsert
  private let superseded: RawInsert
  private let nextSettling: RawInsert
  /// Rows so far.
  fileprivate(set) package var changeCount = 0
  /// Rejected records so far.
  fileprivate(set) package var rejectionCount = 0
  /// Records so far that ask for a change another record makes.
  fileprivate(set) package var sharedCount = 0
  /// Records so far that a later one overrules.
  fileprivate(set) package var supersededCount = 0

  fileprivate init(delivery: Int64, operation: String, _ db: Database) throws {
    let changes = try RawInsert(
      "INSERT INTO changes (delivery, record, line, key, operation, object, intent, state, phase, grp, code) VALUES (?,?,?,?,?,?,?,'planned',?,?,?)",
      db)
    let rejections = try RawInsert(
      "INSERT INTO rejections (delivery, record, line, key, code, message) VALUES (?,?,?,?,?,?)", db
    )
    let shared = try RawInsert(
      "INSERT INTO shared_records (delivery, record, line, change) VALUES (?,?,?,?)", db)
    let superseded = try RawInsert(
      """
      INSERT INTO changes
        (delivery, record, line, key, operation, object, intent, state, code, message, settled)
      VALUES (?,?,?,?,?,?,?,'superseded','SUPERSEDED',?,(SELECT settled FROM home))
      """, db)
    let nextSettling = try RawInsert("UPDATE home SET settled = settled + 1", db)
    database = db
    self.delivery = delivery
    self.operation = operation
    self.superseded = superseded
    self.nextSettling = nextSettling
    self.changes = changes
    self.rejections = rejections
    self.shared = shared
  }

  /// Adds a change and gives its id. Changes are sent in the order they are added.
  @discardableResult
  package mutating func add(_ change: borrowing PlannedChange) throws -> Int64 {
    bind(change, to: changes)
    changes.bind(8, Int64(change.phase))
    if let group = change.group { changes.bind(9, group) } else { changes.bindNull(9) }
    if change.readsFirst { changes.bind(10, Change.readFirst) } else { changes.bindNull(10) }
    changeCount += 1
    return try changes.insert()
  }

  /// Adds a record that a later one of the same delivery overrules: it is settled as it comes.
  package mutating func addSuperseded(_ change: borrowing PlannedChange, message: String) throws {
    _ = try nextSettling.insert()
    bind(change, to: superseded)
    superseded.bind(8, message)
    supersededCount += 1
    _ = try superseded.insert()
  }

  private func bind(_ change: borrowing PlannedChange, to statement: borrowing RawInsert) {
    statement.bind(1, delivery)
    statement.bind(2, Int64(change.record))
    statement.bind(3, Int64(change.line))
    statement.bind(4, change.key)
    statement.bind(5, change.operation ?? operation)
    statement.bind(6, change.object)
    statement.bind(7, change.intent)
  }

  /// Adds a rejected record.
  package mutating func add(_ rejection: Rejection) throws {
    rejections.bind(1, delivery)
    rejections.bind(2, Int64(rejection.record))
    rejections.bind(3, Int64(rejection.line))
    rejections.bind(4, rejection.key)
    rejections.bind(5, rejection.code)
    rejections.bind(6, rejection.message)
    rejectionCount += 1
    _ = try rejections.insert()
  }

  /// Adds a record that asks for what another record's change does already.
  package mutating func addShared(record: Int, line: Int, change: Int64) throws {
    shared.bind(1, delivery)
    shared.bind(2, Int64(record))
    shared.bind(3, Int64(line))
    shared.bind(4, change)
    sharedCount += 1
    _ = try shared.insert()
  }
}

extension Journal {
  /// Commits a delivery's plan whole: what `body` adds, the counts, and the state `working`. The counts
  /// must close: `records` is what `body` added and what it says is unchanged.
  ///
  /// - Parameters:
  ///   - jobFiles: what its job is made of, see `jobFiles(of:digest:)`.
  ///   - brokenOff: where the file breaks off, if it does.
  ///   - body: adds rows; returns how many records there are and how many of them change nothing.
  package func writePlan(
    of delivery: Int64, operation: String, jobDigest: String, header: [String] = [],
    absent: Int = 0, mapped: Mapped? = nil, jobFiles: [JobFileText] = [],
    brokenOff: Delivery.Reason? = nil, at now: String,
    body: (inout PlanWriter) throws -> (records: Int, unchanged: Int)
  ) throws(JournalError) {
    try write { db in
      try Journal.move(delivery, to: .working, at: now, db)
      var writer = try PlanWriter(delivery: delivery, operation: operation, db)
      let (records, unchanged) = try body(&writer)
      let accounted =
        unchanged + writer.changeCount + writer.sharedCount + writer.rejectionCount
        + writer.supersededCount
      guard records == accounted else {
        throw JournalError(
          .other, "the plan of d\(delivery) has \(records) records but accounts for \(accounted)")
      }
      try db.execute(
        sql: """
          UPDATE deliveries SET planned_at = ?, job_digest = ?, records = ?, unchanged = ?,
            absent = ?, header = ?, file_records = ?, passed_over = ?, broken_off = ?
          WHERE id = ?
          """,
        arguments: [
          now, jobDigest, records, unchanged, absent, try Journal.text(of: header),
          mapped?.records, mapped?.passedOver,
          try Delivery.Reason.text(brokenOff.map { [$0] } ?? []), delivery,
        ])
      try Journal.keep(jobFiles, digest: jobDigest, ofPlanned: delivery, db)
      try Journal.supersedePostponed(by: delivery, db)
    }
  }

  /// The records of a delivery that were rejected before anything was sent, by record number above
  /// `after`.
  package func rejections(of delivery: Int64, after record: Int = 0, limit: Int = 10_000)
    throws(JournalError) -> [Rejection]
  {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM rejections WHERE delivery = ? AND record > ? ORDER BY record LIMIT ?
          """, arguments: [delivery, record, limit]
      ).map { row in
        Rejection(
          record: row["record"], line: row["line"], key: row["key"], code: row["code"],
          message: row["message"])
      }
    }
  }
}
