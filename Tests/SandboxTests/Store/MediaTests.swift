// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@testable import Sandbox

@Suite struct `Images` {
  func add(_ shop: TestShop, _ sources: String...) throws -> [String] {
    let reply = shop.run(
      "mutation($p: ID!, $m: [CreateMediaInput!]!) { productCreateMedia(productId: $p, media: $m) { media { id status } mediaUserErrors { code } } }",
      [
        "p": .string(ProductNode.id(0)),
        "m": .array(
          sources.map { ["originalSource": .string($0), "mediaContentType": "IMAGE"] }),
      ])
    let media = try #require(reply.at("data.productCreateMedia.media")?.array)
    #expect(media.allSatisfy { $0["status"] == "UPLOADED" })
    return media.compactMap { $0["id"]?.string }
  }

  func status(_ shop: TestShop, _ id: String) -> JSON? {
    shop.run(
      "query($id: ID!) { node(id: $id) { ... on MediaImage { status mediaErrors { code } image { url } } } }",
      ["id": .string(id)]
    ).at("data.node")
  }

  func append(_ shop: TestShop, _ variant: String, _ media: [String]) -> JSON {
    let reply = shop.run(
      "mutation($p: ID!, $v: [ProductVariantAppendMediaInput!]!) { productVariantAppendMedia(productId: $p, variantMedia: $v) { productVariants { media(first: 1) { nodes { id } } } userErrors { field message code } } }",
      [
        "p": .string(ProductNode.id(0)),
        "v": [["variantId": .string(variant), "mediaIds": .array(media.map { .string($0) })]],
      ])
    return reply.at("data.productVariantAppendMedia") ?? reply
  }

  @Test func `an image gets on by being looked at`() throws {
    let shop = try TestShop()
    let ids = try add(shop, "https://example.com/a.jpg", "https://example.com/broken.jpg")
    #expect(ids.map { status(shop, $0)?["status"] } == ["PROCESSING", "PROCESSING"])
    #expect(status(shop, ids[0])?["status"] == "READY")
    #expect(status(shop, ids[0])?.at("image.url")?.string?.contains("/files/a.jpg?v=") == true)
    #expect(status(shop, ids[1])?["status"] == "FAILED")
    #expect(
      status(shop, ids[1])?.at("mediaErrors.0.code")?.string == "IMAGE_DOWNLOAD_FAILURE")
  }

  @Test func `an image that is not ready cannot be a variant's`() throws {
    let shop = try TestShop()
    let ids = try add(shop, "https://example.com/a.jpg")
    let early = append(shop, shop.variant(1), ids)
    #expect(early.at("userErrors.0.code")?.string == "NON_READY_MEDIA")
    #expect(
      early.at("userErrors.0.message")?.string
        == "Non-ready media cannot be attached to variants.")
    _ = (status(shop, ids[0]), status(shop, ids[0]))
    let done = append(shop, shop.variant(1), ids)
    #expect(done["userErrors"] == [])
    #expect(done.at("productVariants.0.media.nodes.0.id")?.string == ids[0])
    #expect(
      append(shop, shop.variant(1), ids).at("userErrors.0.code")?.string
        == "PRODUCT_VARIANT_ALREADY_HAS_MEDIA")
    #expect(
      append(shop, shop.variant(20), ids).at("userErrors.0.code")?.string
        == "PRODUCT_VARIANT_DOES_NOT_EXIST_ON_PRODUCT")
    #expect(append(shop, shop.variant(2), []).at("userErrors.0.code")?.string == "BLANK")
  }

  @Test func `an address that is none is refused beside good ones`() throws {
    let shop = try TestShop()
    let reply = shop.run(
      """
      mutation($p: ID!) { productCreateMedia(productId: $p, media: [
        {originalSource: "https://example.com/a.jpg", mediaContentType: IMAGE},
        {originalSource: "a.jpg", mediaContentType: IMAGE}]) {
        media { id } mediaUserErrors { field message code } } }
      """, ["p": .string(ProductNode.id(0))])
    let answer = try #require(reply.at("data.productCreateMedia"))
    #expect(answer["media"]?.array?.count == 1)
    #expect(answer.at("mediaUserErrors.0.field") == ["media", "1", "originalSource"])
    #expect(answer.at("mediaUserErrors.0.message")?.string == "Image URL is invalid")
  }

  @Test func `a file is taken in once and given to products later`() throws {
    let shop = try TestShop()
    let made = shop.run(
      "mutation { fileCreate(files: [{originalSource: \"https://example.com/b.jpg\", alt: \"B\"}]) { files { id fileStatus alt } userErrors { code } } }"
    )
    let id = try #require(made.at("data.fileCreate.files.0.id")?.string)
    func attach() -> JSON? {
      shop.run(
        "mutation($f: [FileUpdateInput!]!) { fileUpdate(files: $f) { files { id } userErrors { code } } }",
        ["f": [["id": .string(id), "referencesToAdd": [.string(ProductNode.id(2))]]]]
      ).at("data.fileUpdate")
    }
    #expect(attach()?.at("userErrors.0.code")?.string == "NON_READY_STATE")
    _ = (status(shop, id), status(shop, id))
    #expect(attach()?["userErrors"] == [])
    #expect(shop.store.assortment.products[2].media == [0])
    let deleted = shop.run(
      "mutation($f: [ID!]!) { fileDelete(fileIds: $f) { deletedFileIds userErrors { code } } }",
      ["f": [.string(id)]])
    #expect(deleted.at("data.fileDelete.deletedFileIds") == [.string(id)])
    #expect(shop.store.assortment.products[2].media.isEmpty)
  }
}
