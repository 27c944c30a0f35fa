// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Inbound
import Jobs
import Journal
import Mirror
import Outbound

extension Works {
  /// Carries out one request; what happens goes to `report`, the exit code comes back.
  ///
  /// `strict` makes rejected records fail the command.
  package func carryOut(
    _ request: Request, strict: Bool = false, report: @escaping @Sendable (Event) -> Void
  ) async throws(RunnerError) -> Int32 {
    switch request {
    case .run(let name, let files, let repeats, let route, let now):
      return try await run(
        name, files: files, repeats: repeats, route: route, now: now, strict: strict, report: report
      )
    case .again(let name, let run): return try await again(name, run: run, report: report)
    case .approve(let id): return try await approve(id, strict: strict, report: report)
    case .refuse(let id): return try await refuse(id, report: report)
    case .retry(let id): return try await retry(id, strict: strict, report: report)
    case .undo(let id): return try await undo(id, strict: strict, report: report)
    case .refresh(let streams, let full):
      return try await refresh(streams, full: full, report: report)
    }
  }

  private func run(
    _ name: String, files: [String], repeats: Bool, route: String?, now: Bool, strict: Bool,
    report: @escaping @Sendable (Event) -> Void
  ) async throws(RunnerError) -> Int32 {
    switch jobs.first(where: { $0.name == name }) {
    case .feed(var job):
      if let route {
        guard let forced = Route(rawValue: route), job.operation.routes.contains(forced) else {
          let known = job.operation.routes.map(\.rawValue).joined(separator: " or ")
          throw RunnerError(.usage, "\(job.operation.name) goes by \(known), not by \(route)")
        }
        job.route = forced
      }
      let feed = try work(job, report: report)
      let rest = try await inTurn(name) { () async throws(InboundError) -> FeedWork.Rest in
        guard files.isEmpty else {
          var rest = FeedWork.Rest()
          for file in files { rest.add(try await feed.run(file: file, repeating: repeats)) }
          return rest
        }
        return try await passOnRequest(feed)
      }
      return exitCode(rest, strict: strict)
    case .export(let job): return try await runExport(job, now: now, report: report)
    case nil:
      throw RunnerError(
        .notFound,
        "no job is named \(name); there are \(jobs.map(\.name).joined(separator: ", ")); a running `dray serve` knows a new one when it is reloaded"
      )
    }
  }

  private func approve(
    _ id: Int64, strict: Bool, report: @escaping @Sendable (Event) -> Void
  ) async throws(RunnerError) -> Int32 {
    let (delivery, job) = try find(id)
    guard delivery.state == .held else {
      throw RunnerError(
        .usage, "\(delivery.label) is \(delivery.state.rawValue), only a held delivery is approved")
    }
    let feed = try work(job, report: report)
    let rest = try await inTurn(job.name) { () async throws(InboundError) -> FeedWork.Rest in
      try feed.approve(delivery)
      return try await feed.workOpen()
    }
    return exitCode(rest, strict: strict)
  }

  private func refuse(
    _ id: Int64, report: @escaping @Sendable (Event) -> Void
  ) async throws(RunnerError) -> Int32 {
    let (delivery, job) = try find(id)
    guard delivery.state == .held else {
      throw RunnerError(
        .usage, "\(delivery.label) is \(delivery.state.rawValue), only a held delivery is refused")
    }
    let feed = try work(job, report: report)
    let rest = try await inTurn(job.name) { () async throws(InboundError) -> FeedWork.Rest in
      try feed.refuse(delivery)
      return try await feed.workOpen()
    }
    return rest.pendingAfter == nil ? 0 : RunnerError.Kind.pending.rawValue
  }

  private func retry(
    _ id: String, strict: Bool, report: @escaping @Sendable (Event) -> Void
  ) async throws(RunnerError) -> Int32 {
    if let run = ExportRun.id(label: id) { return try await retry(run: run, report: report) }
    guard id.hasPrefix("d"), let number = Int64(id.dropFirst()) else {
      throw RunnerError(
        .usage, "\(id) is no id; a delivery's looks like d1042, an export run's like x77")
    }
    let (delivery, job) = try find(number)
    let feed = try work(job, report: report)
    let rest = try await inTurn(job.name) { () async throws(InboundError) -> FeedWork.Rest in
      try feed.retry(delivery)
      return try await feed.workOpen()
    }
    return exitCode(rest, strict: strict)
  }

