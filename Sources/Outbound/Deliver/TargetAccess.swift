// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
package import Jobs
package import Secrets
package import Transport

/// How targets are entered: their addresses with the secrets read, at every try anew, so that a changed password needs
/// no restart.
package struct TargetAccess: Sendable {
  let http: HTTPClient
  /// Reads a secret.
  let secret: @Sendable (SecretSource) throws(SecretError) -> Secret

  /// The access of one home.
  package init(
    http: HTTPClient, secret: @escaping @Sendable (SecretSource) throws(SecretError) -> Secret
  ) {
    self.http = http
    self.secret = secret
  }

  /// Whether a target can be reached and lets us in; nothing is sent.
  package func check(_ target: Target) async throws(UploadError) {
    switch target.way {
    case .sftp(let sftp):
      let folder = try folder(sftp)
      try await onThread { (stop) throws(UploadError) in
        try SFTPSession(folder, stop: stop).checkFolder()
      }
    case .mail(let mail):
      let server = try server(mail)
      try await onThread { (stop) throws(UploadError) in try server.check(stop: stop) }
    case .web(let web):
      let reply = try await exchange(
        HTTPRequest(
          method: "GET", url: web.url, headers: try authorization(web), timeout: .seconds(30)))
      // What a collection answers to GET is its own affair; that it lets us in is ours.
      if [401, 403].contains(reply.status) { try Self.judge(reply, doing: "GET") }
    }
  }

  /// The folder with its secrets read.
  func folder(_ sftp: Target.SFTP) throws(UploadError) -> SFTPFolder {
    let proof: SFTPFolder.Proof
    switch sftp.proof {
    case .key(let key, let passphrase):
      var phrase: Secret?
      if let passphrase { phrase = try read(passphrase) }
      proof = .key(try read(key), passphrase: phrase)
    case .password(let password): proof = .password(try read(password))
    }
    return SFTPFolder(url: sftp.url, user: sftp.user, proof: proof, hostKey: sftp.hostKey)
  }

  /// The mail server with its password read.
  package func server(_ mail: Target.Mail) throws(UploadError) -> MailServer {
    guard let account = mail.account else {
      return MailServer(url: mail.url, user: nil, password: nil)
    }
    return MailServer(
      url: mail.url, user: account.user, password: try read(account.password))
  }

  /// The header that tells a web server who we are.
  func authorization(
    _ web: Target.Web
  ) throws(UploadError) -> [(name: String, value: String)] {
    switch web.proof {
    case nil: return []
    case .bearer(let token):
      return [("Authorization", "Bearer \(try read(token).reveal { $0 })")]
    case .basic(let account):
      let pair = "\(account.user):\(try read(account.password).reveal { $0 })"
      return [("Authorization", "Basic \(Data(pair.utf8).base64EncodedString())")]
    }
  }

  /// One exchange, with its error as an upload's.
  func exchange(_ request: HTTPRequest) async throws(UploadError) -> HTTPReply {
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

  /// Throws unless the status says that it went well.
  static func judge(_ reply: HTTPReply, doing what: String) throws(UploadError) {
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

  /// A secret as a target's own trouble.
  package func read(_ source: SecretSource) throws(UploadError) -> Secret {
    do { return try secret(source) } catch { throw UploadError(.denied, error.description) }
  }

  private func onThread(
    _ body: @escaping @Sendable (StopFlag) throws(UploadError) -> Void
  ) async throws(UploadError) {
    try await OwnThread.run { stop -> Result<Void, UploadError> in
      do throws(UploadError) { return .success(try body(stop)) } catch { return .failure(error) }
    }.get()
  }
}
