// SPDX-License-Identifier: Apache-2.0

package import Folders
package import Journal
package import Logging
package import Mirror
package import ShopifyAdmin

/// What one home's feeds work with.
package struct InboundParts: Sendable {
  package var journal: Journal
  package var mirror: StoreMirror
  package var admin: AdminClient
  package var spool: Spool
  /// A private folder below `state/` for bulk files and spilled comparisons.
  package var workDirectory: String
  /// Now, RFC 3339 in UTC with milliseconds.
  package var now: @Sendable () -> String
  package var logger: Logger
  /// A number from 0 to 1 that spreads the waits between tries, so that many do not come back at one moment.
  package var jitter: @Sendable () -> Double
  /// Copies outcomes to the mirror, one copy at a time for all feeds.
  let copying = MirrorCopying()

  /// The parts; without `jitter` waits are the longest.
  package init(
    journal: Journal, mirror: StoreMirror, admin: AdminClient, spool: Spool, workDirectory: String,
    now: @escaping @Sendable () -> String, logger: Logger,
    jitter: @escaping @Sendable () -> Double = { 1 }
  ) {
    self.journal = journal
    self.mirror = mirror
    self.admin = admin
    self.spool = spool
    self.workDirectory = workDirectory
    self.now = now
    self.logger = logger
    self.jitter = jitter
  }
}

/// Work on a delivery cannot go on; the delivery itself stays as it was.
package struct InboundError: Error, Sendable, CustomStringConvertible {
  /// What happened, as far as it decides what may be done next.
  package enum Kind: Sendable, Equatable {
    /// The store is not reached or asks to wait; the work stays pending.
    case store
    /// A person must act first: sign-in, scopes, a frozen shop.
    case paused
    /// No space, or a folder will not be written.
    case disk
    /// The journal failed: effects stop, the process ends and verifies on its next start.
    case journal
    /// We are stopping.
    case stopped
    /// A bug of ours.
    case bug
  }

  /// What may be done next.
  package var kind: Kind
  package var description: String

  /// Trouble of one kind, in words for the user.
  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
