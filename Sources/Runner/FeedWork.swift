// SPDX-License-Identifier: Apache-2.0

package import Folders
package import Inbound
package import Jobs
import Journal

/// One feed of a home, ready to be worked: its inbox, and the way of a delivery from file to receipt.
package struct FeedWork: Sendable {
  package var job: FeedJob
  package var inbox: Inbox
  package var parts: InboundParts
  package var receipts: ReceiptWriter
  package var report: @Sendable (Event) -> Void
  private let times = TryTimes()

  package init(
    job: FeedJob, inbox: Inbox, parts: InboundParts, receipts: ReceiptWriter,
    report: @escaping @Sendable (Event) -> Void
  ) {
    self.job = job
    self.inbox = inbox
    self.parts = parts
    self.receipts = receipts
    self.report = report
  }

  /// What a pass leaves for later.
  package struct Rest: Sendable, Equatable {
    /// Deliveries that were refused, held or worked only up to a break in this pass.
    package var isBlocked = false
    /// Deliveries with rejected records in this pass.
    package var hasRejections = false
    /// Deliveries that were taken or worked in this pass.
    package var deliveries = 0
    /// The soonest moment pending work may be tried again; nil where none is pending.
    package var pendingAfter: Duration?
    /// What is pending waits for a day, and holds nothing else up.
    var isPostponed = false
    /// The soonest moment a file that is being written may be ready; nil where none is.
    package var settlingAfter: Duration?

    /// Nothing is left.
    package init() {}

    mutating func add(_ other: Rest) {
      isBlocked = isBlocked || other.isBlocked
      hasRejections = hasRejections || other.hasRejections
      deliveries += other.deliveries
      pendingAfter = sooner(pendingAfter, other.pendingAfter)
      settlingAfter = sooner(settlingAfter, other.settlingAfter)
    }

    private func sooner(_ one: Duration?, _ other: Duration?) -> Duration? {
      guard let one, let other else { return one ?? other }
      return min(one, other)
    }
  }

  /// After a start: finishes what a crash cut short, without any request: removals in the inbox,
  /// receipts of deliveries that have ended.
  package func recover() throws(InboundError) {
    try Taker(parts: parts).recover(inbox, of: job)
    try receipts.recover(try unanswered(), of: job)
  }

  /// Deliveries whose receipt is due.
  private func unanswered() throws(InboundError) -> [Delivery] {
    try journalled { (journal) throws(JournalError) in try journal.unanswered(of: job.name) }
  }

  /// Takes what is ready and works every open delivery, in order, until one blocks.
  package func pass(renamed: Set<String> = []) async throws(InboundError) -> Rest {
    var rest = Rest()
    // What a full disk kept from being answered in an earlier pass.
    let due = try unanswered()
    if !due.isEmpty { try receipts.recover(due, of: job) }
    let look = try Taker(parts: parts).look(inbox, of: job, renamed: renamed)
    rest.settlingAfter = look.again
    for (name, reason) in look.ignored {
      report(.ignored(job: job.name, name: name, reason: reason))
    }
    for (name, what) in look.odd {
      report(.note("\(job.name): \(FolderError.shown(name)): \(what)"))
    }
    for delivery in look.taken { rest.add(try answerArrival(of: delivery)) }
    try answerReplaced()
    rest.add(try await workOpen())
    return rest
  }

  /// Takes a file a person named and works it.
  package func run(file: String, repeating: Bool) async throws(InboundError) -> Rest {
    let delivery = try Taker(parts: parts).take(path: file, of: job, repeating: repeating)
    var rest = try answerArrival(of: delivery)
    try answerReplaced()
    rest.add(try await workOpen())
    return rest
  }

  /// Works what is open, in order; a held delivery blocks those behind it.
  package func workOpen() async throws(InboundError) -> Rest {
    var rest = Rest()
    var last: Int64?
    var postponed: Set<Int64> = []
    while !Task.isCancelled {
      let open = try journalled { (journal) throws(JournalError) in
        try journal.open(of: job.name, byName: job.order == .name)
      }
      if job.supersedes, try supersedeOlder(open) { continue }
      guard let next = open.first(where: { !postponed.contains($0.id) }) else { return rest }
      if next.state == .held, next.approvedSHA256 != next.sha256 {
        // Why nothing behind it moves; where it was held just now, that is said already.
        if next.id != last { report(.held(next)) }
        rest.isBlocked = true
        return rest
      }
      last = next.id
      rest.deliveries += 1
      let worked = try await work(next)
      rest.add(worked)
      if worked.isPostponed {
        postponed.insert(next.id)
      } else if worked.pendingAfter != nil {
        return rest
      }
    }
    return rest
  }

  /// Takes one delivery as far as it goes now.
  private func work(_ delivery: Delivery) async throws(InboundError) -> Rest {
    var rest = Rest()
    var delivery = delivery
    if delivery.plannedAt == nil {
      let verdict = try await Planner(parts: parts).plan(delivery, of: job)
      delivery = try current(delivery)
      switch verdict {
      case .planned(let changes): report(.planned(delivery, changes: changes))
      case .held:
        report(.held(delivery))
        try receipts.write(delivery, of: job)
        rest.isBlocked = true
        return rest
      case .refused:
        report(.refused(delivery))
        try receipts.write(delivery, of: job)
        rest.isBlocked = true
        return rest
      }
    }
    if delivery.brokenOff != nil {
      report(.brokenOff(delivery))
      rest.isBlocked = true
    }
    if delivery.state == .held {
      // Held while it was being sent, and approved: what is left goes out.
      let id = delivery.id
      try journalled { (journal) throws(JournalError) in
        try journal.move(id, to: .working, at: parts.now())
      }
      delivery = try current(delivery)
    }
    let planned = try parts.plannedJob(of: delivery, now: job)
    switch try await Sender(parts: parts).send(delivery, of: planned, times) {
    case .held:
      delivery = try current(delivery)
      report(.held(delivery))
      try receipts.write(delivery, of: job)
      rest.isBlocked = true
    case .settled:
      delivery = try current(delivery)
      try receipts.write(delivery, of: job)
      let id = delivery.id
      let counts = try journalled { (journal) throws(JournalError) in try journal.counts(of: id) }
      report(.settled(delivery, counts))
      rest.hasRejections = counts.rejected > 0
    case .pending(let reason, let after):
      delivery = try current(delivery)
      report(.pending(delivery, reason: reason))
      try receipts.write(delivery, of: job)
      rest.pendingAfter = after
    case .postponed(let reason, let after, let hasWorked):
      rest.pendingAfter = after
      rest.isPostponed = true
      guard hasWorked else { break }
      delivery = try current(delivery)
      report(.pending(delivery, reason: reason))
      try receipts.write(delivery, of: job)
    }
    return rest
  }

  /// Says what arrived, and answers at once what ends on arrival.
  private func answerArrival(of delivery: Delivery) throws(InboundError) -> Rest {
    var rest = Rest()
    rest.deliveries = 1
    report(.taken(delivery))
    switch delivery.state {
    case .waiting, .working, .held, .settled: break
    case .superseded:
      try receipts.write(delivery, of: job)
      report(.superseded(delivery))
    case .duplicate:
      try receipts.write(delivery, of: job)
      report(.duplicate(delivery))
    case .refused:
      try receipts.write(delivery, of: job)
      report(.refused(delivery))
      rest.isBlocked = true
    }
    return rest
  }

  /// Answers the deliveries that an arrival has just taken the place of.
  private func answerReplaced() throws(InboundError) {
    guard job.supersedes else { return }
    for delivery in try unanswered() where delivery.state == .superseded {
      report(.superseded(delivery))
      try receipts.write(delivery, of: job)
    }
  }

  /// With `supersede: true` the newest that waits replaces the older ones of which nothing was sent.
  private func supersedeOlder(_ open: [Delivery]) throws(InboundError) -> Bool {
    let idle = open.filter {
      $0.plannedAt == nil && !$0.correction && $0.undoOf == nil
        && ($0.state == .waiting || $0.state == .held)
    }
    guard idle.count > 1 else { return false }
    for delivery in idle.dropLast() {
      let newest = idle[idle.count - 1]
      let reason = Delivery.Reason(
        code: "superseded", message: "\(newest.label) is newer and replaces it")
      try journalled { (journal) throws(JournalError) in
        try journal.move(delivery.id, to: .superseded, reasons: [reason], at: parts.now())
      }
      let ended = try current(delivery)
      report(.superseded(ended))
      try receipts.write(ended, of: job)
    }
    return true
  }

  /// The delivery as the journal has it now.
  func current(_ delivery: Delivery) throws(InboundError) -> Delivery {
    let found = try journalled { (journal) throws(JournalError) in try journal.delivery(delivery.id)
    }
    guard let found else {
      throw InboundError(.bug, "\(delivery.label) is gone from the journal")
    }
    return found
  }

  private func journalled<Value>(
    _ body: (Journal) throws(JournalError) -> Value
  ) throws(InboundError) -> Value {
    do { return try body(parts.journal) } catch {
      throw InboundError(.journal, error.description)
    }
  }
}
