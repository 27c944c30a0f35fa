// SPDX-License-Identifier: Apache-2.0

import Inbound
import Jobs
import Journal
import Outbound
import Transport

extension Works {
  /// A failed try at a target is followed by a wait of so much, at first and at most.
  static var targetWaits: Waits { Waits(from: .seconds(5), to: .seconds(600)) }

  /// Brings files to one target as they are made, until cancelled.
  func attend(
    to target: Target, report: @escaping @Sendable (Event) -> Void
  ) async -> RunnerError? {
    var waits = Works.targetWaits
    var tries = Tries()
    while !Task.isCancelled {
      var next = Works.scanInterval
      do throws(JournalError) {
        let pass = try await bring(to: target, tries, report: report)
        tries = pass.tries
        if pass.isWaiting { next = waits.next(jitter: jitter()) } else { waits.reset() }
      } catch { return RunnerError(.cannotWrite, error.description) }
      // What comes meanwhile waits its turn behind what failed.
      if waits.failures > 0 {
        do { try await Task.sleep(for: next) } catch { break }
      } else {
        await outgoing.wait(for: target.name, atMost: next)
      }
    }
    return nil
  }

  /// Brings what waits for some targets, once; whether anything still waits.
  func bringOnce(
    to names: [String], report: @escaping @Sendable (Event) -> Void
  ) async throws(RunnerError) -> Bool {
    var isWaiting = false
    for target in config.targets where names.contains(target.name) {
      do throws(JournalError) {
        if try await bring(to: target, Tries(), report: report).isWaiting { isWaiting = true }
      } catch { throw RunnerError(.cannotWrite, error.description) }
    }
    return isWaiting
  }

  /// When this process last tried which file.
  struct Tries {
    var last: [Int64: ContinuousClock.Instant] = [:]
  }

  /// What a pass leaves.
  private struct Pass {
    var isWaiting = false
    var tries: Tries
  }

  /// One file after the other in order, until one does not get there for a reason that the next would meet too.
  private func bring(
    to target: Target, _ tries: Tries, report: @escaping @Sendable (Event) -> Void
  ) async throws(JournalError) -> Pass {
    try await turns.take("target:\(target.name)") { () async throws(JournalError) -> Pass in
      var pass = Pass(tries: tries)
      while !Task.isCancelled {
        guard let send = try parts.journal.nextSend(to: target.name) else { return pass }
        let now = ContinuousClock.now
        let elapsed = pass.tries.last[send.run].map { now - $0 }
        pass.tries.last[send.run] = now
        let limit = exports.first { $0.name == send.job }?.retry ?? .seconds(3 * 86_400)
        switch try await courier.deliver(send, to: target, elapsed: elapsed, limit: limit) {
        case .sent:
          pass.tries.last[send.run] = nil
          report(.delivered(send))
          try isReached(target)
        case .failed(let error):
          pass.tries.last[send.run] = nil
          report(.undelivered(send, reason: error.description, again: false))
          // A way that works, with a file that does not.
          if !error.kind.mayGoWellLater { try isReached(target) }
        case .later(let error):
          report(.undelivered(send, reason: error.description, again: true))
          try isMissed(target, error)
          pass.isWaiting = true
          return pass
        case .stopped:
          pass.isWaiting = true
          return pass
        }
      }
      return pass
    }
  }

  private func isReached(_ target: Target) throws(JournalError) {
    try troubles.end(.target, key: target.name)
    try troubles.end(.blocked, key: "target/\(target.name)")
  }

  private func isMissed(_ target: Target, _ error: UploadError) throws(JournalError) {
    let hint = "files for it wait in order; once that is mended they go out by themselves"
    let message = "nothing gets to the target \(target.name): \(error.description)"
    if error.kind.needsPerson {
      try troubles.end(.target, key: target.name)
      try troubles.begin(
        Trouble(
          .blocked, key: "target/\(target.name)", job: nil, message: message, hint: hint))
    } else {
      try troubles.begin(
        Trouble(.target, key: target.name, job: nil, message: message, hint: hint))
    }
  }
}
