// SPDX-License-Identifier: Apache-2.0

/// One entry of `alerts:` in `dray.yaml`: somebody who hears of trouble.
package struct Alert: Sendable, Equatable {
  /// Its name, letters, digits, `-` and `_`.
  package var name: String
  /// How the message gets there.
  package var way: Way
  /// `after`: trouble that may pass by itself is told once it has lasted so long.
  package var after: Duration

  /// How a message gets to somebody.
  package enum Way: Sendable, Equatable {
    /// POSTed as JSON; with `sign`, a keyed hash of the body goes along.
    case webhook(Address, sign: SecretSource?)
    /// Mailed by the mail target of that name; no receivers are the target's own.
    case mail(target: String, to: [String])
    /// A program with its arguments, the message on standard input.
    case command([String])
  }

  /// Where a webhook is; its address alone often lets anybody post.
  package enum Address: Sendable, Equatable {
    case plain(String)
    case secret(SecretSource)
  }
}

/// Who hears of the troubles of a job, or of the home.
package enum AlertChoice: Sendable, Equatable {
  /// No `alert:` stands there: the home's choice counts; where the home has none either, every alert.
  case usual
  /// These; none where it is empty (`alert: none`).
  case these([String])
}

/// `keep:` in `dray.yaml`: how long things are kept; nil is without end.
package struct Keep: Sendable, Equatable {
  /// Originals and receipts in the archive.
  package var archive: Duration?
  /// What the journal tells of single records, changes and calls of deliveries that have ended. The hashes that recognise
  /// duplicates stay.
  package var journal: Duration?

  /// Without end.
  package init() {}
}
