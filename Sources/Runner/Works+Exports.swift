// SPDX-License-Identifier: Apache-2.0

import Inbound
import Jobs
import Journal
import Outbound

extension Works {
  /// Runs an export without a schedule: one slot a call, an unfinished one first.
  func runExport(
    _ job: ExportJob, report: @escaping @Sendable (Event) -> Void
  ) async throws(RunnerError) -> Int32 {
    let exporter = Exporter(
      journal: parts.journal, mirror: parts.mirror, admin: parts.admin,
      outbox: config.folders.outbox, workDirectory: parts.workDirectory, now: parts.now,
      logger: parts.logger)
    do throws(OutboundError) {
      let run = try await turns.take(job.name) { () async throws(OutboundError) -> ExportRun in
        try await exporter.run(job)
      }
      do { try parts.journal.flushCalls() } catch {
        throw OutboundError(.journal, error.description)
      }
      report(.exported(run))
      return run.state == .failed ? RunnerError.Kind.pending.rawValue : 0
    } catch {
      throw RunnerError(error)
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
