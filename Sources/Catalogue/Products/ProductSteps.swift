// SPDX-License-Identifier: Apache-2.0

import Tables

/// The requests that are about a product as a whole.
enum ProductSteps {
  /// Every step of `product.set`, in the order they depend on each other.
  static let order = [
    "create", "update", "replace", "tags", "variants-update", "variants-create", "images",
    "images-ready", "variant-images", "publish", "tags-remove", "metafields-delete",
    "variants-delete",
    "images-delete", "unpublish", "delete",
  ]

  /// The next step a change needs.
  static func phase(_ intent: Intent, from: Int, order: [String] = order) -> Int? {
    let does = Set((intent.identity["does"] ?? "").split(separator: " ").map(String.init))
    return order.indices.first { index in
      index >= from
        && (does.contains(order[index])
          // What was there already under this handle is brought up to date.
          || order[index] == "update" && intent.identity["adopted"] != nil
            && does.contains("create"))
    }
  }

  /// The product with its options, so that the first variant of the file is the one it comes with.
  static let create = Step(
    name: "create", root: "productCreate",
    document: """
      mutation dray_BATCH($product: ProductCreateInput!) {
        productCreate(product: $product) {
          product { id variants(first: 1) { nodes { id } } }
          userErrors { field message }
        }
      }
      """,
    recovery: .create, maxItems: 1, assumedCost: { _ in 12 }, group: { _ in "" },
    item: { intent in
      var members = ProductInput.members(intent)
      if let options = ProductInput.options(intent) {
        members.append(JSON.Member("productOptions", options))
      }
      return .object(members)
    },
    variables: { _, items, _ in ["product": items.first ?? .null] },
    itemPath: ["product"], unnamed: .sentAgain,
    // The type has no code: words are all there is.
    decide: { $0.message.contains("already in use") ? .look : .reject },
    look: ProductLooks.create,
    learn: { payload, _ in
      var learned: [String: String] = [:]
      if let id = GID.number(payload["product"]?["id"]) { learned["product_id"] = id }
      if let id = GID.number(payload["product"]?["variants"]?["nodes"]?[0]?["id"]) {
        learned["initial_variant_id"] = id
      }
      return learned
    },
    learnEach: { payload, intents in
      let id = GID.number(payload["product"]?["id"])
      return intents.map { _ in Learned(result: id) }
    },
    gates: true)

  /// The product's own values; what is not given stays.
  static let update = Step(
    name: "update", root: "productUpdate",
    document: """
      mutation dray_BATCH($product: ProductUpdateInput!) {
        productUpdate(product: $product) { userErrors { field message } }
      }
      """,
    recovery: .set, maxItems: 1, assumedCost: { _ in 10 }, group: { _ in "" },
    item: { intent in
      .object([JSON.Member("id", ProductInput.gid(intent))] + ProductInput.members(intent))
    },
    variables: { _, items, _ in ["product": items.first ?? .null] },
    itemPath: ["product"], unnamed: .sentAgain, decide: { _ in .reject },
    look: ProductLooks.update,
    learnEach: { _, intents in intents.map { Learned(result: $0.identity["product_id"]) } })

  /// The whole list of variants, where a job says so: what it does not name is deleted.
  static let replace = Step(
    name: "replace", root: "productSet",
    document: """
      mutation dray_BATCH($identifier: ProductSetIdentifiers!, $input: ProductSetInput!) {
        productSet(identifier: $identifier, input: $input, synchronous: true) {
          userErrors { code field message }
        }
      }
      """,
    recovery: .set, maxItems: 1, assumedCost: { _ in 100 }, group: { _ in "" },
    item: { intent in
      let options = ProductInput.list(intent.identity["options"])
      return [
        "productOptions": .array(
          options.map { option in
            [
              "name": option["name"] ?? .null,
              "values": .array((option["values"]?.array ?? []).map { ["name": $0] }),
            ]
          }),
        "variants": .array(ProductInput.list(intent.identity["variants"])),
      ]
    },
    variables: { intents, items, _ in
      ["identifier": ["id": ProductInput.gid(intents.first)], "input": items.first ?? .null]
    },
    itemPath: ["input"], unnamed: .sentAgain, decide: { _ in .reject }, look: ProductLooks.again,
    gates: true)

  /// Tags beside those it has.
  static let tags = ProductListStep.tags(
    "tags", root: "tagsAdd", of: "tags", look: ProductLooks.tags)

  /// Publication to channels, last: what is not whole is not shown.
  static let publish = ProductListStep.channels(
    "publish", root: "publishablePublish", of: "channels", look: ProductLooks.published)

  /// The ids of the channels an intent names.
  static func channels(_ intent: Intent) -> [String] {
    RemovalSteps.ids(intent.identity["channels"])
  }
}
