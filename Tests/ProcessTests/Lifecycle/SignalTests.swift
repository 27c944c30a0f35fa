// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// SIGTERM in each phase: soon, with exit code 0, consistent, and the next start goes on from there.
@Suite struct SignalTests {
  /// Signals a `serve` and judges how it ends.
  private func end(
    _ serve: Command, _ signals: [Int32] = [SIGTERM], within limit: Duration = .seconds(10)
  ) async throws {
    let start = ContinuousClock.now
    for number in signals { serve.signal(number) }
    let ended = await serve.finish(within: 40)
    #expect(ended.status == 0, "\(ended)")
    let taken = ContinuousClock.now - start
    #expect(taken < limit, "it took \(taken): \(ended)")
  }

  @Test func `L01 while watching`() async throws {
    try await TestHome.with(sandbox: StockFile.store) { home in
      let serve = try home.start(["serve"])
      #expect(await serve.prints("serving "))
      try await end(serve)
      #expect(home.text("state/control.sock") == nil)
      #expect(!FileManager.default.fileExists(atPath: "\(home.path)/state/control.sock"))
    }
  }

  @Test func `L01 while waiting for a file to stand still`() async throws {
    try await TestHome.with(["stock": StockFile.job(quiet: "60s")], sandbox: StockFile.store) {
      home in
      try home.write("inbox/stock/STOCK.csv", StockFile.of(10...11, available: 970))
      let serve = try home.start(["serve"])
      #expect(await serve.prints("serving "))
      try await end(serve)
      #expect(home.names("inbox/stock") == ["STOCK.csv"])
      #expect(try home.deliveries().isEmpty)
    }
  }

  @Test func `L01 while planning a large file`() async throws {
    try await TestHome.with(
      ["stock": StockFile.job("compare: mirror")], sandbox: StockFile.store
    ) { home in
      _ = try await home.dray("refresh", "locations", "products", "inventory")
      // Unknown SKUs: many records to read, one to send.
      var text = StockFile.header + StockFile.line(10, 971)
      for number in 0..<150_000 { text += "NONE-\(number),Berlin,1\n" }
      try home.drop("stock", "STOCK.csv", text)
      let serve = try home.start(["serve"])
      #expect(await serve.prints("took STOCK.csv"))
      try await end(serve)
      let interrupted = try home.deliveries()
      #expect(interrupted.count == 1)
      #expect(interrupted[0].contains(" waiting "), "it was signalled in the plan: \(interrupted)")
      let run = try await home.dray("run", "stock", within: 120)
      #expect(run.status == 0, "\(run)")
      #expect(try home.receipt("stock", "STOCK.csv")["records"]?.int == 150_001)
      #expect(try await home.sandbox.effects().count == 1)
    }
  }

  @Test(arguments: ["late-3", "hang", "http-503"])
  func `L01 while sending to a slow, a silent, an absent store`(_ fault: String) async throws {
    try await TestHome.with(
      sandbox: StockFile.store + ["--faults", "inventorySetQuantities:1:\(fault)"]
    ) { home in
      try home.drop("stock", "STOCK.csv", StockFile.of(10...12, available: 972))
      let serve = try home.start(["serve"])
      #expect(await serve.prints("changes to send"))
      try await home.eventually("the request is on its way") {
        try await home.sandbox.requests().contains {
          $0.text.contains("inventorySetQuantities")
        }
      }
      try await end(serve)
      let audit = try await home.dray("audit")
      #expect(audit.status == 0, "consistent right after: \(audit)")
      let run = try await home.dray("run", "stock")
      #expect(run.status == 0, "\(run)")
      #expect(try home.receipt("stock", "STOCK.csv")["applied"]?.int == 3)
      #expect(try await home.sandbox.effects().count == 3, "each once")
    }
  }

  @Test func `L02 a second signal ends it at once, and nothing is lost`() async throws {
    try await TestHome.with(
      sandbox: StockFile.store + ["--faults", "inventorySetQuantities:1:late-20"]
    ) { home in
      try home.drop("stock", "STOCK.csv", StockFile.of(10...12, available: 973))
      let serve = try home.start(["serve"])
      #expect(await serve.prints("changes to send"))
      try await home.eventually("the request is on its way") {
        try await home.sandbox.requests().contains {
          $0.text.contains("inventorySetQuantities")
        }
      }
      let start = ContinuousClock.now
      serve.signal(SIGTERM)
      #expect(await serve.prints("stopping"))
      serve.signal(SIGINT)
      _ = await serve.finish(within: 30)
      #expect(ContinuousClock.now - start < .seconds(5))
      let run = try await home.dray("run", "stock")
      #expect(run.status == 0, "\(run)")
      #expect(try home.receipt("stock", "STOCK.csv")["applied"]?.int == 3)
      #expect(try await home.sandbox.effects().count == 3, "each once")
    }
  }
}
