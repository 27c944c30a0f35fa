// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@testable import Sandbox

@Suite struct `Updating variants` {
  static let document = """
    mutation Prices($id: ID!, $variants: [ProductVariantsBulkInput!]!, $partial: Boolean) {
      productVariantsBulkUpdate(productId: $id, variants: $variants, allowPartialUpdates: $partial) {
        product { id }
        productVariants { id price compareAtPrice }
        userErrors { field message code }
      }
    }
    """

  func update(_ shop: TestShop, product: Int = 1, _ variants: [JSON], partial: Bool = false) -> JSON
  {
    let reply = shop.run(
      Self.document,
      [
        "id": .string(ProductNode.id(product - 1)), "variants": .array(variants),
        "partial": .bool(partial),
      ])
    return reply.at("data.productVariantsBulkUpdate") ?? reply
  }

  @Test func `prices change together and each leaves an effect`() throws {
    let shop = try TestShop()
    let answer = update(
      shop,
      [
        ["id": .string(shop.variant(1)), "price": "12.5", "compareAtPrice": "20"],
        ["id": .string(shop.variant(2)), "price": "9.999", "compareAtPrice": nil],
      ])
    #expect(answer.at("userErrors") == [])
    #expect(answer.at("productVariants.0.price")?.string == "12.50")
    #expect(answer.at("productVariants.0.compareAtPrice")?.string == "20.00")
    #expect(answer.at("productVariants.1.price")?.string == "10.00")
    #expect(answer.at("productVariants.1.compareAtPrice") == .null)
    #expect(shop.store.effects.map(\.object) == [shop.variant(1), shop.variant(2)])
    #expect(shop.store.effects[0].root == "productVariantsBulkUpdate")
  }

  struct Refusal: CustomTestStringConvertible {
    var testDescription: String
    var product = 1
    var input: [String: JSON]
    var field: [String]
    var message: String
    var code: String
    /// How many variants the answer echoes; nil for null.
    var echoed: Int?
  }

  static let refusals = [
    Refusal(
      testDescription: "no such product", product: 999, input: [:], field: ["productId"],
      message: "Product does not exist", code: "PRODUCT_DOES_NOT_EXIST"),
    Refusal(
      testDescription: "a variant without id", input: ["id": .null],
      field: ["variants", "1", "id"], message: "Product variant is missing ID attribute",
      code: "PRODUCT_VARIANT_ID_MISSING"),
    Refusal(
      testDescription: "another product's variant",
      input: ["id": .string(VariantNode.id(20))], field: ["variants", "1", "id"],
      message: "Product variant does not exist", code: "PRODUCT_VARIANT_DOES_NOT_EXIST"),
    Refusal(
      testDescription: "a negative price", input: ["price": "-1.00"],
      field: ["variants", "1", "price"], message: "Price must be greater than or equal to 0",
      code: "GREATER_THAN_OR_EQUAL_TO", echoed: 2),
    Refusal(
      testDescription: "a compare-at price beyond the limit",
      input: ["compareAtPrice": "1000000000000000000"],
      field: ["variants", "1", "compareAtPrice"],
      message: "must be less than 1000000000000000000", code: "INVALID_INPUT", echoed: 2),
    Refusal(
      testDescription: "stock with an update",
      input: [
        "inventoryQuantities": [
          ["availableQuantity": 1, "locationId": .string(LocationNode.id(0))]
        ]
      ],
      field: ["variants", "1", "inventoryQuantities"],
      message:
        "Inventory quantities can only be provided during create. To update inventory for existing variants, use inventoryAdjustQuantities.",
      code: "NO_INVENTORY_QUANTITIES_ON_VARIANTS_UPDATE"),
  ]

  @Test(arguments: refusals, [false, true])
  func `a refused variant is named; the others change only where that is allowed`(
    _ refusal: Refusal, isPartial: Bool
  ) throws {
    let shop = try TestShop()
    var second: [String: JSON] = ["id": .string(shop.variant(2))]
    second.merge(refusal.input) { $1 }
    let answer = update(
      shop, product: refusal.product,
      [
        ["id": .string(shop.variant(1)), "price": "7.00"],
        .object(second.sorted { $0.key < $1.key }.map { JSON.Member($0.key, $0.value) }),
      ], partial: isPartial)
    let error = answer.at("userErrors.0")
    #expect(error?["field"] == .array(refusal.field.map { .string($0) }))
    #expect(error?["message"]?.string == refusal.message)
    #expect(error?["code"]?.string == refusal.code)
    let applies = isPartial && refusal.product == 1
    #expect(shop.store.effects.count == (applies ? 1 : 0))
    if !isPartial {
      #expect(answer["productVariants"]?.array?.count == refusal.echoed)
    }
  }
}
