// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Jobs
import Secrets
import Transport

extension Courier {
  /// PUTs a file under its name. The same bytes under the same name, so another try changes nothing.
  func put(_ send: Send, _ path: String, to web: Target.Web) async throws(UploadError) {
    let request = HTTPRequest(
      method: "PUT", url: "\(web.url)/\(Self.escaped(send.file))",
      headers: try authorization(web) + [
        ("Content-Type", MediaType.named(send.file)), ("X-Dray-SHA256", send.sha256),
      ],
      body: .file(path: path), timeout: .seconds(600 + send.bytes / 1024),
      maxReplyBytes: 1 << 20)
    try judge(try await exchange(request), doing: "PUT \(send.file)")
  }

  /// Asks for the address itself.
  func check(_ web: Target.Web) async throws(UploadError) {
    let reply = try await exchange(
      HTTPRequest(
        method: "GET", url: web.url, headers: try authorization(web), timeout: .seconds(30)))
    // What a collection answers to GET is its own affair; that it lets us in is ours.
    guard ![401, 403].contains(reply.status) else { return try judge(reply, doing: "GET") }
  }

  private func authorization(_ web: Target.Web) throws(UploadError) -> [(
    name: String, value: String
  )] {
    switch web.proof {
    case nil: []
    case .bearer(let token):
      [("Authorization", "Bearer \(try read(token).reveal { $0 })")]
    case .basic(let account):
      [
        (
          "Authorization",
          "Basic \(Data("\(account.user):\(try read(account.password).reveal { $0 })".utf8).base64EncodedString())"
        )
      ]
    }
  }

  private func exchange(_ request: HTTPRequest) async throws(UploadError) -> HTTPReply {
    do throws(TransportError) { return try await http.send(request) } catch {
      let kind: UploadError.Kind =
        switch error.kind {
        case .notSent, .replyTooLarge: .unreachable
        case .certificate: .certificate
        case .unknown: .unknown
        case .refusedURL: .address
        case .localFile: .localFile
        case .cancelled: .cancelled
        }
      throw UploadError(kind, error.description)
    }
  }

  private func judge(_ reply: HTTPReply, doing what: String) throws(UploadError) {
    let kind: UploadError.Kind
    switch reply.status {
    case 200..<300: return
    case 401, 403: kind = .denied
    case 404, 410: kind = .noFolder
    case 408, 425, 429: kind = .unreachable
    case 507: kind = .noSpace
    case 400..<500: kind = .refused
    case 500...: kind = .unreachable
    // A redirect is not followed: who answers there is not who was asked.
    default: kind = .refused
    }
    throw UploadError(kind, "\(what): the server answers \(reply.status)")
  }

  private static func escaped(_ name: String) -> String {
    let letters = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~".utf8)
    return name.utf8.map { byte in
      letters.contains(byte)
        ? String(Unicode.Scalar(byte))
        : "%" + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
  }
}
