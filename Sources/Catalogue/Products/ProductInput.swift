// SPDX-License-Identifier: Apache-2.0

import Tables

/// What goes into `ProductCreateInput` and `ProductUpdateInput`. (schema)
enum ProductInput {
  private static let names: [(field: String, name: String)] = [
    ("title", "title"), ("description", "descriptionHtml"), ("vendor", "vendor"),
    ("type", "productType"), ("status", "status"), ("handle", "handle"),
  ]

  /// The product's values an intent asks for.
  static func members(_ intent: Intent) -> [JSON.Member] {
    var members: [JSON.Member] = []
    for (field, name) in names where intent.desired.keys.contains(field) {
      members.append(JSON.Member(name, .string((intent.desired[field] ?? nil) ?? "")))
    }
    if let category = intent.desired["category"] ?? nil {
      let prefix = "gid://shopify/TaxonomyCategory/"
      members.append(
        JSON.Member(
          "category", .string(category.hasPrefix(prefix) ? category : prefix + category)))
    }
    let seo = [("seo_title", "title"), ("seo_description", "description")].compactMap {
      field, name -> JSON.Member? in
      if let value = intent.desired[field] { return JSON.Member(name, .string(value ?? "")) }
      return intent.identity[field].map { JSON.Member(name, .string($0)) }
    }
    if ["seo_title", "seo_description"].contains(where: intent.desired.keys.contains) {
      members.append(JSON.Member("seo", .object(seo)))
    }
    // Tags to be added or taken away go by tagsAdd and tagsRemove, which leave alone what was added in the shop.
    if intent.identity["tags"] == nil, intent.identity["tags_off"] == nil,
      let tags = intent.desired["tags"]
    {
      members.append(
        JSON.Member("tags", .array(FieldType.texts(ofList: tags).map(JSON.string))))
    }
    var metafields = Self.metafields(intent, prefix: "metafield.")
    if let id = intent.identity["custom_id"], let name = intent.identity["custom_id_name"],
      let metafield = Metafield(field: "metafield.\(name)")
    {
      metafields.append([
        "namespace": .string(metafield.namespace), "key": .string(metafield.key),
        "value": .string(id), "type": "id",
      ])
    }
    if !metafields.isEmpty { members.append(JSON.Member("metafields", .array(metafields))) }
    return members
  }

  /// Metafields of the intent: given ones are set, others stay. (schema: `MetafieldInput`)
  static func metafields(_ intent: Intent, prefix: String) -> [JSON] {
    intent.desired.keys.sorted().compactMap { field in
      guard let metafield = Metafield(field: field), metafield.prefix == prefix,
        let value = intent.desired[field] ?? nil
      else { return nil }
      let type =
        metafield.type ?? intent.identity["type \(field)"] ?? "single_line_text_field"
      return [
        "namespace": .string(metafield.namespace), "key": .string(metafield.key),
        "value": .string(value), "type": .string(type),
      ]
    }
  }

  /// The options of a new product. (schema: `OptionCreateInput`)
  static func options(_ intent: Intent) -> JSON? {
    let options = list(intent.identity["options"])
    guard !options.isEmpty else { return nil }
    return .array(
      options.map { option in
        [
          "name": option["name"] ?? .null,
          "values": .array((option["values"]?.array ?? []).map { ["name": $0] }),
        ]
      })
  }

  /// A JSON array kept as text; empty for what is none.
  static func list(_ text: String?) -> [JSON] {
    guard let text else { return [] }
    do { return try JSON(parsing: Array(text.utf8)).array ?? [] } catch { return [] }
  }

  /// A product's gid.
  static func gid(_ intent: Intent?) -> JSON {
    .string("gid://shopify/Product/\(intent?.identity["product_id"] ?? "")")
  }
}

