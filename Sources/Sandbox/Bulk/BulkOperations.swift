// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Tables

/// The bulk operations of the store, in the order they were started.
final class BulkOperations {
  /// Five of each kind may be under way at once (2026-01 and later).
  static let mostAtOnce = 5
  /// A mutation's input file holds at most this much.
  static let maxFileMegabytes = 100
  /// How long one `advance` works at most.
  static let turn = Duration.milliseconds(25)

  /// The work behind an operation under way.
  private struct Run {
    enum Work {
      case query(BulkQueryRun)
      case mutation(BulkMutationRun)
    }

    var work: Work
    var output = BulkOutput()
    var requestSHA256: String
    var startedAt: Duration
    /// Everything is written; only the delay is left.
    var isWritten = false
  }

  private(set) var operations: [BulkOperation] = []
  /// The results by name.
  private(set) var results: [String: [UInt8]] = [:]
  private var runs: [Int: Run] = [:]
  private let delay: Duration
  /// How long the sandbox has run, on a clock that is not the store's.
  private let elapsed: () -> Duration

  init(delay: Duration, elapsed: @escaping () -> Duration) {
    self.delay = delay
    self.elapsed = elapsed
  }

  /// Takes back the operations of an earlier run of the sandbox; those under way then have failed.
  func restore(_ earlier: [BulkOperation], results: [String: [UInt8]]) {
    runs = [:]
    self.results = results
    operations = earlier.map { operation in
      guard operation.status.isUnderWay else { return operation }
      var failed = operation
      failed.status = .failed
      failed.errorCode = "INTERNAL_SERVER_ERROR"
      return failed
    }
  }

  var isBusy: Bool { !runs.isEmpty }

  // MARK: Starting

  /// The faults that refuse a start, and the code each refuses with.
  private static let refusals: [String: String] = [
    "bulk-busy": "OPERATION_IN_PROGRESS", "bulk-limit": "LIMIT_REACHED",
    "bulk-no-file": "NO_SUCH_FILE", "bulk-bad-file": "INVALID_STAGED_UPLOAD_FILE",
    "bulk-file-server": "INTERNAL_FILE_SERVER_ERROR",
  ]

  /// `bulkOperationRunQuery`.
  func runQuery(_ arguments: Arguments, _ context: ExecutionContext) -> Resolved {
    let text = arguments["query"]?.string ?? ""
    var errors = UserErrors("BulkOperationUserError")
    let payload = "BulkOperationRunQueryPayload"
    switch BulkValidator(context.engine).query(text) {
    case .failure(let refusals):
      for refusal in refusals.list {
        errors.add(refusal.field, refusal.message, code: refusal.code)
      }
    case .success(let prepared):
      if let message = full(.query) {
        errors.add(nil, message, code: "OPERATION_IN_PROGRESS")
        break
      }
      let isGrouped = arguments["groupObjects"]?.bool == true
      let run = BulkQueryRun(prepared, isGrouped: isGrouped, context.engine.schema)
      return start(.query, text, .query(run), payload, context)
    }
    return errors.payload(payload, ["bulkOperation": .null])
  }

  /// `bulkOperationRunMutation`. The file is looked at before the number of operations under way.
  func runMutation(_ arguments: Arguments, _ context: ExecutionContext) -> Resolved {
    let text = arguments["mutation"]?.string ?? ""
    let path = arguments["stagedUploadPath"]?.string ?? ""
    var errors = UserErrors("BulkMutationUserError")
    let payload = "BulkOperationRunMutationPayload"
    if let code = context.fault.flatMap({ BulkOperations.refusals[$0] }) {
      errors.add(nil, "No bulk operation can be started (\(code)).", code: code)
      return errors.payload(payload, ["bulkOperation": .null])
    }
    if let length = arguments["clientIdentifier"]?.string?.count, !(10...255).contains(length) {
      errors.add(
        ["clientIdentifier"],
        length < 10
          ? "is too short (minimum is 10 characters)" : "is too long (maximum is 255 characters)",
        code: "INVALID_MUTATION")
      return errors.payload(payload, ["bulkOperation": .null])
    }
    switch BulkValidator(context.engine).mutation(text) {
    case .failure(let refusals):
      for refusal in refusals.list {
        errors.add(refusal.field, refusal.message, code: refusal.code)
      }
    case .success(let prepared):
      guard let file = file(path, context, &errors) else { break }
      if let message = full(.mutation) {
        errors.add(nil, message, code: "OPERATION_IN_PROGRESS")
        break
      }
      let run = BulkMutationRun(prepared, file: [UInt8](file), seed: operations.count)
      return start(.mutation, text, .mutation(run), payload, context)
    }
    return errors.payload(payload, ["bulkOperation": .null])
  }

  private func file(_ path: String, _ context: ExecutionContext, _ errors: inout UserErrors)
    -> Data?
  {
    guard let file = context.store.uploads.files[path] else {
      errors.add(
        nil,
        "The JSONL file could not be found. Try uploading the file again, and check that you've "
          + "entered the URL correctly for the stagedUploadPath mutation argument.",
        code: "NO_SUCH_FILE")
      return nil
    }
    if file.isEmpty {
      errors.add(nil, "The input file is empty.", code: "INVALID_STAGED_UPLOAD_FILE")
      return nil
    }
    guard file.count <= BulkOperations.maxFileMegabytes << 20 else {
      errors.add(
        nil,
        "The input file size exceeds the maximum allowed size of "
          + "\(BulkOperations.maxFileMegabytes) MB.", code: "INVALID_STAGED_UPLOAD_FILE")
      return nil
    }
    return file
  }

