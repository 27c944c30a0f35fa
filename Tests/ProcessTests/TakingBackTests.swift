// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// `dray undo` and `dray plan`, by the real program.
@Suite struct TakingBackTests {
  @Test func `a delivery is taken back once, even if killed half-way, and brought back again`()
    async throws
  {
    try await TestHome.with(
      ["stock": TestHome.stock + "\ncompare: mirror\n"], sandbox: TestHome.small
    ) { home in
      try home.drop("stock", "STOCK.csv", TestHome.stockFile(4))
      #expect(try await home.dray("run", "stock").status == 0)
      // One level is changed in the shop meanwhile.
      try await home.sandbox.post(
        "stock", ["sku": "SKU-00011", "location": "Berlin", "available": 5])
      try await home.sandbox.script("inventorySetQuantities:1:hang:after")
      let command = try home.start(["undo", "d1"])
      #expect(try await home.faultHits("hang"))
      command.signal(SIGKILL)
      _ = await command.finish()
      let result = try await home.dray("run", "stock")
      #expect(result.status == 0, "\(result)")
      let receipt = try home.receipt("stock", "undo-d1.csv")
      #expect(receipt["undo_of"]?.string == "d1")
      #expect(receipt["applied"]?.int == 3)
      #expect(receipt["rejected"]?.int == 1)
      let records = home.text("outbox/receipts/stock/undo-d1.csv.receipt.csv") ?? ""
      #expect(
        records.contains(
          "CHANGED_SINCE,\"changed since, and left as it is: available was set to 701, the store has 5\""
        ), "\(records)")
      let effects = try await home.sandbox.effects(of: "inventorySetQuantities")
      #expect(effects.count == 4 + 3)
      let again = try await home.dray("undo", "d1")
      #expect(again.status == 64, "\(again)")
      #expect(again.errors.contains("d1 is taken back by d2, which is settled"))
      #expect(try await home.dray("undo", "d2").status == 0)
      #expect(try await home.sandbox.effects(of: "inventorySetQuantities").count == 4 + 3 + 3)
      try await home.expectAudit()
    }
  }

  @Test func `L13 a plan sends nothing, and its page holds a hostile value as text`() async throws {
    try await TestHome.with(sandbox: TestHome.small) { home in
      try home.write(
        "scratch/x.csv",
        TestHome.stockFile(3) + "<script>alert(1)</script>,Berlin,1\n")
      let plan = try await home.dray(
        "plan", "stock", "\(home.path)/scratch/x.csv", "--html", "\(home.path)/plan.html")
      #expect(plan.status == 0, "\(plan)")
      let page = home.text("plan.html") ?? ""
      #expect(page.contains("<del>"))
      #expect(page.contains("<ins>701</ins>"))
      #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
      #expect(!page.contains("<script"))
      #expect(!page.contains("http://") && !page.contains("https://"))
      let roots = try await home.sandbox.requests().flatMap { $0["roots"]?.array ?? [] }
        .compactMap(\.string)
      let reading: Set<String> = [
        "shop", "locations", "location", "products", "product", "nodes", "productVariants",
        "bulkOperationRunQuery", "bulkOperation", "bulkOperations", "productsCount", "download",
        "token", "publications", "channels", "inventoryItems", "currentAppInstallation",
      ]
      #expect(Set(roots).isSubset(of: reading), "\(Set(roots).subtracting(reading))")
      try await home.expectNoEffect()
      #expect(try home.journal("SELECT count(*) FROM deliveries") == ["0"])
    }
  }

  @Test func `what was sold and not yet exported is taken off a count that does not know of it`()
    async throws
  {
    try await TestHome.with(
      [
        "stock": TestHome.stock + "\nsubtract_unexported: orders\n", "orders": TestHome.orders,
      ], sandbox: ["--products", "10", "--orders", "0"]
    ) { home in
      #expect(try await home.dray("run", "orders").status == 0)
      try await home.sandbox.post(
        "sell", ["lines": [["sku": "SKU-00010", "quantity": 3, "location": "Berlin"]]])
      try home.drop("stock", "STOCK.csv", TestHome.stockFile(2))
      #expect(try await home.dray("run", "stock").status == 0)
      let set = try await home.sandbox.effects(of: "inventorySetQuantities")
        .compactMap { $0["after"]?["available"]?.int }.sorted()
      #expect(set == [697, 701])
      #expect(try await home.dray("run", "orders").status == 0)
      try home.drop("stock", "STOCK2.csv", TestHome.stockFile(2, from: 710))
      #expect(try await home.dray("run", "stock").status == 0)
      let next = try await home.sandbox.effects(of: "inventorySetQuantities").suffix(2)
        .compactMap { $0["after"]?["available"]?.int }.sorted()
      #expect(next == [710, 711])
    }
  }
}
