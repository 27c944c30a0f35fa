// SPDX-License-Identifier: Apache-2.0

/// One entry of `targets:` in `dray.yaml`: a place files are sent to.
package struct Target: Sendable, Equatable {
  /// Its name, letters, digits, `-` and `_`.
  package var name: String
  /// How it is reached.
  package var way: Way

  /// How a target is reached; follows from its address.
  package enum Way: Sendable, Equatable {
    case sftp(SFTP)
    case mail(Mail)
    case web(Web)
  }

  /// A folder on an SFTP server.
  package struct SFTP: Sendable, Equatable {
    /// `sftp://HOST[:PORT]/FOLDER` without a slash at the end; `/~/FOLDER` counts from the user's home folder.
    package var url: String
    /// Who signs in.
    package var user: String
    /// By what.
    package var proof: Proof
    /// SHA-256 of the server's public key, base64 without padding.
    package var hostKey: String

    /// How the user proves who it is.
    package enum Proof: Sendable, Equatable {
      case key(SecretSource, passphrase: SecretSource?)
      case password(SecretSource)
    }
  }

  /// A mail server, and the message a file goes out in.
  package struct Mail: Sendable, Equatable {
    /// `smtps://HOST[:PORT]`, or `smtp://HOST[:PORT]` with STARTTLS.
    package var url: String
    /// Who signs in, with the password; nil signs in nobody.
    package var account: Account?
    /// The sender, `a@example.com` or `Name <a@example.com>`.
    package var from: String
    /// The receivers, written the same way; one at least.
    package var to: [String]
    /// The subject, with `{file}`, `{job}`, `{sequence}`, `{rows}` and `{shop}` filled in.
    package var subject: String
    /// The text above the attachment, with the same filled in.
    package var text: String
  }

  /// An address files are PUT to.
  package struct Web: Sendable, Equatable {
    /// `https://HOST/PATH` without a slash at the end; plain http on this machine only.
    package var url: String
    /// How the server is told who we are; nil tells nothing.
    package var proof: Proof?

    /// What stands in the `Authorization` header.
    package enum Proof: Sendable, Equatable {
      case basic(Account)
      case bearer(SecretSource)
    }
  }

  /// A user and where the password is.
  package struct Account: Sendable, Equatable {
    /// The name to sign in with.
    package var user: String
    /// Where its password is read from.
    package var password: SecretSource
  }
}
