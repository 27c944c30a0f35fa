// SPDX-License-Identifier: Apache-2.0

extension StoreStream {
  static let productTable = Table(
    name: "products", type: "Product",
    columns: [
      "id": "gid(:line ->> '$.id')",
      "handle": ":line ->> '$.handle'",
      "title": ":line ->> '$.title'",
      "status": ":line ->> '$.status'",
      "vendor": ":line ->> '$.vendor'",
      "type": ":line ->> '$.productType'",
      "updated_at": ":line ->> '$.updatedAt'",
      "known_at": ":known_at",
      "created_at": ":line ->> '$.createdAt'",
      "category": "replace(:line ->> '$.category.id', 'gid://shopify/TaxonomyCategory/', '')",
      "category_name": ":line ->> '$.category.fullName'",
      "tags": ":line -> '$.tags'",
      "seo_title": ":line ->> '$.seo.title'",
      "seo_description": ":line ->> '$.seo.description'",
      "template": "nullif(:line ->> '$.templateSuffix', '')",
      "description_html": "nullif(:line ->> '$.descriptionHtml', '')",
    ])

  static let optionTable = Table(
    name: "product_options", type: "Product", key: ["product_id", "position"], each: "$.options",
    columns: [
      "product_id": "gid(:line ->> '$.id')",
      "position": "key + 1",
      "id": "gid(f.value ->> '$.id')",
      "name": "f.value ->> '$.name'",
      "option_values":
        "(SELECT json_group_array(v.value ->> '$.name') FROM json_each(f.value, '$.optionValues') v)",
      "known_at": ":known_at",
    ],
    then: [
      """
      DELETE FROM product_options WHERE product_id = gid(:line ->> '$.id') AND known_at <= :known_at
        AND position > json_array_length(:line, '$.options')
      """
    ])

  static let mediaTable = Table(
    name: "product_media", type: "ProductMedia", key: ["product_id", "id"],
    columns: [
      "product_id": "gid(:line ->> '$.__parentId')",
      "id": "gid(:line ->> '$.id')",
      // Media come in their order: behind those this refresh has brought already.
      "position": """
      1 + (SELECT count(*) FROM product_media
        WHERE product_id = gid(:line ->> '$.__parentId') AND known_at = :known_at)
      """,
      "type": ":line ->> '$.mediaContentType'",
      "status": ":line ->> '$.status'",
      "url": ":line ->> '$.image.url'",
      "alt": "nullif(:line ->> '$.alt', '')",
      "known_at": ":known_at",
    ],
    kept: [
      "position": "iif(known_at = excluded.known_at, position, excluded.position)"
    ])

  static let variantTable = Table(
    name: "variants", type: "ProductVariant",
    columns: [
      "id": "gid(:line ->> '$.id')",
      "product_id": "gid(:line ->> '$.__parentId')",
      "item_id": "gid(:line ->> '$.inventoryItem.id')",
      "title": ":line ->> '$.title'",
      "sku": "nullif(:line ->> '$.sku', '')",
      "barcode": "nullif(:line ->> '$.barcode', '')",
      "price": ":line ->> '$.price'",
      "compare_at_price": ":line ->> '$.compareAtPrice'",
      "position": ":line ->> '$.position'",
      "updated_at": ":line ->> '$.updatedAt'",
      "known_at": ":known_at",
      "option1": ":line ->> '$.selectedOptions[0].value'",
      "option2": ":line ->> '$.selectedOptions[1].value'",
      "option3": ":line ->> '$.selectedOptions[2].value'",
      // Its medium follows as an object of its own.
      "media_id": "NULL",
      "taxable": ":line ->> '$.taxable'",
      "tax_code": "nullif(:line ->> '$.taxCode', '')",
      "inventory_policy": ":line ->> '$.inventoryPolicy'",
      "tracked": ":line ->> '$.inventoryItem.tracked'",
      "requires_shipping": ":line ->> '$.inventoryItem.requiresShipping'",
      "cost": money(":line ->> '$.inventoryItem.unitCost.amount'"),
      "weight": measure(":line -> '$.inventoryItem.measurement.weight.value'"),
      "weight_unit": ":line ->> '$.inventoryItem.measurement.weight.unit'",
      "hs_code": "nullif(:line ->> '$.inventoryItem.harmonizedSystemCode', '')",
      "country_of_origin": ":line ->> '$.inventoryItem.countryCodeOfOrigin'",
      "province_of_origin": ":line ->> '$.inventoryItem.provinceCodeOfOrigin'",
    ])

  /// A variant's medium stands in the variant's row.
  static let variantMedia = Rule(
    type: "VariantMedia",
    statements: [
      """
      UPDATE variants SET media_id = gid(:line ->> '$.id')
      WHERE id = gid(:line ->> '$.__parentId') AND known_at <= :known_at
      """
    ])

  /// An amount such as `12.5` with two digits at least, as prices have them.
  private static func money(_ amount: String) -> String {
    """
    CASE length(\(amount)) - instr(\(amount), '.') WHEN length(\(amount)) THEN \(amount) || '.00' \
    WHEN 1 THEN \(amount) || '0' ELSE \(amount) END
    """
  }

  /// A number such as `10.0` without what says nothing: `10`.
  private static func measure(_ number: String) -> String {
    """
    iif(instr(\(number), '.') > 0 AND instr(\(number), 'e') = 0, \
    rtrim(rtrim(\(number), '0'), '.'), nullif(\(number), 'null'))
    """
  }
}
