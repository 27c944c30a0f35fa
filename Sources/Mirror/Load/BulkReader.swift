// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ShopifyAdmin

/// Reads a bulk query's whole result into a file.
struct BulkReader: Sendable {
  let admin: AdminClient
  /// A private folder for the file.
  let workDirectory: String
  let pause: @Sendable (Duration) async throws -> Void

  /// How often a query is run until its result is whole.
  private static let tries = 3
  /// How often a busy store is asked again, every `busyPause`: an hour.
  private static let busyTries = 720
  private static let busyPause = Duration.seconds(5)

  /// Runs the query until its result is here, whole, and hands the file to `body`; `nil` where the store
  /// found nothing. Gives when the store made the operation: the watermark.
  ///
  /// A result that is cut, expired or not to be had is no result: the query is run again.
  func read(
    _ document: String, stream: String, report: @escaping @Sendable (Int) -> Void,
    _ body: (String?) async throws(MirrorError) -> Void
  ) async throws(MirrorError) -> String {
    let path = "\(workDirectory)/refresh-\(stream).jsonl"
    var failure = MirrorError(.result, "\(stream): no result")
    for _ in 0..<Self.tries {
      let started = try await start(document, stream: stream)
      let operation: BulkOperation
      do {
        operation = try await admin.awaitBulkOperation(id: started.id) { report($0.objectCount) }
      } catch { throw .store(error, "Waiting for the bulk query of \(stream)") }
      do {
        guard try await fetch(operation, to: path, stream: stream) else {
          try await body(nil)
          return operation.createdAt
        }
      } catch {
        try Self.remove(path)
        guard case .result = error.kind else { throw error }
        failure = error
        continue
      }
      try await body(path)
      try Self.remove(path)
      return operation.createdAt
    }
    throw failure
  }

  /// Starts the query, waiting while the store runs as many as it will.
  private func start(_ document: String, stream: String) async throws(MirrorError) -> BulkOperation
  {
    var unanswered = 0
    for _ in 0..<Self.busyTries {
      let answer: BulkStart
      do {
        answer = try await admin.startBulkQuery(document)
      } catch {
        // A query started twice changes nothing; what it costs is one of the places for operations.
        unanswered += 1
        guard error.kind == .unknown, unanswered < Self.tries else {
          throw .store(error, "Starting the bulk query of \(stream)")
        }
        continue
      }
      switch answer {
      case .started(let operation): return operation
      case .refused(let error):
        throw MirrorError(
          .store(AdminError(.refused(code: error.code), error.message)),
          "The store refused the bulk query of \(stream): \(error.message)")
      case .busy:
        do {
          try await pause(Self.busyPause)
        } catch {
          throw .store(AdminError(.cancelled, "\(error)"), "Waiting to read \(stream)")
        }
      }
    }
    throw MirrorError(
      .store(AdminError(.busy(retryAfter: .seconds(60)), "Other bulk queries are running.")),
      "The store runs other bulk queries since an hour: \(stream) was not read.")
  }

  /// False where the store found nothing. Throws `result` where running the query again may help.
  private func fetch(
    _ operation: BulkOperation, to path: String, stream: String
  ) async throws(MirrorError) -> Bool {
    switch operation.status {
    case .completed: break
    case .failed where operation.errorCode == "ACCESS_DENIED":
      throw MirrorError(
        .store(AdminError(.accessDenied, "ACCESS_DENIED")),
        "The store refused to read \(stream): a scope is missing.")
    case .failed, .canceled, .expired, .created, .running, .canceling:
      throw MirrorError(
        .result,
        "The bulk query of \(stream) ended as \(operation.status.rawValue)"
          + (operation.errorCode.map { " (\($0))" } ?? "") + ".")
    }
    guard let url = operation.url else {
      guard operation.objectCount == 0 else {
        throw MirrorError(
          .result,
          "The bulk query of \(stream) counted \(operation.objectCount) objects but has no result.")
      }
      return false
    }
    try Self.remove(path)
    do {
      try await admin.downloadResult(url, to: path)
    } catch {
      guard error.kind == .refused(code: "RESULT_GONE") else {
        throw .store(error, "Downloading \(stream)")
      }
      throw MirrorError(.result, "The result of \(stream) is gone: \(error)")
    }
    try BulkResult.check(path, objectCount: operation.objectCount)
    return true
  }

  private static func remove(_ path: String) throws(MirrorError) {
    guard FileManager.default.fileExists(atPath: path) else { return }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch { throw MirrorError(.other, "\(path) cannot be removed: \(error)") }
  }
}
