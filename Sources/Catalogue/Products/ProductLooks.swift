// SPDX-License-Identifier: Apache-2.0

import Tables

/// How it is found out what became of a product's requests whose answers were lost.
enum ProductLooks {
  /// The product of a new handle or custom id: both are unique in a shop, so what bears it is what was to be made.
  static let create = Look(
    document: """
      query dray_look($identifier: ProductIdentifierInput!) {
        productByIdentifier(identifier: $identifier) {
          id title variants(first: 250) { nodes { id selectedOptions { value } } }
        }
      }
      """,
    root: "productByIdentifier",
    variables: { intent in
      if let id = intent.identity["custom_id"], let name = intent.identity["custom_id_name"],
        let metafield = Metafield(field: "metafield.\(name)")
      {
        return [
          "identifier": [
            "customId": [
              "namespace": .string(metafield.namespace), "key": .string(metafield.key),
              "value": .string(id),
            ]
          ]
        ]
      }
      return ["identifier": ["handle": .string(intent.identity["handle"] ?? "")]]
    },
    lag: .zero,
    verdict: { data, intent in
      guard let product = data["productByIdentifier"], let id = GID.number(product["id"]) else {
        return .absent
      }
      var learned = ["product_id": id]
      if product["title"]?.string != (intent.desired["title"] ?? nil) { learned["adopted"] = "1" }
      let first = ProductInput.list(intent.identity["options"]).compactMap {
        $0["values"]?[0]?.string
      }
      let variants = product["variants"]?["nodes"]?.array ?? []
      let initial =
        variants.count == 1
        ? variants.first
        : variants.first { variant in
          (variant["selectedOptions"]?.array ?? []).compactMap { $0["value"]?.string } == first
        }
      guard let variant = GID.number(initial?["id"]) else {
        return .ambiguous(
          "a product with this handle and other variants was made in the shop meanwhile; drop the file again to bring it up to date"
        )
      }
      learned["initial_variant_id"] = variant
      return .applied(learned: learned)
    })

  /// The product's own values.
  static let update = Look(
    document: """
      query dray_look($id: ID!) {
        product(id: $id) {
          id title descriptionHtml vendor productType status handle tags seo { title description }
        }
      }
      """,
    root: "product", variables: { ["id": ProductInput.gid($0)] }, lag: .zero,
    verdict: { data, intent in
      guard let product = data["product"], !product.isNull else { return .absent }
      // Metafields and the category are not looked at: where they are asked for, it is sent again.
      let plain: [String: JSON?] = [
        "title": product["title"], "description": product["descriptionHtml"],
        "vendor": product["vendor"], "type": product["productType"],
        "status": product["status"], "handle": product["handle"],
        "seo_title": product["seo"]?["title"], "seo_description": product["seo"]?["description"],
      ]
      for (field, wanted) in intent.desired {
        if let found = plain[field] {
          guard (found?.string ?? "") == (wanted ?? "") else { return .absent }
        } else if field == "category" || Metafield(field: field)?.prefix == "metafield." {
          return .absent
        } else if field == "tags", intent.identity["tags"] == nil,
          intent.identity["tags_off"] == nil
        {
          let found = Set((product["tags"]?.array ?? []).compactMap { $0.string?.lowercased() })
          guard found == Set(FieldType.texts(ofList: wanted).map { $0.lowercased() }) else {
            return .absent
          }
        }
      }
      return .applied(learned: [:])
    })

  /// The tags.
  static let tags = Look(
    document: "query dray_look($id: ID!) { product(id: $id) { id tags } }",
    root: "product", variables: { ["id": ProductInput.gid($0)] }, lag: .zero,
    verdict: { data, intent in
      let found = Set(
        (data["product"]?["tags"]?.array ?? []).compactMap { $0.string?.lowercased() })
      let wanted = FieldType.texts(ofList: intent.identity["tags"])
      return wanted.allSatisfy { found.contains($0.lowercased()) }
        ? .applied(learned: [:]) : .absent
    })

  /// One variant by its id.
  static let variant = Look(
    document: """
      query dray_look($id: ID!) {
        node(id: $id) { ... on ProductVariant { \(variantFields) } }
      }
      """,
    root: "node",
    variables: { ["id": .string("gid://shopify/ProductVariant/\(VariantSteps.id($0) ?? "")")] },
    lag: .zero,
    verdict: { data, intent in
      guard let node = data["node"], !node.isNull, holds(node, intent) else { return .absent }
      return .applied(learned: [:])
    })

  /// A new variant, by its options: no two of a product have the same.
  static let newVariant = Look(
    document: """
      query dray_look($id: ID!) {
        product(id: $id) {
          variants(first: 250, sortKey: ID, reverse: true) { nodes { \(variantFields) } }
        }
      }
      """,
    root: "product", variables: { ["id": ProductInput.gid($0)] }, lag: .zero,
    verdict: { data, intent in
      let wanted = (1...3).compactMap { intent.desired["option\($0)_value"] ?? nil }
      for node in data["product"]?["variants"]?["nodes"]?.array ?? [] {
        let values = (node["selectedOptions"]?.array ?? []).compactMap { $0["value"]?.string }
        guard values.map({ $0.lowercased() }) == wanted.map({ $0.lowercased() }) else { continue }
        guard holds(node, intent), let id = GID.number(node["id"]) else {
          return .ambiguous(
            "a variant with these options and other values was made in the shop meanwhile; drop the file again to bring it up to date"
          )
        }
        return .applied(learned: ["variant_id": id])
      }
      return .absent
    })

