// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@Suite struct RecognisedTests {
  @Test(arguments: [
    ("shopify-inventory", "SKU,Location,On hand\nA,B,1\n", "shopify-inventory-2023"),
    ("shopify-products", "Title,URL handle,SKU\nA,a,1\n", "shopify-products-new"),
  ])
  func `a file of another layout than the job's is refused by that layout's name`(
    _ preset: String, _ text: String, _ other: String
  ) async throws {
    let feed = preset == "shopify-products" ? "product.set" : "stock.set"
    let job = "feed: \(feed)\nquiet: 0s\npreset: \(preset)\n"
    try await TestHome.with(["feed": job], sandbox: ["--products", "2", "--orders", "0"]) { home in
      try home.drop("feed", "F.csv", text)
      #expect(try await home.dray("run", "feed").status == 65)
      let receipt = try home.receipt("feed", "F.csv")
      #expect(receipt["state"] == "refused")
      #expect(
        receipt.text.contains("this looks like \(other): `preset: \(other)` reads it"),
        "\(receipt.text)")
    }
  }

  /// Operation, preset, a file of another layout, and what its refusal says.
  static let others: [(String, String, String, String)] = [
    (
      "price.set", "bmecat-prices", "bmecat-catalog.xml",
      "this looks like bmecat-catalog: a job with feed: product.set and preset: bmecat-catalog reads it"
    ),
    (
      "product.set", "bmecat-catalog", "bmecat-products.xml",
      "this looks like bmecat-products: `preset: bmecat-products` reads it"
    ),
    (
      "shipment.create", "ubl-despatch-advice", "sap-desadv.xml",
      "this looks like sap-desadv: `preset: sap-desadv` reads it"
    ),
    (
      "product.set", "google-merchant", "shopify-products.csv",
      "this looks like shopify-products: `preset: shopify-products` reads it"
    ),
    (
      "product.set", "shopify-products", "google-merchant.xml",
      "this looks like google-merchant: `preset: google-merchant` reads it"
    ),
  ]

  @Test(arguments: others)
  func `a document of another layout than the job's is refused by that layout's name`(
    _ operation: String, _ preset: String, _ file: String, _ words: String
  ) async throws {
    try await TestHome.with(
      TestHome.feed(operation, preset), sandbox: ["--products", "2", "--orders", "0"]
    ) { home in
      let bytes = try LayoutFile.bytes(file)
      try home.drop("feed", file, bytes)
      #expect(try await home.dray("run", "feed").status == 65)
      let receipt = try home.receipt("feed", file)
      #expect(receipt["state"] == "refused")
      #expect(receipt.text.contains(words), "\(receipt.text)")
      try home.write("scratch/\(file)", bytes)
      let told = try await home.dray(
        "explain", "\(home.path)/scratch/\(file)", "--preset", preset)
      #expect(told.status == 65 && told.output.contains(words), "\(told)")
    }
  }

  @Test func `a document without records is settled and says so, one with strangers is refused`()
    async throws
  {
    try await TestHome.with(
      ["prices": TestHome.prices], sandbox: ["--products", "2", "--orders", "0"]
    ) { home in
      try home.drop("prices", "none.xml", "<prices><day>1</day></prices>")
      try home.drop("prices", "other.xml", "<prices><article/><article/></prices>")
      #expect(try await home.dray("run", "prices").status == 65)
      let none = try home.receipt("prices", "none.xml")
      #expect(none["state"] == "settled" && none["records"]?.int == 0, "\(none.text)")
      #expect(
        none["read_as"]?["doubts"]?[0]
          == "nothing is at /prices/item: it is taken for a document without records")
      let other = try home.receipt("prices", "other.xml")
      #expect(other["state"] == "refused", "\(other.text)")
      #expect(other.text.contains("found <article> (2 times) in <prices>"), "\(other.text)")
    }
  }

  static let without: [(String, String, String, String)] = [
    (
      "json, records: /data/items", "N.json", #"{"data": {"items": []}}"#,
      "the array at /data/items is empty: it is taken for a document without records"
    ),
    (
      "csv", "N.csv", "sku,location,available\n",
      "there is a header and nothing below it: it is taken for a table without records"
    ),
  ]

  @Test(arguments: without)
  func `a file without records is settled and says so`(
    _ format: String, _ name: String, _ text: String, _ doubt: String
  ) async throws {
    let job = """
      feed: stock.set
      quiet: 0s
      format: {type: \(format)}
      \(format == "csv" ? "" : "columns: {sku: sku, location: location, available: available}")
      fields: {sku: sku, location: location, available: available}
      """
    try await TestHome.with(["feed": job], sandbox: ["--products", "2", "--orders", "0"]) { home in
      try home.drop("feed", name, text)
      let run = try await home.dray("run", "feed")
      #expect(run.status == 0, "\(run)")
      let receipt = try home.receipt("feed", name)
      #expect(receipt["state"] == "settled" && receipt["records"]?.int == 0)
      #expect(receipt["read_as"]?["doubts"]?.array?.last?.string == doubt, "\(receipt.text)")
    }
  }
}
