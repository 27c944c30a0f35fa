// SPDX-License-Identifier: Apache-2.0

import Catalogue
import GRDB
import Journal
import ShopifyAdmin

/// What the direct route still has to do for one delivery, and what each return makes of it. All effects are
/// on the journal: every turn is one transaction, committed before what it starts leaves.
struct DirectWork {
  let journal: Journal
  let operation: Operation
  let delivery: Int64
  let now: @Sendable () -> String
  let identifier: @Sendable () -> String
  /// How long a batch may wait for the store before the rest is left for later.
  let patience: Duration

  /// Whether new batches are made of the plan; else only of what came back to be sent again.
  var claimsPlan = true {
    didSet { (cursor, unknownCursor, claimed) = (0, "", 0) }
  }

  /// Groups that may be claimed, first to last.
  private var ready: [[Change]] = []
  /// Changes whose objects are read before anything else is done with them.
  private var unread: [Change] = []
  /// Where reading the plan has got to; nil once all of it is here.
  private var cursor: Int64? = 0
  /// Where reading the batches with unknown outcomes has got to; nil once all are here.
  private var unknownCursor: String? = ""
  /// Errands of returns that another route took in.
  private var deferred: [Errand] = []
  /// How many changes this pass over the plan has claimed.
  private var claimed = 0
  /// Why nothing more is claimed.
  private(set) var halt: Halt?

  /// Why the work stops before it is done.
  enum Halt: Equatable {
    /// Later, for this reason.
    case pending(reason: String, after: Duration)
    /// A person must act first.
    case paused(String)
    case stopped
  }

  /// Something to be done outside of the journal.
  enum Errand: Sendable {
    /// A batch, committed as sent, after a wait.
    case send(Parcel, after: Duration)
    /// Objects to be read, after a wait; `waited` and `failures` as in `Parcel`.
    case read([Change], after: Duration, waited: Duration, failures: Int)
  }

  /// What an errand came back with.
  enum Return: Sendable {
    case sent(Parcel, Result<AdminReply, AdminError>)
    case read(
      [Change], Result<[[String: String?]?], AdminError>, waited: Duration, failures: Int)
  }

  init(
    journal: Journal, operation: Operation, delivery: Int64, patience: Duration,
    now: @escaping @Sendable () -> String, identifier: @escaping @Sendable () -> String
  ) {
    self.journal = journal
    self.operation = operation
    self.delivery = delivery
    self.patience = patience
    self.now = now
    self.identifier = identifier
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
    let nothingToCommit = returns.isEmpty && unknown.isEmpty && (ready.isEmpty || slots <= 0)
    if !nothingToCommit {
      var turn = self
      do throws(JournalError) {
        errands += try journal.settle(at: now()) { settling, db in
          var errands: [Errand] = []
          for item in returns { errands += try turn.take(item, &settling, db) }
          for (batch, changes) in unknown {
            var parcel = Parcel(batch: batch, changes: changes)
            parcel.wasUnknown = true
            errands += try turn.climb(parcel, wait: .zero, &settling, db)
          }
          slots -= errands.count
          if turn.halt == nil, slots > 0 { errands += try turn.claim(slots, db) }
          return errands
        }
      } catch { throw InboundError(error) }
      self = turn
    }
    if halt == nil {
      while !unread.isEmpty {
        let chunk = Array(unread.prefix(ObjectReading.mostIDs))
        unread.removeFirst(chunk.count)
        errands.append(.read(chunk, after: .zero, waited: .zero, failures: 0))
      }
    }
    return errands
  }

  /// Takes what came back on another route; what it leads to is done by the next turn.
  mutating func absorb(_ returns: [Return]) throws(InboundError) {
    deferred += try turn(returns, slots: 0)
  }

  /// Another route has stopped for a reason.
  mutating func stop(for reason: Halt) { if halt == nil { halt = reason } }

