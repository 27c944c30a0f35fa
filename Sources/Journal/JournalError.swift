// SPDX-License-Identifier: Apache-2.0

import GRDB

/// The journal could not be read or written.
package struct JournalError: Error, Sendable, CustomStringConvertible {
  /// What happened, as far as it decides what may be done.
  package enum Kind: Sendable, Equatable {
    /// There is no journal here.
    case missing
    /// Made by a newer Dray.
    case newer
    /// No space: nothing was written.
    case full
    /// An input/output error: effects must stop; the process ends and verifies on its next start.
    case io
    /// Not a database, or damaged.
    case damaged
    /// Another program held it longer than we wait.
    case busy
    /// Anything else: a bug of ours.
    case other
  }

  /// What may be done about it.
  package var kind: Kind
  package var description: String

  /// Trouble of one kind, in words for the user.
  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }

  /// What SQLite said, as one of our kinds; an error that is ours already stays as it is.
  init(_ error: any Error) {
    if let own = error as? JournalError {
      self = own
      return
    }
    guard let error = error as? DatabaseError else {
      self.init(.other, "the journal: \(error)")
      return
    }
    let words = error.message ?? "no message"
    let place = error.sql.map { "; in \($0.prefix(200))" } ?? ""
    switch error.resultCode {
    case .SQLITE_FULL:
      self.init(.full, "no space for the journal (\(words)): free some; work goes on by itself")
    case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE:
      self.init(.full, "no space for the journal's index (\(words)): free some, then start again")
    case .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
      self.init(
        .io, "the journal cannot be read or written (\(words)): look at its disk and folder")
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      self.init(.damaged, "the journal is damaged (\(words)): restore it from a backup")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(.busy, "the journal is held by another program (\(words)): end that program")
    default:
      self.init(.other, "the journal: \(words) (\(error.extendedResultCode))\(place)")
    }
  }
}
