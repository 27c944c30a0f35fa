// SPDX-License-Identifier: Apache-2.0

package import Folders
package import Jobs
package import Journal

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Takes files from an inbox into the journal: spool copy synced, journal committed, original removed.
///
/// | after a crash at | what is there | what the next start does |
/// |---|---|---|
/// | the copy | a half copy in the spool | sweeps it; the file is found again |
/// | copy and commit | a copy no delivery names | sweeps it; the file is found again |
/// | commit and removal | delivery and original | the original is recognised by its stamp and hash and only removed |
/// | removal and its sync | perhaps the original again | the same |
package struct Taker: Sendable {
  /// What it works with.
  package var parts: InboundParts

  /// A taker for one home.
  package init(parts: InboundParts) { self.parts = parts }

  /// What one look at an inbox came to.
  package struct Look: Sendable {
    /// Deliveries new in the journal, in order of arrival; `duplicate` and `refused` ones included.
    package var taken: [Delivery] = []
    /// The soonest moment a settling file may be ready; nil where none settles.
    package var again: Duration?
    /// Names passed over, with the reason, for `status`.
    package var ignored: [(name: String, reason: String)] = []
    /// Names that were taken although something about them is odd, with what.
    package var odd: [(name: String, what: String)] = []
  }

  /// Takes every ready file of a feed's inbox, in order of arrival. A file that moves while we look at it is left
  /// for the next look; one above `max_bytes` is left where it is, with the reason.
  package func look(_ inbox: Inbox, of job: FeedJob, renamed: Set<String>) throws(InboundError)
    -> Look
  {
    var look = Look()
    for late in try folders({ () throws(FolderError) in try inbox.lateWrites(into: parts.spool) }) {
      look.taken.append(try enter(late, of: job, keepsOriginal: true, repeating: false))
    }
    look.again = inbox.lateWritesAgain
    let candidates = try folders { () throws(FolderError) in
      try inbox.scan(matching: job.files, renamed: renamed)
    }
    let originals = try originals(of: job)
    for candidate in candidates {
      switch candidate {
      case .ignored(let name, let reason): look.ignored.append((name, reason))
      case .settling(_, let again): look.again = min(look.again ?? again, again)
      case .ready(let stamp): try take(stamp, from: inbox, of: job, originals, into: &look)
      }
    }
    return look
  }

  /// Takes a file a person named: copied and left. `repeating` sends known bytes again.
  package func take(path: String, of job: FeedJob, repeating: Bool) throws(InboundError) -> Delivery
  {
    let taken = try folders { () throws(FolderError) in
      try parts.spool.copy(of: path, maxBytes: job.maxBytes)
    }
    return try enter(taken, of: job, keepsOriginal: true, repeating: repeating)
  }

  /// After a start: finishes removals that a crash cut short. An inbox file that is the recorded original of a
  /// delivery is only removed.
  package func recover(_ inbox: Inbox, of job: FeedJob) throws(InboundError) {
    let originals = try originals(of: job)
    guard !originals.isEmpty else { return }
    // It stood still when it was taken: there is nothing to wait for.
    let candidates = try folders { () throws(FolderError) in
      try inbox.scan(matching: job.files, renamed: Set(originals.map(\.stamp.name)))
    }
    for case .ready(let stamp) in candidates {
      guard let original = originals.first(where: { $0.stamp == stamp }) else { continue }
      try finish(original, in: inbox, of: job)
    }
    // What is not there any more, or is another file by now, has nothing left to remove.
    try forget(originals.map(\.delivery))
  }

  /// A delivery whose inbox original may still be there.
  private struct Original {
    let delivery: Delivery
    let stamp: Inbox.FileStamp
  }

  private func originals(of job: FeedJob) throws(InboundError) -> [Original] {
    do throws(JournalError) {
      return try parts.journal.unremoved(of: job.name).compactMap { delivery in
        delivery.original.flatMap(Inbox.FileStamp.init(text:))
          .map { Original(delivery: delivery, stamp: $0) }
      }
    } catch { throw InboundError(error) }
  }

  private func take(
    _ stamp: Inbox.FileStamp, from inbox: Inbox, of job: FeedJob, _ originals: [Original],
    into look: inout Look
  ) throws(InboundError) {
    guard stamp.size <= job.maxBytes else {
      look.ignored.append(
        (stamp.name, "it has \(stamp.size) bytes; `max_bytes` is \(job.maxBytes)"))
      return
    }
    if let original = originals.first(where: { $0.stamp == stamp }),
      try finish(original, in: inbox, of: job)
    {
      try forget([original.delivery])
      return
    }
    let taken: Inbox.Taken
    do throws(FolderError) {
      taken = try inbox.take(stamp, into: parts.spool, maxBytes: job.maxBytes)
    } catch {
      switch error.kind {
      case .missing: return
      case .changed:
        look.again = min(look.again ?? job.quiet, job.quiet)
        return
      case .hostile:
        look.ignored.append((stamp.name, error.description))
        return
      case .noSpace, .io, .denied, .exists, .other: throw InboundError(error)
      }
    }
    let delivery = try enter(taken, of: job, keepsOriginal: false, repeating: false)
    look.taken.append(delivery)
    if isAhead(stamp) {
      look.odd.append(
        (stamp.name, "its time of change lies in the future; the uploader's clock is wrong"))
    }
    _ = try folders { () throws(FolderError) in try inbox.remove(stamp) }
    try forget([delivery])
  }

  /// Whether a file's own time is ahead of ours by more than clocks usually differ. It says nothing about readiness.
  private func isAhead(_ stamp: Inbox.FileStamp) -> Bool {
    let allowance = 300.0
    let seconds = Double(stamp.modifiedNanoseconds) / 1e9 - allowance
    let text = Date(timeIntervalSince1970: seconds).formatted(.iso8601)
    // Both are ISO 8601 in UTC: as texts they stand in the order of time.
    return text.prefix(19) > parts.now().prefix(19)
  }

  /// Removes an original if the bytes still are those of its delivery; false where they are not.
  @discardableResult
  private func finish(_ original: Original, in inbox: Inbox, of job: FeedJob) throws(InboundError)
    -> Bool
  {
    do throws(FolderError) {
      let copy = try inbox.take(original.stamp, into: parts.spool, maxBytes: job.maxBytes)
      try parts.spool.remove(copy.spoolName)
      guard copy.sha256 == original.delivery.sha256 else {
        inbox.release(original.stamp)
        return false
      }
      return try inbox.remove(original.stamp)
    } catch {
      switch error.kind {
      case .missing, .changed: return false
      case .hostile, .noSpace, .io, .denied, .exists, .other: throw InboundError(error)
      }
    }
  }

  private func forget(_ deliveries: [Delivery]) throws(InboundError) {
    do throws(JournalError) {
      try parts.journal.forgetOriginals(of: deliveries.map(\.id))
    } catch { throw InboundError(error) }
  }

  private func folders<Value>(_ body: () throws(FolderError) -> Value) throws(InboundError) -> Value
  {
    do throws(FolderError) { return try body() } catch { throw InboundError(error) }
  }
}
