// SPDX-License-Identifier: Apache-2.0

/// One file that arrived for a feed, as the journal holds it.
package struct Delivery: Sendable, Equatable {
  /// Where a delivery stands; `docs/states.md` draws it.
  package enum State: String, Sendable, CaseIterable {
    /// In the spool; nothing decided. Start value. A crash changes nothing.
    case waiting
    /// Being planned or sent. After a crash it is taken up again.
    case working
    /// A rail tripped; a person approves or refuses.
    case held
    /// Every record has its final outcome or is parked.
    case settled
    /// Answered as a whole: unreadable, empty, hostile, or refused by a person. Nothing was sent.
    case refused
    /// The same bytes were here before.
    case duplicate
    /// A newer delivery took its place before anything was sent.
    case superseded

    /// The states this one may pass to; `docs/states.md` draws the same arrows.
    package var successors: Set<State> {
      switch self {
      case .waiting: [.working, .held, .refused, .superseded]
      // Held again where a person stopped it in the store.
      case .working: [.settled, .held]
      case .held: [.working, .held, .refused, .superseded]
      // Parked or failed work again.
      case .settled: [.working]
      case .refused, .duplicate, .superseded: []
      }
    }

    /// Whether it will not change any more (a receipt may still be rewritten).
    package var isFinal: Bool {
      switch self {
      case .waiting, .working, .held: false
      case .settled, .refused, .duplicate, .superseded: true
      }
    }
  }

  /// The number in its id, `d` and the number.
  package var id: Int64
  /// The feed it was dropped for.
  package var job: String
  /// The file's name in the inbox.
  package var name: String
  /// 64 lower-case hexadecimal digits.
  package var sha256: String
  /// How many bytes.
  package var bytes: Int
  /// Where it stands.
  package var state: State
  /// RFC 3339 in UTC with milliseconds, like every time in the journal.
  package var arrivedAt: String
  /// Its name in the spool; nil once it is in the archive.
  package var spool: String?
  /// The stamp of the inbox original, JSON, until its removal is synced.
  package var original: String?
  /// Its path below the archive, once it is there.
  package var archived: String?
  /// Whether it is a file of rejected records, mended and dropped again.
  package var correction: Bool
  /// Whether known bytes are sent again.
  package var repeats: Bool
  /// The number of the delivery that brought these bytes first.
  package var duplicateOf: Int64?
  /// The bytes a person approved; nil where nobody has.
  package var approvedSHA256: String?
  /// The job it was planned with; nil before.
  package var jobDigest: String?
  /// When it was planned; nil before.
  package var plannedAt: String?
  /// How many records it has; nil before it is planned.
  package var records: Int?
  /// Records that change nothing; nil before it is planned.
  package var unchanged: Int?
  /// How its changes are sent; nil before it is decided.
  package var route: String?
  /// Why it is held, refused or superseded; empty otherwise.
  package var reasons: [Reason]
  /// When it ended; nil before.
  package var settledAt: String?
  /// When its newest receipt was written whole.
  package var receiptedAt: String?
  /// The name its receipt is still to be written for; nil once every receipt file is written.
  package var pendingName: String?
  /// The delivery it takes back; nil for a file.
  package var undoOf: Int64?
  /// Of its records, those that stand for objects it does not name any more.
  package var absent: Int
  /// The columns it came with, a JSON array; nil before it is planned.
  package var header: String?

  /// What the file had, where its records were made into others; nil where they were not, or before it is planned.
  package var mapped: Mapped?
  /// Where it breaks off, and how many records were read before that; nil where it was read to its end, or before it is
  /// planned.
  package var brokenOff: Reason?

  /// Why a delivery is held, refused or superseded.
  package struct Reason: Sendable, Equatable, Codable {
    /// A stable name that people script against.
    package var code: String
    /// The same for people.
    package var message: String

    /// One reason.
    package init(code: String, message: String) {
      self.code = code
      self.message = message
    }
  }

  /// `d1042`.
  package var label: String { "d\(id)" }

  /// The number in a label, e.g. 1042 of `d1042`; nil where it is none.
  package static func id(label: String) -> Int64? {
    guard label.hasPrefix("d"), let id = Int64(label.dropFirst()), id > 0 else { return nil }
    return id
  }

  /// A row of the journal.
  package init(
    id: Int64, job: String, name: String, sha256: String, bytes: Int, state: State,
    arrivedAt: String, spool: String?, original: String? = nil, archived: String? = nil,
    correction: Bool = false, repeats: Bool = false, duplicateOf: Int64? = nil,
    approvedSHA256: String? = nil, jobDigest: String? = nil, plannedAt: String? = nil,
    records: Int? = nil, unchanged: Int? = nil, route: String? = nil, reasons: [Reason] = [],
    settledAt: String? = nil, receiptedAt: String? = nil, pendingName: String? = nil,
    undoOf: Int64? = nil, absent: Int = 0, header: String? = nil, mapped: Mapped? = nil,
    brokenOff: Reason? = nil
  ) {
    self.id = id
    self.job = job
    self.name = name
    self.sha256 = sha256
    self.bytes = bytes
    self.state = state
    self.arrivedAt = arrivedAt
    self.spool = spool
    self.original = original
    self.archived = archived
    self.correction = correction
    self.repeats = repeats
    self.duplicateOf = duplicateOf
    self.approvedSHA256 = approvedSHA256
    self.jobDigest = jobDigest
    self.plannedAt = plannedAt
    self.records = records
    self.unchanged = unchanged
    self.route = route
    self.reasons = reasons
    self.settledAt = settledAt
    self.receiptedAt = receiptedAt
    self.pendingName = pendingName
    self.undoOf = undoOf
    self.absent = absent
    self.header = header
    self.mapped = mapped
    self.brokenOff = brokenOff
  }
}
