// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Jobs
package import Outbound
import Secrets
import Tables
package import Transport

/// Brings a message to somebody: by webhook, mail or program, each within a time limit.
package struct Messenger: Sendable {
  private let http: HTTPClient
  private let access: TargetAccess
  private let targets: [Target]
  /// Now, as a mail's `Date` header.
  private let mailDate: @Sendable () -> String
  /// What programs are given besides the message.
  private let environment: [String: String]

  /// A messenger of one home; `environment` is what programs are given besides the message, and holds no secret.
  package init(
    http: HTTPClient, access: TargetAccess, targets: [Target],
    mailDate: @escaping @Sendable () -> String, environment: [String: String]
  ) {
    self.http = http
    self.access = access
    self.targets = targets
    self.mailDate = mailDate
    self.environment = environment
  }

  /// How long a webhook or a program may take.
  static let limit = Duration.seconds(30)

  /// Tells somebody. Only what was taken for certain returns.
  package func tell(_ message: AlertMessage, by alert: Alert) async throws(UploadError) {
    switch alert.way {
    case .webhook(let address, let sign): try await post(message, to: address, sign: sign)
    case .mail(let target, let to): try await mail(message, by: target, to: to)
    case .command(let words):
      var variables = environment
      variables["DRAY_ALERT_TITLE"] = message.title
      variables["DRAY_ALERT_BEGUN"] = "\(message.begun.count)"
      variables["DRAY_ALERT_ENDED"] = "\(message.ended.count)"
      variables["DRAY_ALERT_JSON"] = message.json.text
      let program = AlertProgram(
        words: words, environment: variables, input: Array((message.text + "\n").utf8))
      try await OwnThread.run { stop in program.run(stop: stop, limit: Self.limit) }.get()
    }
  }

  private func post(
    _ message: AlertMessage, to address: Alert.Address, sign: SecretSource?
  ) async throws(UploadError) {
    let url: String
    switch address {
    case .plain(let text): url = text
    case .secret(let source):
      url = try access.read(source).reveal { $0 }
      if let reason = WebhookURL.complaint(about: url) {
        throw UploadError(.address, "the address in \(source) \(reason)")
      }
    }
    let body = message.json.bytes
    var headers = [("Content-Type", "application/json")]
    if let sign {
      let code = try access.read(sign).reveal { key in
        HMAC<SHA256>.authenticationCode(for: body, using: SymmetricKey(data: Array(key.utf8)))
      }
      let digits = code.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
      headers.append(("X-Dray-Signature", "sha256=\(digits)"))
    }
    let reply: HTTPReply
    do throws(TransportError) {
      reply = try await http.send(
        HTTPRequest(
          method: "POST", url: url, headers: headers, body: .bytes(body), timeout: Self.limit,
          maxReplyBytes: 1 << 20))
    } catch {
      throw UploadError(error.kind == .cancelled ? .cancelled : .unreachable, error.description)
    }
    guard 200..<300 ~= reply.status else {
      throw UploadError(.refused, "the webhook answers \(reply.status)")
    }
  }

  private func mail(
    _ message: AlertMessage, by name: String, to others: [String]
  ) async throws(UploadError) {
    guard case .mail(let target)? = targets.first(where: { $0.name == name })?.way else {
      throw UploadError(.address, "there is no mail target \(name)")
    }
    let server = try access.server(target)
    // The same troubles make the same message, however often it is sent.
    let digest = SHA256.hash(
      data: Array(
        ([message.shop, message.home]
          + (message.begun + message.ended).map { "\($0.id) \($0.endedAt ?? "")" }
          + (message.begun.isEmpty && message.ended.isEmpty ? [message.at] : [])).joined(
            separator: "\n"
          ).utf8))
    let mail = MailMessage(
      from: try Courier.person(target.from),
      to: try Courier.people(others.isEmpty ? target.to : others), subject: message.title,
      date: mailDate(),
      id: digest.prefix(16).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
        .joined() + ".alert.\(message.shop)",
      text: message.text + "\n")
    try await OwnThread.run { stop -> Result<Void, UploadError> in
      do throws(UploadError) {
        return .success(try server.send(mail, seconds: 60, stop: stop))
      } catch {
        return .failure(error)
      }
    }.get()
  }
}
