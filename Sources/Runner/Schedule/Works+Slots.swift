// SPDX-License-Identifier: Apache-2.0

import Inbound
import Jobs
import Journal
import Outbound

extension Works {
  /// How often the clock on the wall is looked at while a slot is waited for, so that one that is set, or a machine
  /// that slept, is noticed.
  static let clockInterval = Duration.seconds(15)

  /// Notes what has come of a job's schedule, and tells which slots are due, oldest first.
  ///
  /// - Parameters:
  ///   - reach: See `SlotDecision`.
  ///   - delay: How many seconds later than its time a slot is begun.
  /// - Throws: `.journal` of the journal.
  func dueSlots(
    _ schedule: Schedule, of job: Job, reach: Int = 0, delay: Int = 0
  ) throws(JournalError) -> [String] {
    guard let now = WallClock.plausible(parts.now()) else { return [] }
    let ledger = try parts.journal.slotLedger(of: job.name)
    let decision = SlotDecision(
      schedule, job.timing.catchUp, ledger: ledger, now: now + -delay, reach: reach)
    guard decision.isNews else { return ledger.due.map(\.at) }
    try parts.journal.note(decision.note, of: job.name, at: parts.now())
    return try parts.journal.slotLedger(of: job.name).due.map(\.at)
  }

  /// Runs an export's due slots, one after the other; those that come meanwhile too.
  ///
  /// - Returns: the runs, oldest first.
  func runDue(
    _ job: ExportJob, _ schedule: Schedule, reach: Int = 0, delay: Int = 0,
    report: @escaping @Sendable (Event) -> Void
  ) async throws(OutboundError) -> [ExportRun] {
    try await turns.take(job.name) { () async throws(OutboundError) -> [ExportRun] in
      var runs: [ExportRun] = []
      while !Task.isCancelled {
        let due = try Works.journalled { () throws(JournalError) in
          try dueSlots(schedule, of: .export(job), reach: reach, delay: delay)
        }
        guard let slot = due.first else { break }
        let run = try await export(job, slot: slot, report: report)
        try Works.journalled { () throws(JournalError) in
          try parts.journal.endSlot(slot, of: job.name, run: run.id)
        }
        runs.append(run)
      }
      return runs
    }
  }

  /// How long until a moment by the clock on the wall, at least nothing and at most `clockInterval`.
  func wait(until moment: Moment?) -> Duration {
    guard let moment, let now = Moment(parts.now()) else { return Works.clockInterval }
    let fraction = Int(parts.now().dropFirst(20).prefix(3)) ?? 0
    let milliseconds = (moment.seconds - now.seconds) * 1000 - fraction
    return min(Works.clockInterval, .milliseconds(max(0, milliseconds)))
  }

  static func journalled<Value>(
    _ body: () throws(JournalError) -> Value
  ) throws(OutboundError) -> Value {
    do { return try body() } catch { throw OutboundError(.journal, error.description) }
  }
}
