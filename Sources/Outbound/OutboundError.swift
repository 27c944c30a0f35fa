// SPDX-License-Identifier: Apache-2.0

import Folders
import Journal
import Mirror
import ShopifyAdmin

/// An export cannot go on. Its slot stays as far as it got, and is finished on the next try.
package struct OutboundError: Error, Sendable, CustomStringConvertible {
  /// What happened, as far as it decides what may be done next.
  package enum Kind: Sendable, Equatable {
    /// The store is not reached or asks to wait.
    case store
    /// A person must act first: sign-in, scopes, a frozen shop, a damaged mirror.
    case paused
    /// The job's own SQL or zone is wrong. No slot was taken.
    case config
    /// No space, or the outbox will not be written.
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

extension OutboundError {
  init(_ error: JournalError) { self.init(.journal, error.description) }

  init(_ error: FolderError) { self.init(.disk, error.description) }

  init(_ error: MirrorError) {
    let kind: Kind =
      switch error.kind {
      case .store(let error):
        switch error.disposition {
        case .again, .unknown: .store
        case .split, .reject: .bug
        case .pause: .paused
        case .stop: .stopped
        }
      case .full: .disk
      case .sql, .timeLimit: .config
      case .result: .store
      case .damaged: .paused
      case .missing, .other: .bug
      }
    self.init(kind, error.description)
  }
}
