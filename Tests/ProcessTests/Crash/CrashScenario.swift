// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// One piece of work that is interrupted at every point: how it is set up, run, and judged.
struct CrashScenario: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var jobs: [String: String]
  var sandbox: [String]
  /// Done once on a fresh home, before anything is counted.
  var prepare: @Sendable (TestHome) async throws -> Void
  /// The command that is killed.
  var command: [String]
  /// What must hold when the command has at last ended well.
  var judge: @Sendable (TestHome) async throws -> Void

  static let all = [stockDelivery, bulkPrices, orderExport]

  static let stockDelivery = CrashScenario(
    testDescription: "a stock delivery of five records", jobs: ["stock": TestHome.stock],
    sandbox: ["--products", "10", "--orders", "0"],
    prepare: { home in
      // The mirror is filled first: the points are those of the delivery.
      _ = try await home.dray("refresh", "locations", "products", "inventory")
      try home.drop("stock", "STOCK.csv", try await fiveStockRecords(home))
    },
    command: ["run", "stock"],
    judge: { home in
      let effects = try await home.sandbox.effects()
      let objects = effects.compactMap { $0["object"]?.string }
      #expect(objects.count == 5, "each of five effects once: \(effects.map(\.text))")
      #expect(Set(objects).count == 5)
      let receipt = try home.receipt("stock", "STOCK.csv")
      #expect(receipt["records"]?.int == 5)
      #expect(receipt["applied"]?.int == 5, "\(receipt.text)")
      #expect(home.names("inbox/stock").isEmpty, "the original is gone")
    })

  static let bulkPrices = CrashScenario(
    testDescription: "a bulk price feed", jobs: ["prices": TestHome.prices],
    sandbox: ["--products", "10", "--orders", "0"],
    prepare: { home in
      _ = try await home.dray("refresh", "locations", "products")
      let skus = try home.mirror(uniqueSKUs + " LIMIT 5")
      let items = skus.enumerated().map {
        "<item><sku>\($1)</sku><price>\(77 + $0).10</price></item>"
      }
      try home.drop("prices", "PRICES.xml", "<prices>\(items.joined())</prices>")
    },
    command: ["run", "prices", "--route", "bulk"],
    judge: { home in
      let effects = try await home.sandbox.effects(of: "productVariantsBulkUpdate")
      let last = Dictionary(
        effects.compactMap { effect in effect["object"]?.string.map { ($0, effect["after"]) } },
        uniquingKeysWith: { $1 })
      #expect(last.count == 5)
      // A price is a set (class A): sending it again is allowed, changing it twice is not.
      for (object, _) in last {
        let changing = effects.filter {
          $0["object"]?.string == object && $0["before"] != $0["after"]
        }
        #expect(changing.count == 1, "\(object) changed once")
      }
      #expect(try home.receipt("prices", "PRICES.xml")["applied"]?.int == 5)
    })

  static let orderExport = CrashScenario(
    testDescription: "an export of orders", jobs: ["orders": TestHome.orders],
    sandbox: ["--products", "10", "--orders", "20"],
    prepare: { home in _ = try await home.dray("refresh", "shop", "orders") },
    command: ["run", "orders"],
    judge: { home in
      let files = home.names("outbox").filter { $0.hasSuffix(".csv") && !$0.hasPrefix("receipts") }
      #expect(home.names("outbox").allSatisfy { !$0.hasSuffix(".tmp") })
      var orders: [String] = []
      for file in files {
        // A note may span lines; a row begins with the order's number.
        let rows = (home.text("outbox/\(file)") ?? "").split(whereSeparator: \.isNewline).filter {
          $0.first?.isNumber == true
        }
        orders += Set(rows.compactMap { $0.split(separator: ",").first.map(String.init) })
        #expect(home.text("outbox/\(file).sha256") != nil, "\(file) has its checksum")
      }
      #expect(
        orders.count == 20 && Set(orders).count == 20, "every order in exactly one file: \(files)")
      let sequences = try home.journal(
        "SELECT sequence FROM runs WHERE sequence IS NOT NULL ORDER BY 1")
      #expect(sequences == (1...max(1, sequences.count)).map(String.init), "no gap")
      #expect(try await home.sandbox.effects().isEmpty)
    })

  /// SKUs that name one variant each.
  static let uniqueSKUs = """
    SELECT sku FROM variants WHERE sku IS NOT NULL AND sku <> '' GROUP BY sku HAVING count(*) = 1 ORDER BY sku
    """

  /// Five records that each change one level.
  static func fiveStockRecords(_ home: TestHome) async throws -> String {
    let rows = try home.mirror(
      """
      SELECT v.sku, l.name, i.available + 7 FROM variants v
        JOIN inventory_levels i ON i.item_id = v.item_id JOIN locations l ON l.id = i.location_id
      WHERE v.sku IN (\(uniqueSKUs)) ORDER BY v.sku, l.name LIMIT 5
      """)
    let lines = rows.map { $0.replacing("|", with: ",") }
    return "sku,location,available\n" + lines.joined(separator: "\n") + "\n"
  }
}
