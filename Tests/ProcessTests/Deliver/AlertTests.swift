// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Tables
import Testing

/// Who hears of trouble, how often, and what is never in a message.
struct AlertTests {
  /// A feed that holds what has fewer than two records.
  private static let job = StockFile.job("rails: {min_records: 2}")

  private func kinds(_ sink: WebSink, _ list: String) -> [String] {
    sink.requests.compactMap(\.json).flatMap { $0[list]?.array ?? [] }.compactMap {
      guard let kind = $0["kind"]?.string, let key = $0["key"]?.string else { return nil }
      return "\(kind)/\(key)"
    }
  }

  @Test func `what is held is told once over many runs, and its end once`() async throws {
    let sink = try WebSink()
    defer { sink.stop() }
    try await TestHome.with(
      ["stock": Self.job], sandbox: TestHome.small,
      settings: "alerts:\n  ops: {webhook: \"\(sink.url)/hook?canary-key\", sign: {env: SIGN}}"
    ) { home in
      let environment = ["SIGN": "sign-canary"]
      try home.drop("stock", "a.csv", TestHome.stockFile(1))
      let first = try await home.dray("run", "stock", environment: environment)
      #expect(first.status == 65, "\(first)")
      #expect(kinds(sink, "begun") == ["held/d1"])
      let request = try #require(sink.requests.first)
      #expect(request.line == "POST /hook?canary-key HTTP/1.1")
      let code = HMAC<SHA256>.authenticationCode(
        for: request.body, using: SymmetricKey(data: Data("sign-canary".utf8)))
      let digits = code.map { String(format: "%02x", $0) }.joined()
      #expect(request.headers["x-dray-signature"] == "sha256=\(digits)")
      #expect(request.json?["text"]?.string?.contains("dray approve d1") == true)
      for _ in 0..<2 { _ = try await home.dray("run", "stock", environment: environment) }
      #expect(sink.requests.count == 1)
      _ = try await home.dray("refuse", "d1", environment: environment)
      #expect(kinds(sink, "ended") == ["held/d1"])
      _ = try await home.dray("run", "stock", environment: environment)
      #expect(sink.requests.count == 2)
      // A trouble after it is another one.
      try home.drop("stock", "b.csv", TestHome.stockFile(1, from: 800))
      _ = try await home.dray("run", "stock", environment: environment)
      #expect(kinds(sink, "begun") == ["held/d1", "held/d2"])
    }
  }

  @Test
  func `S15 the address of a webhook is in no message, and one that fails keeps no work waiting`()
    async throws
  {
    let sink = try WebSink()
    defer { sink.stop() }
    try await TestHome.with(
      ["stock": Self.job], sandbox: TestHome.small,
      settings: "alerts:\n  ops: {webhook: {env: HOOK}}"
    ) { home in
      let environment = ["HOOK": "\(sink.url)/canary-key"]
      sink.answer(500)
      try home.drop("stock", "a.csv", TestHome.stockFile(1))
      let run = try await home.dray("run", "stock", environment: environment)
      #expect(run.status == 65, "\(run)")
      #expect(run.output.contains("alert ops: the webhook answers 500"), "\(run)")
      let status = try await home.dray("status", "--json")
      #expect(status.output.contains("\"kind\":\"untold\""), "\(status)")
      for text in [run.description, status.description] { #expect(!text.contains("canary-key")) }
      sink.answer(200)
      _ = try await home.dray("run", "stock", environment: environment)
      let after = try await home.dray("status", "--json")
      #expect(!after.output.contains("\"kind\":\"untold\""), "\(after)")
      let test = try await home.dray("alert", "ops", environment: environment)
      #expect(test.output == "ops: told\n", "\(test)")
      #expect(sink.requests.last?.json?["test"]?.bool == true)
      let gone = try await home.dray("alert", "ops", environment: ["HOOK": "http://127.0.0.1:1/x"])
      #expect(gone.status == 69, "\(gone)")
    }
  }

  @Test func `a program is handed the message and none of our secrets, and a mail goes out`()
    async throws
  {
    let sink = try MailSink()
    defer { sink.stop() }
    try await TestHome.with(
      ["stock": Self.job], sandbox: TestHome.small,
      settings: """
        targets:
          books: {url: "smtp://127.0.0.1:\(sink.port)", from: dray@example.com, to: a@example.com}
        alerts:
          boss: {mail: books, to: boss@example.com}
          pager: {command: [/bin/sh, -c, 'cat > "$0.text"; env > "$0.env"', PLACE]}
        """
    ) { home in
      let config = try #require(home.text("dray.yaml"))
      try home.write(
        "dray.yaml", config.replacingOccurrences(of: "PLACE", with: "\(home.path)/scratch/page"))
      try home.drop("stock", "a.csv", TestHome.stockFile(1))
      _ = try await home.dray("run", "stock", environment: ["CANARY": "canary-value"])
      let text = try #require(home.text("scratch/page.text"))
      #expect(text.hasPrefix("Dray (sandbox): a.csv is held: "), "\(text)")
      let environment = try #require(home.text("scratch/page.env"))
      #expect(environment.contains("DRAY_ALERT_BEGUN=1"))
      #expect(!environment.contains("canary-value"))
      let mail = try #require(sink.mails.first)
      #expect(mail.to == ["RCPT TO:<boss@example.com>"])
      #expect(mail.header("Subject")?.hasPrefix("Dray (sandbox): a.csv is held") == true)
      #expect(sink.mails.count == 1)
    }
  }

  @Test func `a program that does not end, or is not there, is told and killed`() async throws {
    try await TestHome.with(
      ["stock": Self.job], sandbox: TestHome.small,
      settings:
        "alerts:\n  pager: {command: /nowhere/page}\n  bad: {command: [/bin/sh, -c, exit 3]}"
    ) { home in
      let missing = try await home.dray("alert", "pager")
      #expect(missing.status == 69, "\(missing)")
      #expect(missing.errors.contains("/nowhere/page cannot be started"), "\(missing)")
      let bad = try await home.dray("alert", "bad")
      #expect(bad.errors.contains("/bin/sh ended with code 3"), "\(bad)")
    }
  }

  @Test func `a refused file is trouble until a later one goes well; a job may be silent`()
    async throws
  {
    let sink = try WebSink()
    defer { sink.stop() }
    try await TestHome.with(
      ["stock": StockFile.job(), "quiet": StockFile.job("alert: none")], sandbox: TestHome.small,
      settings: "alerts:\n  ops: {webhook: \"\(sink.url)\"}"
    ) { home in
      for job in ["stock", "quiet"] {
        try home.drop(job, "bad.csv", "sku,location\nx,y\n")
        _ = try await home.dray("run", job)
      }
      #expect(kinds(sink, "begun") == ["refused/d1"])
      try home.drop("stock", "good.csv", TestHome.stockFile(2))
      _ = try await home.dray("run", "stock")
      #expect(kinds(sink, "ended") == ["refused/d1"])
      let status = try await home.dray("status", "--prometheus")
      #expect(status.output.contains("dray_troubles{kind=\"refused\"} 1"), "\(status)")
    }
  }
}
