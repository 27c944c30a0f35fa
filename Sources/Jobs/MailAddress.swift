// SPDX-License-Identifier: Apache-2.0

/// A mail address as people write it: `a@example.com` or `Name <a@example.com>`.
package struct MailAddress: Sendable, Equatable {
  /// The name before it; empty where there is none.
  package var name: String
  /// What the mail server is told, e.g. `a@example.com`.
  package var mailbox: String

  /// Takes an address apart; nil where it is none.
  package init?(_ text: String) {
    guard !text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) else {
      return nil
    }
    var mailbox = text[...]
    name = ""
    if let open = text.lastIndex(of: "<") {
      guard text.hasSuffix(">") else { return nil }
      mailbox = text[text.index(after: open)...].dropLast()
      var words = text[..<open]
      while words.last == " " { words.removeLast() }
      if words.count > 1, words.hasPrefix("\""), words.hasSuffix("\"") {
        words = words.dropFirst().dropLast()
      }
      name = String(words)
    }
    let parts = mailbox.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }),
      mailbox.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"<>(),;:\\\"".utf8.contains($0) })
    else { return nil }
    self.mailbox = String(mailbox)
  }

  /// Whether a text is one address.
  static func isOne(_ text: String) -> Bool { MailAddress(text) != nil }
}
