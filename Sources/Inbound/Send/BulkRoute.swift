// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Journal
import Logging
import ShopifyAdmin

/// Sends what is planned as bulk operations, one file at a time: a batch a line, each with a key of its own.
///
/// A file's fate is looked up before anything is decided about its lines. Lines without an answer become
/// unknown; the direct route then climbs the ladder with each.
struct BulkRoute: Sendable {
  let making: BulkFileMaking
  let patience: Duration
  let wait: @Sendable (Duration) async throws -> Void
  /// Called after a commit that settled changes.
  let settled: @Sendable () throws(InboundError) -> Void

  private var parts: InboundParts { making.parts }
  private var step: Step { making.operation.step(making.lane.phase) }
  private var admin: AdminClient { making.parts.admin }

  /// Lines settled in one transaction.
  private static let slice = 400
  /// A clock may differ from the store's by so much.
  private static let clockAllowance: Duration = .seconds(600)

  /// Takes up the files an earlier run left open.
  func finishOpen(_ work: inout DirectWork) async throws(InboundError) {
    let files: [BulkFile]
    do { files = try parts.journal.openFiles(of: making.delivery) } catch {
      throw InboundError(error)
    }
    for file in files
    where work.halt == nil && (file.asks ?? making.lane.operation) == making.lane.operation
      && file.phase == making.lane.phase
    {
      if let operation = file.operation {
        try await finish(file, operation: operation, &work)
      } else {
        try await adopt(file, &work)
      }
    }
  }

  /// Makes a file of what is planned and sees it through. False where nothing planned may be sent now.
  /// `isRebuilt`: the store could not read the file made before of the same changes.
  func sendFile(_ work: inout DirectWork, isRebuilt: Bool = false) async throws(InboundError)
    -> Bool
  {
    guard let file = try making.make() else { return false }
    defer { making.remove(file) }
    var tries = Tries(patience: patience, jitter: parts.jitter)
    while true {
      switch await start(file) {
      case .success(.started(let operation)):
        try await finish(file, operation: operation.id, &work)
        return true
      case .success(.busy(let message)):
        if await pause(tries.next()) { continue }
        try putBack(file)
        work.stop(for: .pending(reason: message, after: DirectRoute.pendingWait))
      case .success(.refused(let error)):
        switch error.code {
        case "INTERNAL_FILE_SERVER_ERROR":
          if await pause(tries.next()) { continue }
          try putBack(file)
          work.stop(for: .pending(reason: error.message, after: DirectRoute.pendingWait))
        case "NO_SUCH_FILE" where !isRebuilt, "INVALID_STAGED_UPLOAD_FILE" where !isRebuilt:
          try putBack(file)
          return try await sendFile(&work, isRebuilt: true)
        case "NO_SUCH_FILE", "INVALID_STAGED_UPLOAD_FILE": try park(file, error)
        default:
          try putBack(file)
          work.stop(for: .paused("the store refuses the bulk operation: \(error.message)"))
        }
      case .failure(let error):
        switch error.disposition {
        case .unknown: try await adopt(file, &work)
        case .again:
          try putBack(file)
          work.stop(for: .pending(reason: error.message, after: DirectRoute.pendingWait))
        case .pause, .split, .reject:
          try putBack(file)
          work.stop(for: .paused(error.message))
        case .stop: work.stop()
        }
      }
      return true
    }
  }

  /// Uploads and starts; each try has an upload of its own.
  private func start(_ file: BulkFile) async -> Result<BulkStart, AdminError> {
    do throws(AdminError) {
      let path = try await admin.stageUpload(file: making.path(of: file), name: "\(file.id).jsonl")
      return .success(
        try await admin.startBulkMutation(
          step.document(of: file.id), uploadPath: path))
    } catch { return .failure(error) }
  }
}

// MARK: - Its fate

extension BulkRoute {
  /// The start's answer is lost: the operation carries the file's id in its name. Found it is ours; not
  /// found, each line's own recovery decides.
  private func adopt(_ file: BulkFile, _ work: inout DirectWork) async throws(InboundError) {
    let since = Moment.before(file.createdAt, by: Self.clockAllowance)
    var looks = Tries(patience: .seconds(31), jitter: { 1 })
    var failures = Tries(patience: patience, jitter: parts.jitter)
    while true {
      let found: BulkOperation?
      do throws(AdminError) {
        found = try await admin.findBulkMutation(batch: file.id, createdSince: since)
      } catch {
        switch error.disposition {
        case .again, .unknown:
          if await pause(failures.next()) { continue }
          work.stop(for: .pending(reason: error.message, after: DirectRoute.pendingWait))
        case .stop: work.stop()
        case .pause, .split, .reject: work.stop(for: .paused(error.message))
        }
        return
      }
      if let found { return try await finish(file, operation: found.id, &work) }
      // The search may lag behind the start.
      if await pause(looks.next()) { continue }
      if Task.isCancelled { return work.stop() }
      return try settle(file, neverStarted: false)
    }
  }

