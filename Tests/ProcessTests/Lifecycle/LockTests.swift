// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// One process works on a home at a time; the others ask it, or read.
@Suite struct LockTests {
  @Test func `J01 a second serve refuses at once and names the holder`() async throws {
    try await TestHome.with(sandbox: StockFile.store) { home in
      try await home.serving { serve in
        let start = ContinuousClock.now
        let second = try await home.dray("serve")
        #expect(ContinuousClock.now - start < .seconds(5))
        #expect(second.status == 75, "\(second)")
        #expect(second.errors.contains("pid \(serve.pid) (dray serve)"), "\(second)")
      }
    }
  }

  @Test func `J02 after kill -9 the next start needs no cleaning up`() async throws {
    try await TestHome.with(sandbox: StockFile.store) { home in
      for round in 1...3 {
        let serve = try home.start(["serve"])
        #expect(await serve.prints("serving "))
        serve.signal(SIGKILL)
        #expect(await serve.finish().status == 137)
        #expect(home.text("state/lock")?.isEmpty == false, "the lock file stays, the lock does not")
        try home.drop("stock", "STOCK_\(round).csv", StockFile.of(10...11, available: 950 + round))
        let run = try await home.dray("run", "stock")
        #expect(run.status == 0, "\(run)")
      }
      try await home.serving { _ in }
      #expect(try await home.sandbox.effects().count == 6)
    }
  }

  @Test
  func `J04 commands during work answer soon, and those that change something are done in turn`()
    async throws
  {
    let rails = StockFile.job("rails: {min_records: 2}")
    try await TestHome.with(["stock": TestHome.stock, "held": rails], sandbox: StockFile.store) {
      home in
      try home.drop("held", "HELD.csv", StockFile.of(20...20, available: 961))
      #expect(try await home.dray("run", "held").status == 65)
      try await home.sandbox.script("inventorySetQuantities:1:late-4")
      try await home.serving { serve in
        try home.drop("stock", "STOCK.csv", StockFile.of(10...11, available: 962))
        #expect(await serve.prints("2 changes to send"))
        // The store takes four seconds over this one.
        let start = ContinuousClock.now
        for command in [
          ["status"], ["status", "--json"], ["status", "--prometheus"], ["show", "d2"],
          ["query", "SELECT count(*) FROM variants"], ["find", "variant", "SKU-00010"],
        ] {
          let ended = try await home.start(command).finish()
          #expect(ended.status == 0, "\(command): \(ended)")
        }
        let approved = try await home.dray("approve", "d1")
        #expect(approved.status == 0, "\(approved)")
        #expect(ContinuousClock.now - start < .seconds(20))
        #expect(try home.receipt("held", "HELD.csv")["applied"]?.int == 1)
        let retried = try await home.dray("retry", "d1")
        #expect(retried.status == 0, "\(retried)")
        try await home.settled("stock", "STOCK.csv")
      }
      #expect(try await home.sandbox.effects().count == 3)
      let audit = try await home.dray("audit")
      #expect(audit.status == 0, "\(audit)")
    }
  }
}
