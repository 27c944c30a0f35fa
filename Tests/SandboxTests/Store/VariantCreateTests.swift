// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@testable import Sandbox

@Suite struct `Making and deleting variants` {
  static let document = """
    mutation($id: ID!, $variants: [ProductVariantsBulkInput!]!, $strategy: ProductVariantsBulkCreateStrategy) {
      productVariantsBulkCreate(productId: $id, variants: $variants, strategy: $strategy) {
        product { options { name values } variants(first: 20) { nodes { title } } }
        productVariants { id title sku price barcode
          inventoryItem { id tracked unitCost { amount currencyCode } harmonizedSystemCode countryCodeOfOrigin
            measurement { weight { value unit } }
            inventoryLevels(first: 5) { nodes { location { id } quantities(names: ["available"]) { quantity } } } } }
        userErrors { field message code }
      }
    }
    """

  func create(
    _ shop: TestShop, product: Int = 1, _ variants: [JSON], strategy: String = "DEFAULT"
  ) -> JSON {
    let reply = shop.run(
      Self.document,
      [
        "id": .string(ProductNode.id(product - 1)), "variants": .array(variants),
        "strategy": .string(strategy),
      ])
    return reply.payload("productVariantsBulkCreate")
  }

  static func size(_ name: String, _ more: [JSON.Member] = []) -> JSON {
    .object([.init("optionValues", [["optionName": "Size", "name": .string(name)]])] + more)
  }

