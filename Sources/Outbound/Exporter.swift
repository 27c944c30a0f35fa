// SPDX-License-Identifier: Apache-2.0

import Folders
package import Jobs
package import Journal
package import Logging
package import Mirror
package import ShopifyAdmin

/// Slot → file: refresh, query, write, seal, place, checksum.
///
/// Every step is durable before the next begins, and every step may be the last: a crash anywhere leaves
/// nothing or the whole file, and `recover` goes on from where the journal says it stood.
package struct Exporter: Sendable {
  let journal: Journal
  let mirror: StoreMirror
  /// The outbox; each job has a folder in it.
  let outbox: String
  /// Now, RFC 3339 in UTC with milliseconds.
  let now: @Sendable () -> String
  let logger: Logger
  /// Brings streams of the mirror up to date.
  let refresh: @Sendable (_ streams: [String]) async throws(MirrorError) -> Void

  /// An exporter of one home. `outbox` is an absolute path; `workDirectory` a private folder for downloads;
  /// `now` the time as RFC 3339 in UTC with milliseconds.
  package init(
    journal: Journal, mirror: StoreMirror, admin: AdminClient, outbox: String,
    workDirectory: String, now: @escaping @Sendable () -> String, logger: Logger
  ) {
    self.init(journal: journal, mirror: mirror, outbox: outbox, now: now, logger: logger) {
      (streams) async throws(MirrorError) in
      _ = try await mirror.refresh(streams, from: admin, workDirectory: workDirectory)
    }
  }

  /// An exporter whose mirror is brought up to date by `refresh`.
  init(
    journal: Journal, mirror: StoreMirror, outbox: String, now: @escaping @Sendable () -> String,
    logger: Logger,
    refresh: @escaping @Sendable (_ streams: [String]) async throws(MirrorError) -> Void
  ) {
    self.journal = journal
    self.mirror = mirror
    self.outbox = outbox
    self.now = now
    self.logger = logger
    self.refresh = refresh
  }

  /// Runs one slot to its end, after whatever the job has unfinished.
  ///
  /// - Parameter slot: The slot's time; a slot that was run already is not run again. Nil is an export without schedule: one
  ///   slot a call, and an unfinished one is finished instead of taking another.
  /// - Returns: the run in its final state.
  /// - Throws: what stopped it; the slot is then finished by the next call or by `recover`.
  package func run(_ job: ExportJob, slot: String? = nil) async throws(OutboundError) -> ExportRun {
    try check(job)
    let recovered = try await recover(job)
    if slot == nil, let last = recovered.last { return last }
    try await refreshZone(of: job)
    return try await finish(try claim(job, slot: slot), job)
  }

  /// Finishes what a job has unfinished, and removes drafts that no run knows.
  ///
  /// - Returns: the runs finished, oldest first.
  package func recover(_ job: ExportJob) async throws(OutboundError) -> [ExportRun] {
    let open: [ExportRun]
    do throws(JournalError) {
      open = try journal.openExportRuns(of: job.name)
    } catch { throw OutboundError(error) }
    do throws(FolderError) {
      try shelf(of: job).sweep(keeping: Set(open.compactMap(\.temporary)))
    } catch { throw OutboundError(error) }
    var finished: [ExportRun] = []
    for run in open { finished.append(try await finish(run, job)) }
    return finished
  }

  /// Step after step until the run is final.
  func finish(_ run: ExportRun, _ job: ExportJob) async throws(OutboundError) -> ExportRun {
    var run = run
    while !run.state.isFinal {
      guard !Task.isCancelled else { throw Self.stopped(job) }
      // Calls made for it are journalled as its own.
      let step: Result<ExportRun, OutboundError> = await Call.$owner.withValue(.run(run.id)) {
        [run] in
        do throws(OutboundError) { return .success(try await advance(run, job)) } catch {
          return .failure(error)
        }
      }
      run = try step.get()
    }
    logger.info(
      "export finished",
      metadata: [
        "job": "\(job.name)", "run": "\(run.label)", "state": "\(run.state)",
        "file": "\(run.file ?? "-")", "rows": "\(run.rows ?? 0)",
      ])
    return run
  }

  /// Takes a run one durable step further.
  func advance(_ run: ExportRun, _ job: ExportJob) async throws(OutboundError) -> ExportRun {
    switch run.state {
    case .claimed:
      guard !run.isTooEarly(job) else { return try endTooEarly(run, job) }
      do throws(MirrorError) {
        try await refresh(streams(of: job))
      } catch {
        throw OutboundError(error)
      }
      return try seal(run, job)
    case .sealed: return try place(run, job)
    case .placed: return try addChecksum(run, job)
    case .done, .empty, .failed: return run
    }
  }

  /// What must be fresh. Customers are read where the job's own SQL asks for them.
  func streams(of job: ExportJob) -> [String] {
    let usual = kind(of: job).streams
    let words = (job.query ?? "").lowercased().split { !($0.isLetter || $0 == "_") }
    return usual + StoreMirror.streams.filter { !usual.contains($0) && words.contains($0[...]) }
  }

  /// What a cancelled export says.
  static func stopped(_ job: ExportJob) -> OutboundError {
    OutboundError(.stopped, "the export \(job.name) was stopped; it goes on next time")
  }

  /// The folder of a job's files.
  func shelf(of job: ExportJob) throws(FolderError) -> Shelf {
    try Shelf(path: "\(outbox)/\(job.name)")
  }

  /// What the job writes.
  func kind(of job: ExportJob) -> ExportKind {
    guard let kind = job.export == ExportKind.query.name ? .query : ExportKind.named(job.export)
    else { preconditionFailure("a job that was read names one of ExportJob.kinds") }
    return kind
  }

  /// Whether the job's own SQL is sound, before a slot is taken.
  package func check(_ job: ExportJob) throws(OutboundError) {
    do {
      try mirror.reading { reading in _ = try ExportLayout(job, kind(of: job), reading) }
    } catch let error as OutboundError {
      throw error
    } catch let error as MirrorError {
      throw OutboundError(error)
    } catch { throw OutboundError(.bug, "\(error)") }
  }
}