  /// Called once nothing is on its way: whether the plan has more that could not be claimed before. When
  /// a whole pass over it claimed nothing, other deliveries' outcomes are waited for.
  mutating func startOver() throws(InboundError) -> Bool {
    guard halt == nil, claimsPlan else { return false }
    let left: Int
    do { left = try journal.plannedCount(of: delivery) } catch { throw InboundError(error) }
    if left == 0 { return false }
    guard claimed > 0 else {
      halt = .pending(
        reason:
          "\(left) changes wait until the outcome of earlier changes to their objects is known",
        after: .seconds(5))
      return false
    }
    (cursor, claimed) = (0, 0)
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
        do { unread += try journal.stale(of: delivery) } catch { throw InboundError(error) }
        cursor = nil
      }
      return
    }
    let page = 4 * max(operation.maxItems, 250)
    while halt == nil, ready.count < slots, let after = cursor {
      let changes: [Change]
      do { changes = try journal.planned(of: delivery, after: after, limit: page) } catch {
        throw InboundError(error)
      }
      cursor = changes.count < page ? nil : changes.last?.id
      unread += changes.filter(\.needsReading)
      ready += try Grouping.groups(of: changes.filter { !$0.needsReading }, for: operation)
    }
  }

  /// Commits new batches as sent. Changes whose object has another change on its way stay planned.
  private mutating func claim(_ slots: Int, _ db: Database) throws -> [Errand] {
    var errands: [Errand] = []
    var taken = 0
    while errands.count < slots, taken < ready.count {
      let free = try ready[taken].filter { try !Journal.isContested($0, db) }
      taken += 1
      if free.isEmpty { continue }
      let parcel = try Parcel(
        of: free, operation: operation, delivery: delivery, id: identifier(), key: identifier(),
        now: now())
      try Journal.insert(parcel.batch, of: free, db)
      claimed += free.count
      errands.append(.send(parcel, after: .zero))
    }
    ready.removeFirst(taken)
    return errands
  }
}

// MARK: - What came back

extension DirectWork {
  private mutating func take(_ item: Return, _ settling: inout Settling, _ db: Database) throws
    -> [Errand]
  {
    switch item {
    case .sent(let parcel, let answer):
      return try take(
        Judgement.of(answer, count: parcel.itemCount, operation: operation), of: parcel,
        &settling, db)
    case .read(let changes, .success(let values), _, _):
      try take(values, of: changes, &settling)
      return []
    case .read(let changes, .failure(let error), let waited, let failures):
      return takeFailedReading(error, of: changes, waited: waited, failures: failures)
    }
  }

  private mutating func take(
    _ judgement: Judgement, of parcel: Parcel, _ settling: inout Settling, _ db: Database
  ) throws -> [Errand] {
    switch judgement {
    case .items(let outcomes):
      var again: [Change] = []
      for (index, change) in parcel.changes.enumerated() {
        let outcome = outcomes[change.item ?? index]
        if let planned = try settle(change, as: outcome, &settling) { again.append(planned) }
      }
      if !again.isEmpty { ready.append(again) }
      return []
    case .halve:
      let planned = try plan(parcel.changes, &settling)
      ready.insert(contentsOf: Grouping.halves(of: planned), at: 0)
      return []
    case .sameAgain(let message):
      var parcel = parcel
      parcel.wasUnknown = true
      return try again(parcel, message, waited: .zero, &settling, db)
    case .again(let message):
      return try again(parcel, message, waited: DirectRoute.clientPatience(patience), &settling, db)
    case .unknown(let message):
      try Journal.markUnknown(parcel.batch.id, db)
      var parcel = parcel
      parcel.wasUnknown = true
      parcel.failures += 1
      let wait = Backoff.wait(afterFailures: parcel.failures)
      parcel.waited += wait
      guard parcel.waited <= patience, halt == nil else {
        giveUp(message)
        return []
      }
      return try climb(parcel, wait: wait, &settling, db)
    case .pause(let message):
      halt = .paused(message)
      try putBack(parcel, &settling, db)
      return []
    case .stop:
      stop()
      try putBack(parcel, &settling, db)
      return []
    }
  }

  /// The next step for a batch whose outcome is unknown.
  private mutating func climb(
    _ parcel: Parcel, wait: Duration, _ settling: inout Settling, _ db: Database
  ) throws -> [Errand] {
    let age = Moment.age(of: parcel.batch.firstSentAt, at: now())
    switch Ladder.step(operation.recovery, age: age) {
    case .sameAgain:
      try Journal.countAttempt(parcel.batch.id, db)
      return [.send(parcel, after: wait)]
    case .verify:
      return [
        .read(parcel.changes, after: wait, waited: parcel.waited, failures: parcel.failures)
      ]
    case .afresh:
      let marked = parcel.changes.map { change in
        var change = change
        (change.stale, change.code) = (0, Ladder.expiredCode)
        return change
      }
      ready.append(try plan(marked, &settling))
      return []
    case .park:
      for change in parcel.changes {
        try settling.settle(
          change, as: .parked, code: Ladder.expiredCode,
          message:
            "the answer was lost and sending it again could do it twice: look in the store, then `dray retry`"
        )
      }
      return []
    }
  }