  @Test func `a variant is made with all its input says`() throws {
    let shop = try TestShop()
    let answer = create(
      shop,
      [
        Self.size(
          "4XL",
          [
            .init("price", "25"), .init("barcode", "4000000000001"),
            .init(
              "inventoryItem",
              [
                "sku": "NEW-1", "cost": "7.5", "tracked": true, "harmonizedSystemCode": "6109.10",
                "countryCodeOfOrigin": "PT",
                "measurement": ["weight": ["value": .number("0.25"), "unit": "KILOGRAMS"]],
              ]),
            .init(
              "inventoryQuantities",
              [["availableQuantity": 4, "locationId": .string(shop.location(2))]]),
          ])
      ])
    #expect(answer["userErrors"] == [])
    let variant = try #require(answer.at("productVariants.0"))
    #expect(variant["title"]?.string == "4XL")
    #expect(variant["price"]?.string == "25.00")
    #expect(variant.at("inventoryItem.unitCost.amount")?.string == "7.5")
    #expect(variant.at("inventoryItem.harmonizedSystemCode")?.string == "610910")
    #expect(variant.at("inventoryItem.measurement.weight.value") == .number("0.25"))
    #expect(variant.at("inventoryItem.inventoryLevels.nodes")?.array?.count == 1)
    #expect(
      variant.at("inventoryItem.inventoryLevels.nodes.0.location.id")?.string == shop.location(2))
    #expect(
      variant.at("inventoryItem.inventoryLevels.nodes.0.quantities.0.quantity") == 4)
    #expect(answer.at("product.options.0.values") == ["S", "M", "L", "XL", "4XL"])
    #expect(shop.store.effects.count == 1)
    #expect(shop.store.effects[0].before == .null)
  }

  struct Standalone: CustomTestStringConvertible {
    var strategy: String
    var isPlain: Bool
    var titles: [String]
    var testDescription: String { "\(strategy), \(isPlain ? "plain" : "custom")" }
  }

  @Test(arguments: [
    Standalone(strategy: "DEFAULT", isPlain: true, titles: ["B"]),
    Standalone(strategy: "DEFAULT", isPlain: false, titles: ["A", "B"]),
    Standalone(strategy: "REMOVE_STANDALONE_VARIANT", isPlain: true, titles: ["B"]),
    Standalone(strategy: "REMOVE_STANDALONE_VARIANT", isPlain: false, titles: ["B"]),
    Standalone(
      strategy: "PRESERVE_STANDALONE_VARIANT", isPlain: true, titles: ["Default Title", "B"]),
  ])
  func `the strategy decides over the standalone variant`(_ standalone: Standalone) throws {
    let shop = try TestShop { $0.variantsPerProduct = 1 }
    if !standalone.isPlain {
      _ = shop.run(
        "mutation($id: ID!) { productOptionsCreate(productId: $id, options: [{name: \"Title\", values: [{name: \"A\"}]}]) { userErrors { message } } }",
        ["id": .string(ProductNode.id(0))])
    }
    let answer = create(
      shop, [["optionValues": [["optionName": "Title", "name": "B"]]]],
      strategy: standalone.strategy)
    #expect(answer["userErrors"] == [])
    #expect(
      answer.at("product.variants.nodes")?.array?.compactMap { $0["title"]?.string }
        == standalone.titles)
  }

  struct Refusal: CustomTestStringConvertible {
    var testDescription: String
    var product = 1
    var input: JSON
    var field: JSON
    var message: String
    var code: String
  }

  static let refusals = [
    Refusal(
      testDescription: "no such product", product: 99, input: size("4XL"), field: ["productId"],
      message: "Product does not exist", code: "PRODUCT_DOES_NOT_EXIST"),
    Refusal(
      testDescription: "an option that does not exist",
      input: ["optionValues": [["optionName": "Farbe", "name": "Rot"]]],
      field: ["variants", "1", "optionValues", "0"], message: "Option does not exist",
      code: "INVALID_INPUT"),
    Refusal(
      testDescription: "no value for an option", input: ["price": "1"], field: ["variants", "1"],
      message: "You need to add option values for Size", code: "NEED_TO_ADD_OPTION_VALUES"),
    Refusal(
      testDescription: "values another variant has", input: size("M"), field: ["variants", "1"],
      message: "The variant 'M' already exists. Please change at least one option value.",
      code: "VARIANT_ALREADY_EXISTS_CHANGE_OPTION_VALUE"),
    Refusal(
      testDescription: "a negative price", input: size("4XL", [.init("price", "-1")]),
      field: ["variants", "1", "price"], message: "Price must be greater than or equal to 0",
      code: "GREATER_THAN_OR_EQUAL_TO"),
    Refusal(
      testDescription: "a location that does not exist",
      input: size(
        "4XL",
        [
          .init(
            "inventoryQuantities",
            [["availableQuantity": 1, "locationId": "gid://shopify/Location/1"]])
        ]),
      field: ["variants", "1", "inventoryQuantities"],
      message: "Quantity for 4XL couldn't be set because the location was deleted.",
      code: "TRACKED_VARIANT_LOCATION_NOT_FOUND"),
  ]

  @Test(arguments: refusals) func `one refused variant keeps all from being made`(
    _ refusal: Refusal
  ) throws {
    let shop = try TestShop()
    let answer = create(shop, product: refusal.product, [Self.size("3XL"), refusal.input])
    #expect(answer.at("userErrors.0.field") == refusal.field)
    #expect(answer.at("userErrors.0.message")?.string == refusal.message)
    #expect(answer.at("userErrors.0.code")?.string == refusal.code)
    #expect(shop.store.effects.isEmpty)
  }

  @Test func `the daily limit on new variants answers 429 until the next day`() throws {
    let shop = try TestShop {
      $0.variantLimit = (threshold: 48, daily: 2)
    }
    #expect(create(shop, [Self.size("a"), Self.size("b")])["userErrors"] == [])
    let context = shop.context()
    let reply = shop.reply(
      Self.document,
      [
        "id": .string(ProductNode.id(0)), "variants": .array([Self.size("c")]),
        "strategy": "DEFAULT",
      ], context)
    #expect(context.status == 429)
    #expect(reply.at("errors.0.extensions.code")?.string == "VARIANT_THROTTLE_EXCEEDED")
    #expect(shop.store.effects.count == 2)
    shop.pass(.seconds(86_400))
    #expect(create(shop, [Self.size("c")])["userErrors"] == [])
  }

  @Test func `Plus is exempt from the daily limit`() throws {
    let shop = try TestShop {
      $0.variantLimit = (threshold: 1, daily: 1)
      $0.plan = "plus"
    }
    #expect(create(shop, [Self.size("a"), Self.size("b")])["userErrors"] == [])
  }

  @Test func `option values of a variant change, and never to those of another`() throws {
    let shop = try TestShop()
    func update(_ value: String) -> JSON {
      let reply = shop.run(
        "mutation($p: ID!, $v: [ProductVariantsBulkInput!]!) { productVariantsBulkUpdate(productId: $p, variants: $v) { productVariants { title } userErrors { message code } } }",
        [
          "p": .string(ProductNode.id(0)),
          "v": [
            [
              "id": .string(shop.variant(1)),
              "optionValues": [["optionName": "Size", "name": .string(value)]],
            ]
          ],
        ])
      return reply.at("data.productVariantsBulkUpdate") ?? reply
    }
    #expect(update("M").at("userErrors.0.code")?.string == "VARIANT_ALREADY_EXISTS")
    #expect(update("XXS").at("productVariants.0.title")?.string == "XXS")
  }

  @Test func `variants are deleted together or not at all, and the last one stays`() throws {
    let shop = try TestShop()
    func delete(_ ids: [String]) -> JSON {
      let reply = shop.run(
        "mutation($p: ID!, $v: [ID!]!) { productVariantsBulkDelete(productId: $p, variantsIds: $v) { product { variants(first: 9) { nodes { title } } } userErrors { field message code } } }",
        ["p": .string(ProductNode.id(0)), "v": .array(ids.map { .string($0) })])
      return reply.at("data.productVariantsBulkDelete") ?? reply
    }
    let mixed = delete([shop.variant(1), shop.variant(20)])
    #expect(mixed.at("userErrors.0.field") == ["variantsIds", "1"])
    #expect(
      mixed.at("userErrors.0.message")?.string
        == "At least one variant does not belong to the product")
    #expect(shop.store.effects.isEmpty)
    let some = delete([shop.variant(1), shop.variant(2), shop.variant(3)])
    #expect(some["userErrors"] == [])
    #expect(some.at("product.variants.nodes") == [["title": "XL"]])
    #expect(
      delete([shop.variant(4)]).at("userErrors.0.code")?.string == "CANNOT_DELETE_LAST_VARIANT")
    #expect(shop.store.effects.count == 3)
  }
}
