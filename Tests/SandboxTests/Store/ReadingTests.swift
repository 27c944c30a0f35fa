// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@testable import Sandbox

@Suite struct `Reading the store` {
  @Test func `the seed is the same each time and has its documented oddities`() throws {
    let (one, two) = (try TestShop(), try TestShop())
    #expect(one.store.assortment.price == two.store.assortment.price)
    #expect(one.store.stock.available == two.store.stock.available)
    let assortment = one.store.assortment
    #expect(assortment.sku[6] == "SKU-00007" && assortment.sku[7] == "SKU-00007")
    #expect(assortment.sku[8].isEmpty && assortment.barcode[5].isEmpty)
    #expect(!one.store.stock.isStocked[one.store.stock.place(4, 2)])
    #expect(assortment.barcode[10].hasPrefix("0"))
    for barcode in assortment.barcode where !barcode.isEmpty {
      let digits = barcode.utf8.map { Int($0) - 48 }
      let sum = digits.enumerated().reduce(0) { $0 + $1.element * ($1.offset % 2 == 0 ? 1 : 3) }
      #expect(digits.count == 13 && sum % 10 == 0)
    }
  }

  @Test func `shop, locations, scopes and counts answer`() throws {
    let shop = try TestShop()
    let reply = shop.run(
      """
      { shop { name myshopifyDomain currencyCode ianaTimezone plan { shopifyPlus } }
        locations(first: 5) { nodes { name } }
        currentAppInstallation { accessScopes { handle } }
        productVariantsCount { count precision } }
      """)
    #expect(reply["errors"] == nil)
    #expect(reply.at("data.shop.currencyCode")?.string == "EUR")
    #expect(reply.at("data.locations.nodes.0.name")?.string == "Berlin")
    #expect(reply.at("data.productVariantsCount.count")?.int == 48)
  }

  struct Search: CustomTestStringConvertible {
    var query: String
    var count: Int
    var warns = false
    var testDescription: String { query }
  }

  static let searches = [
    Search(query: "sku:SKU-00001", count: 1),
    Search(query: "sku:'SKU-00007'", count: 2),
    Search(query: "sku:sku-0000*", count: 8),
    Search(query: "sku:SKU-00001 OR sku:SKU-00002", count: 2),
    Search(query: "(sku:SKU-00001 OR sku:SKU-00002) AND NOT sku:SKU-00002", count: 1),
    Search(query: "-sku:SKU-00001", count: 47),
    Search(query: "id:<=51381000000003", count: 4),
    Search(query: "id:>51381000000003 id:<51381000000006", count: 2),
    Search(query: "id:gid://shopify/ProductVariant/51381000000003", count: 1),
    Search(query: "updated_at:>='2099-01-01T00:00:00Z'", count: 0),
    Search(query: "updated_at:<2099-01-01T00:00:00Z", count: 48),
    Search(query: "made_up:whatever", count: 48, warns: true),
    Search(query: "made_up:whatever sku:SKU-00001", count: 1, warns: true),
  ]

  @Test(arguments: searches)
  func `a search finds what it says and warns of what it ignores`(_ search: Search) throws {
    let shop = try TestShop()
    let context = shop.context()
    let reply = shop.reply(
      "query($q: String) { productVariants(first: 100, query: $q) { nodes { id } } }",
      ["q": .string(search.query)], context)
    #expect(reply.at("data.productVariants.nodes")?.array?.count == search.count)
    #expect(context.searchWarnings.isEmpty == !search.warns)
    if search.warns {
      let warning = context.searchWarnings.first?.at("warnings.0")
      #expect(warning?["code"]?.string == "invalid_field")
      #expect(warning?["message"]?.string == "Invalid search field for this query.")
    }
  }

  @Test func `a time that is none is refused`() throws {
    let reply = try TestShop().run(
      #"{ bulkOperations(first: 1, query: "created_at:>yesterday") { nodes { id } } }"#)
    #expect(
      reply.at("errors.0.message")?.string == "Invalid timestamp for query filter `created_at`.")
  }

