// SPDX-License-Identifier: Apache-2.0

/// Something that is wrong and that a person should hear of: the same value however often it is met.
package struct Trouble: Sendable, Equatable {
  /// What sort of thing is wrong.
  package enum Kind: String, Sendable, CaseIterable {
    /// A delivery waits for a person's approval.
    case held
    /// A delivery was refused as a whole.
    case refused
    /// A file broke off: only what stands before that was worked.
    case broken
    /// Changes of a delivery wait for a person.
    case parked
    /// A delivery that was expected has not come.
    case late
    /// The store is not reached.
    case unreachable
    /// The store or a target is reached, but a person must act first: sign-in, scopes, a frozen shop, another host key.
    case blocked
    /// An export cannot be made.
    case export
    /// Files for a target wait: it is not reached, or does not let us in.
    case target
    /// A file was not taken by a target, and is not tried again until a person says so.
    case unsent
    /// Somebody who should hear of trouble cannot be told.
    case untold
    /// A file cannot be written: no space, no permission.
    case disk

    /// Whether it often passes by itself, so that it is told only once it has lasted.
    package var mayPass: Bool {
      switch self {
      case .unreachable, .target, .untold, .disk: true
      case .held, .refused, .broken, .parked, .late, .blocked, .export, .unsent: false
      }
    }
  }

  /// What sort of thing is wrong.
  package var kind: Kind
  /// What tells it from others of its kind, e.g. `d1042`, `x77/erp`, `store`; no white space.
  package var key: String
  /// The job it befalls; nil is the whole home.
  package var job: String?
  /// What happened, in a sentence for people; no secrets, no customer data.
  package var message: String
  /// What to do next.
  package var hint: String

  /// A trouble.
  package init(_ kind: Kind, key: String, job: String?, message: String, hint: String) {
    self.kind = kind
    self.key = key
    self.job = job
    self.message = message
    self.hint = hint
  }

  /// `held/d1042`: the same for as long as it lasts.
  package var id: String { "\(kind.rawValue)/\(key)" }
}