  /// Certainly not executed, or still being executed: the same batch again after a wait.
  private mutating func again(
    _ parcel: Parcel, _ message: String, waited: Duration, _ settling: inout Settling,
    _ db: Database
  ) throws -> [Errand] {
    var parcel = parcel
    parcel.failures += 1
    let wait = Backoff.wait(afterFailures: parcel.failures)
    parcel.waited += wait + waited
    guard parcel.waited <= patience, halt == nil else {
      giveUp(message)
      try putBack(parcel, &settling, db)
      return []
    }
    try Journal.countAttempt(parcel.batch.id, db)
    return [.send(parcel, after: wait)]
  }

  private mutating func giveUp(_ message: String) {
    if halt == nil { halt = .pending(reason: message, after: DirectRoute.pendingWait) }
  }

  /// What has certainly not left is planned again; what may have been executed before stays unknown.
  private func putBack(_ parcel: Parcel, _ settling: inout Settling, _ db: Database) throws {
    if parcel.wasUnknown {
      try Journal.markUnknown(parcel.batch.id, db)
    } else {
      _ = try plan(parcel.changes, &settling)
    }
  }

  private func plan(_ changes: [Change], _ settling: inout Settling) throws -> [Change] {
    try changes.map { change in
      var planned = change
      try settling.plan(change)
      (planned.state, planned.batch, planned.item) = (.planned, nil, nil)
      return planned
    }
  }

  /// Settles one item; gives its change where it is planned again.
  private mutating func settle(
    _ change: Change, as outcome: ItemOutcome, _ settling: inout Settling
  ) throws -> Change? {
    switch outcome {
    case .applied: try settling.settle(change, as: .applied)
    case .rejected(let code, let message):
      try settling.settle(change, as: .rejected, code: code, message: message)
    case .parked(let code, let message):
      try settling.settle(change, as: .parked, code: code, message: message)
    case .stale(let code, let message):
      var stale = change
      stale.stale += 1
      // An outcome that was unknown when its key ran out stays marked as such.
      if stale.code != Ladder.expiredCode { (stale.code, stale.message) = (code, message) }
      unread += try plan([stale], &settling)
    case .again: return try plan([change], &settling).first
    }
    return nil
  }

  private mutating func take(
    _ values: [[String: String?]?], of changes: [Change], _ settling: inout Settling
  ) throws {
    var again: [Change] = []
    for (change, found) in zip(changes, values) {
      let intent = try Intent(object: change.object, text: change.intent)
      switch Rereading.of(change, intent: intent, found: found, operation: operation) {
      case .applied: try settling.settle(change, as: .applied)
      case .rejected(let code, let message):
        try settling.settle(change, as: .rejected, code: code, message: message)
      case .parked(let code, let message):
        try settling.settle(change, as: .parked, code: code, message: message)
      case .again(let prior):
        var planned = change
        var renewed = intent
        renewed.prior = prior
        (planned.intent, planned.code, planned.message) = (renewed.text, nil, nil)
        again += try plan([planned], &settling)
      }
    }
    ready += try Grouping.groups(of: again, for: operation)
  }

  private mutating func takeFailedReading(
    _ error: AdminError, of changes: [Change], waited: Duration, failures: Int
  ) -> [Errand] {
    switch error.disposition {
    case .again, .unknown:
      let failures = failures + 1
      let wait = Backoff.wait(afterFailures: failures)
      let waited = waited + wait + DirectRoute.clientPatience(patience)
      guard waited <= patience, halt == nil else {
        giveUp(error.message)
        return []
      }
      return [.read(changes, after: wait, waited: waited, failures: failures)]
    case .split, .reject, .pause: halt = .paused(error.message)
    case .stop: stop()
    }
    return []
  }
}

extension Change {
  /// Whether compare-and-set refused it and its object was not read since.
  var needsReading: Bool { stale > 0 && code != nil }
}
