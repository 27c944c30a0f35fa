// SPDX-License-Identifier: Apache-2.0

import Inbound
import Jobs
import Journal
import Outbound

extension Works {
  /// Runs an export as asked, and brings its files to their targets.
  func runExport(
    _ job: ExportJob, now: Bool, report: @escaping @Sendable (Event) -> Void
  ) async throws(RunnerError) -> Int32 {
    let code = try await makeFiles(of: job, now: now, report: report)
    let isWaiting = try await bringOnce(to: job.deliver, report: report)
    return isWaiting ? RunnerError.Kind.pending.rawValue : code
  }

  /// Makes the files of an export: those of its due slots where it has a schedule, else, or where `now` is set, a slot of its own, an
  /// unfinished one first.
  private func makeFiles(
    of job: ExportJob, now: Bool, report: @escaping @Sendable (Event) -> Void
  ) async throws(RunnerError) -> Int32 {
    do throws(OutboundError) {
      guard let schedule = job.timing.schedule, !now else {
        let run = try await turns.take(job.name) { () async throws(OutboundError) -> ExportRun in
          try await export(job, slot: nil, report: report)
        }
        return run.state == .failed ? RunnerError.Kind.pending.rawValue : 0
      }
      guard let clock = WallClock.plausible(parts.now()) else {
        throw OutboundError(.stopped, WallClock.complaint(parts.now()))
      }
      let runs = try await runDue(job, schedule, reach: SlotDecision.grace, report: report)
      if runs.isEmpty {
        let next = schedule.next(after: clock).map { "the next is \(schedule.zone.text(of: $0))" }
        report(
          .note("\(job.name): no slot is due; \(next ?? "none comes any more"); --now makes one"))
      }
      return runs.contains { $0.state == .failed } ? RunnerError.Kind.pending.rawValue : 0
    } catch {
      throw RunnerError(error)
    }
  }

  /// Writes the file of a run once more, and brings it to the job's targets.
  func again(
    _ name: String, run id: Int64, report: @escaping @Sendable (Event) -> Void
  ) async throws(RunnerError) -> Int32 {
    guard case .export(let job) = jobs.first(where: { $0.name == name }) else {
      throw RunnerError(.notFound, "no export is named \(name)")
    }
    do throws(OutboundError) {
      let run = try await turns.take(name) { () async throws(OutboundError) -> ExportRun in
        try await exporter.again(job, run: id)
      }
      try Works.journalled { () throws(JournalError) in try parts.journal.flushCalls() }
      report(.exported(run))
      for target in job.deliver { outgoing.ring(target) }
    } catch { throw RunnerError(error) }
    return try await bringOnce(to: job.deliver, report: report)
      ? RunnerError.Kind.pending.rawValue : 0
  }

  private var exporter: Exporter {
    Exporter(
      journal: parts.journal, mirror: parts.mirror, admin: parts.admin,
      outbox: config.folders.outbox, workDirectory: parts.workDirectory, now: parts.now,
      logger: parts.logger)
  }

  /// Runs one slot of an export to its end; nil makes one now. The caller has the job's turn.
  func export(
    _ job: ExportJob, slot: String?, report: @escaping @Sendable (Event) -> Void
  ) async throws(OutboundError) -> ExportRun {
    do throws(OutboundError) {
      let run = try await exporter.run(job, slot: slot)
      try Works.journalled { () throws(JournalError) in
        try parts.journal.flushCalls()
        try isWell(job.name)
      }
      report(.exported(run))
      for target in job.deliver { outgoing.ring(target) }
      return run
    } catch {
      let failure = error
      try Works.journalled { () throws(JournalError) in try note(failure, of: job.name) }
      throw failure
    }
  }
}

extension RunnerError {
  /// An export's trouble as an exit code.
  init(_ error: OutboundError) {
    let kind: Kind =
      switch error.kind {
      case .store, .paused: .unreachable
      case .config: .config
      case .disk, .journal: .cannotWrite
      case .stopped: .pending
      case .bug: .bug
      }
    self.init(kind, error.description)
  }
}
