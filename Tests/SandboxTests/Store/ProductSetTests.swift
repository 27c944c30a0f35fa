// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@testable import Sandbox

@Suite struct `Setting products` {
  static let document = """
    mutation($identifier: ProductSetIdentifiers, $input: ProductSetInput!) {
      productSet(identifier: $identifier, input: $input) {
        product { id title handle options { name values } media(first: 9) { nodes { id status } }
          metafields(first: 9) { nodes { key value } }
          variants(first: 9) { nodes { id title sku price inventoryQuantity } } }
        userErrors { field message code }
      }
    }
    """

  func set(_ shop: TestShop, _ identifier: JSON?, _ input: JSON) -> JSON {
    let reply = shop.run(
      Self.document,
      .object((identifier.map { [.init("identifier", $0)] } ?? []) + [.init("input", input)]))
    return reply.payload("productSet")
  }

  static func variant(_ size: String, _ sku: String, id: String? = nil) -> JSON {
    .object(
      (id.map { [.init("id", .string($0))] } ?? []) + [
        .init("optionValues", [["optionName": "Size", "name": .string(size)]]),
        .init("sku", .string(sku)), .init("price", "5"),
      ])
  }

  static let sizes: JSON = [["name": "Size", "values": [["name": "S"], ["name": "M"]]]]

