// SPDX-License-Identifier: Apache-2.0

import Folders
package import Inbound
package import Jobs
import Journal
import Mirror
package import Outbound

/// One home opened for work by the process that holds the lock: what `run`, `serve`, `approve` and the
/// others are made of.
package final class Works: Sendable {
  package let config: HomeConfig
  package let jobs: [Job]
  package let parts: InboundParts
  /// What is wrong now; everything that meets or mends a trouble notes it here.
  package let troubles: Troubles
  /// Takes files to targets.
  let courier: Courier
  /// Tells people.
  let messenger: Messenger
  /// Whether the store answers.
  let health: StoreHealth
  /// A number from 0 to 1 by chance.
  let jitter: @Sendable () -> Double
  /// Rung for a target when a file for it may be there.
  let outgoing: Bells
  let turns = Turns()
  private let inboxes: [String: Inbox]
  private let receipts: [String: ReceiptWriter]

  /// Opens every feed's inbox and receipts folder.
  package init(
    config: HomeConfig, jobs: [Job], parts: InboundParts, courier: Courier, messenger: Messenger,
    health: StoreHealth, jitter: @escaping @Sendable () -> Double
  ) throws(RunnerError) {
    self.config = config
    self.jobs = jobs
    self.parts = parts
    troubles = Troubles(journal: parts.journal, now: parts.now)
    self.courier = courier
    self.messenger = messenger
    self.health = health
    self.jitter = jitter
    outgoing = Bells(jobs: config.targets.map(\.name))
    var inboxes: [String: Inbox] = [:]
    var receipts: [String: ReceiptWriter] = [:]
    for case .feed(let job) in jobs {
      do {
        inboxes[job.name] = try Inbox(
          path: "\(config.folders.inbox)/\(job.name)", quiet: job.quiet)
        receipts[job.name] = ReceiptWriter(
          parts: parts,
          shelf: try Shelf(path: "\(config.folders.outbox)/receipts/\(job.name)"),
          archivePath: "\(config.folders.archive)/\(job.name)")
      } catch {
        throw RunnerError(.cannotWrite, error.description)
      }
    }
    self.inboxes = inboxes
    self.receipts = receipts
  }

  /// The feeds, in the order of their names.
  package var feeds: [FeedJob] {
    jobs.compactMap { if case .feed(let job) = $0 { job } else { nil } }
  }

  /// The exports, in the order of their names.
  package var exports: [ExportJob] {
    jobs.compactMap { if case .export(let job) = $0 { job } else { nil } }
  }

  /// A feed ready to be worked, telling `report` what happens.
  package func work(
    _ job: FeedJob, report: @escaping @Sendable (Event) -> Void
  ) throws(RunnerError) -> FeedWork {
    guard let inbox = inboxes[job.name], let writer = receipts[job.name] else {
      throw RunnerError(.bug, "the feed \(job.name) was not opened")
    }
    return FeedWork(job: job, inbox: inbox, parts: parts, receipts: writer, report: report)
  }

  /// After a start, before anything else: the mirror copies what the journal settled, half-finished
  /// removals, receipts and exports are finished. No person is needed, and nothing is sent.
  package func recover(report: @escaping @Sendable (Event) -> Void) throws(RunnerError) {
    do throws(InboundError) {
      try Sender(parts: parts).catchUpMirror()
      try sweepSpool()
    } catch {
      throw RunnerError(error)
    }
    for job in feeds {
      do throws(InboundError) {
        let feed: FeedWork
        do { feed = try work(job, report: report) } catch {
          throw InboundError(.bug, error.description)
        }
        try feed.recover()
      } catch {
        throw RunnerError(error)
      }
    }
  }

  /// Comes back where tasks run and the journal answers: what a watchdog wants to know.
  package func answers() async throws(RunnerError) {
    await turns.answer()
    do { try parts.journal.write { _ in } } catch {
      throw RunnerError(.cannotWrite, error.description)
    }
  }

  private func sweepSpool() throws(InboundError) {
    let names: Set<String>
    do { names = try parts.journal.spoolNames() } catch {
      throw InboundError(.journal, error.description)
    }
    do { try parts.spool.sweep(keeping: names) } catch {
      throw InboundError(.disk, error.description)
    }
  }
}

extension RunnerError {
  /// A feed's trouble as an exit code.
  package init(_ error: InboundError) {
    let kind: Kind =
      switch error.kind {
      case .store: .unreachable
      case .paused: .unreachable
      case .disk: .cannotWrite
      case .journal: .cannotWrite
      case .stopped: .pending
      case .bug: .bug
      }
    self.init(kind, error.description)
  }
}