  /// Whether a variant has what an intent asks for.
  static func holds(_ node: JSON, _ intent: Intent) -> Bool {
    let item = node["inventoryItem"]
    let weight = item?["measurement"]?["weight"]
    let found: [String: String?] = [
      "sku": node["sku"]?.string, "barcode": node["barcode"]?.string,
      "price": node["price"]?.string, "compare_at_price": node["compareAtPrice"]?.string,
      "cost": item?["unitCost"]?["amount"]?.string,
      "taxable": ProductState.text(node["taxable"]),
      "inventory_policy": node["inventoryPolicy"]?.string,
      "requires_shipping": ProductState.text(item?["requiresShipping"]),
      "tracked": ProductState.text(item?["tracked"]),
      "hs_code": item?["harmonizedSystemCode"]?.string,
      "country_of_origin": item?["countryCodeOfOrigin"]?.string,
      "province_of_origin": item?["provinceCodeOfOrigin"]?.string,
    ]
    for (field, wanted) in intent.desired {
      if field == "weight" {
        let unit = intent.desired["weight_unit"] ?? nil
        guard
          Weight.grams(wanted, unit)
            == Weight.grams(ProductState.text(weight?["value"]), weight?["unit"]?.string)
        else { return false }
      } else if let value = found[field] {
        guard SameValue.of(field, wanted, value) else { return false }
      } else if Metafield(field: field)?.prefix == "variant_metafield." {
        return false
      } else if field.hasPrefix("option"), field.hasSuffix("_value") {
        let values = (node["selectedOptions"]?.array ?? []).compactMap { $0["value"]?.string }
        guard let wanted, values.contains(wanted) else { return false }
      }
    }
    return true
  }

  static let variantFields = """
    id sku barcode price compareAtPrice taxable inventoryPolicy selectedOptions { value }
    inventoryItem {
      tracked requiresShipping harmonizedSystemCode countryCodeOfOrigin provinceCodeOfOrigin
      unitCost { amount } measurement { weight { value unit } }
    }
    """

  /// A new image: what the product has more than when the change was planned, in the order it was sent.
  static let image = Look(
    document: """
      query dray_look($id: ID!) {
        product(id: $id) { media(first: 250) { nodes { id alt } } }
      }
      """,
    root: "product", variables: { ["id": ProductInput.gid($0)] }, lag: .zero,
    verdict: { data, intent in
      let known = Set((intent.identity["media_known"] ?? "").split(separator: " ").map(String.init))
      let fresh = (data["product"]?["media"]?["nodes"]?.array ?? []).filter { node in
        GID.number(node["id"]).map { !known.contains($0) } ?? false
      }
      guard let number = intent.identity["image_number"].flatMap(Int.init), number < fresh.count,
        let id = GID.number(fresh[number]["id"])
      else { return .absent }
      let alt = (intent.desired["image_alt"] ?? nil) ?? ""
      guard (fresh[number]["alt"]?.string ?? "") == alt else {
        return .ambiguous(
          "the product has images nobody told us of: look whether \(intent.identity["image"] ?? "this one") is among them, then `dray retry`"
        )
      }
      var learned = ["image_id": id]
      if let name = intent.identity["teaches"] { learned[name] = id }
      return .applied(learned: learned)
    })

  /// Asking once more is all there is to it.
  static let again = Look(
    document: "query dray_look { shop { id } }", root: "shop", variables: { _ in [:] }, lag: .zero,
    verdict: { _, _ in .absent })

  /// The image a variant shows.
  static let shown = Look(
    document: """
      query dray_look($id: ID!) {
        node(id: $id) { ... on ProductVariant { media(first: 10) { nodes { id } } } }
      }
      """,
    root: "node",
    variables: { ["id": .string("gid://shopify/ProductVariant/\(VariantSteps.id($0) ?? "")")] },
    lag: .zero,
    verdict: { data, intent in
      let shown = (data["node"]?["media"]?["nodes"]?.array ?? []).compactMap {
        GID.number($0["id"])
      }
      return VariantSteps.media(intent).map(shown.contains) == true
        ? .applied(learned: [:]) : .absent
    })

  /// The channels a product is published to.
  static let published = Look(
    document: """
      query dray_look($id: ID!) {
        product(id: $id) {
          resourcePublicationsV2(first: 250) { nodes { publication { id } } }
        }
      }
      """,
    root: "product", variables: { ["id": ProductInput.gid($0)] }, lag: .zero,
    verdict: { data, intent in
      let found = (data["product"]?["resourcePublicationsV2"]?["nodes"]?.array ?? []).compactMap {
        GID.number($0["publication"]?["id"])
      }
      return ProductSteps.channels(intent).allSatisfy(found.contains)
        ? .applied(learned: [:]) : .absent
    })
}

/// Shopify's global ids.
enum GID {
  /// The numeric part; nil for what is none.
  static func number(_ json: JSON?) -> String? {
    guard let text = json?.string, let slash = text.lastIndex(of: "/") else { return nil }
    let number = text[text.index(after: slash)...].prefix { $0 != "?" }
    return number.isEmpty ? nil : String(number)
  }
}
