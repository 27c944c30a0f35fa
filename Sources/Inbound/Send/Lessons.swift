// SPDX-License-Identifier: Apache-2.0

import Catalogue
import GRDB
import Journal
import ShopifyAdmin

// What answers teach, and the way of a change through its steps.
extension DirectWork {
  /// What an answer taught: every change of the group, and each change by its id.
  struct Lessons {
    var group: [String: String] = [:]
    var each: [Int64: Learned] = [:]
  }

  /// What an answer teaches the changes it applied; nothing where the journal does not hold all of its items any
  /// more, as they are told apart by their order.
  func lessons(
    of answer: Result<AdminReply, AdminError>, _ parcel: Parcel, _ outcomes: [ItemOutcome]
  ) throws(InboundError) -> Lessons {
    var lessons = Lessons()
    guard operation.isPhased, outcomes.contains(.applied), case .success(let reply) = answer,
      parcel.changes.count == parcel.itemCount
    else { return lessons }
    let payload = reply.value(of: step.root)
    let intents = try parcel.intents
    lessons.group = step.learn(payload, intents)
    for (change, learned) in zip(parcel.changes, step.learnEach(payload, intents)) {
      lessons.each[change.id] = learned
    }
    return lessons
  }

  /// Keeps what the groups of these changes have learned.
  func keep(_ values: [String: String], of changes: [Change], _ db: Database) throws {
    if values.isEmpty { return }
    for group in Set(changes.compactMap(\.group)) {
      try Journal.learn(values, delivery: delivery, group: group, db)
    }
  }

  /// A change's step is done: it is due for the next one it needs, or applied.
  mutating func advance(
    _ change: Change, _ group: [String: String], _ own: Learned?, _ settling: inout Settling
  ) throws {
    var done = change
    var intent = try Intent(object: change.object, text: change.intent)
    for (name, value) in group { intent.identity[name] = value }
    for (name, value) in own?.identity ?? [:] { intent.identity[name] = value }
    done.intent = intent.text
    done.result = own?.result ?? change.result
    (done.stale, done.code, done.message) = (0, nil, nil)
    guard let next = operation.phase(intent, change.phase + 1) else {
      return try settling.settle(
        done, as: .applied, learned: done.intent != change.intent || done.result != change.result)
    }
    done.phase = next
    try settling.plan(done)
  }

  /// What was looked for, and what it comes to.
  mutating func take(
    _ found: Look.Found, of lookup: Lookup, _ settling: inout Settling, _ db: Database
  ) throws -> [Errand] {
    let age = Moment.age(of: lookup.sentAt, at: now())
    looking.remove(lookup.change.id)
    switch LookupVerdict.of(found, for: lookup, step: step, age: age) {
    case .applied(let learned):
      guard operation.isPhased else {
        try settling.settle(lookup.change, as: .applied)
        break
      }
      try keep(learned, of: [lookup.change], db)
      try advance(lookup.change, learned, nil, &settling)
    case .lookAgain(let wait):
      var again = lookup
      again.hasWaited = true
      looking.insert(again.change.id)
      return [.look(again, after: wait)]
    case .sendAgain:
      var planned = lookup.change
      (planned.code, planned.message) = (nil, nil)
      try settling.plan(planned)
      (planned.state, planned.batch, planned.item) = (.planned, nil, nil)
      ready.append([planned])
    case .rejected(let code, let message):
      try settling.settle(lookup.change, as: .rejected, code: code, message: message)
    case .parked(let code, let message):
      try settling.settle(lookup.change, as: .parked, code: code, message: message)
    }
    return []
  }

  /// Looking came to nothing: again after a wait, until patience is used up.
  mutating func takeFailedLook(_ error: AdminError, of lookup: Lookup) -> [Errand] {
    switch error.disposition {
    case .again, .unknown:
      var lookup = lookup
      lookup.failures += 1
      let wait = Backoff.wait(after: lookup.failures, jitter: jitter())
      lookup.waited += wait + DirectRoute.clientPatience(patience)
      guard lookup.waited <= patience, halt == nil else {
        giveUp(error.message)
        return []
      }
      return [.look(lookup, after: wait)]
    case .split, .reject, .pause: halt = .paused(error.message)
    case .stop: stop()
    }
    return []
  }

  /// Before a lane is worked: what the groups of its changes have learned joins their intents, and what a refusal
  /// bars is settled like it. Doing it twice is doing it once.
  func prepare() throws(InboundError) {
    guard operation.isPhased else { return }
    let page = 1_000
    do throws(JournalError) {
      var after: Int64 = 0
      while true {
        let taught = try journal.taught(
          of: delivery, in: lane, after: after, limit: page, at: now())
        guard let last = taught.last else { break }
        after = last.change.id
        try journal.rewriteIntents(of: try Self.enriched(taught))
      }
      let gates = operation.steps.indices.filter { operation.steps[$0].gates }
      while true {
        let barred = try journal.barred(
          of: delivery, in: lane, gates: gates, limit: page, at: now())
        if barred.isEmpty { return }
        try journal.settle(at: now()) { settling, _ in
          for one in barred { try bar(one, &settling) }
        }
      }
    } catch { throw InboundError(error) }
  }

  private static func enriched(
    _ taught: [(change: Change, learned: [String: String])]
  ) throws(JournalError) -> [Change] {
    var changes: [Change] = []
    for (change, learned) in taught {
      var intent: Intent
      do { intent = try Intent(object: change.object, text: change.intent) } catch {
        throw JournalError(.damaged, error.description)
      }
      intent.identity.merge(learned) { _, new in new }
      var rewritten = change
      rewritten.intent = intent.text
      if rewritten.intent != change.intent { changes.append(rewritten) }
    }
    return changes
  }

  private func bar(_ barred: Journal.Barred, _ settling: inout Settling) throws {
    let by = barred.by
    let isParked = by.state == .parked
    try settling.settle(
      barred.change, as: isParked ? .parked : .rejected, code: by.code ?? "DEPENDS",
      message: "its \(operation.dependencyName) could not be made: record \(by.record)"
        + (by.message.map { ": \($0)" } ?? ""))
  }
}
