// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Tables
import Testing

/// What systemd sees of `dray serve`.
@Suite struct ServiceTests {
  /// Runs `body` beside a `dray serve` that systemd listens to.
  private func serving(
    _ home: TestHome, watchdog: Int? = nil, _ body: (Command, NotifySocket) async throws -> Void
  ) async throws {
    let socket = try NotifySocket("\(home.path)/n")
    var environment = ["NOTIFY_SOCKET": socket.path]
    if let watchdog { environment["WATCHDOG_USEC"] = String(watchdog) }
    try await home.serving(environment: environment) { serve in try await body(serve, socket) }
    #expect(socket.heard("STOPPING=1"))
  }

  @Test func `L06 READY comes after the recovery, and the end is told`() async throws {
    try await TestHome.with(sandbox: StockFile.store) { home in
      try await serving(home) { _, socket in
        try await home.eventually("ready") { socket.heard("READY=1") }
        let messages = socket.messages
        let starting = try #require(messages.firstIndex { $0.contains("EXTEND_TIMEOUT_USEC=") })
        let ready = try #require(messages.firstIndex { $0.contains("READY=1") })
        #expect(starting < ready)
        // Ready is ready: a command is answered.
        #expect(try await home.dray("run", "stock").status == 0)
      }
    }
  }

  @Test func `L05 a process that hangs is silent, and the next one goes on`() async throws {
    try await TestHome.with(sandbox: StockFile.store) { home in
      let socket = try NotifySocket("\(home.path)/n")
      let serve = try home.start(
        ["serve"],
        environment: ["NOTIFY_SOCKET": socket.path, "WATCHDOG_USEC": "400000"])
      try await home.eventually("three signs of life") {
        socket.messages.count { $0 == "WATCHDOG=1" } >= 3
      }
      try home.drop("stock", "STOCK.csv", StockFile.of(10...12, available: 71))
      // Someone holds the journal's write lock: the work hangs, and so do the signs of life.
      let holder = try JournalHolder(home)
      try await home.eventually("silence") {
        let before = socket.messages.count { $0 == "WATCHDOG=1" }
        try await Task.sleep(for: .milliseconds(1_500))
        return socket.messages.count { $0 == "WATCHDOG=1" } == before
      }
      // What systemd does then.
      serve.signal(SIGABRT)
      _ = await serve.finish()
      try holder.release()
      let run = try await home.dray("run", "stock")
      #expect(run.status == 0, "\(run)")
      #expect(try await home.sandbox.effects().count == 3)
      #expect(try await home.dray("audit").status == 0)
    }
  }

  @Test func `L03 SIGHUP takes a config that is right, whole`() async throws {
    try await TestHome.with(sandbox: StockFile.store) { home in
      try await serving(home) { serve, socket in
        try home.write("jobs/prices.yaml", TestHome.prices)
        serve.signal(SIGHUP)
        #expect(await serve.prints("feeds: prices, stock"))
        #expect(socket.heard("RELOADING=1"))
        try home.drop("stock", "STOCK.csv", StockFile.of(10...10, available: 72))
        try await home.settled("stock", "STOCK.csv")
        try home.drop(
          "prices", "P.xml",
          "<prices><item><sku>SKU-00011</sku><price>1.23</price></item></prices>")
        try await home.settled("prices", "P.xml")
      }
    }
  }

  @Test func `L03 SIGHUP keeps the old config where one file of the new has a fault`()
    async throws
  {
    try await TestHome.with(sandbox: StockFile.store) { home in
      try await serving(home) { serve, _ in
        try home.write("jobs/stock.yaml", StockFile.job("supersede: true"))
        try home.write("jobs/bad.yaml", "feed: stock.set\nfoo: 1\n")
        serve.signal(SIGHUP)
        try await home.eventually("the complaint") {
          serve.errors.contains("the config was not taken") && serve.errors.contains("'foo'")
        }
        let status = try await home.dray("status")
        #expect(status.status == 0)
        #expect(status.output.contains("the config on disk is not in use"))
        try home.drop("stock", "STOCK.csv", StockFile.of(10...10, available: 73))
        try await home.settled("stock", "STOCK.csv")
        try FileManager.default.removeItem(atPath: "\(home.path)/jobs/bad.yaml")
        serve.signal(SIGHUP)
        #expect(await serve.prints("the config was read anew"))
        #expect(try await !home.dray("status").output.contains("not in use"))
      }
    }
  }

