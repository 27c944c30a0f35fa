// SPDX-License-Identifier: Apache-2.0

import Tables

/// The requests that are about variants and images of one product.
enum VariantSteps {
  /// The variant an intent is about: known, made by an earlier step, or the one its product came with.
  static func id(_ intent: Intent) -> String? {
    intent.identity["variant_id"] ?? intent.identity["initial_variant_id"]
  }

  /// The media an intent's variant is to show.
  static func media(_ intent: Intent) -> String? {
    intent.identity["media_id"] ?? intent.identity["shows"].flatMap { intent.identity[$0] }
      ?? intent.identity["image_id"]
  }

  /// Variants that are there; rejected ones do not keep the others from it.
  static let update = Step(
    name: "variants-update", root: "productVariantsBulkUpdate",
    document: """
      mutation dray_BATCH($productId: ID!, $variants: [ProductVariantsBulkInput!]!) {
        productVariantsBulkUpdate(productId: $productId, variants: $variants, allowPartialUpdates: true) {
          userErrors { code field message }
        }
      }
      """,
    recovery: .set, maxItems: 250, assumedCost: { _ in 10 },
    group: { $0.identity["product_id"] ?? "" },
    item: { .object(VariantInput.members($0, id: id($0))) },
    variables: { intents, items, _ in
      ["productId": ProductInput.gid(intents.first), "variants": .array(items)]
    },
    itemPath: ["variants"], unnamed: .applied, decide: { _ in .reject },
    look: ProductLooks.variant,
    learnEach: { _, intents in intents.map { Learned(result: id($0)) } })

  /// New variants beside those that are there: all of a request or none.
  static let create = Step(
    name: "variants-create", root: "productVariantsBulkCreate",
    document: """
      mutation dray_BATCH($productId: ID!, $variants: [ProductVariantsBulkInput!]!) {
        productVariantsBulkCreate(productId: $productId, variants: $variants) {
          productVariants { id }
          userErrors { code field message }
        }
      }
      """,
    recovery: .create, maxItems: 250, assumedCost: { 11 + $0 / 5 },
    group: { $0.identity["product_id"] ?? "" },
    item: { .object(VariantInput.members($0, id: nil)) },
    variables: { intents, items, _ in
      ["productId": ProductInput.gid(intents.first), "variants": .array(items)]
    },
    itemPath: ["variants"], unnamed: .sentAgain,
    decide: { refusal in
      switch refusal.code {
      case "VARIANT_ALREADY_EXISTS", "VARIANT_ALREADY_EXISTS_CHANGE_OPTION_VALUE": .look
      default: .reject
      }
    },
    look: ProductLooks.newVariant,
    learnEach: { payload, intents in
      let made = (payload["productVariants"]?.array ?? []).map { GID.number($0["id"]) }
      guard made.count == intents.count else { return [] }
      return made.map { id in
        Learned(result: id, identity: id.map { ["variant_id": $0] } ?? [:])
      }
    })

  /// New images by URL, which Shopify fetches later.
  static let images = Step(
    name: "images", root: "productUpdate",
    document: """
      mutation dray_BATCH($product: ProductUpdateInput!, $media: [CreateMediaInput!]!, $count: Int!) {
        productUpdate(product: $product, media: $media) {
          product { media(last: $count) { nodes { id alt } } }
          userErrors { field message }
        }
      }
      """,
    recovery: .create, maxItems: 50, assumedCost: { 12 + $0 },
    group: { $0.identity["product_id"] ?? "" },
    item: { intent in
      [
        "originalSource": .string(intent.identity["image"] ?? ""), "mediaContentType": "IMAGE",
        "alt": .string((intent.desired["image_alt"] ?? nil) ?? ""),
      ]
    },
    variables: { intents, items, _ in
      [
        "product": ["id": ProductInput.gid(intents.first)], "media": .array(items),
        "count": JSON(items.count),
      ]
    },
    itemPath: ["media"], unnamed: .sentAgain, decide: { _ in .reject },
    look: ProductLooks.image,
    learn: { payload, intents in
      var learned: [String: String] = [:]
      for (id, intent) in zip(newMedia(payload, intents), intents) {
        if let name = intent.identity["teaches"] { learned[name] = id }
      }
      return learned
    },
    learnEach: { payload, intents in
      let ids = newMedia(payload, intents)
      return ids.count == intents.count
        ? zip(ids, intents).map { id, intent in
          Learned(result: intent.identity["product_id"], identity: ["image_id": id])
        } : []
    })

  /// The ids of the images just sent, in their order: the product's last.
  private static func newMedia(_ payload: JSON, _ intents: [Intent]) -> [String] {
    let ids = (payload["product"]?["media"]?["nodes"]?.array ?? []).compactMap {
      GID.number($0["id"])
    }
    return ids.count == intents.count ? ids : []
  }

  /// Waits until Shopify has fetched the images; what it could not fetch rejects its record.
  static let imagesReady = Step(
    name: "images-ready", root: "nodes",
    document: """
      query dray_BATCH($ids: [ID!]!) {
        nodes(ids: $ids) {
          ... on MediaImage { id status mediaErrors { code message } fileErrors { code message } }
        }
      }
      """,
    recovery: .set, maxItems: 100, assumedCost: { 2 + $0 }, group: { _ in "" },
    item: { .string("gid://shopify/MediaImage/\($0.identity["image_id"] ?? "")") },
    variables: { _, items, _ in ["ids": .array(items)] },
    itemPath: ["ids"], unnamed: .applied,
    decide: { $0.code == processing ? .sameAgain : .reject },
    look: ProductLooks.again,
    review: { payload, intents in
      intents.indices.compactMap { index in
        let node = payload[index]
        switch node?["status"]?.string {
        case "READY": return nil
        case "UPLOADED", "PROCESSING":
          return Refusal(
            code: processing, field: ["ids", String(index)],
            message: "Shopify still works on the image")
        default:
          let error = node?["mediaErrors"]?[0] ?? node?["fileErrors"]?[0]
          return Refusal(
            code: error?["code"]?.string ?? "IMAGE_FAILED", field: ["ids", String(index)],
            message:
              "Shopify could not take the image \(intents[index].identity["image"] ?? ""): \(error?["message"]?.string ?? "it does not say why")"
          )
        }
      }
    },
    routes: [.direct])

  private static let processing = "PROCESSING"

  /// The images variants show.
  static let shownImages = Step(
    name: "variant-images", root: "productVariantsBulkUpdate",
    document: update.document,
    recovery: .set, maxItems: 250, assumedCost: { _ in 10 },
    group: { $0.identity["product_id"] ?? "" },
    item: { intent in
      [
        "id": .string("gid://shopify/ProductVariant/\(id(intent) ?? "")"),
        "mediaId": media(intent).map { .string("gid://shopify/MediaImage/\($0)") } ?? .null,
      ]
    },
    variables: { intents, items, _ in
      ["productId": ProductInput.gid(intents.first), "variants": .array(items)]
    },
    itemPath: ["variants"], unnamed: .applied, decide: { _ in .reject },
    look: ProductLooks.shown)
}
