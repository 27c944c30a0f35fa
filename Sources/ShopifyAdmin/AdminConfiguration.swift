// SPDX-License-Identifier: Apache-2.0

package import Secrets

/// Where the Admin API is and how to sign in.
package struct AdminConfiguration: Sendable {
  /// Scheme, host and, where it is not the scheme's own, port: `https://example.myshopify.com`; no path.
  package var base: String
  /// The API version, e.g. `2026-07`.
  package var apiVersion: String
  /// How to sign in.
  package var signIn: SignIn
  /// How long one GraphQL request may take.
  package var timeout: Duration = .seconds(90)

  /// Both ways to a token.
  package enum SignIn: Sendable {
    /// Renewed before it ends; asked for once however many requests meet a 401.
    case clientCredentials(id: String, secret: Secret)
    /// A token that does not end.
    case token(Secret)
  }

  /// A configuration.
  package init(base: String, apiVersion: String, signIn: SignIn) {
    self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
    self.apiVersion = apiVersion
    self.signIn = signIn
  }
}