  @Test func `a handle makes the product the first time and changes it the second`() throws {
    let shop = try TestShop()
    let input: JSON = [
      "handle": "neu", "title": "Neu", "productOptions": Self.sizes,
      "variants": [Self.variant("S", "N-S"), Self.variant("M", "N-M")],
    ]
    let made = set(shop, ["handle": "neu"], input)
    #expect(made["userErrors"] == [])
    #expect(made.at("product.variants.nodes")?.array?.count == 2)
    let effects = shop.store.effects.count
    #expect(effects == 3)
    let again = set(shop, ["handle": "neu"], input)
    #expect(again.at("product.id") == made.at("product.id"))
    #expect(
      again.at("product.variants.nodes.0.id") == made.at("product.variants.nodes.0.id"))
    #expect(shop.store.assortment.products.count == 13)
  }

  @Test func `variants that are not given are deleted`() throws {
    let shop = try TestShop()
    let answer = set(
      shop, ["id": .string(ProductNode.id(0))],
      [
        "productOptions": Self.sizes,
        "variants": [Self.variant("M", "SKU-00002", id: shop.variant(2))],
      ])
    #expect(answer["userErrors"] == [])
    #expect(answer.at("product.variants.nodes")?.array?.map { $0["title"] } == ["M"])
    #expect(shop.store.effects.filter { $0.after == .null }.count == 3)
  }

  @Test func `what is left out stays`() throws {
    let shop = try TestShop()
    let before = shop.store.assortment.products[0]
    let answer = set(shop, ["id": .string(ProductNode.id(0))], ["vendor": "Anders"])
    #expect(answer["userErrors"] == [])
    #expect(shop.store.assortment.products[0].vendor == "Anders")
    #expect(shop.store.assortment.products[0].title == before.title)
    #expect(shop.store.assortment.variants(of: 0).count == 4)
  }

  struct Refusal: CustomTestStringConvertible {
    var testDescription: String
    var identifier: JSON?
    var input: JSON
    var field: JSON
    var message: String
    var code: String
  }

  static let refusals = [
    Refusal(
      testDescription: "an id that does not exist",
      identifier: ["id": "gid://shopify/Product/1"], input: ["title": "X"],
      field: ["identifier", "id"], message: "Product does not exist",
      code: "PRODUCT_DOES_NOT_EXIST"),
    Refusal(
      testDescription: "both an identifier and an id", identifier: ["handle": "x"],
      input: ["id": .string(ProductNode.id(0)), "title": "X"], field: ["input"],
      message: "The id field is not allowed if identifier is provided.", code: "ID_NOT_ALLOWED"),
    Refusal(
      testDescription: "options without variants",
      identifier: ["id": .string(ProductNode.id(0))], input: ["productOptions": sizes],
      field: ["input", "variants"],
      message: "Variants input is required when updating product options",
      code: "VARIANTS_INPUT_MISSING"),
    Refusal(
      testDescription: "a variant given twice", identifier: nil,
      input: [
        "title": "X", "productOptions": sizes, "variants": [variant("S", "1"), variant("S", "2")],
      ],
      field: ["input", "variants", "1"],
      message: "The variant 'S' already exists. Please change at least one option value.",
      code: "INVALID_VARIANT"),
    Refusal(
      testDescription: "a negative cost", identifier: nil,
      input: [
        "title": "X", "productOptions": sizes,
        "variants": [
          [
            "optionValues": [["optionName": "Size", "name": "S"]],
            "inventoryItem": ["cost": "-1"],
          ]
        ],
      ],
      field: ["input", "variants", "0", "inventoryItem", "cost"],
      message: "Cost per item must be greater than or equal to 0", code: "INVALID_VARIANT"),
    Refusal(
      testDescription: "a long title", identifier: nil,
      input: ["title": .string(String(repeating: "x", count: 256))], field: ["input", "title"],
      message: "is too long (maximum is 255 characters)", code: "INVALID_INPUT"),
  ]

  @Test(arguments: refusals) func `what cannot be is refused whole`(_ refusal: Refusal) throws {
    let shop = try TestShop()
    let answer = set(shop, refusal.identifier, refusal.input)
    #expect(answer.at("userErrors.0.field") == refusal.field)
    #expect(answer.at("userErrors.0.message")?.string == refusal.message)
    #expect(answer.at("userErrors.0.code")?.string == refusal.code)
    #expect(shop.store.effects.isEmpty)
  }

  @Test func `a handle that is taken has a code of its own`() throws {
    let shop = try TestShop()
    let handle = JSON.string(shop.store.assortment.products[3].handle)
    let answer = set(shop, nil, ["title": "X", "handle": handle])
    #expect(answer.at("userErrors.0.code")?.string == "HANDLE_NOT_UNIQUE")
    #expect(answer.at("userErrors.0.field") == ["input", "handle"])
  }

  @Test func `a custom id needs a definition of type id, and then names one product`() throws {
    let shop = try TestShop()
    let identifier: JSON = [
      "customId": ["namespace": "pim", "key": "number", "value": "4711"]
    ]
    let refused = set(shop, identifier, ["title": "X"])
    #expect(refused.at("errors.0.extensions.code")?.string == "NOT_FOUND")
    #expect(
      refused.at("errors.0.message")?.string
        == "Metafield definition of type 'id' is required when using custom ids.")
    let defined = shop.run(
      """
      mutation { metafieldDefinitionCreate(definition: {name: "PIM", namespace: "pim", key: "number",
        type: "id", ownerType: PRODUCT}) { createdDefinition { id } userErrors { message } } }
      """)
    #expect(defined.at("data.metafieldDefinitionCreate.userErrors") == [])
    let made = set(shop, identifier, ["title": "X"])
    #expect(made["userErrors"] == [])
    let again = set(shop, identifier, ["title": "Y"])
    #expect(again.at("product.id") == made.at("product.id"))
    let found = shop.run(
      "query($i: ProductIdentifierInput!) { productByIdentifier(identifier: $i) { title } }",
      ["i": identifier])
    #expect(found.at("data.productByIdentifier.title")?.string == "Y")
  }

  @Test func `metafields and files that are given replace those there are`() throws {
    let shop = try TestShop()
    let id: JSON = ["id": .string(ProductNode.id(0))]
    func metafield(_ key: String) -> JSON {
      [
        "namespace": "custom", "key": .string(key), "value": "1",
        "type": "single_line_text_field",
      ]
    }
    _ = set(
      shop, id,
      [
        "metafields": [metafield("aa"), metafield("bb")],
        "files": [["originalSource": "https://example.com/1.jpg"]],
      ])
    let answer = set(
      shop, id,
      [
        "metafields": [metafield("bb")],
        "files": [["originalSource": "https://example.com/2.jpg"]],
      ])
    #expect(answer.at("product.metafields.nodes")?.array?.map { $0["key"] } == ["bb"])
    #expect(answer.at("product.media.nodes")?.array?.count == 1)
    #expect(answer.at("product.media.nodes.0.status")?.string == "UPLOADED")
  }
}
