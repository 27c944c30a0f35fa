// SPDX-License-Identifier: Apache-2.0

import Tables

/// The requests that take something away from a product: by `dray undo` what a delivery added, and what the commands
/// of a sheet say. Each may be sent again without harm.
enum RemovalSteps {
  /// Tags, those alone.
  static let tags = ProductListStep.tags(
    "tags-remove", root: "tagsRemove", of: "tags_off", look: ProductLooks.again)

  /// Metafields of the product or of one variant, those that had no value before.
  static let metafields = Step(
    name: "metafields-delete", root: "metafieldsDelete",
    document: """
      mutation dray_BATCH($metafields: [MetafieldIdentifierInput!]!) {
        metafieldsDelete(metafields: $metafields) { userErrors { field message } }
      }
      """,
    recovery: .set, maxItems: 1, assumedCost: { _ in 10 }, group: { _ in "" },
    item: { intent in
      .array(
        intent.desired.keys.sorted().compactMap { field in
          guard let metafield = Metafield(field: field), intent.desired[field] == .some(nil) else {
            return nil
          }
          let owner =
            metafield.prefix == "metafield."
            ? ProductInput.gid(intent)
            : .string("gid://shopify/ProductVariant/\(VariantSteps.id(intent) ?? "")")
          return [
            "ownerId": owner, "namespace": .string(metafield.namespace),
            "key": .string(metafield.key),
          ]
        })
    },
    variables: { _, items, _ in ["metafields": items.first ?? .null] },
    itemPath: ["metafields"], unnamed: .sentAgain, decide: { _ in .reject },
    look: ProductLooks.again)

  /// Variants, those of one product in one request. A product keeps its last one.
  static let variants = Step(
    name: "variants-delete", root: "productVariantsBulkDelete",
    document: """
      mutation dray_BATCH($productId: ID!, $variantsIds: [ID!]!) {
        productVariantsBulkDelete(productId: $productId, variantsIds: $variantsIds) {
          userErrors { code field message }
        }
      }
      """,
    recovery: .set, maxItems: 250, assumedCost: { _ in 10 },
    group: { $0.identity["product_id"] ?? "" },
    item: { .string("gid://shopify/ProductVariant/\(VariantSteps.id($0) ?? "")") },
    variables: { intents, items, _ in
      ["productId": ProductInput.gid(intents.first), "variantsIds": .array(items)]
    },
    itemPath: ["variantsIds"], unnamed: .sentAgain,
    decide: { refusal in
      switch refusal.code {
      case "AT_LEAST_ONE_VARIANT_DOES_NOT_BELONG_TO_THE_PRODUCT", "PRODUCT_DOES_NOT_EXIST": .look
      default: .reject
      }
    },
    look: Look(
      document: "query dray_look($id: ID!) { node(id: $id) { id } }", root: "node",
      variables: { ["id": .string("gid://shopify/ProductVariant/\(VariantSteps.id($0) ?? "")")] },
      lag: .zero,
      verdict: { data, _ in data["node"]?["id"] == nil ? .applied(learned: [:]) : .absent }))

  /// Images of one product, with their files: all of them or none.
  static let images = Step(
    name: "images-delete", root: "productDeleteMedia",
    document: """
      mutation dray_BATCH($productId: ID!, $mediaIds: [ID!]!) {
        productDeleteMedia(productId: $productId, mediaIds: $mediaIds) {
          mediaUserErrors { code field message }
        }
      }
      """,
    recovery: .set, maxItems: 1, assumedCost: { _ in 10 }, group: { _ in "" },
    item: { intent in
      let images = ids(intent.identity["images_off"] ?? intent.identity["image_id"])
      return .array(images.map { .string("gid://shopify/MediaImage/\($0)") })
    },
    variables: { intents, items, _ in
      ["productId": ProductInput.gid(intents.first), "mediaIds": items.first ?? []]
    },
    itemPath: ["mediaIds"], unnamed: .sentAgain,
    decide: { $0.code == "MEDIA_DOES_NOT_EXIST" ? .look : .reject },
    look: Look(
      document: "query dray_look($id: ID!) { node(id: $id) { id } }", root: "node",
      variables: { intent in
        let images = ids(intent.identity["images_off"] ?? intent.identity["image_id"])
        return ["id": .string("gid://shopify/MediaImage/\(images.first ?? "")")]
      },
      lag: .zero,
      verdict: { data, _ in data["node"]?["id"] == nil ? .applied(learned: [:]) : .absent }))

  /// Sales channels.
  static let channels = ProductListStep.channels(
    "unpublish", root: "publishableUnpublish", of: "channels_off", look: ProductLooks.again)

  /// The product itself, with its variants and images.
  static let product = Step(
    name: "delete", root: "productDelete",
    document: """
      mutation dray_BATCH($input: ProductDeleteInput!) {
        productDelete(input: $input) { userErrors { field message } }
      }
      """,
    recovery: .set, maxItems: 1, assumedCost: { _ in 10 }, group: { _ in "" },
    item: { ["id": ProductInput.gid($0)] },
    variables: { _, items, _ in ["input": items.first ?? .null] },
    itemPath: ["input"], unnamed: .sentAgain,
    // The type has no code: words are all there is.
    decide: { refusal in
      if refusal.message.contains("does not exist") { return .look }
      return refusal.message.contains("already in progress") ? .sameAgain : .reject
    },
    look: Look(
      document: "query dray_look($id: ID!) { product(id: $id) { id } }", root: "product",
      variables: { ["id": ProductInput.gid($0)] }, lag: .zero,
      verdict: { data, _ in
        data["product"]?["id"] == nil ? .applied(learned: [:]) : .absent
      }))

  /// Ids with spaces between.
  static func ids(_ text: String?) -> [String] {
    (text ?? "").split(separator: " ").map(String.init)
  }
}
