// SPDX-License-Identifier: Apache-2.0

/// One at a time for each job, in the order asked: deliveries of a job never run beside each other,
/// whoever asks (watching, a command, a retry).
package actor Turns {
  private var busy: Set<String> = []
  private var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]

  /// Nobody has a turn.
  package init() {}

  /// Runs `body` when the job's turn has come.
  package func take<Value: Sendable, Failure: Error>(
    _ job: String, _ body: @Sendable () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    await enter(job)
    defer { leave(job) }
    return try await body()
  }

  /// Comes back.
  func answer() {}

  private func enter(_ job: String) async {
    guard busy.contains(job) else {
      busy.insert(job)
      return
    }
    // The one that leaves hands its turn over: `busy` stays set in between.
    await withCheckedContinuation { waiting[job, default: []].append($0) }
  }

  private func leave(_ job: String) {
    guard var queue = waiting[job], !queue.isEmpty else {
      busy.remove(job)
      return
    }
    let next = queue.removeFirst()
    waiting[job] = queue.isEmpty ? nil : queue
    next.resume()
  }
}