  private func undo(
    _ id: Int64, strict: Bool, report: @escaping @Sendable (Event) -> Void
  ) async throws(RunnerError) -> Int32 {
    let (delivery, job) = try find(id)
    guard delivery.state == .settled else {
      throw RunnerError(
        .usage, "\(delivery.label) is \(delivery.state.rawValue), only a settled delivery is undone"
      )
    }
    if try noted({ () throws(JournalError) in try parts.journal.isForgotten(id) }) {
      throw RunnerError(
        .usage,
        "\(delivery.label) is too old to be undone: its changes are forgotten, as `keep: {journal: …}` says"
      )
    }
    let feed = try work(job, report: report)
    let (rest, earlier) = try await inTurn(job.name) {
      () async throws(InboundError) -> (FeedWork.Rest, Delivery?) in
      // In the job's turn, so that two who ask at once get one.
      if let earlier = try feed.undoing(delivery) { return (FeedWork.Rest(), earlier) }
      try feed.undo(delivery)
      return (try await feed.workOpen(), nil)
    }
    if let earlier {
      throw RunnerError(
        .usage,
        "\(delivery.label) is taken back by \(earlier.label), which is \(earlier.state.rawValue); 'dray undo \(earlier.label)' brings it back"
      )
    }
    return exitCode(rest, strict: strict)
  }

  /// Takes up what of an export run was not delivered, and tries it at once.
  private func retry(
    run id: Int64, report: @escaping @Sendable (Event) -> Void
  ) async throws(RunnerError) -> Int32 {
    guard let run = try noted({ () throws(JournalError) in try parts.journal.exportRun(id) })
    else { throw RunnerError(.notFound, "there is no export run x\(id)") }
    guard run.state.isFinal else {
      throw RunnerError(
        .usage, "\(run.label) is \(run.state.rawValue); `dray run \(run.job)` finishes it")
    }
    let again = try noted { () throws(JournalError) in try parts.journal.retrySends(of: id) }
    let open = try noted { () throws(JournalError) in
      try parts.journal.sends(of: id).filter { $0.state == .waiting }
    }
    report(
      .note(
        open.isEmpty
          ? "\(run.label) \(run.job): nothing of it waits to be delivered"
          : "\(run.label) \(run.job): \(again) taken up again, \(open.count) on their way"))
    let names = open.map(\.target)
    for name in names where !config.targets.contains(where: { $0.name == name }) {
      report(.trouble("\(run.label): dray.yaml has no target \(name) any more"))
    }
    _ = try await bringOnce(to: names, report: report)
    let left = try noted { () throws(JournalError) in
      try parts.journal.sends(of: id).filter { $0.state != .sent }
    }
    return left.isEmpty ? 0 : RunnerError.Kind.pending.rawValue
  }

  /// What a refresh of all takes: a stream that is not usual is kept fresh where it has been filled.
  private func usualStreams() throws(MirrorError) -> [String] {
    let unfilled = Set(try parts.mirror.unfilled(StoreMirror.streams))
    let usual = Set(StoreMirror.usualStreams)
    return StoreMirror.streams.filter { usual.contains($0) || !unfilled.contains($0) }
  }

  private func refresh(
    _ streams: [String], full: Bool, report: @escaping @Sendable (Event) -> Void
  ) async throws(RunnerError) -> Int32 {
    do throws(MirrorError) {
      _ = try await parts.mirror.refresh(
        streams.isEmpty ? usualStreams() : streams, full: full, from: parts.admin,
        workDirectory: parts.workDirectory
      ) { progress in
        report(
          .refreshing(
            stream: progress.stream, rows: progress.rows, way: progress.way,
            isFinished: progress.isFinished))
      }
      return 0
    } catch {
      throw RunnerError(error)
    }
  }

  /// The delivery and the feed it belongs to.
  private func find(_ id: Int64) throws(RunnerError) -> (Delivery, FeedJob) {
    let found: Delivery?
    do { found = try parts.journal.delivery(id) } catch {
      throw RunnerError(.cannotWrite, error.description)
    }
    guard let delivery = found else { throw RunnerError(.notFound, "there is no delivery d\(id)") }
    guard let job = feeds.first(where: { $0.name == delivery.job }) else {
      throw RunnerError(
        .config, "\(delivery.label) belongs to the feed \(delivery.job), which has no job file now")
    }
    return (delivery, job)
  }

  /// Reads or writes the journal, with its trouble as an exit code.
  func noted<Value>(_ body: () throws(JournalError) -> Value) throws(RunnerError) -> Value {
    do throws(JournalError) { return try body() } catch {
      throw RunnerError(.cannotWrite, error.description)
    }
  }

  /// Runs when the job's turn has come, with a feed's trouble turned into an exit code.
  func inTurn<Value: Sendable>(
    _ job: String, _ body: @Sendable () async throws(InboundError) -> Value
  ) async throws(RunnerError) -> Value {
    do throws(InboundError) {
      let value = try await turns.take(job, body)
      do throws(JournalError) { try isWell(job) } catch {
        throw InboundError(.journal, error.description)
      }
      return value
    } catch {
      let failure = error
      try noted { () throws(JournalError) in try note(failure, of: job) }
      throw RunnerError(error)
    }
  }

  private func exitCode(_ rest: FeedWork.Rest, strict: Bool) -> Int32 {
    if rest.pendingAfter != nil { return RunnerError.Kind.pending.rawValue }
    if rest.isBlocked || (strict && rest.hasRejections) { return RunnerError.Kind.refused.rawValue }
    return 0
  }
}
