// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// The store misbehaves in the middle of a delivery: every record has its effect, and has it once.
@Suite struct StoreFaultTests {
  /// A script for the stand-in store, `ROOT` standing for the job's mutation.
  struct Script: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var faults: String

    init(_ id: String, _ faults: String) {
      testDescription = "\(id) \(faults)"
      self.faults = faults
    }

    static let all = [
      Script("D01", "ROOT:1:throttle"), Script("D01", "ROOT:1:throttle,ROOT:2:throttle"),
      Script("D02", "ROOT:1:http-429"), Script("D02", "ROOT:1:http-429-1"),
      Script("D02", "ROOT:1:http-429-date"), Script("D05", "ROOT:1:http-500"),
      Script("D05", "ROOT:1:http-502,ROOT:2:http-503"), Script("D05", "ROOT:1:http-504"),
      Script("D05", "ROOT:1:internal-error"), Script("D06", "ROOT:1:http-500:after"),
      Script("D06", "ROOT:1:http-502:after"), Script("D06", "ROOT:1:http-504:after"),
      Script("D06", "ROOT:1:internal-error:after"),
      Script("D06", "ROOT:1:http-503:after,nodes:1:http-503"),
      Script("D09", "ROOT:1:reset"), Script("D09", "ROOT:1:reset:after"),
      Script("D10", "ROOT:1:cut"), Script("D10", "ROOT:1:wrong-length"),
      Script("D10", "ROOT:1:bad-chunk"), Script("D10", "ROOT:1:slow-2"),
      Script("D11", "*:*:close-idle"), Script("D12", "ROOT:1:html"),
      Script("D12", "ROOT:1:html:before"), Script("D12", "ROOT:1:empty"),
      Script("D12", "ROOT:1:not-json"), Script("D12", "ROOT:1:null-data"),
      Script("D14", "ROOT:1:partial"), Script("D14", "ROOT:1:partial,ROOT:2:partial"),
    ]
  }

  @Test(arguments: Script.all)
  func
    `D01 D02 D05 D06 D09 D10 D11 D12 D14 one effect for each stock level whatever is answered`(
      _ script: Script
    ) async throws
  {
    let root = "inventorySetQuantities"
    try await TestHome.with(
      sandbox: TestHome.small + ["--faults", script.faults.replacing("ROOT", with: root)]
    ) { home in
      try home.drop("stock", "STOCK.csv", TestHome.stockFile(4))
      let result = try await home.dray("run", "stock")
      #expect(result.status == 0, "\(result)")
      try await home.expectOnce(4, by: root, "stock", "STOCK.csv")
      #expect(Set(try await home.sandbox.effects().map { $0["key"]?.string }).count == 1, "one key")
    }
  }

  @Test(arguments: Script.all)
  func `D01 D02 D05 D06 D09 D10 D11 D12 D14 one effect for each price whatever is answered`(
    _ script: Script
  ) async throws {
    let root = "productVariantsBulkUpdate"
    try await TestHome.with(
      ["prices": TestHome.prices],
      sandbox: TestHome.small + ["--faults", script.faults.replacing("ROOT", with: root)]
    ) { home in
      try home.drop("prices", "PRICES.xml", TestHome.priceFile(3))
      let result = try await home.dray("run", "prices")
      #expect(result.status == 0, "\(result)")
      try await home.expectOnce(3, by: root, "prices", "PRICES.xml")
    }
  }

  @Test(arguments: ["reset", "cut", "http-502:after"])
  func `D11 X10 a bulk query whose start was not answered is started again`(_ fault: String)
    async throws
  {
    try await TestHome.with(
      sandbox: TestHome.small + ["--faults", "bulkOperationRunQuery:1:\(fault)"]
    ) { home in
      let result = try await home.dray("refresh")
      #expect(result.status == 0, "\(result)")
      #expect(try home.mirror("SELECT count(*) FROM variants") == ["40"])
    }
  }

  @Test func `D07 a request that is never answered is given up, and what it did is found`()
    async throws
  {
    try await TestHome.with(
      sandbox: TestHome.small + ["--faults", "inventorySetQuantities:1:hang:after"]
    ) { home in
      try home.drop("stock", "STOCK.csv", TestHome.stockFile(2))
      let result = try await home.start(["run", "stock"]).finish(within: 150)
      #expect(result.status == 0, "\(result)")
      try await home.expectOnce(2, by: "inventorySetQuantities", "stock", "STOCK.csv")
    }
  }

  @Test
  func `D15 B16 what the store no longer has is rejected by its line, the others are applied`()
    async throws
  {
    let job = TestHome.stock + "\ncompare: mirror\n"
    try await TestHome.with(["stock": job], sandbox: TestHome.small) { home in
      _ = try await home.dray("refresh")
      try await home.sandbox.post("delete-variant", ["sku": "SKU-00011"])
      try home.drop("stock", "STOCK.csv", TestHome.stockFile(4))
      let result = try await home.dray("run", "stock")
      #expect(result.status == 0, "\(result)")
      try await home.expectOnce(3, by: "inventorySetQuantities", "stock", "STOCK.csv")
      let receipt = try home.receipt("stock", "STOCK.csv")
      #expect(receipt["rejected"]?.int == 1)
      let rejected = home.text("outbox/receipts/stock/STOCK.csv.rejected.csv") ?? ""
      #expect(rejected.split(separator: "\n").count == 2)
      #expect(rejected.contains("\nSKU-00011,Berlin,701,"))
    }
  }

  @Test func `D15 a deleted variant rejects its price alone`() async throws {
    try await TestHome.with(
      ["prices": TestHome.prices + "\ncompare: mirror\n"], sandbox: TestHome.small
    ) { home in
      _ = try await home.dray("refresh")
      try await home.sandbox.post("delete-variant", ["sku": "SKU-00013"])
      try home.drop("prices", "PRICES.xml", TestHome.priceFile(4))
      let result = try await home.dray("run", "prices")
      #expect(result.status == 0, "\(result)")
      try await home.expectOnce(3, by: "productVariantsBulkUpdate", "prices", "PRICES.xml")
      #expect(try home.receipt("prices", "PRICES.xml")["rejected"]?.int == 1)
    }
  }

  @Test(arguments: ["direct", "bulk"])
  func `D21 a level someone else changed is read again and set from its new value`(_ route: String)
    async throws
  {
    let job = TestHome.stock + "\ncompare: mirror\n"
    try await TestHome.with(["stock": job], sandbox: TestHome.small) { home in
      _ = try await home.dray("refresh")
      try await home.sandbox.post(
        "stock", ["sku": "SKU-00010", "location": "Berlin", "available": 333])
      // The other one already has what the file wants: applied without an effect of ours.
      try await home.sandbox.post(
        "stock", ["sku": "SKU-00011", "location": "Berlin", "available": 701])
      try home.drop("stock", "STOCK.csv", TestHome.stockFile(3))
      let result = try await home.dray("run", "stock", "--route", route)
      #expect(result.status == 0, "\(result)")
      #expect(try home.receipt("stock", "STOCK.csv")["applied"]?.int == 3)
      let effects = try await home.sandbox.effects(of: "inventorySetQuantities")
      #expect(effects.count == 2, "\(effects.map(\.text))")
      #expect(effects.contains { $0["before"]?["available"]?.int == 333 })
      try await home.expectAudit()
    }
  }

  @Test func `D21 with compare store a change by hand is seen before anything is sent`()
    async throws
  {
    try await TestHome.with(sandbox: TestHome.small) { home in
      _ = try await home.dray("refresh")
      try await home.sandbox.post(
        "stock", ["sku": "SKU-00010", "location": "Berlin", "available": 333])
      try home.drop("stock", "STOCK.csv", TestHome.stockFile(3))
      #expect(try await home.dray("run", "stock").status == 0)
      try await home.expectOnce(3, by: "inventorySetQuantities", "stock", "STOCK.csv")
      #expect(try await home.requests(of: "inventorySetQuantities").count == 1, "nothing was stale")
    }
  }
}
