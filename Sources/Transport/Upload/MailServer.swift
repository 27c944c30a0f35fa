// SPDX-License-Identifier: Apache-2.0

internal import CCurl
package import Secrets

/// A mail server that takes our messages.
package struct MailServer: Sendable {
  /// `smtps://HOST[:PORT]`, or `smtp://HOST[:PORT]` where STARTTLS is required unless it is this machine.
  package var url: String
  /// Who signs in; nil signs in nobody.
  package var user: String?
  /// That user's password.
  package var password: Secret?

  /// A server.
  package init(url: String, user: String?, password: Secret?) {
    self.url = url
    self.user = user
    self.password = password
  }

  /// Hands a message over within a time. When it throws `unknown` the server may have taken it; sent again it has the
  /// same Message-ID.
  package func send(
    _ message: MailMessage, seconds: Int = 3_600, stop: StopFlag
  ) throws(UploadError) {
    let session = try CurlSession(stop: stop)
    let end = try exchange(session, seconds: seconds, message)
    guard end.code != CURLE_OK else { return }
    throw error(end)
  }

  /// Connects and signs in, and sends nothing.
  package func check(stop: StopFlag) throws(UploadError) {
    let session = try CurlSession(stop: stop)
    let end = session.perform(seconds: 60) { easy in
      setSignIn(easy)
      // Without receivers and an upload libcurl only asks: NOOP is answered by every server.
      ccurl_set_string(easy, CURLOPT_CUSTOMREQUEST, "NOOP")
      ccurl_set_long(easy, CURLOPT_NOBODY, 1)
    }
    guard end.code == CURLE_OK else { throw error(end) }
  }

  private func exchange(
    _ session: CurlSession, seconds: Int, _ message: MailMessage
  ) throws(UploadError) -> CurlSession.End {
    let easy = session.easy
    var lists: [UnsafeMutablePointer<curl_slist>?] = []
    func list(_ lines: [String]) -> UnsafeMutablePointer<curl_slist>? {
      var list: UnsafeMutablePointer<curl_slist>?
      for line in lines { list = curl_slist_append(list, line) }
      lists.append(list)
      return list
    }
    let mime = curl_mime_init(easy)
    defer {
      curl_mime_free(mime)
      for list in lists { curl_slist_free_all(list) }
    }
    let text = curl_mime_addpart(mime)
    curl_mime_data(text, message.text, message.text.utf8.count)
    curl_mime_type(text, "text/plain; charset=utf-8")
    curl_mime_encoder(text, "quoted-printable")
    if let attachment = message.attachment {
      // Opened here, so that a file that is gone is told by its name.
      _ = try session.open(attachment.path)
      let part = curl_mime_addpart(mime)
      curl_mime_filedata(part, attachment.path)
      curl_mime_filename(part, nil)
      curl_mime_type(part, attachment.type)
      curl_mime_encoder(part, "base64")
      curl_mime_headers(part, list([MailMessage.disposition(attachment.name)]), 0)
    }
    return session.perform(seconds: seconds) { easy in
      setSignIn(easy)
      ccurl_set_string(easy, CURLOPT_MAIL_FROM, "<\(message.from.mailbox)>")
      ccurl_set_pointer(easy, CURLOPT_MAIL_RCPT, list(message.to.map { "<\($0.mailbox)>" }))
      ccurl_set_pointer(easy, CURLOPT_HTTPHEADER, list(message.headers))
      ccurl_set_pointer(easy, CURLOPT_MIMEPOST, UnsafeMutableRawPointer(mime))
    }
  }

  private func setSignIn(_ easy: UnsafeMutableRawPointer) {
    ccurl_set_string(easy, CURLOPT_URL, url)
    ccurl_set_string(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps")
    // On this machine a server's certificate has no name to be valid for.
    ccurl_set_long(
      easy, CURLOPT_USE_SSL, Int(isLoopback ? CURLUSESSL_NONE.rawValue : CURLUSESSL_ALL.rawValue))
    guard let user, let password else { return }
    ccurl_set_string(easy, CURLOPT_USERNAME, user)
    password.reveal { text in _ = ccurl_set_string(easy, CURLOPT_PASSWORD, text) }
  }

  private var host: String {
    let rest = url.drop { $0 != ":" }.dropFirst(3)
    if rest.hasPrefix("[") { return String(rest.dropFirst().prefix { $0 != "]" }) }
    return String(rest.prefix { $0 != ":" && $0 != "/" })
  }

  private var isLoopback: Bool {
    if host == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  private func error(_ end: CurlSession.End) -> UploadError {
    let kind = MailEnd.kind(of: end.code, status: end.status)
    let words =
      switch kind {
      case .denied:
        "the user \(user ?? "") is not let in (\(end.status)); check 'user' and 'password'"
      case .certificate:
        "no encrypted connection: \(end.words); smtp:// needs STARTTLS and a valid certificate, smtps:// a valid certificate"
      case .refused:
        "the message is refused (\(end.status)): \(end.words)"
      case .unreachable, .hostKey, .noFolder, .noSpace, .exists, .localFile, .unknown, .address,
        .cancelled:
        end.status > 0 ? "\(end.words) (\(end.status))" : end.words
      }
    return UploadError(kind, "\(host): \(words)")
  }
}

/// What libcurl's results mean with SMTP, decided from facts alone so that a table can test it.
enum MailEnd {
  /// - Parameters:
  ///   - code: libcurl's result, not `CURLE_OK`.
  ///   - status: the server's last reply code; 0 where it gave none.
  static func kind(of code: CURLcode, status: Int) -> UploadError.Kind {
    switch code {
    case CURLE_LOGIN_DENIED: .denied
    case CURLE_USE_SSL_FAILED, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR,
      CURLE_SSL_ISSUER_ERROR:
      .certificate
    case CURLE_READ_ERROR, CURLE_FILE_COULDNT_READ_FILE: .localFile
    case CURLE_ABORTED_BY_CALLBACK: .cancelled
    case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: .address
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT: .unreachable
    default:
      switch status {
      case 530, 534, 535, 538: .denied
      case 500...599: .refused
      // 354 is "go on": the message was on its way.
      case 354: .unknown
      default: .unreachable
      }
    }
  }
}
