// SPDX-License-Identifier: Apache-2.0

package import GRDB
package import Journal

/// One slot of an export, as the journal holds it.
package struct ExportRun: Sendable, Equatable {
  /// Where a run stands; `docs/states.md` draws it.
  package enum State: String, Sendable, CaseIterable {
    /// The slot is taken; nothing stands in the outbox but perhaps a half draft. After a crash the draft goes
    /// and the slot is run again with the same window. Start value.
    case claimed
    /// The whole file is on disk under its temporary name, and the watermark has moved.
    case sealed
    /// It has its final name; its checksum may be missing.
    case placed
    /// File and checksum are there.
    case done
    /// There was nothing to write, and the job wants no file then.
    case empty
    /// Given up on; the watermark has not moved, the next slot covers this one's window too.
    case failed

    /// Whether it will not change any more.
    package var isFinal: Bool {
      switch self {
      case .claimed, .sealed, .placed: false
      case .done, .empty, .failed: true
      }
    }
  }

  /// The number in its id, `x` and the number.
  package var id: Int64
  /// The export.
  package var job: String
  /// The slot's time; for an export without schedule, when it was asked for.
  package var slot: String
  /// Where it stands.
  package var state: State
  /// When the window begins; nil for the first of a job.
  package var since: String?
  /// When the window ends: the start of the refresh that fed it.
  package var until: String
  /// The run this one writes again, at a person's wish; nil for any other.
  package var again: Int64?
  /// The file's number, without gaps; nil where there is no file, and for what is written again.
  package var sequence: Int?
  /// The sealed draft's name.
  package var temporary: String?
  /// The file's name in the job's outbox folder.
  package var file: String?
  /// 64 lower-case hexadecimal digits.
  package var sha256: String?
  /// The file's size; nil where there is none.
  package var bytes: Int?
  /// Rows in the file, the header left out.
  package var rows: Int?
  /// What was remarkable.
  package var message: String?
  /// When it ended; nil before.
  package var finishedAt: String?

  /// `x77`.
  package var label: String { "x\(id)" }

  /// The number of an id such as `x77`; nil for anything else.
  package static func id(label: String) -> Int64? {
    guard label.hasPrefix("x") else { return nil }
    return Int64(label.dropFirst())
  }
}

extension ExportRun: FetchableRecord {
  package init(row: Row) throws {
    guard let state = State(rawValue: row["state"]) else {
      throw JournalError(
        .damaged, "the journal holds a run in the unknown state \(row["state"] ?? "")")
    }
    self.state = state
    id = row["id"]
    job = row["job"]
    slot = row["slot"]
    again = ExportRun.original(slot: slot)
    since = row["since"]
    until = row["until"]
    // A number below zero stands for none: the journal wants one of every file.
    sequence = (row["sequence"] as Int?).flatMap { $0 > 0 ? $0 : nil }
    temporary = row["temporary"]
    file = row["file"]
    sha256 = row["sha256"]
    bytes = row["bytes"]
    rows = row["rows"]
    message = row["message"]
    finishedAt = row["finished_at"]
  }
}

extension Journal {
  /// One run by its number; nil where there is none.
  package func exportRun(_ id: Int64) throws(JournalError) -> ExportRun? {
    try read { db in
      try ExportRun.fetchOne(db, sql: "SELECT * FROM runs WHERE id = ?", arguments: [id])
    }
  }

  /// The newest runs, of one job or of all.
  package func exportRuns(of job: String? = nil, limit: Int = 20) throws(JournalError)
    -> [ExportRun]
  {
    try read { db in
      try ExportRun.fetchAll(
        db, sql: "SELECT * FROM runs WHERE ? IS NULL OR job = ? ORDER BY id DESC LIMIT ?",
        arguments: [job, job, limit])
    }
  }

  /// The runs of a job that are not finished, oldest first.
  package func openExportRuns(of job: String) throws(JournalError) -> [ExportRun] {
    try read { db in
      try ExportRun.fetchAll(
        db,
        sql: """
          SELECT * FROM runs WHERE job = ? AND state IN ('claimed', 'sealed', 'placed') ORDER BY id
          """, arguments: [job])
    }
  }
}
