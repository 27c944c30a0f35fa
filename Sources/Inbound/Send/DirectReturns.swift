// SPDX-License-Identifier: Apache-2.0

import Catalogue
import GRDB
import Journal
import ShopifyAdmin

// What came back, and what it leads to: every effect is on the journal, inside the turn's transaction.
extension DirectWork {
  mutating func take(_ item: Return, _ settling: inout Settling, _ db: Database) throws
    -> [Errand]
  {
    switch item {
    case .sent(let parcel, let answer):
      return try take(try judge(answer, of: parcel), answer, of: parcel, &settling, db)
    case .read(let changes, .success(let values), _, _):
      try take(values, of: changes, &settling)
      return []
    case .read(let changes, .failure(let error), let waited, let failures):
      return takeFailedReading(error, of: changes, waited: waited, failures: failures)
    case .looked(let lookup, .success(let found)):
      return try take(found, of: lookup, &settling, db)
    case .looked(let lookup, .failure(let error)):
      return takeFailedLook(error, of: lookup)
    }
  }

  private func judge(
    _ answer: Result<AdminReply, AdminError>, of parcel: Parcel
  ) throws -> Judgement {
    var intents: [Intent] = []
    if operation.isPhased { intents = try parcel.intents }
    return Judgement.of(answer, count: parcel.itemCount, step: step) { reply in
      intents.isEmpty ? [] : step.review(reply.value(of: step.root), intents)
    }
  }

  private mutating func take(
    _ judgement: Judgement, _ answer: Result<AdminReply, AdminError>, of parcel: Parcel,
    _ settling: inout Settling, _ db: Database
  ) throws -> [Errand] {
    switch judgement {
    case .items(let outcomes):
      var again: [Change] = []
      let lessons = try lessons(of: answer, parcel, outcomes)
      try keep(lessons.group, of: parcel.changes, db)
      for (index, change) in parcel.changes.enumerated() {
        let outcome = outcomes[change.item ?? index]
        if case .applied = outcome, operation.isPhased {
          try advance(change, lessons.group, lessons.each[change.id], &settling)
        } else if case .look(let code, let message) = outcome {
          looking.insert(change.id)
          unlooked.append(
            Lookup(
              change: change,
              purpose: .refusal(code: code, message: message, wasUnknown: parcel.wasUnknown),
              sentAt: parcel.batch.firstSentAt))
        } else if let planned = try settle(change, as: outcome, &settling) {
          again.append(planned)
        }
      }
      if !again.isEmpty { ready.append(again) }
      return []
    case .halve:
      let planned = try plan(parcel.changes, &settling)
      halves += Grouping.halves(of: planned)
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
      let wait = Backoff.wait(after: parcel.failures, jitter: jitter())
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

  /// One more refusal; beyond the job's limit nothing more is claimed.
  private mutating func countRefusal() {
    guard let left = refusalsLeft else { return }
    refusalsLeft = left - 1
    if left <= 0 { stop(for: .refusals) }
  }

  /// The next step for a batch whose outcome is unknown.
  mutating func climb(
    _ parcel: Parcel, wait: Duration, _ settling: inout Settling, _ db: Database
  ) throws -> [Errand] {
    let age = Moment.age(of: parcel.batch.firstSentAt, at: now())
    var next = Ladder.step(step, isPart: operation.isPhased, age: age)
    if stopped != nil, next == .sameAgain || next == .afresh { next = .verify }
    switch next {
    case .sameAgain:
      try Journal.countAttempt(parcel.batch.id, db)
      return [.send(parcel, after: wait)]
    case .verify:
      return [
        .read(parcel.changes, after: wait, waited: parcel.waited, failures: parcel.failures)
      ]
    case .look:
      looking.formUnion(parcel.changes.map(\.id))
      return parcel.changes.map { change in
        var lookup = Lookup(
          change: change, purpose: .lostAnswer, sentAt: parcel.batch.firstSentAt)
        (lookup.waited, lookup.failures) = (parcel.waited, parcel.failures)
        return .look(lookup, after: wait)
      }
    case .again:
      ready.append(try plan(parcel.changes, &settling))
      return []
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
    let wait = Backoff.wait(after: parcel.failures, jitter: jitter())
    parcel.waited += wait + waited
    guard parcel.waited <= patience, halt == nil else {
      giveUp(message)
      try putBack(parcel, &settling, db)
      return []
    }
    try Journal.countAttempt(parcel.batch.id, db)
    return [.send(parcel, after: wait)]
  }

  mutating func giveUp(_ message: String) {
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
      countRefusal()
    case .parked(let code, let message):
      try settling.settle(change, as: .parked, code: code, message: message)
    case .stale(let code, let message):
      var stale = change
      stale.stale += 1
      // An outcome that was unknown when its key ran out stays marked as such.
      if stale.code != Ladder.expiredCode { (stale.code, stale.message) = (code, message) }
      unread += try plan([stale], &settling)
    case .again: return try plan([change], &settling).first
    case .later(let hours, let code, let message):
      var later = change
      (later.code, later.message) = (code, message)
      later.notBefore = Moment.after(now(), hours: hours)
      _ = try plan([later], &settling)
    case .look:
      throw InboundError(.bug, "change \(change.id) was to be looked for, not settled")
    }
    return nil
  }

  private mutating func take(
    _ values: [[String: String?]?], of changes: [Change], _ settling: inout Settling
  ) throws {
    var again: [Change] = []
    for (change, found) in zip(changes, values) {
      let intent = try Intent(object: change.object, text: change.intent)
      switch Rereading.of(
        change, intent: intent, found: found, operation: operation, isUndo: isUndo)
      {
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
    ready += try Grouping.groups(of: again, for: step)
  }

  private mutating func takeFailedReading(
    _ error: AdminError, of changes: [Change], waited: Duration, failures: Int
  ) -> [Errand] {
    switch error.disposition {
    case .again, .unknown:
      let failures = failures + 1
      let wait = Backoff.wait(after: failures, jitter: jitter())
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
