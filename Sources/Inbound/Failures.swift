// SPDX-License-Identifier: Apache-2.0

import Folders
import Journal
import Mirror
import ShopifyAdmin

// What the rooms below say, as this room's error: whether to wait, to ask a person, or to call it a bug. The one
// exhaustive decision for each.

extension InboundError {
  /// The store did not do as asked.
  init(_ error: AdminError) {
    let kind: Kind
    switch error.disposition {
    case .again, .unknown: kind = .store
    case .pause: kind = .paused
    case .stop: kind = .stopped
    case .split, .reject: kind = .bug
    }
    self.init(kind, error.description)
  }

  /// The mirror could not be read, written or refreshed.
  init(_ error: MirrorError) {
    switch error.kind {
    case .store(let admin): self.init(admin)
    case .full: self.init(.disk, error.description)
    case .timeLimit: self.init(.store, error.description)
    case .result: self.init(.store, error.description)
    case .missing, .damaged, .sql, .other: self.init(.bug, error.description)
    }
  }

  /// The journal could not be read or written.
  init(_ error: JournalError) {
    let kind: Kind
    switch error.kind {
    case .full: kind = .disk
    case .missing, .newer, .io, .damaged, .busy: kind = .journal
    case .other: kind = .bug
    }
    self.init(kind, error.description)
  }

  /// A file or folder would not do as told.
  init(_ error: FolderError) {
    switch error.kind {
    case .noSpace, .io, .denied, .missing, .exists, .changed, .hostile:
      self.init(.disk, error.description)
    case .other: self.init(.bug, error.description)
    }
  }
}