  /// Waits for an operation and takes its result in.
  private func finish(
    _ file: BulkFile, operation id: String, _ work: inout DirectWork
  ) async throws(InboundError) {
    do { try parts.journal.markRunning(file.id, operation: id) } catch { throw InboundError(error) }
    let ended: BulkOperation
    do throws(AdminError) {
      ended = try await admin.awaitBulkOperation(id: id, patience: patience)
    } catch {
      switch error.disposition {
      case .reject, .split: try settle(file, neverStarted: false)
      case .stop: work.stop()
      case .pause: work.stop(for: .paused(error.message))
      case .again, .unknown:
        work.stop(for: .pending(reason: error.message, after: DirectRoute.pendingWait))
      }
      return
    }
    guard try await takeResult(of: ended, file, &work) else { return }
    if ended.errorCode == "TIMEOUT" {
      try journalled { (journal) throws(JournalError) in try journal.markTimedOut(file.id) }
    }
    try settle(file, neverStarted: false)
    switch ended.status {
    case .canceled, .canceling:
      work.stopped =
        "the bulk operation \(ended.id) was cancelled in the store; approve to send what is left, or refuse it"
    case .failed where ended.errorCode == "ACCESS_DENIED":
      work.stop(
        for: .paused(
          "the store denies the bulk operation access: look at the app's scopes (`dray check --online`)"
        ))
    case .failed, .completed, .expired, .created, .running: break
    }
  }

  /// Settles the lines that have an answer. False where the result is there but could not be had now.
  private func takeResult(
    of ended: BulkOperation, _ file: BulkFile, _ work: inout DirectWork
  ) async throws(InboundError) -> Bool {
    guard let url = ended.url ?? ended.partialDataURL else { return true }
    making.removeResult(of: file)
    let path = making.resultPath(of: file)
    defer { making.removeResult(of: file) }
    do throws(AdminError) { try await admin.downloadResult(url, to: path) } catch {
      switch error.kind {
      case .refused(code: "LOCAL_FILE"): throw InboundError(.disk, error.message)
      // Gone, or not to be trusted: the lines are verified one by one.
      case .refused, .tooLarge: return true
      case .cancelled: work.stop()
      case .unreachable, .busy, .unknown:
        work.stop(for: .pending(reason: error.message, after: DirectRoute.pendingWait))
      case .accessDenied, .storeUnavailable, .versionMismatch:
        work.stop(for: .paused(error.message))
      }
      return false
    }
    let count = try journalled { (journal) throws(JournalError) in
      try journal.lineCount(of: file.id)
    }
    let lines = try BulkLines(reading: path, count: count, root: step.root)
    var next = 0
    while next < count {
      let batches = try journalled { (journal) throws(JournalError) in
        try journal.batches(of: file.id, from: next, limit: Self.slice)
      }
      guard let last = batches.last?.batch.place?.line else { break }
      next = last + 1
      var returns: [DirectWork.Return] = []
      for (batch, changes) in batches {
        guard let line = batch.place?.line, let answer = lines.answers[line] else { continue }
        if case .failure(let error) = answer, error.disposition == .unknown { continue }
        returns.append(.sent(Parcel(batch: batch, changes: changes), answer))
      }
      try work.absorb(returns)
      try settled()
    }
    return true
  }

  /// The store could not read it twice over: a person must look.
  private func park(_ file: BulkFile, _ error: UserError) throws(InboundError) {
    let message =
      "the store cannot read the file with it (\(error.message)), made and uploaded twice; `dray retry` makes "
      + "another"
    var next: Int? = 0
    while let from = next {
      let batches = try journalled { (journal) throws(JournalError) in
        try journal.batches(of: file.id, from: from, limit: Self.slice)
      }
      next = batches.last?.batch.place.map { $0.line + 1 }
      try journalled { (journal) throws(JournalError) in
        try journal.settle(at: parts.now()) { settling, _ in
          for change in batches.flatMap(\.changes) {
            try settling.settle(change, as: .parked, code: error.code, message: message)
          }
        }
      }
    }
    try settle(file, neverStarted: true)
  }

  /// It certainly never started: its lines are planned again.
  private func putBack(_ file: BulkFile) throws(InboundError) {
    try settle(file, neverStarted: true)
  }

  private func settle(_ file: BulkFile, neverStarted: Bool) throws(InboundError) {
    try journalled { (journal) throws(JournalError) in
      try journal.settleFile(file.id, neverStarted: neverStarted, at: parts.now())
    }
  }

  /// Waits; false where there is nothing to wait for any more, or we are stopping.
  private func pause(_ duration: Duration?) async -> Bool {
    guard let duration else { return false }
    do {
      try await wait(duration)
      return true
    } catch { return false }
  }

  private func journalled<Value>(
    _ body: (Journal) throws(JournalError) -> Value
  ) throws(InboundError) -> Value {
    do { return try body(parts.journal) } catch { throw InboundError(error) }
  }
}
