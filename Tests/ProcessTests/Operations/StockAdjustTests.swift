// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

extension OperationCase {
  static let stockAdjust = OperationCase(
    name: "stock.adjust",
    job: """
      format: {type: csv}
      fields: {sku: sku, location: location, delta: delta}
      """,
    good: """
      sku,location,delta
      SKU-00010,Berlin,5
      SKU-00011,Berlin,3
      SKU-00010,Berlin,2

      """, records: 3, effects: ["inventoryAdjustQuantities": 2],
    refused: (
      "sku,location,delta\nSKU-00010,Berlin,5\nSKU-00012,Berlin,1000000000\n",
      "INVALID_QUANTITY_TOO_HIGH", 1
    ),
    unknown: ("sku,location,delta\nSKU-00010,Berlin,5\nNOWHERE,Berlin,1\n", "unknown-key", 1),
    kills: ["inventoryAdjustQuantities"])
}

@Suite struct StockAdjustTests {
  @Test func `records of one item at one place are added up, and what is stale is read again`()
    async throws
  {
    try await OperationCase.stockAdjust.with { home in
      // Sold in the shop after the mirror was filled: the figure compared with is stale.
      _ = try await home.sandbox.post(
        "stock", ["sku": "SKU-00010", "location": "Berlin", "available": 40])
      try home.write(
        "jobs/feed.yaml",
        "feed: stock.adjust\nquiet: 0s\ncompare: mirror\nformat: {type: csv}\nfields: {sku: sku, location: location, delta: delta}\n"
      )
      try home.drop(
        "feed", "F.csv", "sku,location,delta\nSKU-00010,Berlin,5\nSKU-00010,Berlin,-2\n")
      #expect(try await home.dray("run", "feed").status == 0)
      let effects = try await home.changes(of: "inventoryAdjustQuantities")
      #expect(effects.count == 1)
      #expect(
        try home.mirror(
          "SELECT available FROM inventory_levels l JOIN variants v ON v.item_id = l.item_id JOIN locations o ON o.id = l.location_id WHERE v.sku = 'SKU-00010' AND o.name = 'Berlin'"
        ) == ["43"])
    }
  }
}
