// SPDX-License-Identifier: Apache-2.0

/// Why a request has no outcome.
package struct AdminError: Error, Sendable {
  /// What may be done next.
  package enum Kind: Sendable, Equatable {
    /// Certainly not executed, and no answer will come by waiting a little: store not reached.
    case unreachable
    /// Certainly not executed: throttled or told to wait beyond the client's patience.
    case busy(retryAfter: Duration)
    /// It may have been executed.
    case unknown
    /// The document or its variables were refused before anything ran; `errors` say why.
    case refused(code: String?)
    /// The request names too many items or costs more than one query may: split it.
    case tooLarge
    /// Sign-in was refused, or a scope is missing.
    case accessDenied
    /// The shop is frozen, locked or not there (402, 423, 404), or the certificate is not its own.
    case storeUnavailable
    /// The server serves another API version than asked for.
    case versionMismatch(served: String)
    /// The caller was cancelled before the request left.
    case cancelled
  }

  /// The code of `refused` where the store takes no more new variants today: from 50,000 on it takes 1,000 a
  /// day. (usage limits)
  package static let variantLimit = "VARIANT_THROTTLE_EXCEEDED"

  /// What may be done next.
  package var kind: Kind
  /// What happened and what to do, without a secret.
  package var message: String

  /// An error.
  package init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// What to do: the one exhaustive decision.
  package enum Disposition: Sendable, Equatable {
    /// Again after a wait; nothing has happened.
    case again
    /// The recovery class decides.
    case unknown
    /// This batch in two halves.
    case split
    /// The items of this batch are refused.
    case reject
    /// Nothing more can be sent until a person acts; the work stays pending.
    case pause
    /// We are stopping.
    case stop
  }

  /// What to do with the work this request carried.
  package var disposition: Disposition {
    switch kind {
    case .unreachable, .busy: .again
    case .unknown: .unknown
    case .tooLarge: .split
    case .refused: .reject
    case .accessDenied, .storeUnavailable, .versionMismatch: .pause
    case .cancelled: .stop
    }
  }
}

extension AdminError: CustomStringConvertible {
  package var description: String { message }
}
