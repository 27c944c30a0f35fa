// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// The program is killed at a known moment of an effect; the next start brings each record to one effect.
@Suite struct KilledEffectTests {
  /// Drops a file, kills the run once a request hangs, runs again, and judges.
  private func killed(
    at faults: String, _ home: TestHome, _ job: String, _ name: String, _ text: String,
    effects: Int, by root: String
  ) async throws {
    try await home.sandbox.script(faults)
    try home.drop(job, name, text)
    let command = try home.start(["run", job])
    #expect(try await home.faultHits("hang"))
    command.signal(SIGKILL)
    _ = await command.finish()
    let result = try await home.dray("run", job)
    #expect(result.status == 0, "\(result)")
    try await home.expectOnce(effects, by: root, job, name)
    #expect(home.names("inbox/\(job)").isEmpty)
  }

  @Test(arguments: ["locations", "products", "location"])
  func `C07 killed while it compares with the store, it plans again from the start`(_ root: String)
    async throws
  {
    try await TestHome.with(sandbox: TestHome.small) { home in
      _ = try await home.dray("refresh")
      try await killed(
        at: "\(root):1:hang", home, "stock", "STOCK.csv", TestHome.stockFile(3), effects: 3,
        by: "inventorySetQuantities")
      #expect(try home.journal("SELECT count(*) FROM changes") == ["3"])
    }
  }

  @Test(arguments: ["hang", "hang:after"])
  func `C09 C10 C11 C12 killed with a stock request unanswered, the same key settles it`(
    _ kind: String
  ) async throws {
    try await TestHome.with(
      ["stock": TestHome.stock + "\ncompare: mirror\n"], sandbox: TestHome.small
    ) { home in
      _ = try await home.dray("refresh")
      try await killed(
        at: "inventorySetQuantities:1:\(kind)", home, "stock", "STOCK.csv", TestHome.stockFile(3),
        effects: 3, by: "inventorySetQuantities")
      #expect(Set(try await home.sandbox.effects().map { $0["key"]?.string }).count == 1)
      #expect(try home.journal("SELECT count(*) FROM batches") == ["1"], "no other batch was made")
    }
  }

  @Test(arguments: ["hang", "hang:after"])
  func `C08 C11 killed with some prices on their way and some only planned, all are set once`(
    _ kind: String
  ) async throws {
    try await TestHome.with(
      ["prices": TestHome.prices + "\ncompare: mirror\n"],
      sandbox: ["--products", "40", "--orders", "0"]
    ) { home in
      _ = try await home.dray("refresh")
      try await home.sandbox.script("productVariantsBulkUpdate:2+:\(kind)")
      try home.drop("prices", "PRICES.xml", TestHome.priceFile(24))
      let command = try home.start(["run", "prices"])
      #expect(
        try await home.eventually {
          try await home.requests(of: "productVariantsBulkUpdate").count >= 3
        })
      command.signal(SIGKILL)
      _ = await command.finish()
      let states = Set(try home.journal("SELECT DISTINCT state FROM changes"))
      #expect(states.isSuperset(of: ["planned", "sent"]), "\(states)")
      try await home.sandbox.clearFaults()
      let result = try await home.dray("run", "prices")
      #expect(result.status == 0, "\(result)")
      try await home.expectOnce(24, by: "productVariantsBulkUpdate", "prices", "PRICES.xml")
    }
  }

  @Test func `C14 C15 ended after the last outcome, the receipt comes without another request`()
    async throws
  {
    try await TestHome.with(sandbox: TestHome.small) { home in
      try home.drop("stock", "STOCK.csv", TestHome.stockFile(2))
      // A folder stands where the list of records is to stand: it cannot be replaced by a file.
      let inTheWay = "outbox/receipts/stock/STOCK.csv.receipt.csv"
      try home.write(inTheWay + "/file", "in the way")
      let first = try await home.dray("run", "stock")
      #expect(first.status != 0, "\(first)")
      #expect(try await home.sandbox.effects().count == 2)
      let sent = try await home.requests(of: "inventorySetQuantities").count
      try FileManager.default.removeItem(atPath: "\(home.path)/\(inTheWay)")
      let result = try await home.dray("run", "stock")
      #expect(result.status == 0, "\(result)")
      try await home.expectOnce(2, by: "inventorySetQuantities", "stock", "STOCK.csv")
      #expect(try await home.requests(of: "inventorySetQuantities").count == sent)
    }
  }

  @Test func `C19 killed again and again while it recovers, it still comes to one effect`()
    async throws
  {
    try await TestHome.with(
      ["stock": TestHome.stock + "\ncompare: mirror\n"], sandbox: TestHome.small
    ) { home in
      _ = try await home.dray("refresh")
      try home.drop("stock", "STOCK.csv", TestHome.stockFile(3))
      for round in 1...4 {
        try await home.sandbox.clearFaults()
        try await home.sandbox.script("inventorySetQuantities:1:hang:after")
        let command = try home.start(["run", "stock"])
        #expect(
          try await home.eventually {
            try await home.requests(of: "inventorySetQuantities").count == round
          })
        command.signal(SIGKILL)
        _ = await command.finish()
      }
      try await home.sandbox.clearFaults()
      #expect(try await home.dray("run", "stock").status == 0)
      try await home.expectOnce(3, by: "inventorySetQuantities", "stock", "STOCK.csv")
    }
  }
}
