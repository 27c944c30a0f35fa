// SPDX-License-Identifier: Apache-2.0

package import GRDB

/// What is known of a file when it arrives.
package struct Arrival: Sendable {
  /// The feed it was dropped for.
  package var job: String
  /// The file's name in the inbox.
  package var name: String
  /// 64 lower-case hexadecimal digits.
  package var sha256: String
  /// How many bytes.
  package var bytes: Int
  /// When it was taken.
  package var at: String
  /// Its name in the spool.
  package var spool: String?
  /// The stamp of the inbox original, JSON; nil where the original is left (`dray run JOB FILE`).
  package var original: String?
  /// Whether it is a file of rejected records, mended and dropped again.
  package var correction = false
  /// Whether known bytes are to be sent again.
  package var repeats = false
  /// The delivery it takes back; nil for a file.
  package var undoOf: Int64?

  /// What is known of a file when it arrives.
  package init(
    job: String, name: String, sha256: String, bytes: Int, at: String, spool: String?,
    original: String? = nil, correction: Bool = false, repeats: Bool = false
  ) {
    self.job = job
    self.name = name
    self.sha256 = sha256
    self.bytes = bytes
    self.at = at
    self.spool = spool
    self.original = original
    self.correction = correction
    self.repeats = repeats
  }
}

/// What a delivery is when it arrives.
package enum ArrivalVerdict: Sendable {
  case waiting
  case refused([Delivery.Reason])
  case duplicate(of: Int64)
}

extension Journal {
  /// Enters an arrival, which is then durable. Its receipt is due at once unless it waits.
  package func insert(_ arrival: Arrival, as verdict: ArrivalVerdict = .waiting)
    throws(JournalError) -> Delivery
  {
    try write { db in try Journal.insert(arrival, as: verdict, db) }
  }

  /// `insert(_:as:)` inside a transaction.
  package static func insert(
    _ arrival: Arrival, as verdict: ArrivalVerdict, _ db: Database
  ) throws -> Delivery {
    var state = Delivery.State.waiting
    var reasons: [Delivery.Reason] = []
    var original: Int64?
    switch verdict {
    case .waiting: break
    case .refused(let why): (state, reasons) = (.refused, why)
    case .duplicate(let id): (state, original) = (.duplicate, id)
    }
    try db.execute(
      sql: """
        INSERT INTO deliveries (job, name, sha256, bytes, state, arrived_at, spool, original,
          correction, repeats, duplicate_of, reason, settled_at, pending_name, undo_of)
        VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
        """,
      arguments: [
        arrival.job, arrival.name, arrival.sha256, arrival.bytes, state.rawValue, arrival.at,
        arrival.spool, arrival.original, arrival.correction, arrival.repeats, original,
        try Delivery.Reason.text(reasons), state.isFinal ? arrival.at : nil,
        state.isFinal ? arrival.name : nil, arrival.undoOf,
      ])
    return try Journal.present(db.lastInsertedRowID, db)
  }

  /// A delivery by its number; nil where there is none.
  package func delivery(_ id: Int64) throws(JournalError) -> Delivery? {
    try read { db in try Journal.delivery(id, db) }
  }

  /// `delivery(_:)` inside a transaction.
  package static func delivery(_ id: Int64, _ db: Database) throws -> Delivery? {
    try Row.fetchOne(db, sql: "SELECT * FROM deliveries WHERE id = ?", arguments: [id])
      .map(Delivery.init)
  }

  /// A delivery that must be there.
  static func present(_ id: Int64, _ db: Database) throws -> Delivery {
    guard let delivery = try delivery(id, db) else {
      throw JournalError(.damaged, "the journal has no delivery d\(id)")
    }
    return delivery
  }

  /// A job's deliveries that are `waiting`, `working` or `held`, in the order they are worked: by arrival,
  /// or `byName`, in which digits count as numbers (`stock-9.csv` before `stock-10.csv`).
  package func open(of job: String, byName: Bool = false) throws(JournalError) -> [Delivery] {
    let open = try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM deliveries
          WHERE job = ? AND state IN ('waiting','working','held') ORDER BY id
          """, arguments: [job]
      ).map(Delivery.init)
    }
    guard byName else { return open }
    // What has begun goes on first: a later name never overtakes it half-way.
    return open.sorted { one, other in
      let begun = (one.state == .working, other.state == .working)
      if begun.0 != begun.1 { return begun.0 }
      return NaturalOrder.precedes(one.name, other.name)
        || (!NaturalOrder.precedes(other.name, one.name) && one.id < other.id)
    }
  }

  /// Earlier deliveries of a job with these bytes, newest first, duplicates left out.
  package func deliveries(of job: String, sha256: String) throws(JournalError) -> [Delivery] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM deliveries WHERE job = ? AND sha256 = ? AND state <> 'duplicate'
          ORDER BY id DESC
          """, arguments: [job, sha256]
      ).map(Delivery.init)
    }
  }

  /// Deliveries, newest first: of one job or all, in these states or any.
  package func deliveries(
    of job: String? = nil, in states: Set<Delivery.State> = Set(Delivery.State.allCases),
    limit: Int = 100
  ) throws(JournalError) -> [Delivery] {
    let list = states.map { "'\($0.rawValue)'" }.sorted().joined(separator: ",")
    return try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM deliveries WHERE (:job IS NULL OR job = :job) AND state IN (\(list))
          ORDER BY id DESC LIMIT :limit
          """, arguments: ["job": job, "limit": limit]
      ).map(Delivery.init)
    }
  }

  /// Deliveries whose inbox original may still be there: its removal is not known to be synced.
  package func unremoved(of job: String) throws(JournalError) -> [Delivery] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: "SELECT * FROM deliveries WHERE job = ? AND original IS NOT NULL ORDER BY id",
        arguments: [job]
      ).map(Delivery.init)
    }
  }

  /// Deliveries whose receipt is due, in order.
  package func unanswered(of job: String) throws(JournalError) -> [Delivery] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: "SELECT * FROM deliveries WHERE job = ? AND pending_name IS NOT NULL ORDER BY id",
        arguments: [job]
      ).map(Delivery.init)
    }
  }

  /// The removal of these deliveries' inbox originals is synced.
  package func forgetOriginals(of ids: [Int64]) throws(JournalError) {
    if ids.isEmpty { return }
    try write { db in
      for id in ids {
        try db.execute(sql: "UPDATE deliveries SET original = NULL WHERE id = ?", arguments: [id])
      }
    }
  }

  /// Every receipt file of a delivery is written; `archived` is where its bytes are now, nil where they
  /// still stand in the spool.
  package func answered(_ id: Int64, archived: String?, at now: String) throws(JournalError) {
    try write { db in
      try db.execute(
        sql: """
          UPDATE deliveries SET pending_name = NULL, receipted_at = :now,
            archived = coalesce(:archived, archived), spool = iif(:archived IS NULL, spool, NULL)
          WHERE id = :id
          """, arguments: ["id": id, "archived": archived, "now": now])
    }
  }
}

extension Journal {
  /// The spool files that deliveries still need.
  package func spoolNames() throws(JournalError) -> Set<String> {
    try read { db in
      Set(
        try String.fetchAll(
          db, sql: "SELECT spool FROM deliveries WHERE spool IS NOT NULL AND archived IS NULL"))
    }
  }
}
