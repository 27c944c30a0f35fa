// SPDX-License-Identifier: Apache-2.0

import Jobs
package import Transport

extension Courier {
  /// The mail a file goes out in. Its Message-ID follows from the file, so that a mail sent twice shows as one.
  func message(_ send: Send, _ mail: Target.Mail, _ path: String) throws(UploadError)
    -> MailMessage
  {
    let values = [
      "file": send.file, "job": send.job, "sequence": "\(send.sequence)", "rows": "\(send.rows)",
      "shop": shop,
    ]
    return MailMessage(
      from: try Self.person(mail.from), to: try Self.people(mail.to),
      subject: PlainTemplate.filled(mail.subject, values), date: mailDate(),
      id: "\(send.sha256.prefix(32)).x\(send.run).\(send.job).\(shop)",
      text: PlainTemplate.filled(mail.text, values) + "\n",
      attachment: MailMessage.Attachment(
        path: path, name: send.file, type: MediaType.named(send.file)))
  }

  /// A mailbox with its name.
  package static func person(_ text: String) throws(UploadError) -> MailMessage.Person {
    guard let address = MailAddress(text) else {
      throw UploadError(.address, "\(text) is no mail address")
    }
    return MailMessage.Person(name: address.name, mailbox: address.mailbox)
  }

  /// Mailboxes with their names.
  package static func people(_ texts: [String]) throws(UploadError) -> [MailMessage.Person] {
    var people: [MailMessage.Person] = []
    for text in texts { people.append(try person(text)) }
    return people
  }
}

/// What kind of file a name promises.
enum MediaType {
  static func named(_ name: String) -> String {
    switch name.split(separator: ".").last?.lowercased() {
    case "csv": "text/csv"
    case "xml": "application/xml"
    case "json": "application/json"
    case "jsonl", "ndjson": "application/x-ndjson"
    case "html": "text/html"
    case "txt": "text/plain"
    case "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    default: "application/octet-stream"
    }
  }
}
