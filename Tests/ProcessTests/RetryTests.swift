// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// For how long the store is tried, and what waits for a day.
@Suite struct RetryTests {
  private static let job = TestHome.stock + "\ncompare: mirror\nretry: 2s\n"

  @Test func `D33 what the store does not take for as long as retry says is parked, and taken up`()
    async throws
  {
    try await TestHome.with(["stock": Self.job], sandbox: TestHome.small) { home in
      #expect(try await home.dray("refresh").status == 0)
      try await home.sandbox.script("inventorySetQuantities:*:http-429-1")
      try home.drop("stock", "STOCK.csv", TestHome.stockFile(3))
      var run = try await home.dray("run", "stock")
      // A patience of two seconds is used up by one or two tries.
      if run.status == 75 { run = try await home.dray("run", "stock") }
      let receipt = try home.receipt("stock", "STOCK.csv")
      #expect(receipt["parked"]?.int == 3, "\(run)\n\(receipt.text)")
      let records = home.text("outbox/receipts/stock/STOCK.csv.receipt.csv") ?? ""
      #expect(records.contains("RETRY_ENDED"), "\(records)")
      #expect(records.contains("`dray retry d1` goes on"), "\(records)")
      let status = try await home.dray("status")
      #expect(status.output.contains("parked"), "\(status)")
      try await home.expectNoEffect()
      // It stands in nobody's way.
      try await home.sandbox.clearFaults()
      try home.drop("stock", "NEXT.csv", StockFile.of(20...20, available: 950))
      #expect(try await home.dray("run", "stock").status == 0)
      #expect(try home.receipt("stock", "NEXT.csv")["applied"]?.int == 1)
      #expect(try await home.dray("retry", "d1").status == 0)
      #expect(try home.receipt("stock", "STOCK.csv")["applied"]?.int == 3)
      #expect(try await home.sandbox.effects().count == 4)
      try await home.expectAudit()
    }
  }

  @Test func `D33 what may have happened is never parked for want of a store, but found out later`()
    async throws
  {
    try await TestHome.with(["stock": Self.job], sandbox: TestHome.small) { home in
      #expect(try await home.dray("refresh").status == 0)
      // Carried out, and the answer lost; then nothing is answered any more.
      try await home.sandbox.script("inventorySetQuantities:1:reset:after,*:*:http-503")
      try home.drop("stock", "STOCK.csv", TestHome.stockFile(3))
      for _ in 0..<2 {
        let run = try await home.dray("run", "stock")
        #expect(run.status == 75, "\(run)")
      }
      #expect(try home.receipt("stock", "STOCK.csv")["pending"]?.int == 3)
      try await home.sandbox.clearFaults()
      let run = try await home.dray("run", "stock")
      #expect(run.status == 0, "\(run)")
      try await home.expectOnce(3, by: "inventorySetQuantities", "stock", "STOCK.csv")
    }
  }

  @Test func `new variants beyond the store's limit of a day are made the next day, by themselves`()
    async throws
  {
    try await TestHome.with(
      [
        "feed":
          "feed: product.set\nquiet: 0s\nformat: {type: csv}\nfields: {handle: handle, option1_name: option, option1_value: value, sku: sku, price: price}\n"
      ], sandbox: TestHome.small
    ) { home in
      let clock = try await ShiftedClock(home, "2027-05-03T10:00:00Z")
      #expect(try await clock.dray("refresh").status == 0)
      _ = try await home.sandbox.post("variant-limit", ["threshold": 10, "daily": 0])
      try home.drop(
        "feed", "F.csv",
        "handle,option,value,sku,price\nalpine-parka-1,Size,S,SKU-00001,501.00\nalpine-parka-1,Size,Huge,NEW-9,502.00\n"
      )
      #expect(try await clock.dray("run", "feed").status == 75)
      #expect(try home.receipt("feed", "F.csv")["applied"]?.int == 1)
      // The next file need not wait for it.
      try home.drop(
        "feed", "G.csv",
        "handle,option,value,sku,price\nalpine-parka-1,Size,M,,511.00\n")
      _ = try await clock.dray("run", "feed")
      #expect(try home.receipt("feed", "G.csv")["applied"]?.int == 1)
      _ = try await home.sandbox.post("variant-limit", ["threshold": 10, "daily": 5])
      try await clock.set("2027-05-03T20:00:00Z")
      _ = try await clock.dray("run", "feed")
      #expect(try await home.changes(of: "productVariantsBulkCreate").isEmpty)
      try await clock.set("2027-05-04T11:00:00Z")
      let run = try await clock.dray("run", "feed")
      #expect(run.status == 0, "\(run)")
      #expect(try home.receipt("feed", "F.csv")["applied"]?.int == 2)
      #expect(
        try home.mirror("SELECT price FROM variants WHERE sku = 'NEW-9'") == ["502.00"])
      try await home.expectAudit()
    }
  }
}