/// What goes into `ProductVariantsBulkInput` and `ProductVariantSetInput`. (schema)
enum VariantInput {
  /// A variant to be updated or made.
  static func members(_ intent: Intent, id: String?) -> [JSON.Member] {
    var members: [JSON.Member] = []
    if let id {
      members.append(JSON.Member("id", .string("gid://shopify/ProductVariant/\(id)")))
    }
    let names = ProductInput.list(intent.identity["option_names"]).compactMap(\.string)
    let options = (1...3).compactMap { number -> JSON? in
      guard let value = intent.desired["option\(number)_value"] ?? nil else { return nil }
      return [
        "optionName": .string(number <= names.count ? names[number - 1] : "Option \(number)"),
        "name": .string(value),
      ]
    }
    if !options.isEmpty { members.append(JSON.Member("optionValues", .array(options))) }
    return members + values(intent.desired)
      + metafields(intent)
  }

  /// A variant of a whole list.
  static func listed(
    _ desired: [String: String?], identity: [String: String], id: String?,
    options: [(String, String)]
  ) -> JSON {
    let intent = Intent(object: "", identity: identity, desired: desired, prior: [:])
    var members: [JSON.Member] = []
    if let id {
      members.append(JSON.Member("id", .string("gid://shopify/ProductVariant/\(id)")))
    }
    members.append(
      JSON.Member(
        "optionValues",
        .array(options.map { ["optionName": .string($0.0), "name": .string($0.1)] })))
    var rest = values(desired)
    // ProductVariantSetInput has the SKU at its top.
    if let sku = desired["sku"] { rest.append(JSON.Member("sku", .string(sku ?? ""))) }
    return .object(members + rest + metafields(intent))
  }

  private static func metafields(_ intent: Intent) -> [JSON.Member] {
    let list = ProductInput.metafields(intent, prefix: "variant_metafield.")
    return list.isEmpty ? [] : [JSON.Member("metafields", .array(list))]
  }

  /// The plain values.
  static func values(_ desired: [String: String?]) -> [JSON.Member] {
    var members: [JSON.Member] = []
    if let price = desired["price"] ?? nil { members.append(JSON.Member("price", .string(price))) }
    if let value = desired["compare_at_price"] {
      members.append(JSON.Member("compareAtPrice", value.map(JSON.string) ?? .null))
    }
    if let value = desired["barcode"] {
      members.append(JSON.Member("barcode", .string(value ?? "")))
    }
    if let policy = desired["inventory_policy"] ?? nil {
      members.append(JSON.Member("inventoryPolicy", .string(policy)))
    }
    if let flag = desired["taxable"] ?? nil {
      members.append(JSON.Member("taxable", .bool(flag == "true")))
    }
    let item = item(desired)
    if !item.isEmpty { members.append(JSON.Member("inventoryItem", .object(item))) }
    return members
  }

  /// What belongs to the inventory item. (schema: `InventoryItemInput`)
  static func item(_ desired: [String: String?]) -> [JSON.Member] {
    var members: [JSON.Member] = []
    if let sku = desired["sku"] { members.append(JSON.Member("sku", .string(sku ?? ""))) }
    if let cost = desired["cost"] {
      members.append(JSON.Member("cost", cost.map(JSON.string) ?? .null))
    }
    for (field, name) in [("tracked", "tracked"), ("requires_shipping", "requiresShipping")] {
      if let flag = desired[field] ?? nil {
        members.append(JSON.Member(name, .bool(flag == "true")))
      }
    }
    for (field, name) in [
      ("country_of_origin", "countryCodeOfOrigin"), ("province_of_origin", "provinceCodeOfOrigin"),
      ("hs_code", "harmonizedSystemCode"),
    ] {
      if let value = desired[field] {
        members.append(JSON.Member(name, value.map(JSON.string) ?? .null))
      }
    }
    if let weight = desired["weight"] ?? nil {
      members.append(
        JSON.Member(
          "measurement",
          [
            "weight": [
              "value": .number(weight),
              "unit": .string(Weight.name(desired["weight_unit"] ?? nil)),
            ]
          ]))
    }
    return members
  }
}
