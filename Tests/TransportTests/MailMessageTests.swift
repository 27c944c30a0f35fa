// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Transport

struct MailMessageTests {
  @Test func `the header lines of a message`() {
    let message = MailMessage(
      from: .init(name: "Dray", mailbox: "dray@example.com"),
      to: [.init(mailbox: "a@example.com"), .init(name: "Müller, B", mailbox: "b@example.com")],
      subject: "orders-7.csv", date: "Sat, 21 Nov 2026 12:00:00 +0000", id: "abc.x7", text: "")
    #expect(
      message.headers == [
        "Date: Sat, 21 Nov 2026 12:00:00 +0000",
        "From: Dray <dray@example.com>",
        "To: a@example.com,\r\n =?UTF-8?B?TcO8bGxlciwgQg==?= <b@example.com>",
        "Message-ID: <abc.x7@example.com>",
        "Subject: orders-7.csv",
        "Auto-Submitted: auto-generated",
      ])
  }

  @Test(arguments: [
    ("plain", "plain"),
    ("a\r\nBcc: x@example.com", "a  Bcc: x@example.com"),
    ("Größe", "=?UTF-8?B?R3LDtsOfZQ==?="),
    ("ab=?cd", "=?UTF-8?B?YWI9P2Nk?="),
    (
      String(repeating: "ü", count: 23),
      "=?UTF-8?B?w7zDvMO8w7zDvMO8w7zDvMO8w7zDvMO8w7zDvMO8w7zDvMO8w7zDvMO8w7w=?=\r\n =?UTF-8?B?w7w=?="
    ),
  ]) func `a subject never breaks out of its line`(_ text: String, _ header: String) {
    #expect(MailMessage.encoded(text) == header)
  }

  @Test(arguments: [
    ("orders-7.csv", "Content-Disposition: attachment; filename=\"orders-7.csv\""),
    ("Aufträge 7.csv", "Content-Disposition: attachment; filename*=UTF-8''Auftr%C3%A4ge%207.csv"),
    ("a\"b", "Content-Disposition: attachment; filename*=UTF-8''a%22b"),
  ]) func `an attachment keeps its name`(_ name: String, _ header: String) {
    #expect(MailMessage.disposition(name) == header)
  }
}
