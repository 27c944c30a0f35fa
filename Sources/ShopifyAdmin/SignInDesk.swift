// SPDX-License-Identifier: Apache-2.0

internal import Secrets
internal import Tables
internal import Transport

/// A token and the number of the sign-in it came from, so that a 401 names the one it refused.
struct AccessToken: Sendable {
  let value: Secret
  let generation: Int
}

/// Where tokens come from: held, renewed at nine tenths of their life, asked for once however many
/// wait for one.
actor SignInDesk {
  private let configuration: AdminConfiguration
  private let http: HTTPClient
  private let clock: AdminClock
  private var held: (token: AccessToken, renewAt: Duration)?
  private var generation = 0
  private var isAsking = false
  /// Those who wait for the request under way: they get its outcome, or nil where its caller was
  /// cancelled and one of them has to ask.
  private var waiting: [CheckedContinuation<Result<AccessToken, AdminError>?, Never>] = []

  static let timeout: Duration = .seconds(30)
  /// Believed where the reply names no `expires_in`.
  static let assumedLife: Duration = .seconds(3600)

  init(_ configuration: AdminConfiguration, http: HTTPClient, clock: AdminClock) {
    self.configuration = configuration
    self.http = http
    self.clock = clock
  }

  /// A token newer than the one that was refused.
  /// - Throws: `unreachable` where asking again later may help; `accessDenied`, `storeUnavailable`.
  func token(newerThan refused: Int?) async throws(AdminError) -> AccessToken {
    switch configuration.signIn {
    case .token(let secret): return AccessToken(value: secret, generation: 0)
    case .clientCredentials(let id, let secret):
      while true {
        if let held, clock.now() < held.renewAt, held.token.generation > refused ?? 0 {
          return held.token
        }
        if isAsking {
          if let result = await withCheckedContinuation({ waiting.append($0) }) {
            return try result.get()
          }
          continue
        }
        return try await ask(id: id, secret: secret)
      }
    }
  }

  private func ask(id: String, secret: Secret) async throws(AdminError) -> AccessToken {
    isAsking = true
    let result: Result<AccessToken, AdminError>
    do throws(AdminError) {
      result = .success(try await requestToken(id: id, secret: secret))
    } catch {
      result = .failure(error)
    }
    isAsking = false
    let others = waiting
    waiting = []
    var shared: Result<AccessToken, AdminError>? = result
    if case .failure(let error) = result, error.kind == .cancelled { shared = nil }
    for other in others { other.resume(returning: shared) }
    return try result.get()
  }

  private func requestToken(id: String, secret: Secret) async throws(AdminError) -> AccessToken {
    let redactor = Redactor([secret])
    let fields = [("grant_type", "client_credentials"), ("client_id", id)]
    var form = fields.map { "\($0.0)=\(FormText.encoded($0.1))" }.joined(separator: "&")
    secret.reveal { form += "&client_secret=\(FormText.encoded($0))" }
    let request = HTTPRequest(
      method: "POST", url: "\(configuration.base)/admin/oauth/access_token",
      headers: [
        ("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json"),
      ],
      body: .bytes(Array(form.utf8)), timeout: SignInDesk.timeout, maxReplyBytes: 1 << 20)
    let reply: HTTPReply
    do throws(TransportError) {
      reply = try await http.send(request)
    } catch {
      throw SignInDesk.failure(error, redactor: redactor)
    }
    guard reply.status == 200 else { throw SignInDesk.failure(reply, redactor: redactor) }
    let json: JSON
    do throws(JSONSyntaxError) {
      json = try JSON(parsing: reply.body)
    } catch {
      throw AdminError(
        .unreachable,
        "sign-in: expected a token, found \(reply.body.count) bytes that are \(error)")
    }
    guard let token = json["access_token"]?.string, !token.isEmpty else {
      throw AdminError(.accessDenied, "sign-in: the reply holds no access token")
    }
    guard let scope = json["scope"]?.string, scope.contains(where: { !$0.isWhitespace }) else {
      throw AdminError(
        .accessDenied,
        "sign-in: the store granted no access scope. Give the app scopes, release that version and install it again."
      )
    }
    let life = json["expires_in"]?.int.map { Duration.seconds(max($0, 0)) }
    generation += 1
    let made = AccessToken(value: Secret(token), generation: generation)
    held = (made, clock.now() + (life ?? SignInDesk.assumedLife) * 0.9)
    return made
  }

  // Asking for a token twice does no harm, so whatever may pass is `unreachable`: tried again.
  private static func failure(_ error: TransportError, redactor: Redactor) -> AdminError {
    let text = "sign-in: \(redactor.clean(error.description))"
    switch error.kind {
    case .notSent, .unknown, .replyTooLarge, .localFile: return AdminError(.unreachable, text)
    case .certificate, .refusedURL: return AdminError(.storeUnavailable, text)
    case .cancelled: return AdminError(.cancelled, text)
    }
  }

  private static func failure(_ reply: HTTPReply, redactor: Redactor) -> AdminError {
    let text = "sign-in: HTTP \(reply.status): \(redactor.sample(reply.body))"
    switch reply.status {
    case 429, 430, 500...: return AdminError(.unreachable, text)
    case 402, 404, 423, 300..<400:
      return AdminError(.storeUnavailable, "\(text). Look at store.shop in dray.yaml.")
    default:
      return AdminError(
        .accessDenied, "\(text). Look at client_id and client_secret in dray.yaml.")
    }
  }
}

/// Text for `application/x-www-form-urlencoded`.
enum FormText {
  static func encoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    var out = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        out.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        out.append("%")
        out.append(digits[Int(byte >> 4)])
        out.append(digits[Int(byte & 15)])
      }
    }
    return out
  }
}
