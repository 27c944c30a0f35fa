// SPDX-License-Identifier: Apache-2.0

package import Mirror

/// A command cannot be carried out; the kind is its exit code.
package struct RunnerError: Error, Sendable, CustomStringConvertible {
  /// Why, and so the exit code (sysexits.h numbers, listed in `docs/commands.md`).
  package enum Kind: Int32, Sendable, CaseIterable {
    /// Nothing of that name or id, or `audit` does not add up.
    case notFound = 1
    /// The command line is wrong.
    case usage = 64
    /// A delivery was refused or held, or worked only up to where it breaks off; with `--strict`, a record was rejected.
    case refused = 65
    /// The store or a target is not reached, and nothing was sent.
    case unreachable = 69
    /// A bug of ours.
    case bug = 70
    /// A file cannot be written.
    case cannotWrite = 73
    /// Work remains pending.
    case pending = 75
    /// The config is wrong.
    case config = 78
  }

  /// Why, and so the exit code.
  package var kind: Kind
  package var description: String

  /// A failure with its exit code, in words for the user.
  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}

extension RunnerError {
  /// The mirror's trouble as an exit code.
  package init(_ error: MirrorError) {
    let kind: Kind =
      switch error.kind {
      case .missing: .notFound
      case .sql, .timeLimit: .usage
      case .full, .damaged: .cannotWrite
      case .store, .result: .unreachable
      case .other: .bug
      }
    self.init(kind, error.description)
  }
}
