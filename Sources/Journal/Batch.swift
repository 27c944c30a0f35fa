// SPDX-License-Identifier: Apache-2.0

/// The changes sent in one request, or in one line of a bulk file.
package struct Batch: Sendable, Equatable {
  /// Where a batch stands; `docs/states.md` draws it.
  package enum State: String, Sendable, CaseIterable {
    /// Committed before its first byte leaves. Start value; after a crash it becomes `unknown`.
    case sent
    /// The answer was lost; the recovery class says what may be done. Sent again it stays so.
    case unknown
    /// None of its changes is open any more, or they are planned anew.
    case settled

    /// The states this one may pass to; `docs/states.md` draws the same arrows.
    package var successors: Set<State> {
      switch self {
      case .sent: [.unknown, .settled]
      case .unknown: [.settled]
      case .settled: []
      }
    }
  }

  /// Without dashes; also in the GraphQL operation's name.
  package var id: String
  /// The delivery it belongs to.
  package var delivery: Int64
  /// The idempotency key.
  package var key: String
  /// The exact bytes sent; empty once settled.
  package var variables: [UInt8]
  /// Where it stands.
  package var state: State
  /// The key's retention counts from here.
  package var firstSentAt: String
  /// How often it was sent; 1 after the first time.
  package var attempts: Int
  /// The bulk file it goes with and its line there, from 0; nil on the direct route.
  package var place: Place?
  /// The catalogue's name of the operation; nil in rows of an older version: that of the job.
  package var operation: String?
  /// The step of the operation it goes through, from 0.
  package var phase: Int

  /// A line of a bulk file.
  package struct Place: Sendable, Equatable {
    /// The bulk file's id.
    package var file: String
    /// Its line in the file, from 0.
    package var line: Int

    /// A place in a bulk file.
    package init(file: String, line: Int) {
      self.file = file
      self.line = line
    }
  }

  /// A row of the journal.
  package init(
    id: String, delivery: Int64, key: String, variables: [UInt8], state: State = .sent,
    firstSentAt: String, attempts: Int = 1, place: Place? = nil, operation: String? = nil,
    phase: Int = 0
  ) {
    self.id = id
    self.delivery = delivery
    self.key = key
    self.variables = variables
    self.state = state
    self.firstSentAt = firstSentAt
    self.attempts = attempts
    self.place = place
    self.operation = operation
    self.phase = phase
  }
}

/// A bulk operation of ours: many batches in one file.
package struct BulkFile: Sendable, Equatable {
  /// Where a bulk file stands; `docs/states.md` draws it.
  package enum State: String, Sendable, CaseIterable {
    /// Committed before the upload; whether the store started it may be unknown. Start value.
    case sent
    /// The store runs it or has run it: its id is known.
    case running
    /// Its result is in the journal, or it certainly never started.
    case settled

    /// The states this one may pass to; `docs/states.md` draws the same arrows.
    package var successors: Set<State> {
      switch self {
      case .sent: [.running, .settled]
      case .running: [.settled]
      case .settled: []
      }
    }
  }

  /// Without dashes; in the inner document's name.
  package var id: String
  /// The delivery it belongs to.
  package var delivery: Int64
  /// Where it stands.
  package var state: State
  /// When the file was written, before anything was uploaded.
  package var createdAt: String
  /// The bulk operation's id, once known.
  package var operation: String?
  /// The catalogue's name of what it asks; nil in rows of an older version: that of the job.
  package var asks: String?
  /// The step of that operation its lines go through, from 0.
  package var phase: Int

  /// A row of the journal.
  package init(
    id: String, delivery: Int64, state: State = .sent, createdAt: String, operation: String? = nil,
    asks: String? = nil, phase: Int = 0
  ) {
    self.id = id
    self.delivery = delivery
    self.state = state
    self.createdAt = createdAt
    self.operation = operation
    self.asks = asks
    self.phase = phase
  }
}
