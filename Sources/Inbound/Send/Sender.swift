// SPDX-License-Identifier: Apache-2.0

package import Catalogue
package import Jobs
package import Journal
import Logging
import Mirror
import ShopifyAdmin

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Sends a planned delivery's changes until each is settled: batch, send, settle, copy to the mirror.
package struct Sender: Sendable {
  /// What it works with.
  package var parts: InboundParts
  /// How long a batch may wait for a store that is away before the rest is left for later.
  package var patience: Duration
  /// Waits; throws where it was cancelled.
  package var wait: @Sendable (Duration) async throws -> Void
  /// Whether to claim nothing more: what is on its way is finished, the rest stays planned.
  package var isStopping: @Sendable () -> Bool
  /// A new batch id or idempotency key: 32 hexadecimal digits, never the same twice.
  package var identifier: @Sendable () -> String

  /// A sender for one home; `patience` is how long it waits for the store before work stays pending.
  package init(
    parts: InboundParts, patience: Duration = .seconds(300),
    wait: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
    isStopping: @escaping @Sendable () -> Bool = { Task.isCancelled },
    identifier: @escaping @Sendable () -> String = {
      UUID().uuidString.lowercased().filter { $0 != "-" }
    }
  ) {
    self.parts = parts
    self.patience = patience
    self.wait = wait
    self.isStopping = isStopping
    self.identifier = identifier
  }

  /// How sending ended.
  package enum Ending: Sendable, Equatable {
    /// No change of the delivery is open any more; the delivery is `settled` in the journal.
    case settled
    /// A person stopped it in the store: it is `held` in the journal.
    case held
    /// Some changes stay open, for this reason; to be taken up again not before `after`.
    case pending(reason: String, after: Duration)
    /// All that is left waits for a day because the store's limit of one is used up; later deliveries need not wait
    /// for it. `hasWorked`: something was sent or settled before.
    case postponed(reason: String, after: Duration, hasWorked: Bool)
  }

  /// Settles what is open of a `working` delivery: unknown outcomes first, by the recovery class, then
  /// what is planned. Safe to call again after any crash.
  package func send(_ delivery: Delivery, of job: FeedJob) async throws(InboundError) -> Ending {
    let end: Result<Ending, InboundError> = await Call.$owner.withValue(.delivery(delivery.id)) {
      do throws(InboundError) { return .success(try await work(delivery, of: job)) } catch {
        return .failure(error)
      }
    }
    return try end.get()
  }

  private func work(_ delivery: Delivery, of job: FeedJob) async throws(InboundError) -> Ending {
    try journalled { (journal) throws(JournalError) in try journal.recoverSent(of: delivery.id) }
    var halt: DirectWork.Halt?
    var last: Lane?
    let mark = try journalled { (journal) throws(JournalError) in try journal.settledMark }
    while halt == nil, let lane = try nextLane(of: delivery, job), lane != last {
      last = lane
      halt = try await work(lane, of: delivery, job)
      try catchUpMirror()
    }
    if last != nil, halt != .stopped { try await reread(delivery, job, settledAfter: mark) }
    switch halt {
    case .pending(let reason, let after): return .pending(reason: reason, after: after)
    case .paused(let message): throw InboundError(.paused, message)
    case .held(let message):
      try journalled { (journal) throws(JournalError) in
        try journal.hold(
          delivery.id, reason: Delivery.Reason(code: "bulk-cancelled", message: message),
          at: parts.now())
      }
      return .held
    case .refusals:
      try parkRest(of: delivery, job)
      return try settle(delivery, hasWorked: true)
    case .stopped: throw InboundError(.stopped, "stopped; the rest is sent after the next start")
    case nil: return try settle(delivery, hasWorked: last != nil)
    }
  }

  private func nextLane(of delivery: Delivery, _ job: FeedJob) throws(InboundError) -> Lane? {
    try journalled { (journal) throws(JournalError) in
      try journal.nextLane(of: delivery.id, at: parts.now(), job: job.operation.name) {
        operation(named: $0, job)?.isPhased ?? false
      }
    }
  }

  /// The catalogue's operation of a name; the job's own first.
  private func operation(named name: String, _ job: FeedJob) -> Operation? {
    name == job.operation.name ? job.operation : Operation.named(name)
  }

  /// Works one lane until nothing of it can be sent any more; gives why it stopped before, if it did.
  private func work(_ lane: Lane, of delivery: Delivery, _ job: FeedJob) async throws(InboundError)
    -> DirectWork.Halt?
  {
    guard let operation = operation(named: lane.operation, job) else {
      throw InboundError(.bug, "\(delivery.label) asks \(lane.operation), which is not known")
    }
    let step = operation.step(lane.phase)
    var work = DirectWork(
      journal: parts.journal, operation: operation, phase: lane.phase, delivery: delivery.id,
      patience: patience, isUndo: delivery.undoOf != nil, now: parts.now,
      identifier: identifier, jitter: parts.jitter)
    work.refusalsLeft = try refusalsLeft(of: delivery, job)
    try work.prepare()
    let copy: @Sendable () throws(InboundError) -> Void = { () throws(InboundError) in
      try parts.copying.catchUp(journal: parts.journal, mirror: parts.mirror)
    }
    let direct = DirectRoute(
      admin: parts.admin, operation: operation, step: step, patience: patience, wait: wait,
      isStopping: isStopping, settled: copy)
    let bulk = BulkRoute(
      making: BulkFileMaking(
        parts: parts, operation: operation, lane: lane, delivery: delivery.id,
        identifier: identifier),
      patience: patience, wait: wait, settled: copy)
    try await bulk.finishOpen(&work)
    var isMore = true
    while isMore, work.halt == nil {
      // What has no known outcome yet comes first: it says what there is left to send.
      work.claimsPlan = false
      try await direct.run(&work)
      if let reason = work.stopped { work.stop(for: .held(reason)) }
      guard work.halt == nil else { break }
      isMore = false
      switch try chooseRoute(of: delivery, lane, operation, forced: job.route) {
      case .direct:
        work.claimsPlan = true
        try await direct.run(&work)
      case .bulk: isMore = try await bulk.sendFile(&work)
      }
    }
    return work.halt
  }

  /// How many more changes the store may refuse, by `stop_at`.
  private func refusalsLeft(of delivery: Delivery, _ job: FeedJob) throws(InboundError) -> Int? {
    guard let most = job.stopAtPercent, delivery.undoOf == nil else { return nil }
    let counts = try journalled { (journal) throws(JournalError) in
      try journal.counts(of: delivery.id)
    }
    // The most that is not beyond the share: exactly, in a few steps.
    var (allowed, beyond) = (0, counts.records + 1)
    while beyond - allowed > 1 {
      let middle = (allowed + beyond) / 2
      if RailCheck.exceeds(middle, of: counts.records, percent: most) {
        beyond = middle
      } else {
        allowed = middle
      }
    }
    return allowed - counts.rejected
  }

  /// What was not sent waits for a person: `dray retry` goes on with it, and with what was refused.
  private func parkRest(of delivery: Delivery, _ job: FeedJob) throws(InboundError) {
    let counts = try journalled { (journal) throws(JournalError) in
      try journal.counts(of: delivery.id)
    }
    let message =
      "the store has refused \(counts.rejected) of \(counts.records) records, more than `stop_at` "
      + "bears: the rest was not sent; look at the receipt, then `dray retry \(delivery.label)`"
    try journalled { (journal) throws(JournalError) in
      try journal.parkPlanned(
        of: delivery.id, code: "too-many-rejected", message: message, at: parts.now())
    }
  }

  /// More objects than this are cheaper to find by the stream's own refresh.
  private static let mostRereads = 500

  /// Has the mirror read again what was sent, where the catalogue says that its effects are more than can be copied. A
  /// store that does not answer now is asked by the next refresh.
  private func reread(
    _ delivery: Delivery, _ job: FeedJob, settledAfter mark: Int64
  ) async throws(InboundError) {
    let touched = try touched(delivery, job, settledAfter: mark)
    for (streams, ids) in touched {
      do throws(MirrorError) {
        if ids.count > Self.mostRereads {
          _ = try await parts.mirror.refresh(
            streams, from: parts.admin, workDirectory: parts.workDirectory)
        } else if let stream = streams.first {
          // What belongs to its objects comes along.
          try await parts.mirror.reread(stream, ids: ids.sorted(), from: parts.admin)
        }
      } catch {
        parts.logger.info(
          "the mirror is behind what was sent until its next refresh",
          metadata: ["streams": "\(streams)", "error": "\(error)"])
      }
    }
  }

  /// The objects of each stream that a delivery's settled changes touched.
  private func touched(
    _ delivery: Delivery, _ job: FeedJob, settledAfter mark: Int64
  ) throws(InboundError) -> [[String]: Set<Int64>] {
    var touched: [[String]: Set<Int64>] = [:]
    var operations: [String: Operation] = [:]
    var mark = mark
    while true {
      let after = mark
      let changes = try journalled { (journal) throws(JournalError) in
        try journal.settled(after: after)
      }
      guard let last = changes.last?.settled else { return touched }
      mark = last
      for change in changes where change.delivery == delivery.id {
        let known = operations[change.operation] ?? operation(named: change.operation, job)
        operations[change.operation] = known
        guard let rereads = known?.rereads else { continue }
        let intent = try Intent(object: change.object, text: change.intent)
        if let id = rereads.id(intent).flatMap({ Int64($0) }) {
          touched[rereads.streams, default: []].insert(id)
        }
      }
    }
  }

  /// The route the job forces, else the sooner one for what is still planned; kept with the delivery.
  private func chooseRoute(
    of delivery: Delivery, _ lane: Lane, _ operation: Operation, forced: Route?
  ) throws(InboundError) -> Route {
    let extent = try journalled { (journal) throws(JournalError) in
      try journal.plannedExtent(
        of: delivery.id, in: lane, groupedBy: operation.groupColumn, at: parts.now())
    }
    if extent.changes == 0 { return .direct }
    let route = RouteChoice.route(
      RouteChoice.estimates(
        changes: extent.changes, groups: extent.groups, operation: operation, phase: lane.phase,
        bucket: parts.admin.bucket), forced: forced)
    try journalled { (journal) throws(JournalError) in
      try journal.setRoute(route.rawValue, of: delivery.id)
    }
    return route
  }

  private func settle(_ delivery: Delivery, hasWorked: Bool) throws(InboundError) -> Ending {
    let isDone = try journalled { (journal) throws(JournalError) in
      try journal.settleIfDone(delivery.id, at: parts.now())
    }
    if isDone { return .settled }
    let postponed = try journalled { (journal) throws(JournalError) in
      try journal.postponed(of: delivery.id)
    }
    if let postponed, let rest = Moment.age(of: parts.now(), at: postponed.until) {
      return .postponed(
        reason: "\(postponed.changes) changes wait until \(postponed.until): "
          + postponed.message, after: rest, hasWorked: hasWorked)
    }
    return .pending(reason: "some outcomes are not known yet", after: .seconds(5))
  }

  /// Each route's estimate for the steps of a preview, from the bucket as the server reported it; the sooner first.
  package func estimates(_ steps: [Preview.Extent], operation: Operation) -> [RouteEstimate] {
    RouteChoice.estimates(steps: steps, operation: operation, bucket: parts.admin.bucket)
  }

  /// Copies to the mirror what the journal settled after the mirror's mark. Called at every start.
  package func catchUpMirror() throws(InboundError) {
    try parts.copying.catchUp(journal: parts.journal, mirror: parts.mirror)
  }

  private func journalled<Value>(
    _ body: (Journal) throws(JournalError) -> Value
  ) throws(InboundError) -> Value {
    do { return try body(parts.journal) } catch { throw InboundError(error) }
  }
}
