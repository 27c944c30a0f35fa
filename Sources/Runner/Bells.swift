// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A bell for each job: rung when its folder changed, waited for with a time limit.
///
/// A ring while nobody waits is kept, so none is lost between a look and the next wait.
final class Bells: Sendable {
  private struct Bell {
    var hasRung = false
    var renamed: Set<String> = []
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let bells: Mutex<[String: Bell]>

  init(jobs: [String]) {
    bells = Mutex(Dictionary(uniqueKeysWithValues: jobs.map { ($0, Bell()) }))
  }

  /// Rings for a job; `renamed` is a name that arrived whole.
  func ring(_ job: String, renamed name: String? = nil) {
    let waiter = bells.withLock { bells -> CheckedContinuation<Void, Never>? in
      guard bells[job] != nil else { return nil }
      if let name { bells[job]?.renamed.insert(name) }
      guard let waiter = bells[job]?.waiter else {
        bells[job]?.hasRung = true
        return nil
      }
      bells[job]?.waiter = nil
      return waiter
    }
    waiter?.resume()
  }

  /// Rings for every job.
  func ringAll() {
    for job in bells.withLock({ Array($0.keys) }) { ring(job) }
  }

  /// The names that arrived whole since the last call.
  func renamed(_ job: String) -> Set<String> {
    bells.withLock { bells in
      defer { bells[job]?.renamed = [] }
      return bells[job]?.renamed ?? []
    }
  }

  /// Waits for a ring, for `limit`, or until cancelled.
  func wait(for job: String, atMost limit: Duration) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        do { try await Task.sleep(for: limit) } catch { return }
        self.ring(job)
      }
      await self.next(job)
      group.cancelAll()
    }
  }

  private func next(_ job: String) async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isRung = bells.withLock { bells in
          if bells[job]?.hasRung != false {
            bells[job]?.hasRung = false
            return true
          }
          bells[job]?.waiter = continuation
          return false
        }
        if isRung { continuation.resume() }
      }
    } onCancel: {
      // Kept as a ring where the waiter is not there yet.
      self.ring(job)
    }
  }
}
