// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// Killed at a chosen step of taking a file, of answering it, of signing in: aimed by path, not by number.
@Suite struct TakingCrashTests {
  /// One place to die at, and what must be there right afterwards.
  struct Place: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// Calls on this path are counted, and the process ends at this one of them.
    var path: String
    var point: Int
    var action = Points.Action.kill
    /// Deliveries the journal has then.
    var journalled: Int
    /// Whether the original still is in the inbox.
    var isInInbox: Bool
    /// Whether the spool holds anything.
    var isSpooled: Bool
  }

  static let places = [
    Place(
      testDescription: "C01 seen, not copied", path: "inbox/stock/STOCK.csv", point: 1,
      journalled: 0, isInInbox: true, isSpooled: false),
    Place(
      testDescription: "C02 half copied", path: "state/spool/", point: 2, action: .killAfter,
      journalled: 0, isInInbox: true, isSpooled: true),
    Place(
      testDescription: "copied, not committed", path: "inbox/stock/STOCK.csv", point: 1,
      action: .killAfter, journalled: 0, isInInbox: true, isSpooled: false),
    Place(
      testDescription: "C05 committed, not removed", path: "inbox/stock/STOCK.csv", point: 2,
      journalled: 1, isInInbox: true, isSpooled: true),
    Place(
      testDescription: "C06 removed, folder not synced", path: "inbox/stock/STOCK.csv", point: 2,
      action: .killAfter, journalled: 1, isInInbox: false, isSpooled: true),
  ]

  @Test(arguments: places, ["skip", "send"])
  func `C01 C02 C05 killed while taking a file, which is then worked once`(
    _ place: Place, _ repeats: String
  ) async throws {
    try await TestHome.with(
      ["stock": StockFile.job("repeat: \(repeats)")], sandbox: StockFile.store
    ) { home in
      let points = try #require(try await Points(scratch: home.path), "a C compiler is needed")
      // Longer than one piece of the copy.
      let padding = String(repeating: "SKU-00010,Berlin,931\n", count: 60_000)
      let text = StockFile.of(10...12, available: 931) + padding
      try home.drop("stock", "STOCK.csv", text)
      let killed = try await home.start(
        ["run", "stock"],
        environment: points.environment(
          count: "\(home.path)/count", at: place.point, place.action, on: place.path)
      ).finish()
      #expect(killed.status == 137, "\(killed)")
      #expect(try home.deliveries().count == place.journalled)
      #expect(home.names("inbox/stock") == (place.isInInbox ? ["STOCK.csv"] : []))
      #expect(home.names("state/spool").isEmpty != place.isSpooled, "\(home.names("state/spool"))")
      #expect(try await home.sandbox.effects().isEmpty)

      let ended = try await home.dray("run", "stock")
      #expect(ended.status == 0, "\(ended)")
      #expect(try home.deliveries() == ["STOCK.csv settled \(text.utf8.count)"])
      #expect(try await home.sandbox.effects().count == 3)
      #expect(home.names("inbox/stock").isEmpty && home.names("state/spool").isEmpty)
      #expect(home.names("archive").contains { $0.hasSuffix("/STOCK.csv") })
      let audit = try await home.dray("audit")
      #expect(audit.status == 0, "\(audit)")
    }
  }

  @Test func `C15 killed at each step of answering, the receipt appears whole and once`()
    async throws
  {
    let text = StockFile.of(10...11, available: 932) + "NO-SUCH;SKU,Berlin,1\n"
    try await TestHome.with(sandbox: StockFile.store) { home in
      let points = try #require(try await Points(scratch: home.path), "a C compiler is needed")
      var tried = 0
      var isWhole = false
      while !isWhole {
        tried += 1
        let name = "STOCK_\(tried).csv"
        try home.drop("stock", name, text.replacingOccurrences(of: "932", with: "\(1000 + tried)"))
        let killed = try await home.start(
          ["run", "stock"],
          environment: points.environment(
            count: "\(home.path)/count-\(tried)", at: tried, on: "\(home.path)/outbox/receipts")
        ).finish()
        isWhole = killed.status == 0
        #expect(isWhole || killed.status == 137, "\(killed)")
        for answer in home.names("outbox/receipts/stock") where answer.hasPrefix(name) {
          let text = try #require(home.text("outbox/receipts/stock/\(answer)"))
          #expect(text.hasSuffix("\n") && text.count > 20, "point \(tried): \(answer) is partial")
        }
        let ended = try await home.dray("run", "stock")
        #expect(ended.status == 0, "\(ended)")
        let receipt = try home.receipt("stock", name)
        #expect(receipt["applied"]?.int == 2 && receipt["rejected"]?.int == 1, "\(receipt.text)")
        let answers = home.names("outbox/receipts/stock").filter { $0.contains(name) }
        #expect(
          answers == [".receipt.csv", ".receipt.json", ".rejected.csv"].map { name + $0 },
          "point \(tried): no draft is left")
        let archived = home.names("archive/stock").filter { $0.contains(name) }
        #expect(archived.count == 4, "point \(tried): \(archived)")
      }
      print("killed at \(tried - 1) steps of answering")
      #expect(tried > 8)
      #expect(try await home.sandbox.effects().count == 2 * tried)
      #expect(try await home.dray("audit").status == 0)
    }
  }

  @Test func `C16 killed while signing in, the next start signs in again`() async throws {
    try await TestHome.with(sandbox: StockFile.store) { home in
      let points = try #require(try await Points(scratch: home.path), "a C compiler is needed")
      try home.signInByCredentials()
      // The calls of the first connection, which fetches the token: request out, reply in.
      for point in 1...4 {
        for action in [Points.Action.kill, .killAfter] {
          let value = 940 + point * 2 + (action == .kill ? 0 : 1)
          let name = "STOCK_\(value).csv"
          try home.drop("stock", name, StockFile.of(10...11, available: value))
          let killed = try await home.start(
            ["run", "stock"],
            environment: points.environment(
              count: "\(home.path)/count-\(value)", at: point, action, on: "socket:")
          ).finish()
          #expect(killed.status == 137, "\(killed)")
          let ended = try await home.dray("run", "stock")
          #expect(ended.status == 0, "\(ended)")
          #expect(try home.receipt("stock", name)["applied"]?.int == 2)
        }
      }
      #expect(try await home.sandbox.effects().count == 16)
    }
  }
}

extension TestHome {
  /// Rewrites `dray.yaml` so that the home signs in as an app of the organisation.
  func signInByCredentials(secret: String = "sandbox-secret") throws {
    try write("secret", secret + "\n", mode: 0o600)
    try write(
      "dray.yaml",
      """
      store:
        shop: sandbox
        api_version: "2026-07"
        auth:
          client_id: sandbox
          client_secret: {file: \(path)/secret}
        endpoint: \(sandbox.url)
      """)
  }
}
