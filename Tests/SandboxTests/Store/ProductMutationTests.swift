// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@testable import Sandbox

@Suite struct `Making and changing products` {
  static let shown = """
    product { id title handle status vendor productType tags descriptionHtml seo { title description }
      options { id name values optionValues { id name hasVariants } }
      variants(first: 10) { nodes { id title sku price selectedOptions { name value }
        inventoryItem { tracked } } } }
    userErrors { field message }
    """

  func create(_ shop: TestShop, _ product: JSON) -> JSON {
    answer(
      shop, "productCreate", "$product: ProductCreateInput!", "product: $product",
      ["product": product])
  }

  func update(_ shop: TestShop, _ product: JSON) -> JSON {
    answer(
      shop, "productUpdate", "$product: ProductUpdateInput!", "product: $product",
      ["product": product])
  }

  func answer(
    _ shop: TestShop, _ root: String, _ parameters: String, _ arguments: String, _ variables: JSON,
    _ selection: String = shown
  ) -> JSON {
    let reply = shop.run(
      "mutation(\(parameters)) { \(root)(\(arguments)) { \(selection) } }", variables)
    return reply.payload("\(root)")
  }

  @Test func `a new product has one default variant that is not tracked`() throws {
    let shop = try TestShop()
    let answer = create(shop, ["title": "Blaue Mütze", "tags": ["b, A", "a"], "status": "DRAFT"])
    #expect(answer["userErrors"] == [])
    #expect(answer.at("product.handle")?.string == "blaue-mutze")
    #expect(answer.at("product.tags") == ["A", "b"])
    #expect(answer.at("product.variants.nodes.0.title")?.string == "Default Title")
    #expect(answer.at("product.variants.nodes.0.inventoryItem.tracked") == false)
    #expect(answer.at("product.options.0.values") == ["Default Title"])
    #expect(shop.store.effects.map(\.before) == [.null, .null])
    let again = create(shop, ["title": "Blaue Mütze"])
    #expect(again.at("product.handle")?.string == "blaue-mutze-1")
    let third = create(shop, ["title": "Blaue Mütze"])
    #expect(third.at("product.handle")?.string == "blaue-mutze-2")
  }

