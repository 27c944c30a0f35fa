// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// What a job may say about its deliveries: repeats, order, replacement, rails, receipts, keys, routes.
@Suite struct DeliveryPolicyTests {
  private func job(_ more: String, fields: String? = nil) -> [String: String] {
    var text = TestHome.stock
    if let fields {
      text = "feed: stock.set\nfiles: \"*.csv\"\nformat: {type: csv}\nquiet: 0s\nfields: \(fields)"
    }
    return ["stock": text + "\n" + more]
  }

  @Test func `A13 A14 known bytes are a duplicate, and sent again only where a person says so`()
    async throws
  {
    try await TestHome.with(sandbox: TestHome.small) { home in
      try home.drop("stock", "STOCK.csv", TestHome.stockFile(2))
      #expect(try await home.dray("run", "stock").status == 0)
      try home.drop("stock", "AGAIN.csv", TestHome.stockFile(2))
      let again = try await home.dray("run", "stock")
      #expect(again.status == 0, "\(again)")
      let receipt = try home.receipt("stock", "AGAIN.csv")
      #expect(receipt["state"]?.string == "duplicate")
      #expect(receipt["duplicate_of"]?.string == "d1")
      #expect(receipt["applied"]?.int == 2, "the first one's counts")
      try await home.expectOnce(2, by: "inventorySetQuantities", "stock", "STOCK.csv")
      // Someone else sets a level; a person wants the file's value back.
      try await home.sandbox.post(
        "stock", ["sku": "SKU-00010", "location": "Berlin", "available": 5])
      try home.write("scratch/STOCK.csv", TestHome.stockFile(2))
      let repeated = try await home.dray(
        "run", "stock", "\(home.path)/scratch/STOCK.csv", "--repeat")
      #expect(repeated.status == 0, "\(repeated)")
      #expect(try await home.sandbox.effects(of: "inventorySetQuantities").count == 3)
      #expect(home.text("scratch/STOCK.csv") != nil, "a named file stays where it is")
      try await home.expectAudit()
    }
  }

  @Test func `A13 with repeat send the same bytes are worked again`() async throws {
    try await TestHome.with(job("repeat: send\n"), sandbox: TestHome.small) { home in
      for _ in 1...2 {
        try home.drop("stock", "STOCK.csv", TestHome.stockFile(2))
        #expect(try await home.dray("run", "stock").status == 0)
        try await home.sandbox.post(
          "stock", ["sku": "SKU-00010", "location": "Berlin", "available": 5])
      }
      #expect(try await home.sandbox.effects(of: "inventorySetQuantities").count == 3)
      #expect(try home.receipt("stock", "STOCK.csv")["state"]?.string == "settled")
    }
  }

