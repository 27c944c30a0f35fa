// SPDX-License-Identifier: Apache-2.0

/// The address of a target or a webhook, taken apart as far as it is checked here.
struct TargetURL {
  let scheme: String
  let host: String
  /// The path with its slash; empty where there is none.
  let path: String
  /// The whole, without slashes at the end.
  let text: String

  /// Why a text is no such address.
  struct Refusal: Error {
    /// A clause that follows the key's name.
    var reason: String
  }

  /// Takes an address apart. A user, a password or a fragment never stands in it; a query only where `takesQuery`.
  init(_ text: String, takesQuery: Bool = false) throws(Refusal) {
    guard let mark = text.firstRange(of: "://") else { throw Refusal(reason: "is no address") }
    scheme = String(text[..<mark.lowerBound])
    let rest = text[mark.upperBound...]
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\"") }),
      !rest.contains("#"), takesQuery || !rest.contains("?")
    else { throw Refusal(reason: "holds a character that does not belong there") }
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    path = String(rest.dropFirst(authority.count))
    guard !authority.contains("@") else {
      throw Refusal(reason: "must not hold a user or password: they have keys of their own")
    }
    var port: Substring
    if authority.hasPrefix("[") {
      host = String(authority.prefix { $0 != "]" }.dropFirst())
      port = authority.drop { $0 != "]" }.dropFirst()
    } else {
      host = String(authority.prefix { $0 != ":" })
      port = authority.dropFirst(host.count)
    }
    guard !host.isEmpty else { throw Refusal(reason: "has no host") }
    if !port.isEmpty {
      port = port.dropFirst()
      guard let number = UInt16(port), number > 0 else {
        throw Refusal(reason: "has no usable port")
      }
    }
    var whole = text[...]
    while whole.hasSuffix("/") { whole.removeLast() }
    self.text = String(whole)
  }

  /// Whether the host is this machine.
  var isLoopback: Bool {
    if host == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
