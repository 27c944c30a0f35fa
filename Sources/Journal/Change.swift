// SPDX-License-Identifier: Apache-2.0

/// One intended effect on one object, as the journal holds it.
package struct Change: Sendable, Equatable {
  /// Where a change stands; `docs/states.md` draws it.
  package enum State: String, Sendable, CaseIterable {
    /// Decided, nothing sent. Start value, and again after an unknown that turned out not to have happened.
    case planned
    /// Its batch was committed before the first byte left; no answer yet.
    case sent
    /// The answer was lost; the recovery class says what may be done.
    case unknown
    /// The store has it.
    case applied
    /// The store refused it.
    case rejected
    /// A later delivery has changed the object since.
    case superseded
    /// Given up on until a person acts.
    case parked

    /// The states this one may pass to; `docs/states.md` draws the same arrows.
    package var successors: Set<State> {
      switch self {
      case .planned: [.sent, .applied, .rejected, .superseded, .parked]
      // Back to planned where certainly nothing happened.
      case .sent: [.unknown, .planned, .applied, .rejected, .parked]
      case .unknown: [.planned, .applied, .rejected, .parked]
      // A person asked for it again.
      case .rejected: [.planned, .superseded]
      case .parked: [.planned, .superseded]
      case .applied, .superseded: []
      }
    }

    /// Whether it is settled.
    package var isFinal: Bool {
      switch self {
      case .planned, .sent, .unknown: false
      case .applied, .rejected, .superseded, .parked: true
      }
    }
  }

  /// The code of a planned change whose object is to be read before anything is sent.
  package static let readFirst = "READ_FIRST"

  /// Whether its object is to be read before it is sent: compare-and-set refused it and it was not read since, or it
  /// takes back what may have changed.
  package var needsReading: Bool { code == Self.readFirst || (stale > 0 && code != nil) }

  /// Its number; changes are sent in this order.
  package var id: Int64
  /// The delivery that asks for it.
  package var delivery: Int64
  /// The record that asks for it, counted from 1.
  package var record: Int
  /// The line that record begins on.
  package var line: Int
  /// The key as the user wrote it.
  package var key: String
  /// The catalogue's name of the operation.
  package var operation: String
  /// The object's natural key.
  package var object: String
  /// JSON `{identity, desired, prior}`; Inbound turns it into the catalogue's `Intent`.
  package var intent: String
  /// Where it stands.
  package var state: State
  /// The batch it was last sent in; nil before.
  package var batch: String?
  /// Its index in that batch, from 0.
  package var item: Int?
  /// How often compare-and-set found another value.
  package var stale: Int
  /// The store's or our code for how it ended; nil where nothing is to be said.
  package var code: String?
  /// What is to be said of how it ended.
  package var message: String?
  /// The id the store gave the object, where it made one.
  package var result: String?
  /// Grows with every settling; nil while it is open.
  package var settled: Int64?
  /// The step of its operation it does next, from 0.
  package var phase: Int
  /// What changes of a delivery that depend on each other share; nil where it stands alone.
  package var group: String?
  /// Planned, but not to be sent before this time; nil where it may be sent now.
  package var notBefore: String?

  /// A row of the journal.
  package init(
    id: Int64, delivery: Int64, record: Int, line: Int, key: String, operation: String,
    object: String,
    intent: String, state: State = .planned, batch: String? = nil, item: Int? = nil, stale: Int = 0,
    code: String? = nil, message: String? = nil, result: String? = nil,
    settled: Int64? = nil, phase: Int = 0, group: String? = nil, notBefore: String? = nil
  ) {
    self.id = id
    self.delivery = delivery
    self.record = record
    self.line = line
    self.key = key
    self.operation = operation
    self.object = object
    self.intent = intent
    self.state = state
    self.batch = batch
    self.item = item
    self.stale = stale
    self.code = code
    self.message = message
    self.result = result
    self.settled = settled
    self.phase = phase
    self.group = group
    self.notBefore = notBefore
  }
}
