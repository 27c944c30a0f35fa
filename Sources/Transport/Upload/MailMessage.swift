// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials

/// A mail with at most one file, as it goes out.
package struct MailMessage: Sendable, Equatable {
  /// The sender's mailbox, e.g. `a@example.com`, and the name before it (may be empty).
  package var from: Person
  /// The receivers, one at least.
  package var to: [Person]
  /// One line.
  package var subject: String
  /// The `Date` header's value, RFC 5322.
  package var date: String
  /// Left of the `@` in the Message-ID: the same for the same message however often it is sent.
  package var id: String
  /// Plain text.
  package var text: String
  /// The file that goes along; nil is none.
  package var attachment: Attachment?

  /// A mailbox and a name.
  package struct Person: Sendable, Equatable {
    /// What mail programs show; empty shows the mailbox.
    package var name: String
    /// The address, e.g. `erp@example.com`.
    package var mailbox: String

    /// A person.
    package init(name: String = "", mailbox: String) {
      self.name = name
      self.mailbox = mailbox
    }
  }

  /// A file that goes along.
  package struct Attachment: Sendable, Equatable {
    /// Where it is.
    package var path: String
    /// What the receiver sees.
    package var name: String
    /// Its media type.
    package var type: String

    /// A file of this machine under the name the receiver sees.
    package init(path: String, name: String, type: String) {
      self.path = path
      self.name = name
      self.type = type
    }
  }

  /// A message without a file.
  package init(
    from: Person, to: [Person], subject: String, date: String, id: String, text: String,
    attachment: Attachment? = nil
  ) {
    self.from = from
    self.to = to
    self.subject = subject
    self.date = date
    self.id = id
    self.text = text
    self.attachment = attachment
  }

  /// The header lines besides those of MIME, without line ends.
  var headers: [String] {
    let domain = from.mailbox.split(separator: "@").last.map(String.init) ?? "localhost"
    return [
      "Date: \(date)",
      "From: \(MailMessage.shown(from))",
      "To: \(to.map(MailMessage.shown).joined(separator: ",\r\n "))",
      "Message-ID: <\(id)@\(domain)>",
      "Subject: \(MailMessage.encoded(subject))",
      // No answer of a machine to a machine (RFC 3834).
      "Auto-Submitted: auto-generated",
    ]
  }

  private static func shown(_ person: Person) -> String {
    if person.name.isEmpty { return person.mailbox }
    let isPlain = person.name.utf8.allSatisfy { byte in
      byte >= 0x20 && byte < 0x7F && !"\"\\()<>@,;:.[]".utf8.contains(byte)
    }
    return "\(isPlain ? person.name : encoded(person.name)) <\(person.mailbox)>"
  }

  /// A header's text: as it stands where it is short ASCII, else as encoded words of RFC 2047. Line ends become spaces.
  static func encoded(_ text: String) -> String {
    let line = String(
      text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : Character($0) })
    if line.utf8.allSatisfy({ $0 < 0x7F }), line.utf8.count < 200, !line.contains("=?") {
      return line
    }
    // An encoded word has at most 75 characters: 45 bytes before base64, never cut within a character.
    var words: [[UInt8]] = [[]]
    for scalar in line.unicodeScalars {
      let bytes = Array(String(scalar).utf8)
      if words[words.count - 1].count + bytes.count > 45 { words.append([]) }
      words[words.count - 1] += bytes
    }
    return words.map { "=?UTF-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: "\r\n ")
  }

  /// The `Content-Disposition` of the attachment; a name that is not ASCII by RFC 2231.
  static func disposition(_ name: String) -> String {
    let isPlain = name.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && !"\"\\".utf8.contains($0) }
    if isPlain { return "Content-Disposition: attachment; filename=\"\(name)\"" }
    let letters = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._".utf8)
    let encoded = name.utf8.map { byte in
      letters.contains(byte)
        ? String(Unicode.Scalar(byte))
        : "%" + String(byte >> 4, radix: 16).uppercased()
          + String(byte & 15, radix: 16).uppercased()
    }.joined()
    return "Content-Disposition: attachment; filename*=UTF-8''\(encoded)"
  }
}
