// SPDX-License-Identifier: Apache-2.0

/// Why a file, or a message, did not arrive.
package struct UploadError: Error, Sendable, Equatable {
  /// What happened, as far as it decides what may be done next.
  package enum Kind: Sendable, Equatable, CaseIterable {
    /// The server is not reached, too slow, cut the connection, or asks to come again.
    case unreachable
    /// The server's SSH key is not the one pinned; nothing was sent to it.
    case hostKey
    /// TLS is not offered, or the certificate is not valid for this host; nothing was sent.
    case certificate
    /// The server does not let this user in, or not do this.
    case denied
    /// The folder is not there.
    case noFolder
    /// The server has no room, or cannot write for a reason it does not give.
    case noSpace
    /// Something of that name is there.
    case exists
    /// The server refuses this very file or message; another try meets the same.
    case refused
    /// A file of ours could not be read.
    case localFile
    /// It may have arrived: the connection ended before the answer came.
    case unknown
    /// The address or a value that goes into it is not one we use.
    case address
    /// We were stopped.
    case cancelled
  }

  /// What happened.
  package var kind: Kind
  /// The host and what it said; no secrets.
  package var description: String

  /// An error.
  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}

extension UploadError: CustomStringConvertible {}
