// SPDX-License-Identifier: Apache-2.0

/// Hints from inotify that a folder changed; the scan remains the truth.
package final class InboxWatch: Sendable {
  /// What was seen.
  package enum Hint: Sendable, Equatable {
    /// A name arrived whole, by rename.
    case renamedIn(path: String, name: String)
    /// Something changed in that folder: look.
    case changed(path: String)
    /// The queue overflowed, or a folder was removed or replaced: look everywhere.
    case lookEverywhere
  }

  /// Watches folders, which must exist. Where inotify has no instance or watch left, `isPolling` is true.
  package init(paths: [String]) { isPolling = true }

  /// Whether hints will not come and only scans find files.
  package let isPolling: Bool

  /// The hints, until `stop()`.
  package var hints: AsyncStream<Hint> { AsyncStream { $0.finish() } }

  /// Ends the hints.
  package func stop() {}
}
