// SPDX-License-Identifier: Apache-2.0

import Catalogue
import GRDB
import Journal
import ShopifyAdmin

/// What the direct route still has to do for one lane of a delivery, and what each return makes of it. All effects
/// are on the journal: every turn is one transaction, committed before what it starts leaves.
struct DirectWork {
  let journal: Journal
  let operation: Operation
  let lane: Lane
  let delivery: Int64
  let now: @Sendable () -> String
  let identifier: @Sendable () -> String
  /// By how much waits are spread, 0 to 1.
  let jitter: @Sendable () -> Double
  /// How long a batch may wait for the store before the rest is left for later.
  let patience: Duration
  /// Whether the delivery takes another one back: what has changed since is left as it is.
  let isUndo: Bool

  /// Why a person's word is needed before anything more is sent; what has no known outcome is read all the same.
  var stopped: String?
  /// How many more changes the store may refuse before the rest is not sent; nil where there is no limit.
  var refusalsLeft: Int?

  /// Whether new batches are made of the plan; else what has no known outcome is settled only, and what is to be sent
  /// again stays planned.
  var claimsPlan = true {
    didSet {
      (cursor, unknownCursor, claimed) = (0, "", 0)
      // What is left of them stands in the plan, which is read from its beginning now.
      if claimsPlan { halves = [] }
    }
  }

  /// Groups that may be claimed, first to last.
  var ready: [[Change]] = []
  /// Halves of groups that were refused as a whole with no item named: sent by this route at once, whichever the
  /// whole went by, so that the bad one ends up alone.
  var halves: [[Change]] = []
  /// Changes whose objects are read before anything else is done with them.
  var unread: [Change] = []
  /// Changes whose outcome is to be found out by looking.
  var unlooked: [Lookup] = []
  /// The changes that are looked for now, or will be.
  var looking: Set<Int64> = []
  /// Where reading the plan has got to; nil once all of it is here.
  private var cursor: Int64? = 0
  /// Where reading the batches with unknown outcomes has got to; nil once all are here.
  private var unknownCursor: String? = ""
  /// Errands of returns that another route took in.
  private var deferred: [Errand] = []
  /// How many changes this pass over the plan has claimed.
  private var claimed = 0
  /// Why nothing more is claimed.
  var halt: Halt?

  /// Why the work stops before it is done.
  enum Halt: Equatable {
    /// Later, for this reason.
    case pending(reason: String, after: Duration)
    /// A person must act first.
    case paused(String)
    /// A person stopped it in the store, and must say that it is to go on.
    case held(String)
    /// The store refuses more than the job bears (`stop_at`).
    case refusals
    case stopped
  }

  /// Something to be done outside of the journal.
  enum Errand: Sendable {
    /// A batch, committed as sent, after a wait.
    case send(Parcel, after: Duration)
    /// Objects to be read, after a wait; `waited` and `failures` as in `Parcel`.
    case read([Change], after: Duration, waited: Duration, failures: Int)
    /// What a change would have made, to be looked for after a wait.
    case look(Lookup, after: Duration)
  }

  /// What an errand came back with.
  enum Return: Sendable {
    case sent(Parcel, Result<AdminReply, AdminError>)
    case read(
      [Change], Result<[[String: String?]?], AdminError>, waited: Duration, failures: Int)
    case looked(Lookup, Result<Look.Found, AdminError>)
  }

  /// The step its changes go through.
  var step: Step { operation.step(lane.phase) }

  init(
    journal: Journal, operation: Operation, phase: Int = 0, delivery: Int64, patience: Duration,
    isUndo: Bool = false, now: @escaping @Sendable () -> String,
    identifier: @escaping @Sendable () -> String,
    jitter: @escaping @Sendable () -> Double = { 1 }
  ) {
    self.journal = journal
    self.operation = operation
    lane = Lane(operation: operation.name, phase: phase)
    self.delivery = delivery
    self.patience = patience
    self.isUndo = isUndo
    self.now = now
    self.identifier = identifier
    self.jitter = jitter
  }

  /// We are stopping: nothing more is claimed.
  mutating func stop() { stop(for: .stopped) }