  @Test func `L02 a second signal ends at once, consistent`() async throws {
    try await TestHome.with(
      sandbox: StockFile.store + ["--faults", "inventorySetQuantities:1:hang"]
    ) { home in
      try home.drop("stock", "STOCK.csv", StockFile.of(10...12, available: 974))
      let serve = try home.start(["serve"])
      #expect(await serve.prints("changes to send"))
      try await home.eventually("the request is on its way") {
        try await home.sandbox.requests().contains { $0.text.contains("inventorySetQuantities") }
      }
      serve.signal(SIGTERM)
      let isStopping = await serve.prints("stopping")
      serve.signal(SIGINT)
      let start = ContinuousClock.now
      let ended = await serve.finish(within: 20)
      #expect(isStopping)
      #expect([0, 75].contains(ended.status), "\(ended)")
      #expect(ContinuousClock.now - start < .seconds(5))
      #expect(try await home.dray("audit").status == 0)
      let run = try await home.dray("run", "stock", within: 90)
      #expect(run.status == 0, "\(run)")
      #expect(try await home.sandbox.effects().count == 3)
    }
  }

  @Test(arguments: [
    ("jobs/stock.yaml", TestHome.stock + "\nfoo: 1\n"),
    ("jobs/Stock.yaml", TestHome.stock),
    ("jobs/other.yaml", "feed: stock.set\n"),
    ("dray.yaml", "store: {shop: sandbox}\n"),
  ])
  func `L09 what check refuses does not start, with the same code`(
    _ file: String, _ text: String
  ) async throws {
    try await TestHome.with(sandbox: StockFile.store) { home in
      try home.write(file, text)
      let check = try await home.dray("check")
      let serve = try await home.dray("serve", within: 10)
      #expect(check.status == 78 && serve.status == 78, "\(check) \(serve)")
      #expect(!check.output.isEmpty && serve.errors.contains(check.output))
    }
  }

  @Test func `L11 a credential that is missing, empty or open to others ends the start`()
    async throws
  {
    try await TestHome.with(sandbox: StockFile.store) { home in
      try home.write(
        "dray.yaml",
        try #require(home.text("dray.yaml")).replacing(
          "{file: \(home.path)/token}", with: "{credential: shop-token}"))
      let environment = ["CREDENTIALS_DIRECTORY": "\(home.path)/credentials"]
      for (text, mode, word) in [
        (nil, 0, "cannot be read"), ("", 0o600, "is empty"), ("\n", 0o600, "is empty"),
        ("sandbox-token", 0o644, "is open to others"),
      ] as [(String?, Int, String)] {
        if let text { try home.write("credentials/shop-token", text, mode: mode) }
        let serve = try await home.dray("serve", environment: environment, within: 10)
        #expect(serve.status == 78 && serve.errors.contains(word), "\(word): \(serve)")
      }
      try home.write("credentials/shop-token", "sandbox-token\n", mode: 0o600)
      #expect(try await home.dray("run", "stock", environment: environment).status == 0)
    }
  }
}

/// Somebody else who holds the journal's write lock.
private struct JournalHolder {
  private let queue: DatabaseQueue

  init(_ home: TestHome) throws {
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    queue = try DatabaseQueue(
      path: "\(home.path)/state/journal.sqlite", configuration: configuration)
    try queue.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
  }

  func release() throws {
    try queue.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    try queue.close()
  }
}
