// SPDX-License-Identifier: Apache-2.0

/// Why there is no complete reply.
package struct TransportError: Error, Sendable, Equatable {
  /// What happened, as far as it decides what may be done next.
  package enum Kind: Sendable, Equatable {
    /// No byte of the request left: name not resolved, connection refused, TLS not agreed.
    case notSent
    /// The certificate is not valid for this host; nothing left, and it is never retried with less
    /// verification.
    case certificate
    /// Some of the request may have arrived; the outcome is unknown.
    case unknown
    /// The reply is larger than allowed; the outcome is unknown.
    case replyTooLarge
    /// The URL, or a header, is not one we send; nothing left.
    case refusedURL
    /// A local file could not be read or written; whether the request was complete is unknown only
    /// for downloads.
    case localFile
    /// The caller was cancelled, or the client is shut down, before a byte left. Afterwards it is
    /// `unknown`.
    case cancelled
  }

  /// What happened.
  package var kind: Kind
  /// The host and what libcurl said; no path, no header, no body.
  package var description: String

  /// An error.
  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}

extension TransportError: CustomStringConvertible {}