  /// Why no further operation of a kind may start; nil where one may.
  private func full(_ kind: BulkOperation.Kind) -> String? {
    let underWay = operations.indices.filter {
      operations[$0].kind == kind && operations[$0].status.isUnderWay
    }
    guard underWay.count >= BulkOperations.mostAtOnce else { return nil }
    return "A bulk \(kind.rawValue.lowercased()) operation for this app and shop is already in "
      + "progress: \(underWay.map(BulkOperationNode.id).joined(separator: ", "))."
  }

  private func start(
    _ kind: BulkOperation.Kind, _ text: String, _ work: Run.Work, _ payload: String,
    _ context: ExecutionContext
  ) -> Resolved {
    operations.append(
      BulkOperation(
        kind: kind, document: text, createdAt: context.moment,
        fault: context.fault.flatMap { BulkOperation.Fault(rawValue: $0) }))
    let index = operations.count - 1
    runs[index] = Run(
      work: work, requestSHA256: context.requestSHA256, startedAt: elapsed())
    return UserErrors("UserError").payload(
      payload, ["bulkOperation": .object(BulkOperationNode(index: index))])
  }

  // MARK: Cancelling

  /// `bulkOperationCancel`.
  func cancel(_ arguments: Arguments, _ context: ExecutionContext) -> Resolved {
    var errors = UserErrors("UserError")
    let payload = "BulkOperationCancelPayload"
    guard
      let index = GlobalID.index(
        arguments["id"]?.string, "BulkOperation", GlobalID.Base.bulk),
      operations.indices.contains(index)
    else {
      errors.add(["id"], "Bulk operation does not exist")
      return errors.payload(payload, ["bulkOperation": .null])
    }
    if operations[index].status.isUnderWay {
      operations[index].status = .canceling
    } else {
      errors.add(
        nil,
        "A bulk operation cannot be canceled when it is "
          + operations[index].status.rawValue.lowercased())
    }
    return errors.payload(payload, ["bulkOperation": .object(BulkOperationNode(index: index))])
  }

  // MARK: Running

  /// Moves every operation under way on, for a turn at most.
  func advance(_ context: ExecutionContext) {
    let end = elapsed() + BulkOperations.turn
    for index in runs.keys.sorted() {
      if operations[index].status == .canceling {
        operations[index].status = .canceled
        runs[index] = nil
        continue
      }
      guard elapsed() < end else { return }
      work(on: index, until: end, context)
    }
  }

  private func work(on index: Int, until end: Duration, _ context: ExecutionContext) {
    guard let startedAt = runs[index]?.startedAt else { return }
    // Half of the delay passes before it runs, half before it is over.
    let age = elapsed() - startedAt
    // Taken out while it works: a second owner of its output would copy all of it every turn.
    guard age >= delay / 2, var run = runs.removeValue(forKey: index) else { return }
    operations[index].status = .running
    let inner = ExecutionContext(
      store: context.store, engine: context.engine, baseURL: context.baseURL,
      requestSHA256: run.requestSHA256, now: context.now)
    let fails = operations[index].fault?.stopsHalfWay == true
    repeat {
      guard !run.isWritten else { break }
      switch run.work {
      case .query(var query):
        query.advance(inner, into: &run.output)
        run.isWritten = query.isDone || fails
        operations[index].errorCode = query.errorCode
        run.work = .query(query)
      case .mutation(var mutation):
        mutation.advance(inner, into: &run.output)
        run.isWritten = mutation.isDone || (fails && mutation.isHalfDone)
        run.work = .mutation(mutation)
      }
    } while elapsed() < end
    operations[index].objectCount = run.output.lines
    operations[index].rootObjectCount = run.output.roots
    runs[index] = run
    if run.isWritten, age >= delay { finish(index, run.output, context) }
  }

  private func finish(_ index: Int, _ output: BulkOutput, _ context: ExecutionContext) {
    runs[index] = nil
    let name = "\(GlobalID.Base.bulk + index).jsonl"
    operations[index].completedAt = context.moment
    if operations[index].errorCode != nil {
      operations[index].status = .failed
      return
    }
    switch operations[index].fault {
    case .fail?, .timeout?, .cancel?:
      let fault = operations[index].fault
      operations[index].status = fault == .cancel ? .canceled : .failed
      if fault != .cancel {
        operations[index].errorCode = fault == .timeout ? "TIMEOUT" : "INTERNAL_SERVER_ERROR"
      }
      guard output.lines > 0 else { return }
      results[name] = output.bytes
      operations[index].partialResult = name
      return
    case .expired?:
      operations[index].status = .expired
      return
    case .cut?: results[name] = output.cut
    case .fromOne?: results[name] = output.countedFromOne
    case .twice?: results[name] = output.contradicted
    case .noURL?, nil: results[name] = output.bytes
    }
    operations[index].status = .completed
    guard output.lines > 0, operations[index].fault != .noURL else {
      results[name] = nil
      return
    }
    operations[index].fileSize = output.bytes.count
    operations[index].result = name
  }
}
