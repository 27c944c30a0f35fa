// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// The repository is a home of its own: each feed of `jobs/` takes its file of `inbox/examples/`.
@Suite struct ExampleTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// Job and file of the operations on products, variants, prices and stock.
  static let examples: [(String, String)] = [
    ("products", "PIM_1.csv"), ("products-xml", "PIM_1.xml"),
    ("shopify-products", "products_export_1.csv"), ("shopify-inventory", "inventory_export_1.csv"),
    ("matrixify", "Products_1.csv"), ("till", "TILL_1.csv"),
    ("bmecat", "bmecat.xml"), ("sap-materials", "MATMAS_1.xml"),
    ("google-merchant", "google-merchant.xml"),
    ("archive", "DISC_1.csv"), ("archive-xml", "DISC_1.xml"),
    ("product-deletes", "DEL_1.csv"), ("product-deletes-xml", "DEL_1.xml"),
    ("variants", "VAR_1.csv"), ("variants-xml", "VAR_1.xml"),
    ("variant-deletes", "VDEL_1.csv"), ("variant-deletes-xml", "VDEL_1.xml"),
    ("prices-csv", "PRICES_2.csv"), ("stock-xml", "STOCK_1.xml"), ("goods-in", "GI_1.csv"),
    ("goods-in-xml", "GI_1.xml"), ("stocking", "PLACE_1.csv"), ("stocking-xml", "PLACE_1.xml"),
    ("customs", "CUSTOMS_1.csv"), ("customs-xml", "CUSTOMS_1.xml"),
    ("customers", "CUST_1.csv"), ("customers-xml", "CUST_1.xml"),
    ("shopify-customers", "customers_export.csv"),
  ]

  /// Job and file of those that ship orders, and what is shipped then.
  static let shipping: [(String, String, [String])] = [
    (
      "ubl-shipments", "despatch_1.xml",
      ["#1001 00340434161094000001: SKU-00010 × 3", "#1002 00340434161094000001: SKU-00012 × 2"]
    ),
    (
      "matrixify-tracking", "Orders_1.csv",
      ["#1001 00340434161094000001: SKU-00010 × 3, SKU-00011 × 1", "#1002 T2: SKU-00012 × 2"]
    ),
    (
      "cxml-shipments", "shipnotice_1.xml",
      ["#1001 8202 8261 1194: SKU-00010 × 2", "#1002 8202 8261 1194: SKU-00012 × 2"]
    ),
  ]

  @Test(arguments: shipping)
  func `an example job ships the orders of its example file`(
    _ job: String, _ file: String, _ shipped: [String]
  ) async throws {
    let text = try String(contentsOfFile: "\(Self.root)/jobs/\(job).yaml", encoding: .utf8)
    try await TestHome.with([job: text], sandbox: TestHome.small) { home in
      try home.write(
        "jobs/tables/carriers.csv",
        try String(contentsOfFile: "\(Self.root)/jobs/tables/carriers.csv", encoding: .utf8))
      try await home.order(("SKU-00010", 3, "Berlin"), ("SKU-00011", 1, "Berlin"))
      try await home.order(("SKU-00012", 2, "Hamburg"))
      let run = try await home.dray("run", job, "\(Self.root)/inbox/examples/\(file)")
      #expect(run.status == 0, "\(run)")
      #expect(try home.receipt(job, file)["rejected"]?.int == 0)
      #expect(try await home.shipped() == shipped)
    }
  }

  @Test(arguments: examples)
  func `an example job takes its example file`(_ job: String, _ file: String) async throws {
    let text = try String(contentsOfFile: "\(Self.root)/jobs/\(job).yaml", encoding: .utf8)
    try await TestHome.with(
      [job: text.replacing(/max_changed: \d+%/, with: "max_changed: 100%")], sandbox: TestHome.small
    ) { home in
      for table in ["warehouses", "carriers"] {
        let path = "\(Self.root)/jobs/tables/\(table).csv"
        try home.write(
          "jobs/tables/\(table).csv", try String(contentsOfFile: path, encoding: .utf8))
      }
      let own = "jobs/presets/till.yaml"
      try home.write(own, try String(contentsOfFile: "\(Self.root)/\(own)", encoding: .utf8))
      let run = try await home.dray("run", job, "\(Self.root)/inbox/examples/\(file)")
      #expect(run.status == 0 || run.output.contains("max_price_move"), "\(run)")
      let receipt = try home.receipt(job, file)
      #expect(receipt["rejected"]?.int == 0, "\(receipt.text)")
      if receipt["state"]?.string == "settled" {
        #expect(receipt["applied"]?.int ?? 0 > 0, "\(receipt.text)")
      }
    }
  }
}
