// SPDX-License-Identifier: Apache-2.0

import GRDB
package import ShopifyAdmin

/// The mirror could not be read, written or refreshed.
package struct MirrorError: Error, Sendable, CustomStringConvertible {
  /// What happened, as far as it decides what may be done next.
  package enum Kind: Sendable {
    /// There is no mirror here, or one of another version.
    case missing
    /// No space; nothing was written.
    case full
    /// Not a database, or damaged: opening it for writing again makes it new.
    case damaged
    /// The user's own SQL is wrong, or wants to write.
    case sql
    /// A query ran longer than it may.
    case timeLimit
    /// The store did not answer; its own error says what may be done.
    case store(AdminError)
    /// The store answered with what cannot be the whole or true result, however often it was asked.
    case result
    /// Anything else: a bug of ours.
    case other
  }

  package var kind: Kind
  package var description: String

  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}

extension MirrorError {
  /// What an error of SQLite means here.
  init(_ error: DatabaseError, path: String) {
    switch error.resultCode {
    case .SQLITE_FULL:
      self.init(.full, "\(path): no space left; nothing was written. Free some and try again.")
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      self.init(
        .damaged,
        "\(path) is damaged (\(error.message ?? "not a database")). It holds only copies: "
          + "`dray refresh` makes it anew.")
    default:
      self.init(.other, "\(path): \(error.message ?? "SQLite code \(error.resultCode.rawValue)")")
    }
  }

  /// Any error met in a read or a write, as one of ours.
  init(_ error: any Error, path: String) {
    switch error {
    case let error as MirrorError: self = error
    case let error as DatabaseError: self.init(error, path: path)
    default: self.init(.other, "\(path): \(error)")
    }
  }

  /// An error of the store, with what was being done.
  static func store(_ error: AdminError, _ doing: String) -> MirrorError {
    MirrorError(.store(error), "\(doing): \(error)")
  }
}

extension MirrorError {
  /// Whether the store says that the app may not read this.
  var isDenied: Bool {
    guard case .store(let error) = kind else { return false }
    return error.kind == .accessDenied
  }
}
