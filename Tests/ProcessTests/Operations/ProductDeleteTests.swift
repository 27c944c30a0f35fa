// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

extension OperationCase {
  static let productArchive = OperationCase(
    name: "product.archive",
    job: "format: {type: csv}\nfields: {handle: handle}",
    good: "handle\nalpine-parka-1\none-more\n", records: 2, effects: ["productUpdate": 2],
    refused: ("handle\nalpine-parka-1\n\"\"\n", "missing-value", 1),
    unknown: ("handle\nalpine-parka-1\nnowhere\n", "unknown-key", 1),
    kills: ["productUpdate"], prepare: oneMore)

  static let productDelete = OperationCase(
    name: "product.delete",
    job: "format: {type: csv}\nfields: {handle: handle}",
    good: "handle\nalpine-parka-1\none-more\n", records: 2, effects: ["productDelete": 2],
    refused: ("handle\nalpine-parka-1\n\"\"\n", "missing-value", 1),
    unknown: ("handle\nalpine-parka-1\nnowhere\n", "unknown-key", 1),
    kills: ["productDelete"], prepare: oneMore)

  static let variantDelete = OperationCase(
    name: "variant.delete",
    job: "format: {type: csv}\nfields: {sku: sku}",
    good: "sku\nSKU-00001\nSKU-00002\nSKU-00010\n", records: 3,
    effects: ["productVariantsBulkDelete": 3],
    // The one variant of a product stays.
    refused: ("sku\nSKU-00001\nONE\n", "last-variant", 1),
    unknown: ("sku\nSKU-00001\nNOWHERE\n", "unknown-key", 1),
    kills: ["productVariantsBulkDelete"], prepare: oneMore)

  /// A product with one variant.
  static let oneMore: @Sendable (TestHome) async throws -> Void = { home in
    _ = try await home.sandbox.post(
      "product",
      [
        "input": [
          "title": "One more", "handle": "one-more",
          "productOptions": [["name": "Title", "values": [["name": "Default Title"]]]],
          "variants": [
            [
              "sku": "ONE", "price": "1.00",
              "optionValues": [["optionName": "Title", "name": "Default Title"]],
            ]
          ],
        ]
      ])
  }
}

@Suite struct ProductDeleteTests {
  @Test func `what someone deleted in the shop meanwhile is deleted all the same`() async throws {
    try await OperationCase.productDelete.with { home in
      try home.write(
        "jobs/feed.yaml",
        "feed: product.delete\nquiet: 0s\ncompare: mirror\nformat: {type: csv}\nfields: {handle: handle}\n"
      )
      _ = try await home.sandbox.post("product-delete", ["handle": "one-more"])
      try home.drop("feed", "F.csv", "handle\none-more\nalpine-parka-1\n")
      let run = try await home.dray("run", "feed")
      #expect(run.status == 0, "\(run)")
      #expect(try home.receipt("feed", "F.csv")["applied"]?.int == 2)
    }
  }
}