  @Test func `what changed shows in updated_at, by location`() throws {
    let shop = try TestShop()
    shop.pass(.seconds(60))
    let answer = shop.store.control(
      path: "stock", body: ["sku": "SKU-00003", "location": "Hamburg", "available": 77],
      context: shop.context())
    #expect(answer?.0 == 200)
    let reply = shop.run(
      """
      query($q: String) { location(id: "\(shop.location(2))") {
        inventoryLevels(first: 10, query: $q) { nodes {
          id updatedAt item { id sku } quantities(names: ["available"]) { quantity } } } } }
      """, ["q": .string("updated_at:>='\(shop.now.text)'")])
    let nodes = reply.at("data.location.inventoryLevels.nodes")?.array ?? []
    #expect(nodes.count == 1)
    #expect(nodes.first?.at("item.sku")?.string == "SKU-00003")
    #expect(nodes.first?.at("quantities.0.quantity")?.int == 77)
    #expect(nodes.first?["updatedAt"]?.string == shop.now.text)
  }

  @Test func `objects are read by id, in order, with null for what is not there`() throws {
    let shop = try TestShop()
    let ids = [shop.variant(2), "gid://shopify/Product/1", shop.item(1), OrderNode.id(1003)]
    let reply = shop.run(
      "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }",
      ["ids": .array(ids.map { .string($0) })])
    let types = reply.at("data.nodes")?.array?.map { $0["__typename"]?.string }
    #expect(types == ["ProductVariant", nil, "InventoryItem", "Order"])
  }

  @Test func `every order adds up`() throws {
    let shop = try TestShop { $0.orders = 300 }
    for order in shop.store.orders {
      let lines = order.lines.reduce(Money.zero) { $0 + $1.unitPrice * $1.quantity - $1.discount }
      #expect(order.subtotal == lines)
      #expect(
        order.total == order.subtotal + order.shipping + (order.taxesIncluded ? .zero : order.tax))
      #expect(order.refunded <= order.received)
      #expect(order.updatedAt >= order.createdAt && order.createdAt < shop.now)
    }
    let statuses = Set(shop.store.orders.map(\.financialStatus))
    #expect(statuses.isSuperset(of: ["PAID", "PARTIALLY_REFUNDED", "REFUNDED", "PENDING"]))
    #expect(shop.store.orders.contains { $0.cancelledAt != nil })
    #expect(shop.store.orders.contains { $0.currencies.presentment == "CHF" })
    #expect(shop.store.orders.contains { !$0.taxesIncluded && $0.discountCode != nil })
  }

  @Test func `every field of every type in the excerpt has a value`() throws {
    let shop = try TestShop { $0.orders = 120 }
    // A refunded and shipped order, an order's customer, a stocked level: the parts that may be missing.
    let order = try #require(
      shop.store.orders.first { !$0.refunds.isEmpty && !$0.fulfillments.isEmpty })
    // And what products seldom have.
    for (path, body) in [
      (
        "product-update",
        [
          "id": .string(ProductNode.id(0)), "seo": ["title": "S"], "templateSuffix": "alt",
          "category": "gid://shopify/TaxonomyCategory/aa-1",
        ] as JSON
      ),
      (
        "metafield",
        [
          "id": .string(ProductNode.id(0)), "namespace": "custom", "key": "material", "value": "1",
          "type": "number_integer",
        ]
      ),
      (
        "product",
        [
          "identifier": ["id": .string(ProductNode.id(0))],
          "input": ["files": [["originalSource": "https://example.com/a.jpg"]]],
        ]
      ), ("media-ready", [:]),
    ] {
      let answer = shop.store.control(path: path, body: body, context: shop.context())
      #expect(answer?.0 == 200, "\(path): \(answer?.1.text ?? "")")
    }
    let document = """
      { shop { ...S } location { id } node(id: "\(OrderNode.id(order.number))") { ...O }
        product(id: "\(ProductNode.id(0))") { ...P } }
      """
    let fragments = ["Shop": "S", "Order": "O", "Product": "P"].map { type, name in
      "fragment \(name) on \(type) " + selections(shop, type, depth: 0)
    }
    let reply = shop.run(([document] + fragments).joined(separator: "\n"))
    #expect(reply["errors"] == nil)
    #expect(reply.at("data.node.refunds.0.refundLineItems.edges.0.node.quantity") != nil)
    #expect(reply.at("data.product.media.nodes.0.status")?.string == "READY")
    #expect(reply.at("data.product.metafield.jsonValue") == 1)
  }

  /// Every field of a type, three objects deep.
  private func selections(_ shop: TestShop, _ name: String, depth: Int) -> String {
    let fields = shop.engine.schema.types[name]?.orderedFields ?? []
    let parts = fields.compactMap { field -> String? in
      guard let type = shop.engine.schema.types[field.type.name] else { return nil }
      var call = field.name
      if field.arguments.contains(where: { $0.name == "names" }) {
        call += #"(names: ["available"])"#
      }
      if field.arguments.contains(where: { $0.name == "locationId" && $0.isRequired }) {
        call += "(locationId: \"\(shop.location(1))\")"
      }
      if field.arguments.contains(where: { $0.name == "publicationId" && $0.isRequired }) {
        call += "(publicationId: \"\(Publications.id(0))\")"
      }
      if field.arguments.contains(where: { $0.name == "key" && $0.isRequired }) {
        call += "(namespace: \"custom\", key: \"material\")"
      }
      guard !field.arguments.contains(where: { $0.name == "inventoryItemId" }) else { return nil }
      if type.isConnection { call += "(first: 2)" }
      guard type.isComposite else { return call }
      guard depth < 6, !["Order", "Shop"].contains(type.name) || depth == 0 else { return nil }
      let deep = [
        "Product", "InventoryItem", "Location", "InventoryLevel", "HasMetafields", "Publishable",
      ]
      if depth > 2, deep.contains(type.name) { return nil }
      return call + " " + selections(shop, type.name, depth: depth + 1)
    }
    return "{ " + (["__typename"] + parts).joined(separator: " ") + " }"
  }
}

