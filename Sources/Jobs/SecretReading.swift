// SPDX-License-Identifier: Apache-2.0

import Glibc
package import Secrets

/// A secret could not be read. Its message names the source, never what stands there.
package struct SecretError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What happened and what to do.
  package var description: String
}

extension SecretSource {
  /// The keys a secret's source is named by, one of them at a time.
  static let keys = [
    Key("credential", .text, "A systemd credential's name."),
    Key("env", .text, "The environment variable that holds it."),
    Key("file", .text, "The path of a file that nobody else can read."),
  ]

  /// Larger files hold no secret.
  private static let limit = 64 << 10

  /// Reads the secret; a trailing newline is taken off.
  ///
  /// - Parameters:
  ///   - environment: The process's environment.
  ///   - credentialsDirectory: `$CREDENTIALS_DIRECTORY` as systemd sets it; nil outside of a unit.
  package func read(environment: [String: String], credentialsDirectory: String?)
    throws(SecretError) -> Secret
  {
    let secret: Secret
    switch self {
    case .environment(let name):
      guard let value = environment[name] else {
        throw SecretError(
          description: "the environment variable \(name) is not set; set it, or name another source"
        )
      }
      secret = Secret(value)
    case .credential(let name):
      guard !name.contains("/"), name != "..", name != "." else {
        throw SecretError(description: "a systemd credential's name has no '/': \(quoted(name))")
      }
      guard let credentialsDirectory else {
        throw SecretError(
          description:
            "the systemd credential \(name) is not there: CREDENTIALS_DIRECTORY is not set; start Dray by its unit with LoadCredential=\(name):PATH, or name another source"
        )
      }
      // systemd lets the unit's user in by an access list, which shows as group bits.
      secret = Secret(try Self.text(of: "\(credentialsDirectory)/\(name)", forbidden: 0o007))
    case .file(let path):
      secret = Secret(try Self.text(of: path, forbidden: 0o077))
    }
    guard !secret.isEmpty else { throw SecretError(description: "\(self) is empty") }
    return secret
  }

  /// The text of a private file; `forbidden` are the permission bits it must not have.
  private static func text(of path: String, forbidden: mode_t) throws(SecretError) -> String {
    let file: SmallFile
    do {
      file = try SmallFile(path, limit: limit)
    } catch {
      let reason =
        switch error {
        case .system(let code): "cannot be read: \(systemText(code))"
        case .notPlain: "is no plain file"
        case .tooLarge(let size): "has \(size) bytes; a secret has at most \(limit)"
        }
      throw SecretError(description: "the secret file \(path) \(reason)")
    }
    guard file.mode & forbidden == 0 else {
      let mode = String(file.mode & 0o777, radix: 8)
      throw SecretError(
        description:
          "the secret file \(path) is open to others (mode \(mode)); chmod 600 it, and change a secret that others have seen"
      )
    }
    guard file.owner == geteuid() || file.owner == 0 else {
      throw SecretError(
        description:
          "the secret file \(path) belongs to user \(file.owner), but Dray runs as user \(geteuid()); chown it"
      )
    }
    guard let text = String(validating: file.bytes, as: UTF8.self) else {
      throw SecretError(description: "the secret file \(path) is not UTF-8 text")
    }
    return text
  }
}

extension SecretSource: CustomStringConvertible {
  /// The source in words.
  package var description: String {
    switch self {
    case .credential(let name): "the systemd credential \(name)"
    case .environment(let name): "the environment variable \(name)"
    case .file(let path): "the secret file \(path)"
    }
  }
}
