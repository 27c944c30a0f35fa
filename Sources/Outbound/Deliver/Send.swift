// SPDX-License-Identifier: Apache-2.0

package import GRDB
package import Journal

/// One file on its way to one target, as the journal holds it: sent once for each run and target.
package struct Send: Sendable, Equatable {
  /// Where a send stands; `docs/states.md` draws it.
  package enum State: String, Sendable, CaseIterable {
    /// Not there yet as far as we know; tried again and again. Start value.
    case waiting
    /// The target has the whole file.
    case sent
    /// Left to a person: `dray retry` takes it up again.
    case failed
  }

  /// The run that wrote the file.
  package var run: Int64
  /// The target's name in `dray.yaml`.
  package var target: String
  /// Where it stands.
  package var state: State
  /// How often it was tried.
  package var attempts: Int
  /// When the last try began; nil before the first.
  package var triedAt: String?
  /// For how long it has been tried, in seconds; time in which Dray did not run counts an hour at most.
  package var triedSeconds: Int
  /// When the whole file was there under its temporary name; nil before.
  package var uploadedAt: String?
  /// When the target had it; nil before.
  package var sentAt: String?
  /// Why the last try failed, or what was remarkable.
  package var message: String?

  /// The export that wrote the file.
  package var job: String
  /// The file's name.
  package var file: String
  /// 64 lower-case hexadecimal digits.
  package var sha256: String
  /// The file's size.
  package var bytes: Int
  /// Rows in the file, the header left out.
  package var rows: Int
  /// The file's number.
  package var sequence: Int

  /// `x77/erp`.
  package var label: String { "x\(run)/\(target)" }
}

extension Send: FetchableRecord {
  package init(row: Row) throws {
    guard let state = State(rawValue: row["state"]) else {
      throw JournalError(
        .damaged, "the journal holds a send in the unknown state \(row["state"] ?? "")")
    }
    self.state = state
    run = row["run"]
    target = row["target"]
    attempts = row["attempts"]
    triedAt = row["tried_at"]
    triedSeconds = row["tried_seconds"]
    uploadedAt = row["uploaded_at"]
    sentAt = row["sent_at"]
    message = row["message"]
    job = row["job"]
    file = row["file"]
    sha256 = row["sha256"]
    bytes = row["bytes"]
    rows = row["rows"] ?? 0
    sequence = row["sequence"]
  }

  /// Every column `init(row:)` reads.
  fileprivate static let query = """
    SELECT s.run AS run, s.target AS target, s.state AS state, s.attempts AS attempts,
      s.tried_at AS tried_at, s.tried_seconds AS tried_seconds, s.uploaded_at AS uploaded_at,
      s.sent_at AS sent_at, s.message AS message,
      r.job AS job, r.file AS file, r.sha256 AS sha256, r.bytes AS bytes, r.rows AS rows,
      r.sequence AS sequence
    FROM sends s JOIN runs r ON r.id = s.run
    """
}

/// What a target has to get, for `dray status`.
package struct TargetStatus: Sendable, Equatable {
  /// Its name.
  package var target: String
  /// Files on their way.
  package var waiting = 0
  /// Files left to a person.
  package var failed = 0
  /// When it last got one; nil for never.
  package var lastSentAt: String?
  /// Why the oldest of those on their way is not there; nil where none was tried.
  package var message: String?

  /// A target that has got all.
  package init(target: String) { self.target = target }
}

extension Send {
  /// Puts a placed file on its way, in the transaction that notes it as done. Once, however often it is called.
  static func begin(run: Int64, to targets: [String], _ db: Database) throws {
    for target in targets {
      try db.execute(
        sql: """
          INSERT INTO sends (run, target, state) VALUES (?, ?, 'waiting')
          ON CONFLICT (run, target) DO NOTHING
          """, arguments: [run, target])
    }
  }
}

extension Journal {
  /// The oldest file on its way to a target; nil where there is none.
  package func nextSend(to target: String) throws(JournalError) -> Send? {
    try read { db in
      try Send.fetchOne(
        db,
        sql: """
          \(Send.query) WHERE s.target = ? AND s.state = 'waiting' ORDER BY s.run LIMIT 1
          """, arguments: [target])
    }
  }

  /// Where the file of a run is sent, by the names of the targets.
  package func sends(of run: Int64) throws(JournalError) -> [Send] {
    try read { db in
      try Send.fetchAll(
        db, sql: "\(Send.query) WHERE s.run = ? ORDER BY s.target", arguments: [run])
    }
  }

  /// One send; nil where there is none.
  package func send(of run: Int64, to target: String) throws(JournalError) -> Send? {
    try read { db in
      try Send.fetchOne(
        db, sql: "\(Send.query) WHERE s.run = ? AND s.target = ?", arguments: [run, target])
    }
  }

  /// The files left to a person, oldest first.
  package func failedSends() throws(JournalError) -> [Send] {
    try read { db in
      try Send.fetchAll(db, sql: "\(Send.query) WHERE s.state = 'failed' ORDER BY s.run, s.target")
    }
  }

  /// How the targets stand that anything was ever sent to, by name.
  package func targetStatuses() throws(JournalError) -> [TargetStatus] {
    try read { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT target, sum(state = 'waiting') AS waiting, sum(state = 'failed') AS failed,
            max(sent_at) AS sent_at,
            (SELECT message FROM sends o WHERE o.target = s.target AND o.state = 'waiting'
             ORDER BY run LIMIT 1) AS message
          FROM sends s GROUP BY target ORDER BY target
          """)
      return rows.map { row in
        var status = TargetStatus(target: row["target"])
        status.waiting = row["waiting"]
        status.failed = row["failed"]
        status.lastSentAt = row["sent_at"]
        status.message = row["message"]
        return status
      }
    }
  }

  /// Takes up what of a run was left to a person, as if never tried. What is there already under its temporary name
  /// is not sent again.
  ///
  /// - Returns: how many.
  package func retrySends(of run: Int64) throws(JournalError) -> Int {
    try write { db in
      try db.execute(
        sql: """
          UPDATE sends SET state = 'waiting', attempts = 0, tried_seconds = 0, tried_at = NULL
          WHERE run = ? AND state = 'failed'
          """, arguments: [run])
      return db.changesCount
    }
  }
}
