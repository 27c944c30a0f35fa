// SPDX-License-Identifier: Apache-2.0

import Tables

/// The client credentials grant and the tokens given out by it.
struct SignIn {
  private let options: SandboxServer.Options
  /// Tokens given out, with the second each ends.
  private var endings: [String: Double] = [:]

  init(_ options: SandboxServer.Options) { self.options = options }

  /// Whether a request's token is one of ours and has not ended.
  func accepts(_ token: String?, now: Double) -> Bool {
    guard let token else { return false }
    if !options.accessToken.isEmpty, token == options.accessToken { return true }
    return endings[token].map { now < $0 } ?? false
  }

  /// Ends every token given out so far; the static one stays.
  mutating func expireAll() { endings = [:] }

  /// Answers `POST /admin/oauth/access_token`, form or JSON.
  mutating func grant(_ request: IncomingRequest, now: Double) -> OutgoingReply {
    let fields: [String: String]
    do {
      fields = try Self.fields(of: request)
    } catch {
      return .json(
        400, ["error": "invalid_request", "error_description": .string(error.description)])
    }
    guard fields["client_id"] == options.clientID, fields["client_secret"] == options.clientSecret
    else {
      return .json(
        400,
        [
          "error": "invalid_client",
          "error_description": "Client id or client secret is not valid.",
        ])
    }
    guard fields["grant_type"] == "client_credentials" else {
      return .json(
        400,
        [
          "error": "unsupported_grant_type",
          "error_description": "The sandbox knows the client_credentials grant only.",
        ])
    }
    let token = "shpat_sandbox_\(endings.count + 1)_\(UInt64.random(in: 0...UInt64.max))"
    endings[token] = now + Double(options.tokenLifetime)
    return .json(
      200,
      [
        "access_token": .string(token),
        "scope": .string(options.scopes.joined(separator: ",")),
        "expires_in": JSON(options.tokenLifetime),
      ])
  }

  private static func fields(of request: IncomingRequest) throws(JSONSyntaxError) -> [String:
    String]
  {
    guard request.headers["content-type"]?.hasPrefix("application/json") == true else {
      return Form(encoded: request.body).fields
    }
    var fields: [String: String] = [:]
    for member in try JSON(parsing: request.body).members ?? [] {
      fields[member.name] = member.value.string
    }
    return fields
  }
}