  /// Takes what came back, commits what it means and at most `slots` new batches, and gives what to do
  /// next.
  mutating func turn(_ returns: [Return], slots: Int) throws(InboundError) -> [Errand] {
    var slots = slots
    let unknown = try nextUnknown(slots: slots)
    try refill(slots: slots)
    var errands = halt == nil ? deferred : []
    deferred = []
    let nothingToCommit =
      returns.isEmpty && unknown.isEmpty && (ready.isEmpty && halves.isEmpty || slots <= 0)
    if !nothingToCommit {
      var turn = self
      do throws(JournalError) {
        errands += try journal.settle(at: now()) { settling, db in
          var errands: [Errand] = []
          for item in returns { errands += try turn.take(item, &settling, db) }
          try settling.write()
          for (batch, changes) in unknown {
            // What is looked for already is not to be climbed for as well.
            let left = changes.filter { !turn.looking.contains($0.id) }
            if left.isEmpty { continue }
            var parcel = Parcel(batch: batch, changes: left)
            parcel.wasUnknown = true
            errands += try turn.climb(parcel, wait: .zero, &settling, db)
          }
          slots -= errands.count
          if turn.halt == nil, turn.stopped == nil, slots > 0 {
            let halved = try turn.claim(\.halves, slots, db)
            errands += halved
            slots -= halved.count
          }
          if turn.halt == nil, slots > 0, turn.claimsPlan {
            errands += try turn.claim(\.ready, slots, db)
          }
          return errands
        }
      } catch { throw InboundError(error) }
      self = turn
      if !claimsPlan { ready = [] }
    }
    if halt == nil {
      while !unread.isEmpty {
        let chunk = Array(unread.prefix(ObjectReading.mostIDs))
        unread.removeFirst(chunk.count)
        errands.append(.read(chunk, after: .zero, waited: .zero, failures: 0))
      }
      while !unlooked.isEmpty, slots > 0 {
        errands.append(.look(unlooked.removeFirst(), after: .zero))
        slots -= 1
      }
    }
    return errands
  }

  /// Takes what came back on another route; what it leads to is done by the next turn. What is planned or
  /// read again stands in the journal, and the next pass finds it there.
  mutating func absorb(_ returns: [Return]) throws(InboundError) {
    deferred += try turn(returns, slots: 0).filter { errand in
      switch errand {
      case .send, .look: true
      case .read: false
      }
    }
    (ready, unread) = ([], [])
  }

  /// Another route has stopped for a reason.
  mutating func stop(for reason: Halt) { if halt == nil { halt = reason } }

  /// Called once nothing is on its way: whether the plan has more that could not be claimed before. When
  /// a whole pass over it claimed nothing, other deliveries' outcomes are waited for.
  mutating func startOver() throws(InboundError) -> Bool {
    guard halt == nil, claimsPlan else { return false }
    let left: Int
    do { left = try journal.plannedCount(of: delivery, in: lane, at: now()) } catch {
      throw InboundError(error)
    }
    if left == 0 { return false }
    guard claimed > 0 else {
      halt = .pending(
        reason:
          "\(left) changes wait until the outcome of earlier changes to their objects is known",
        after: .seconds(5))
      return false
    }
    (cursor, claimed, halves) = (0, 0, [])
    return true
  }
}

// MARK: - What is next

extension DirectWork {
  private mutating func nextUnknown(slots: Int) throws(InboundError) -> [(
    batch: Batch, changes: [Change]
  )] {
    guard halt == nil, slots > 0, let after = unknownCursor else { return [] }
    do {
      let unknown = try journal.unknown(of: delivery, after: after, limit: slots)
      unknownCursor = unknown.count < slots ? nil : unknown.last?.batch.id
      return unknown
    } catch { throw InboundError(error) }
  }

  /// Reads on in the plan until there are enough groups for the slots.
  private mutating func refill(slots: Int) throws(InboundError) {
    guard claimsPlan else {
      if cursor != nil, halt == nil {
        do { unread += try journal.stale(of: delivery, in: lane, at: now()) } catch {
          throw InboundError(error)
        }
        cursor = nil
      }
      return
    }
    let page = 4 * max(step.maxItems, 250)
    while halt == nil, ready.count < slots, let after = cursor {
      let changes: [Change]
      do {
        changes = try journal.planned(
          of: delivery, in: lane, after: after, limit: page, at: now())
      } catch { throw InboundError(error) }
      cursor = changes.count < page ? nil : changes.last?.id
      unread += changes.filter(\.needsReading)
      ready += try Grouping.groups(of: changes.filter { !$0.needsReading }, for: step)
    }
  }

  /// Commits new batches of listed groups as sent. Changes whose object has another change on its way stay planned.
  private mutating func claim(
    _ groups: WritableKeyPath<DirectWork, [[Change]]>, _ slots: Int, _ db: Database
  ) throws -> [Errand] {
    if self[keyPath: groups].isEmpty { return [] }
    var errands: [Errand] = []
    var taken = 0
    var contested = try contested(db)
    while errands.count < slots, taken < self[keyPath: groups].count {
      let free = self[keyPath: groups][taken].filter { !contested.contains($0.object) }
      taken += 1
      if free.isEmpty { continue }
      let parcel = try Parcel(
        of: free, operation: operation, phase: lane.phase, delivery: delivery, id: identifier(),
        key: identifier(), now: now())
      try Journal.insert(parcel.batch, of: free, db)
      if operation.isPhased { contested.formUnion(free.map(\.object)) }
      claimed += free.count
      errands.append(.send(parcel, after: .zero))
    }
    self[keyPath: groups].removeFirst(taken)
    return errands
  }

  /// The objects that must wait: another delivery has a change of theirs on its way, or this one has, where several
  /// of its changes may be about one object.
  func contested(_ db: Database) throws -> Set<String> {
    try Journal.contested(operation.name, besides: operation.isPhased ? nil : delivery, db)
  }
}
