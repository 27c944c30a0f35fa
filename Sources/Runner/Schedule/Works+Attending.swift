// SPDX-License-Identifier: Apache-2.0

import Folders
import Inbound
import Jobs
import Journal
import Outbound
import Synchronization

/// What `serve` does for each job, without end.
extension Works {
  /// How often a folder is looked at, whatever inotify says.
  static let scanInterval = Duration.seconds(30)
  /// A job waits after trouble for so long before it is tried again, at first and at most.
  static var jobWaits: Waits { Waits(from: .seconds(2), to: .seconds(60)) }

  /// A wait as people read it.
  static func shown(_ wait: Duration) -> String {
    let seconds = Int(wait / .seconds(1))
    return seconds < 90 ? "\(seconds) s" : "\(seconds / 60) min"
  }

  /// Looks whenever the bell rings, something may be ready, or the interval has passed.
  func attend(
    to job: FeedJob, bells: Bells, report: @escaping @Sendable (Event) -> Void
  ) async -> RunnerError? {
    let told = Told()
    let feed: FeedWork
    do throws(RunnerError) {
      feed = try work(job) { event in if told.isNew(event) { report(event) } }
    } catch { return error }
    var waits = Works.jobWaits
    while !Task.isCancelled {
      let renamed = bells.renamed(job.name)
      var next = Works.scanInterval
      do throws(InboundError) {
        let answers = health.answers
        let left = try await turns.take(job.name) {
          () async throws(InboundError) -> FeedWork.Rest in
          try await turn(of: feed, renamed: renamed)
        }
        next = min(next, left.settlingAfter ?? next, left.pendingAfter ?? next)
        for schedule in [job.timing.schedule, job.timing.expectation?.deadlines] {
          guard let schedule, let now = Moment(parts.now()) else { continue }
          next = min(next, wait(until: schedule.next(after: now)))
        }
        waits.reset()
        if left.pendingAfter != nil, health.answers == answers {
          health.missed("changes of \(job.name) wait")
        }
        do throws(JournalError) { try isWell(job.name) } catch {
          return RunnerError(.cannotWrite, error.description)
        }
      } catch {
        do throws(JournalError) { try note(error, of: job.name) } catch {
          return RunnerError(.cannotWrite, error.description)
        }
        switch error.kind {
        case .journal: return RunnerError(error)
        case .stopped: return nil
        case .store, .paused, .disk, .bug:
          next = waits.next(jitter: jitter())
          report(
            .trouble("\(job.name): \(error.description); looking again in \(Works.shown(next))"))
        }
      }
      await bells.wait(for: job.name, atMost: next)
    }
    return nil
  }

  /// One look at a feed: with a schedule, new files are taken only while one of its slots is due, which lasts until
  /// none is being written any more.
  private func turn(
    of feed: FeedWork, renamed: Set<String>
  ) async throws(InboundError) -> FeedWork.Rest {
    let due = try begin(feed.job, reach: 0)
    guard feed.job.timing.schedule == nil || !due.isEmpty else {
      let left = try await feed.workOpen()
      try end(feed.job, slots: [])
      return left
    }
    let left = try await feed.pass(renamed: renamed)
    if left.settlingAfter == nil { try end(feed.job, slots: due) }
    return left
  }

  /// The pass of `dray run FEED`: it is its due slots' too.
  func passOnRequest(_ feed: FeedWork) async throws(InboundError) -> FeedWork.Rest {
    let due = try begin(feed.job, reach: SlotDecision.grace)
    let left = try await feed.passUntilStill()
    try end(feed.job, slots: due)
    return left
  }

  /// A feed's due slots; none where it has no schedule.
  private func begin(_ job: FeedJob, reach: Int) throws(InboundError) -> [String] {
    guard let schedule = job.timing.schedule else { return [] }
    do { return try dueSlots(schedule, of: .feed(job), reach: reach) } catch {
      throw InboundError(.journal, error.description)
    }
  }

  /// What stands in the inbox has been taken: slots are over, and deadlines met or missed.
  private func end(_ job: FeedJob, slots: [String]) throws(InboundError) {
    do throws(JournalError) {
      for slot in slots { try parts.journal.endSlot(slot, of: job.name, run: nil) }
      try checkDeadlines(of: job)
    } catch {
      throw InboundError(.journal, error.description)
    }
  }

  /// Runs an export's slots as they come.
  func attend(
    to job: ExportJob, _ schedule: Schedule, bells: Bells,
    report: @escaping @Sendable (Event) -> Void
  ) async -> RunnerError? {
    var hasComplained = false
    let delay = Spread.delay(of: job.name, among: scheduledJobs, schedule)
    var waits = Works.jobWaits
    while !Task.isCancelled {
      var next = Works.clockInterval
      if WallClock.plausible(parts.now()) == nil, !hasComplained {
        report(.trouble("\(job.name): \(WallClock.complaint(parts.now()))"))
        hasComplained = true
      }
      do throws(OutboundError) {
        _ = try await runDue(job, schedule, delay: delay, report: report)
        if let now = Moment(parts.now()) {
          next = wait(until: schedule.next(after: now + -delay).map { $0 + delay })
        }
        waits.reset()
      } catch {
        switch error.kind {
        case .journal: return RunnerError(error)
        case .stopped: return nil
        case .store, .paused, .disk, .config, .bug:
          next = waits.next(jitter: jitter())
          report(
            .trouble("\(job.name): \(error.description); trying again in \(Works.shown(next))"))
        }
      }
      await bells.wait(for: job.name, atMost: next)
    }
    return nil
  }

  /// How many jobs have a schedule.
  private var scheduledJobs: Int { jobs.count { $0.timing.schedule != nil } }
}

/// Names that are no deliveries, and a delivery that is held, are told once, not at every look.
private final class Told: Sendable {
  private let names = Mutex<Set<String>>([])

  func isNew(_ event: Event) -> Bool {
    switch event {
    case .ignored(_, let name, let reason):
      names.withLock { $0.insert("\(reason)/\(name)").inserted }
    case .held(let delivery): names.withLock { $0.insert(delivery.label).inserted }
    default: true
    }
  }
}
