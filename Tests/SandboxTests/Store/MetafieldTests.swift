// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@testable import Sandbox

@Suite struct `Metafields and channels` {
  func set(_ shop: TestShop, _ metafields: [JSON]) -> JSON {
    let reply = shop.run(
      "mutation($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) { metafields { key value compareDigest } userErrors { field message code elementIndex } } }",
      ["m": .array(metafields)])
    return reply.at("data.metafieldsSet") ?? reply
  }

  static func metafield(
    _ value: String, type: String = "single_line_text_field", key: String = "material",
    owner: String = ProductNode.id(0), _ more: [JSON.Member] = []
  ) -> JSON {
    .object(
      [
        .init("ownerId", .string(owner)), .init("namespace", "custom"),
        .init("key", .string(key)), .init("value", .string(value)), .init("type", .string(type)),
      ] + more)
  }

  @Test func `a set is atomic and names the bad one`() throws {
    let shop = try TestShop()
    let answer = set(
      shop, [Self.metafield("Wolle"), Self.metafield("x", type: "number_integer", key: "count")])
    #expect(answer.at("userErrors.0.field") == ["metafields", "1", "value"])
    #expect(answer.at("userErrors.0.message")?.string == "Value must be an integer.")
    #expect(answer.at("userErrors.0.elementIndex") == 1)
    #expect(answer["metafields"] == .null)
    #expect(shop.store.effects.isEmpty)
  }

  @Test func `more than 25 are refused`() throws {
    let shop = try TestShop()
    let answer = set(shop, (0..<26).map { Self.metafield("x", key: "key\($0)") })
    #expect(
      answer.at("userErrors.0.message")?.string
        == "Exceeded the maximum metafields input limit of 25.")
    #expect(answer.at("userErrors.0.code")?.string == "LESS_THAN_OR_EQUAL_TO")
  }

  @Test func `a digest guards the write`() throws {
    let shop = try TestShop()
    func guarded(_ value: String, _ digest: JSON) -> JSON {
      set(shop, [Self.metafield(value, [.init("compareDigest", digest)])])
    }
    let made = guarded("Wolle", .null)
    #expect(made["userErrors"] == [])
    let digest = try #require(made.at("metafields.0.compareDigest"))
    #expect(guarded("Seide", .null).at("userErrors.0.code")?.string == "STALE_OBJECT")
    #expect(guarded("Seide", "nonsense").at("userErrors.0.code")?.string == "STALE_OBJECT")
    #expect(guarded("Wolle", "nonsense")["userErrors"] == [])
    #expect(guarded("Seide", digest)["userErrors"] == [])
  }

  @Test func `an owner that does not exist and a metafield taken away`() throws {
    let shop = try TestShop()
    let answer = set(shop, [Self.metafield("x", owner: "gid://shopify/Product/1")])
    #expect(answer.at("userErrors.0.message")?.string == "Owner does not exist.")
    _ = set(shop, [Self.metafield("x", owner: VariantNode.id(0))])
    let deleted = shop.run(
      "mutation($m: [MetafieldIdentifierInput!]!) { metafieldsDelete(metafields: $m) { deletedMetafields { key } userErrors { message } } }",
      ["m": [["ownerId": .string(VariantNode.id(0)), "namespace": "custom", "key": "material"]]])
    #expect(deleted.at("data.metafieldsDelete.deletedMetafields.0.key")?.string == "material")
    #expect(shop.store.effects.count == 2)
  }

  // MARK: Channels

  func publish(_ shop: TestShop, _ root: String, _ ids: [String]) -> JSON {
    let reply = shop.run(
      "mutation($id: ID!, $input: [PublicationInput!]!) { \(root)(id: $id, input: $input) { publishable { ... on Product { resourcePublicationsCount { count } } } userErrors { field message } } }",
      [
        "id": .string(ProductNode.id(0)),
        "input": .array(ids.map { ["publicationId": .string($0)] }),
      ])
    return reply.at("data.\(root)") ?? reply
  }

  @Test func `a product is published and no longer, and the repeat changes nothing`() throws {
    let shop = try TestShop()
    for _ in 1...2 {
      let answer = publish(shop, "publishablePublish", [Publications.id(1)])
      #expect(answer["userErrors"] == [])
      #expect(answer.at("publishable.resourcePublicationsCount.count") == 3)
    }
    #expect(shop.store.effects[1].before == shop.store.effects[1].after)
    let answer = publish(shop, "publishableUnpublish", [Publications.id(1), Publications.id(0)])
    #expect(answer.at("publishable.resourcePublicationsCount.count") == 1)
    let read = shop.run(
      "query($id: ID!) { publications(first: 9) { nodes { name } } product(id: $id) { resourcePublicationsV2(first: 9) { nodes { publication { name } isPublished } } } }",
      ["id": .string(ProductNode.id(0))])
    #expect(read.at("data.publications.nodes")?.array?.count == 3)
    #expect(
      read.at("data.product.resourcePublicationsV2.nodes.0.publication.name")?.string == "Shop")
  }

  @Test func `a channel that does not exist is refused in Shopify's words`() throws {
    let shop = try TestShop()
    let answer = publish(
      shop, "publishablePublish", [Publications.id(0), "gid://shopify/Publication/1"])
    #expect(answer.at("userErrors.0.field") == ["input", "1", "publicationId"])
    #expect(
      answer.at("userErrors.0.message")?.string
        == "Publication does not exist or is not publishable")
    #expect(shop.store.effects.isEmpty)
  }

  @Test func `without the scope the channels are denied`() throws {
    let shop = try TestShop { $0.scopes = ["read_products"] }
    let reply = shop.run("{ publications(first: 1) { nodes { id } } }")
    #expect(reply.at("errors.0.extensions.code")?.string == "ACCESS_DENIED")
  }
}
