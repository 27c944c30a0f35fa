// SPDX-License-Identifier: Apache-2.0

internal import CCurl
package import Secrets

/// A folder on an SFTP server, and how it is entered.
package struct SFTPFolder: Sendable {
  /// `sftp://HOST[:PORT]/FOLDER` without a slash at the end; `/~/FOLDER` counts from the user's home folder.
  package var url: String
  /// Who signs in.
  package var user: String
  /// By what.
  package var proof: Proof
  /// SHA-256 of the server's public key, base64 without padding.
  package var hostKey: String

  /// How the user proves who it is.
  package enum Proof: Sendable {
    /// A private key in OpenSSH's or PEM format.
    case key(Secret, passphrase: Secret?)
    case password(Secret)
  }

  /// A folder.
  package init(url: String, user: String, proof: Proof, hostKey: String) {
    self.url = url
    self.user = user
    self.proof = proof
    self.hostKey = hostKey
  }
}

/// One stay at an SFTP server: look, upload, rename, over one connection. Lives on one thread.
///
/// The server's key is compared before anything is said; there is no way around it.
package final class SFTPSession {
  private let session: CurlSession
  private let folder: SFTPFolder
  private let key: PrivateFile?
  /// The host, for messages.
  private let host: String
  /// The folder on the server, decoded; with `/~/` still in it until the home folder is known.
  private var path: String

  /// Looks, renames and the like take seconds.
  private static let shortSeconds = 90

  /// A stay that has not begun: the first call connects.
  package init(_ folder: SFTPFolder, stop: StopFlag) throws(UploadError) {
    let place = try SFTPAddress(folder.url)
    host = place.host
    path = place.path
    self.folder = folder
    session = try CurlSession(stop: stop)
    switch folder.proof {
    case .key(let secret, _): key = try PrivateFile(secret)
    case .password: key = nil
    }
  }

  /// The size of a file in the folder; nil where there is none.
  package func size(of name: String) throws(UploadError) -> Int? {
    let url = try url(of: name)
    let end = session.perform(seconds: Self.shortSeconds) { easy in
      setSignIn(easy, url: url)
      ccurl_set_long(easy, CURLOPT_NOBODY, 1)
    }
    switch end.code {
    case CURLE_OK:
      var size: curl_off_t = -1
      ccurl_get_offset(session.easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &size)
      return Int(size)
    case CURLE_REMOTE_FILE_NOT_FOUND: return nil
    default: throw error(end, doing: "look for \(name)")
    }
  }

  /// Reads a file of the folder, a piece at a time.
  package func read(_ name: String, _ take: @escaping (UnsafeRawBufferPointer) -> Void)
    throws(UploadError)
  {
    let url = try url(of: name)
    let end = session.perform(
      seconds: 3_600,
      sink: { piece in
        take(piece)
        return true
      }
    ) { setSignIn($0, url: url) }
    guard end.code == CURLE_OK else { throw error(end, doing: "read \(name)") }
  }

  /// Writes a local file as `name`, over what is there; throws unless the server then has its size.
  package func upload(_ file: String, as name: String) throws(UploadError) {
    let url = try url(of: name)
    let size = try session.open(file)
    // At the least a kibibyte a second.
    let end = session.perform(seconds: 600 + size / 1024) { easy in
      setSignIn(easy, url: url)
      session.setUpload(size)
    }
    if let fault = session.localFault { throw fault }
    guard end.code == CURLE_OK else { throw error(end, doing: "write \(name)") }
    let arrived = try self.size(of: name)
    guard arrived == size else {
      throw UploadError(
        .noSpace,
        "\(host): \(name) has \(arrived.map { "\($0)" } ?? "no") bytes there after the upload, \(size) were sent; is its disk full?"
      )
    }
  }

  /// Gives a file of the folder another name. Whether one that is there is replaced is the server's choice: look first.
  package func rename(_ name: String, to new: String) throws(UploadError) {
    let (from, to) = (try absolute(name), try absolute(new))
    let url = try url(of: "")
    let command = "rename \(Self.quoted(from)) \(Self.quoted(to))"
    let commands = curl_slist_append(nil, command)
    defer { curl_slist_free_all(commands) }
    let end = session.perform(seconds: Self.shortSeconds) { easy in
      setSignIn(easy, url: url)
      ccurl_set_long(easy, CURLOPT_NOBODY, 1)
      ccurl_set_pointer(easy, CURLOPT_QUOTE, commands)
    }
    guard end.code == CURLE_OK else { throw error(end, doing: "rename \(name) to \(new)") }
  }

  /// Throws unless the folder is there and may be listed.
  package func checkFolder() throws(UploadError) {
    let url = try url(of: "")
    var isThere = false
    let end = session.perform(
      seconds: Self.shortSeconds,
      sink: { _ in
        isThere = true
        return false
      }
    ) { easy in
      setSignIn(easy, url: url)
      ccurl_set_long(easy, CURLOPT_DIRLISTONLY, 1)
    }
    guard end.code == CURLE_OK || isThere else { throw error(end, doing: "open the folder") }
  }

  // MARK: -

  private func setSignIn(_ easy: UnsafeMutableRawPointer, url: String) {
    ccurl_set_string(easy, CURLOPT_URL, url)
    ccurl_set_string(easy, CURLOPT_PROTOCOLS_STR, "sftp")
    ccurl_set_string(easy, CURLOPT_SSH_HOST_PUBLIC_KEY_SHA256, folder.hostKey)
    ccurl_set_string(easy, CURLOPT_USERNAME, folder.user)
    switch folder.proof {
    case .key(_, let passphrase):
      ccurl_set_long(easy, CURLOPT_SSH_AUTH_TYPES, Int(CCURL_SSH_AUTH_PUBLICKEY))
      if let key { ccurl_set_string(easy, CURLOPT_SSH_PRIVATE_KEYFILE, key.path) }
      // Without one, libssh2 must not ask at the terminal.
      if let passphrase {
        passphrase.reveal { text in _ = ccurl_set_string(easy, CURLOPT_KEYPASSWD, text) }
      } else {
        ccurl_set_string(easy, CURLOPT_KEYPASSWD, "")
      }
    case .password(let password):
      ccurl_set_long(
        easy, CURLOPT_SSH_AUTH_TYPES, Int(CCURL_SSH_AUTH_PASSWORD | CCURL_SSH_AUTH_KEYBOARD))
      password.reveal { text in _ = ccurl_set_string(easy, CURLOPT_PASSWORD, text) }
    }
  }

  /// The URL of a name in the folder; of the folder itself where it is empty.
  private func url(of name: String) throws(UploadError) -> String {
    guard !name.contains("/"), !name.utf8.contains(where: { $0 < 0x20 }) else {
      throw UploadError(.address, "\(host): a file to be sent cannot be named so")
    }
    return "\(folder.url)/\(Self.escaped(name))"
  }

  /// The path of a name as the server has it. The home folder that `/~/` means is known after the first exchange.
  private func absolute(_ name: String) throws(UploadError) -> String {
    if path == "/~" || path.hasPrefix("/~/") {
      if CurlSession.entryPath(session) == nil { _ = try size(of: name) }
      guard let home = CurlSession.entryPath(session) else {
        throw UploadError(.refused, "\(host): the server does not say where the home folder is")
      }
      path = (home == "/" ? "" : home) + path.dropFirst(2)
    }
    return "\(path)/\(name)"
  }

  private static func quoted(_ path: String) -> String {
    "\"" + path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// Percent-encoded, but for what stands for itself in every part of a path.
  private static func escaped(_ name: String) -> String {
    var text = ""
    for byte in name.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        text += "%" + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
      }
    }
    return text
  }

  private func error(_ end: CurlSession.End, doing what: String) -> UploadError {
    let kind = SFTPEnd.kind(of: end.code)
    let words: String
    switch kind {
    case .hostKey:
      let found = SFTPEnd.foundKey(in: end.words)
      words =
        "the server's key is \(found.map { "SHA256:\($0)" } ?? "not the one pinned"), expected SHA256:\(folder.hostKey); "
        + "if its operator confirms the new one, put it in 'host_key'"
    case .denied where end.code == CURLE_LOGIN_DENIED:
      words = "the user \(folder.user) is not let in; check 'user' and the key or password"
    case .denied: words = "cannot \(what): permission denied"
    case .noFolder: words = "cannot \(what): there is no folder \(path)"
    case .noSpace:
      words = "cannot \(what): \(end.words); a full disk or a quota there often looks like this"
    case .unreachable, .certificate, .exists, .refused, .localFile, .unknown, .address,
      .cancelled:
      words = "cannot \(what): \(end.words)"
    }
    return UploadError(kind, "\(host): \(words)")
  }
}
