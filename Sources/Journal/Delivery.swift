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
  package var job: String
  package var name: String
  package var sha256: String
  package var bytes: Int
  package var state: State
  /// RFC 3339 in UTC with milliseconds, like every time in the journal.
  package var arrivedAt: String
  package var spool: String?
  package var correction: Bool
  package var repeats: Bool
  package var duplicateOf: Int64?
  package var approvedSHA256: String?
  package var jobDigest: String?
  package var plannedAt: String?
  package var records: Int?
  package var unchanged: Int?
  package var route: String?
  package var reasons: [Reason]
  package var settledAt: String?

  /// Why a delivery is held, refused or superseded.
  package struct Reason: Sendable, Equatable, Codable {
    package var code: String
    package var message: String

    package init(code: String, message: String) {
      self.code = code
      self.message = message
    }
  }

  /// `d1042`.
  package var label: String { "d\(id)" }

  package init(
    id: Int64, job: String, name: String, sha256: String, bytes: Int, state: State,
    arrivedAt: String,
    spool: String?, correction: Bool = false, repeats: Bool = false, duplicateOf: Int64? = nil,
    approvedSHA256: String? = nil, jobDigest: String? = nil, plannedAt: String? = nil,
    records: Int? = nil, unchanged: Int? = nil, route: String? = nil, reasons: [Reason] = [],
    settledAt: String? = nil
  ) {
    self.id = id
    self.job = job
    self.name = name
    self.sha256 = sha256
    self.bytes = bytes
    self.state = state
    self.arrivedAt = arrivedAt
    self.spool = spool
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
  }
}

/// The counts of each outcome; they sum to `records` at every moment.
package struct OutcomeCounts: Sendable, Equatable {
  package var records = 0
  package var applied = 0
  package var unchanged = 0
  package var rejected = 0
  package var superseded = 0
  package var pending = 0
  package var parked = 0

  package init() {}

  /// Whether they add up.
  package var closes: Bool {
    records == applied + unchanged + rejected + superseded + pending + parked
  }
}