  @Test func `a rejected file, mended and dropped again, is a correction`() async throws {
    try await TestHome.with(job("rails: {min_records: 3}\n"), sandbox: TestHome.small) { home in
      try home.drop(
        "stock", "STOCK.csv",
        "sku,location,available\nSKU-00010,Berlin,700\nSKU-0001I,Berlin,701\nSKU-00012,Berlin,702\n"
      )
      #expect(try await home.dray("run", "stock").status == 0)
      let rejected = try #require(home.text("outbox/receipts/stock/STOCK.csv.rejected.csv"))
      #expect(rejected.contains("SKU-0001I,Berlin,701,"))
      try home.drop(
        "stock", "STOCK.csv.rejected.csv", rejected.replacing("\nSKU-0001I", with: "\nSKU-00011"))
      let result = try await home.dray("run", "stock")
      #expect(result.status == 0, "min_records does not hold a correction: \(result)")
      let receipt = try home.receipt("stock", "STOCK.csv.rejected.csv")
      #expect(receipt["correction"]?.bool == true && receipt["applied"]?.int == 1)
      let effects = try await home.sandbox.effects()
      #expect(
        Set(effects.compactMap { $0["after"]?["available"]?.int }) == [700, 701, 702],
        "\(effects.map(\.text))")
      #expect(effects.count == 3)
      try await home.expectAudit()
    }
  }

  @Test func `a rejected XML file, mended and dropped again, is a correction`() async throws {
    try await TestHome.with(["prices": TestHome.prices], sandbox: TestHome.small) { home in
      try home.drop(
        "prices", "P.xml", TestHome.priceFile(3).replacing("SKU-00013", with: "SKU-0001E"))
      #expect(try await home.dray("run", "prices").status == 0)
      let rejected = try #require(home.text("outbox/receipts/prices/P.xml.rejected.xml"))
      #expect(rejected.contains("rejected=\"dray\""))
      // Dropped under a name the job's pattern would not take, were it no correction.
      try home.drop(
        "prices", "P.xml.rejected.xml",
        rejected.replacing("<sku>SKU-0001E", with: "<sku>SKU-00013"))
      let result = try await home.dray("run", "prices")
      #expect(result.status == 0, "\(result)")
      #expect(try home.receipt("prices", "P.xml.rejected.xml")["applied"]?.int == 1)
      #expect(try await home.sandbox.effects().count == 3)
    }
  }

  @Test func `B17 tripped rails hold the delivery, approval sends it, refusal does not`()
    async throws
  {
    try await TestHome.with(
      job("rails: {min_records: 2, max_changed: 50%}\n"), sandbox: TestHome.small
    ) { home in
      try home.drop("stock", "ONE.csv", TestHome.stockFile(4))
      let held = try await home.dray("run", "stock")
      #expect(held.status == 65, "\(held)")
      #expect(try home.receipt("stock", "ONE.csv")["state"]?.string == "held")
      #expect(
        try home.receipt("stock", "ONE.csv")["faults"]?[0]?["message"]?.string?
          .contains("dray approve d1") == true)
      // A held delivery blocks those behind it.
      try home.drop("stock", "TWO.csv", TestHome.stockFile(4, from: 800))
      #expect(try await home.dray("run", "stock").status == 65)
      try await home.expectNoEffect()
      let approved = try await home.dray("approve", "d1")
      #expect(approved.status == 65, "the next one is held in its turn: \(approved)")
      try await home.expectOnce(4, by: "inventorySetQuantities", "stock", "ONE.csv")
      #expect(try await home.dray("refuse", "d2").status != 70)
      #expect(try home.receipt("stock", "TWO.csv")["state"]?.string == "refused")
      #expect(try await home.sandbox.effects().count == 4)
      let again = try await home.dray("approve", "d2")
      #expect(again.status != 0, "a refused delivery stays refused: \(again)")
      #expect(try await home.sandbox.effects().count == 4)
      try await home.expectAudit()
    }
  }

  @Test func `B17 a file that would zero the stock is held`() async throws {
    try await TestHome.with(job("rails: {max_zeroed: 20%}\n"), sandbox: TestHome.small) { home in
      let zeroes = TestHome.stockFile(20).replacing(/,7\d\d\n/, with: ",0\n")
      try home.drop("stock", "ZERO.csv", zeroes)
      #expect(try await home.dray("run", "stock").status == 65)
      #expect(try home.receipt("stock", "ZERO.csv")["faults"]?[0]?["code"]?.string == "max-zeroed")
      try await home.expectNoEffect()
    }
  }

  @Test func `A30 with supersede a newer snapshot replaces the held one`() async throws {
    try await TestHome.with(
      job("supersede: true\nrails: {min_records: 3}\n"), sandbox: TestHome.small
    ) { home in
      try home.drop("stock", "ONE.csv", TestHome.stockFile(2))
      #expect(try await home.dray("run", "stock").status == 65)
      try home.drop("stock", "TWO.csv", TestHome.stockFile(3, from: 800))
      #expect(try await home.dray("run", "stock").status == 0)
      #expect(try home.receipt("stock", "ONE.csv")["state"]?.string == "superseded")
      try await home.expectOnce(3, by: "inventorySetQuantities", "stock", "TWO.csv")
    }
  }

  @Test func `A30 with order name deliveries are worked by their names, numbers by value`()
    async throws
  {
    try await TestHome.with(job("order: name\n"), sandbox: TestHome.small) { home in
      for (name, value) in [("stock-10.csv", 710), ("stock-9.csv", 709), ("stock-11.csv", 711)] {
        try home.drop("stock", name, TestHome.stockFile(1, from: value))
      }
      #expect(try await home.dray("run", "stock").status == 0)
      let after = try await home.sandbox.effects().map { $0["after"]?["available"]?.int }
      #expect(after == [709, 710, 711])
    }
  }

  @Test(arguments: [("changes", 2), ("all", 3), ("summary", 0)])
  func `a receipt lists what the job asks for`(_ detail: String, _ expected: Int) async throws {
    try await TestHome.with(job("receipt: \(detail)\n"), sandbox: TestHome.small) { home in
      try home.drop("stock", "FIRST.csv", TestHome.stockFile(1))
      try home.drop("stock", "STOCK.csv", TestHome.stockFile(2) + "NOPE,Berlin,1\n")
      #expect(try await home.dray("run", "stock").status == 0)
      let text = home.text("outbox/receipts/stock/STOCK.csv.receipt.csv") ?? ""
      #expect(max(0, text.split(separator: "\n").count - 1) == expected, "\(text)")
      let receipt = try home.receipt("stock", "STOCK.csv")
      #expect(receipt["unchanged"]?.int == 1 && receipt["rejected"]?.int == 1)
    }
  }

  @Test(arguments: ["direct", "bulk"], ["available", "on_hand"])
  func `stock is set by barcode and by variant id on either route`(_ route: String, _ field: String)
    async throws
  {
    let fields = "{barcode: key, location: location, \(field): n}"
    let byID = "{variant_id: key, location: location, \(field): n}"
    try await TestHome.with(
      [
        "stock": job("route: \(route)\n", fields: fields)["stock"] ?? "",
        "ids": job("route: \(route)\n", fields: byID)["stock"] ?? "",
      ], sandbox: TestHome.small
    ) { home in
      _ = try await home.dray("refresh")
      // SKU-00022's barcode begins with a zero, which is part of it.
      let barcode = try home.mirror("SELECT barcode FROM variants WHERE sku = 'SKU-00022'")[0]
      #expect(barcode.hasPrefix("0"))
      let id = try home.mirror("SELECT id FROM variants WHERE sku = 'SKU-00023'")[0]
      try home.drop("stock", "B.csv", "key,location,n\n\(barcode),Hamburg,900\n")
      try home.drop(
        "ids", "I.csv",
        "key,location,n\n\(id),Hamburg,901\ngid://shopify/ProductVariant/\(id),Berlin,902\n")
      #expect(try await home.dray("run", "stock").status == 0)
      #expect(try await home.dray("run", "ids").status == 0)
      let after = try await home.sandbox.effects().compactMap { $0["after"]?[field]?.int }
      #expect(Set(after) == [900, 901, 902] && after.count == 3, "\(after)")
      #expect(try home.receipt("ids", "I.csv")["route"]?.string == route)
      try await home.expectAudit()
    }
  }
}
