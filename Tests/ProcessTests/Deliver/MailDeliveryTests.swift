// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Exported files by mail and by HTTP.
struct MailDeliveryTests {
  static let store = ["--products", "5", "--orders", "20"]

  /// A home whose orders are mailed.
  private func with(
    more: String = "", _ body: (TestHome, MailSink) async throws -> Void
  ) async throws {
    let sink = try MailSink()
    defer { sink.stop() }
    try await TestHome.with(
      ["orders": TestHome.orders + "\ndeliver: books\n"], sandbox: Self.store,
      settings: """
        targets:
          books: {url: "smtp://127.0.0.1:\(sink.port)", from: "Dray <dray@example.com>", to: [a@example.com, "B <b@example.com>"],
            subject: "{shop}: {file} für Größe", user: me, password: {env: MAIL_PASSWORD} \(more)}
        """
    ) { home in try await body(home, sink) }
  }

  private let environment = ["MAIL_PASSWORD": "s3cret-canary"]

  @Test func `a file goes out as an attachment`() async throws {
    try await with { home, sink in
      let run = try await home.dray("run", "orders", environment: environment)
      #expect(run.status == 0, "\(run)")
      let mail = try #require(sink.mails.first)
      #expect(sink.mails.count == 1)
      #expect(mail.from.hasPrefix("MAIL FROM:<dray@example.com>"))
      #expect(mail.to == ["RCPT TO:<a@example.com>", "RCPT TO:<b@example.com>"])
      #expect(mail.header("From") == "Dray <dray@example.com>")
      #expect(mail.header("Subject")?.hasPrefix("=?UTF-8?B?") == true)
      #expect(mail.header("Date")?.hasSuffix("+0000") == true)
      let sha = try #require(try home.journal("SELECT sha256 FROM runs").first)
      #expect(
        mail.header("Message-ID") == "<\(sha.prefix(32)).x1.orders.sandbox@example.com>")
      let parts = mail.parts
      #expect(parts.count == 2, "\(mail.data)")
      #expect(
        String(decoding: parts[0].body, as: UTF8.self).contains("number 1 of orders"),
        "\(mail.data)")
      #expect(parts[1].head.contains("filename=\"orders-1.csv\""), "\(parts[1].head)")
      #expect(
        parts[1].body
          == FileManager.default.contents(atPath: "\(home.path)/outbox/orders/orders-1.csv"))
      let plain = Data("\u{0}me\u{0}s3cret-canary".utf8).base64EncodedString()
      #expect(sink.signedIn == [plain])
    }
  }

  @Test func `an answer that is lost sends the same mail again`() async throws {
    try await with { home, sink in
      sink.answer(".", with: "cut")
      let cut = try await home.dray("run", "orders", environment: environment)
      #expect(cut.status == 75, "\(cut)")
      sink.answer(".", with: nil)
      let again = try await home.dray("retry", "x1", environment: environment)
      #expect(again.status == 0, "\(again)")
      #expect(sink.mails.count == 2)
      #expect(Set(sink.mails.map { $0.header("Message-ID") ?? "" }).count == 1)
    }
  }

  @Test func `a mail that is refused is left to a person, a server that is busy is tried again`()
    async throws
  {
    try await with { home, sink in
      sink.answer("RCPT", with: "451 later")
      let busy = try await home.dray("run", "orders", environment: environment)
      #expect(busy.status == 75, "\(busy)")
      #expect(try home.journal("SELECT state FROM sends") == ["waiting"])
      sink.answer("RCPT", with: "550 nobody here")
      let refused = try await home.dray("retry", "x1", environment: environment)
      #expect(refused.status == 75, "\(refused)")
      #expect(refused.output.contains("the message is refused (550)"), "\(refused)")
      #expect(try home.journal("SELECT state FROM sends") == ["failed"])
      #expect(sink.mails.isEmpty)
    }
  }

  @Test func `S15 a password is in no message, no journal and no log`() async throws {
    try await with { home, sink in
      sink.answer("AUTH", with: "535 not you")
      let run = try await home.dray(
        "run", "orders", environment: environment.merging(["DRAY_LOG": "trace"]) { $1 })
      #expect(run.output.contains("the user me is not let in (535)"), "\(run)")
      let status = try await home.dray("status", "--json")
      let canaries = ["s3cret-canary", Data("s3cret-canary".utf8).base64EncodedString()]
      for canary in canaries {
        #expect(!run.description.contains(canary))
        #expect(!status.description.contains(canary))
        for name in try FileManager.default.contentsOfDirectory(atPath: "\(home.path)/state") {
          let bytes = FileManager.default.contents(atPath: "\(home.path)/state/\(name)") ?? Data()
          #expect(bytes.range(of: Data(canary.utf8)) == nil, "\(name)")
        }
      }
    }
  }

  @Test func `mail leaves this machine only encrypted`() async throws {
    // Any name that is not loopback; the sink never speaks TLS, and would take it in clear.
    let sink = try MailSink()
    defer { sink.stop() }
    try await TestHome.with(
      ["orders": TestHome.orders + "\ndeliver: books\n"], sandbox: Self.store,
      settings: """
        targets:
          books: {url: "smtp://0.0.0.0:\(sink.port)", from: dray@example.com, to: a@example.com}
        """
    ) { home in
      let run = try await home.dray("run", "orders")
      #expect(run.status == 75, "\(run)")
      #expect(run.output.contains("no encrypted connection"), "\(run)")
      #expect(sink.mails.isEmpty)
    }
  }

  @Test func `a file is PUT under its name, with who we are`() async throws {
    let sink = try WebSink()
    defer { sink.stop() }
    try await TestHome.with(
      ["orders": TestHome.orders + "\ndeliver: web\n"], sandbox: Self.store,
      settings: "targets:\n  web: {url: \"\(sink.url)/in\", token: {env: MAIL_PASSWORD}}"
    ) { home in
      sink.answer(503)
      let away = try await home.dray("run", "orders", environment: environment)
      #expect(away.status == 75, "\(away)")
      sink.answer(201)
      let run = try await home.dray("retry", "x1", environment: environment)
      #expect(run.status == 0, "\(run)")
      let request = try #require(sink.requests.last)
      #expect(request.line == "PUT /in/orders-1.csv HTTP/1.1")
      #expect(request.headers["authorization"] == "Bearer s3cret-canary")
      #expect(
        request.body
          == FileManager.default.contents(atPath: "\(home.path)/outbox/orders/orders-1.csv"))
    }
  }
}
