// SPDX-License-Identifier: Apache-2.0

internal import CCurl

/// Where a URL leads, read by libcurl's own parser so that what is checked is what is dialled.
package struct Destination: Sendable, Equatable {
  /// `https` or `http`.
  package let scheme: String
  /// The host in lower case; an IPv6 address without its brackets.
  package let host: String
  /// The port, the scheme's own where the URL names none.
  package let port: Int

  /// Reads an absolute URL. Only `https`, or `http` to this machine, without user or password.
  package init(_ url: String) throws(TransportError) {
    guard let handle = curl_url() else {
      throw TransportError(.notSent, "no memory to read a URL")
    }
    defer { curl_url_cleanup(handle) }
    guard curl_url_set(handle, CURLUPART_URL, url, 0) == CURLUE_OK,
      let scheme = Destination.part(CURLUPART_SCHEME, of: handle),
      let host = Destination.part(CURLUPART_HOST, of: handle)
    else {
      throw TransportError(
        .refusedURL, "the address is not an absolute URL; expected https://HOST/PATH")
    }
    guard Destination.part(CURLUPART_USER, of: handle) == nil,
      Destination.part(CURLUPART_PASSWORD, of: handle) == nil
    else {
      throw TransportError(.refusedURL, "the address for \(host) carries a user name or password")
    }
    self.scheme = scheme.lowercased()
    let bare =
      host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    self.host = bare.lowercased()
    let port = Destination.part(
      CURLUPART_PORT, of: handle, flags: UInt32(CURLU_DEFAULT_PORT)
    ).flatMap { Int($0) }
    self.port = port ?? 443
    guard self.scheme == "https" || (self.scheme == "http" && isLoopback) else {
      throw TransportError(
        .refusedURL,
        "the address for \(self.host) has the scheme \(self.scheme); expected https (plain http goes only to this machine itself)"
      )
    }
  }

  /// Whether the host is this machine: `localhost` (which libcurl never looks up), 127.0.0.0/8 or ::1.
  package var isLoopback: Bool {
    if host == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  private static func part(
    _ part: CURLUPart, of handle: OpaquePointer, flags: UInt32 = 0
  ) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }
}