  @Test func `an explicit handle that is taken is refused in Shopify's words`() throws {
    let shop = try TestShop()
    let taken = shop.store.assortment.products[0].handle
    for answer in [
      create(shop, ["title": "X", "handle": .string(" \(taken.uppercased()) ")]),
      update(
        shop,
        ["id": .string(ProductNode.id(1)), "handle": .string(" \(taken.uppercased()) ")]),
    ] {
      #expect(answer.at("userErrors.0.field") == ["input", "handle"])
      #expect(
        answer.at("userErrors.0.message")?.string
          == "Handle ' \(taken.uppercased()) ' already in use. Please provide a new handle.")
    }
    #expect(shop.store.effects.isEmpty)
  }

  struct Fault: CustomTestStringConvertible {
    var testDescription: String
    var input: JSON
    var field: JSON
    var message: String
  }

  static let long = String(repeating: "x", count: 256)
  static let faults = [
    Fault(
      testDescription: "no title", input: ["title": " "], field: ["title"],
      message: "Title can't be blank"),
    Fault(
      testDescription: "a long title", input: ["title": .string(long)], field: ["title"],
      message: "Title is too long (maximum is 255 characters)"),
    Fault(
      testDescription: "a long vendor", input: ["title": "X", "vendor": .string(long)],
      field: ["vendor"], message: "Vendor is too long (maximum is 255 characters)"),
    Fault(
      testDescription: "a long type", input: ["title": "X", "productType": .string(long)],
      field: ["productType"], message: "Product type is too long (maximum is 255 characters)"),
    Fault(
      testDescription: "a long handle", input: ["title": "X", "handle": .string(long)],
      field: ["handle"], message: "Handle is too long (maximum is 255 characters)"),
    Fault(
      testDescription: "a long tag", input: ["title": "X", "tags": .array([.string(long)])],
      field: ["tags"], message: "Product tags is invalid"),
  ]

  @Test(arguments: faults) func `what is too long is refused and nothing changes`(_ fault: Fault)
    throws
  {
    let shop = try TestShop()
    let product = JSON.object(
      [.init("id", .string(ProductNode.id(0)))] + (fault.input.members ?? []))
    for answer in [create(shop, fault.input), update(shop, product)] {
      #expect(answer.at("userErrors.0.field") == fault.field)
      #expect(answer.at("userErrors.0.message")?.string == fault.message)
    }
    #expect(shop.store.effects.isEmpty)
  }

  @Test func `too many tags refuse the whole request`() throws {
    let shop = try TestShop()
    let tags = JSON.array((0..<251).map { .string("t\($0)") })
    let reply = create(shop, ["title": "X", "tags": tags])
    #expect(reply.at("errors.0.extensions.code")?.string == "MAX_INPUT_SIZE_EXCEEDED")
  }

  @Test func `an unknown category is a top-level error`() throws {
    let shop = try TestShop()
    let reply = create(
      shop, ["title": "X", "category": "gid://shopify/TaxonomyCategory/zz-999999999"])
    #expect(reply.at("errors.0.message")?.string == "Invalid product_taxonomy_node_id")
    #expect(
      reply.at("errors.0.extensions.code")?.string == "INVALID_PRODUCT_TAXONOMY_NODE_ID")
  }

  @Test func `an update changes what is given and leaves the rest`() throws {
    let shop = try TestShop()
    let before = shop.store.assortment.products[0]
    let answer = update(
      shop,
      [
        "id": .string(ProductNode.id(0)), "descriptionHtml": "<p>neu</p>",
        "seo": ["title": "S"], "category": "gid://shopify/TaxonomyCategory/aa-1-1",
      ])
    #expect(answer["userErrors"] == [])
    #expect(answer.at("product.title")?.string == before.title)
    #expect(answer.at("product.descriptionHtml")?.string == "<p>neu</p>")
    #expect(answer.at("product.seo.title")?.string == "S")
    #expect(answer.at("product.seo.description") == .null)
    #expect(shop.store.effects.count == 1)
    #expect(shop.store.effects[0].object == ProductNode.id(0))
  }

  @Test func `a deleted product is gone and says so the second time`() throws {
    let shop = try TestShop()
    func delete() -> JSON {
      answer(
        shop, "productDelete", "$input: ProductDeleteInput!", "input: $input",
        ["input": ["id": .string(ProductNode.id(0))]],
        "deletedProductId userErrors { field message }")
    }
    #expect(delete().at("deletedProductId")?.string == ProductNode.id(0))
    #expect(delete().at("userErrors.0.message")?.string == "Product does not exist")
    #expect(shop.store.effects.count == 1)
    let read = shop.run(
      """
      query($p: ID!, $v: ID!) { product(id: $p) { id } productVariant(id: $v) { id }
        productsCount { count } deletionEvents(first: 5) { nodes { subjectId subjectType occurredAt } } }
      """, ["p": .string(ProductNode.id(0)), "v": .string(shop.variant(1))])
    #expect(read.at("data.product") == .null)
    #expect(read.at("data.productVariant") == .null)
    #expect(read.at("data.productsCount.count") == 11)
    #expect(read.at("data.deletionEvents.nodes.0.subjectId")?.string == ProductNode.id(0))
  }

  @Test func `searches show a new product late, reads by id and handle at once`() throws {
    let shop = try TestShop { $0.searchLag = 30 }
    shop.pass(.seconds(5))
    let made = create(shop, ["title": "Neu"])
    let id = try #require(made.at("product.id"))
    func found() -> JSON {
      shop.run(
        """
        query($id: ID!) { product(id: $id) { id } productByIdentifier(identifier: {handle: "neu"}) { id }
          products(first: 5, query: "handle:neu") { nodes { id } }
          productVariants(first: 250, query: "title:'Default Title'") { nodes { id } } }
        """, ["id": id])
    }
    let early = found()
    #expect(early.at("data.product.id") == id)
    #expect(early.at("data.productByIdentifier.id") == id)
    #expect(early.at("data.products.nodes") == [])
    #expect(early.at("data.productVariants.nodes") == [])
    shop.pass(.seconds(30))
    let late = found()
    #expect(late.at("data.products.nodes") == [["id": id]])
    #expect(late.at("data.productVariants.nodes")?.array?.count == 1)
  }

  @Test func `tags are added and taken away whatever their case`() throws {
    let shop = try TestShop()
    let id = JSON.string(ProductNode.id(1))
    let added = shop.run(
      "mutation($id: ID!) { tagsAdd(id: $id, tags: [\"blue,Green\", \"red\"]) { node { ... on Product { tags } } userErrors { message } } }",
      ["id": id])
    #expect(added.at("data.tagsAdd.node.tags") == ["blue", "Green", "red"])
    let removed = shop.run(
      "mutation($id: ID!) { tagsRemove(id: $id, tags: [\"GREEN\"]) { node { ... on Product { tags } } userErrors { message } } }",
      ["id": id])
    #expect(removed.at("data.tagsRemove.node.tags") == ["blue", "red"])
  }

  @Test func `options are added, their values renamed, and taken away again`() throws {
    let shop = try TestShop { $0.variantsPerProduct = 1 }
    let id = JSON.string(ProductNode.id(0))
    let added = answer(
      shop, "productOptionsCreate", "$id: ID!, $options: [OptionCreateInput!]!",
      "productId: $id, options: $options",
      ["id": id, "options": [["name": "Farbe", "values": [["name": "Rot"], ["name": "Blau"]]]]])
    #expect(added["userErrors"] == [])
    #expect(added.at("product.variants.nodes.0.title")?.string == "Rot")
    #expect(added.at("product.options.0.values") == ["Rot"])
    #expect(added.at("product.options.0.optionValues.1.hasVariants") == false)
    let option = try #require(added.at("product.options.0.id"))
    let value = try #require(added.at("product.options.0.optionValues.0.id"))
    let renamed = answer(
      shop, "productOptionUpdate",
      "$id: ID!, $option: OptionUpdateInput!, $values: [OptionValueUpdateInput!]",
      "productId: $id, option: $option, optionValuesToUpdate: $values, optionValuesToAdd: [{name: \"Grün\"}]",
      [
        "id": id, "option": ["id": option, "name": "Color"],
        "values": [["id": value, "name": "Red"]],
      ])
    #expect(renamed["userErrors"] == [])
    #expect(renamed.at("product.options.0.name")?.string == "Color")
    #expect(renamed.at("product.variants.nodes.0.title")?.string == "Red")
    #expect(
      renamed.at("product.options.0.optionValues")?.array?.map { $0["name"] }
        == ["Red", "Blau", "Grün"])
    let deleted = answer(
      shop, "productOptionsDelete", "$id: ID!, $options: [ID!]!",
      "productId: $id, options: $options", ["id": id, "options": .array([option])])
    #expect(deleted["userErrors"] == [])
    #expect(deleted.at("product.variants.nodes.0.title")?.string == "Default Title")
  }
}
