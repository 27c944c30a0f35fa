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
}
