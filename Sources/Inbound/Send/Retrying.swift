// SPDX-License-Identifier: Apache-2.0

package import Jobs
package import Journal
import Synchronization

/// When this process last tried to send which delivery in vain, by a clock that never jumps.
package final class TryTimes: Sendable {
  private let last = Mutex<[Int64: ContinuousClock.Instant]>([:])

  /// No delivery was tried yet.
  package init() {}

  fileprivate func note(_ delivery: Int64, at now: ContinuousClock.Instant?)
    -> ContinuousClock.Instant?
  {
    last.withLock { last in
      defer { last[delivery] = now }
      return last[delivery]
    }
  }
}

extension Sender {
  /// Sends for as long as the job's `retry:` allows: once the store has been tried for so long without taking or
  /// answering anything, what was not sent is parked. What has no known outcome stays so, and is found out when the
  /// store is back.
  package func send(
    _ delivery: Delivery, of job: FeedJob, _ times: TryTimes
  ) async throws(InboundError) -> Ending {
    guard let limit = job.retry else { return try await send(delivery, of: job) }
    var sender = self
    sender.patience = min(patience, limit)
    let open = try pending(of: delivery)
    let start = ContinuousClock.now
    let ending = try await sender.send(delivery, of: job)
    let isProgress = try pending(of: delivery) != open
    guard case .pending(let reason, _) = ending, !isProgress else {
      _ = times.note(delivery.id, at: nil)
      do { try parts.journal.endTries(of: delivery.id) } catch { throw InboundError(error) }
      return ending
    }
    let end = ContinuousClock.now
    let before = times.note(delivery.id, at: end)
    do throws(JournalError) {
      let seconds = try parts.journal.noteTryInVain(
        of: delivery.id, span: end - start, elapsed: before.map { end - $0 }, at: parts.now())
      guard seconds >= Int(limit.components.seconds) else { return ending }
      try parts.journal.parkPlanned(
        of: delivery.id, code: "RETRY_ENDED",
        message:
          "not sent: \(reason); the store was tried for \(seconds) s, as `retry` says; "
          + "`dray retry \(delivery.label)` goes on", at: parts.now())
      try parts.journal.endTries(of: delivery.id)
      return try parts.journal.settleIfDone(delivery.id, at: parts.now()) ? .settled : ending
    } catch { throw InboundError(error) }
  }

  /// How many of its records have no outcome yet.
  private func pending(of delivery: Delivery) throws(InboundError) -> Int {
    do { return try parts.journal.counts(of: delivery.id).pending } catch {
      throw InboundError(error)
    }
  }
}