@Suite struct `Changes by hand` {
  @Test func `a sale commits stock and is a new order`() throws {
    let shop = try TestShop()
    let before = shop.available(1, 1)
    let answer = shop.store.control(
      path: "sell", body: ["lines": [["sku": "SKU-00001", "quantity": 2]]], context: shop.context())
    #expect(answer?.1["name"]?.string == "#1041")
    #expect(shop.available(1, 1) == before - 2)
    #expect(Int(shop.store.stock.onHand[shop.store.stock.place(0, 0)]) == before)
    #expect(shop.store.effects.map(\.root) == ["sandbox/sell", "sandbox/sell"])
  }

  @Test func `a refund and an edit move the order's updatedAt`() throws {
    let shop = try TestShop()
    shop.pass(.seconds(100))
    let order = try #require(shop.store.orders.first { $0.refunds.isEmpty && $0.received > .zero })
    let refunded = shop.store.control(
      path: "refund", body: ["order": JSON(order.number), "line": 1, "quantity": 1],
      context: shop.context())
    #expect(refunded?.1["updatedAt"]?.string == shop.now.text)
    shop.pass(.seconds(100))
    let edited = shop.store.control(
      path: "order-edit", body: ["order": .string("#\(order.number)"), "note": "neu"],
      context: shop.context())
    #expect(edited?.1["updatedAt"]?.string == shop.now.text)
    #expect(edited?.1["note"]?.string == "neu")
  }

  @Test func `a deleted variant is gone from every reading`() throws {
    let shop = try TestShop()
    _ = shop.store.control(
      path: "delete-variant", body: ["sku": "SKU-00002"], context: shop.context())
    let reply = shop.run(
      """
      { productVariant(id: "\(shop.variant(2))") { id } productVariantsCount { count }
        product(id: "\(ProductNode.id(0))") { variantsCount { count } } }
      """)
    #expect(reply.at("data.productVariant") == .null)
    #expect(reply.at("data.productVariantsCount.count")?.int == 47)
    #expect(reply.at("data.product.variantsCount.count")?.int == 3)
  }

  static let refusals: [(path: String, body: JSON, message: String)] = [
    ("stock", ["sku": "SKU-99999", "available": 1], "no variant has the SKU \"SKU-99999\""),
    (
      "stock", ["sku": "SKU-00001", "location": "Rom", "available": 1],
      "no location \"Rom\"; there are Berlin, Hamburg, München"
    ),
    ("refund", ["order": 1, "line": 1, "quantity": 1], "no order \"1\""),
  ]

  @Test(arguments: refusals)
  func `what cannot be done is said`(_ path: String, _ body: JSON, _ message: String) throws {
    let shop = try TestShop()
    let answer = shop.store.control(path: path, body: body, context: shop.context())
    #expect(answer?.0 == 422)
    #expect(answer?.1["error"]?.string == message)
  }
}
