// SPDX-License-Identifier: Apache-2.0

extension StoreStream {
  /// Products, their options and media, and their variants. A product that was deleted shows only in a whole
  /// read; a variant also when its product is read again.
  ///
  /// Metafields and channels are streams of their own: a bulk query has room for five connections, and a feed
  /// of prices needs neither.
  static let products = StoreStream(
    name: "products",
    scopes: ["read_products"],
    rules: [productTable.rule, optionTable.rule, variantTable.rule, mediaTable.rule, variantMedia],
    typeOf: """
      CASE WHEN :line ->> '$.mediaContentType' IS NULL THEN NULL
        WHEN :line ->> '$.__parentId' LIKE 'gid://shopify/Product/%' THEN 'ProductMedia'
        ELSE 'VariantMedia' END
      """,
    bulk: BulkDocument(
      template: """
        query dray_products {
          products FILTER { edges { node {
            \(product)
            media { edges { node { \(medium) } } }
            variants { edges { node { \(variant) media { edges { node { \(variantMedium) } } } } } }
          } } }
        }
        """),
    walks: [
      PageWalk(
        document: """
          query dray_products($first: Int!, $cursor: String, $filter: String) {
            products(first: $first, after: $cursor, query: $filter, sortKey: UPDATED_AT) {
              nodes { \(productWithParts) }
              \(pageInfo)
            }
          }
          """,
        root: "products", type: "Product", size: 50, filter: "updated_at:>='SINCE'",
        children: productParts)
    ],
    byID: [again],
    stale: [
      """
      DELETE FROM variants WHERE known_at < :known_at
        AND product_id IN (SELECT id FROM products WHERE known_at = :known_at)
      """,
      """
      DELETE FROM product_media WHERE known_at < :known_at
        AND product_id IN (SELECT id FROM products WHERE known_at = :known_at)
      """,
    ],
    unseen: ["variants", "product_media", "product_options", "products"].map {
      "DELETE FROM \($0) WHERE known_at < :known_at"
    },
    gone: ["variants", "product_media", "product_options"].map {
      "DELETE FROM \($0) WHERE product_id = :id AND known_at < :known_at"
    } + ["DELETE FROM products WHERE id = :id AND known_at < :known_at"],
    wholeAfterHours: 24)

  /// Products by their ids.
  private static let again = Reread(
    document: """
      query dray_product($ids: [ID!]!) { nodes(ids: $ids) { ... on Product { \(productWithParts) } } }
      """,
    type: "Product", size: 25, children: productParts)

  private static let productParts = [
    Child(
      field: "media", type: "ProductMedia",
      more: """
        query dray_media($parent: ID!, $first: Int!, $cursor: String) {
          node(id: $parent) { ... on Product {
            media(first: $first, after: $cursor) { nodes { \(medium) } \(pageInfo) }
          } }
        }
        """),
    Child(
      field: "variants", type: "ProductVariant",
      more: """
        query dray_variants($parent: ID!, $first: Int!, $cursor: String) {
          node(id: $parent) { ... on Product {
            variants(first: $first, after: $cursor) { nodes { \(variantWithMedia) } \(pageInfo) }
          } }
        }
        """, moreSize: 100, children: variantParts),
  ]

  private static let variantParts = [
    Child(
      field: "media", type: "VariantMedia",
      more: """
        query dray_variant_media($parent: ID!, $first: Int!, $cursor: String) {
          node(id: $parent) { ... on ProductVariant {
            media(first: $first, after: $cursor) { nodes { \(variantMedium) } \(pageInfo) }
          } }
        }
        """)
  ]

  private static let product = """
    id handle title status vendor productType createdAt updatedAt tags templateSuffix descriptionHtml \
    seo { title description } category { id fullName } options { id name optionValues { name } }
    """
  private static let productWithParts = """
    \(product) media(first: 20) { nodes { \(medium) } \(pageInfo) } \
    variants(first: 100) { nodes { \(variantWithMedia) } \(pageInfo) }
    """
  private static let medium =
    "id alt mediaContentType status ... on MediaImage { image { url } }"
  private static let variant = """
    id title sku barcode price compareAtPrice position updatedAt taxable taxCode inventoryPolicy \
    selectedOptions { value } \
    inventoryItem { id tracked requiresShipping unitCost { amount } harmonizedSystemCode \
    countryCodeOfOrigin provinceCodeOfOrigin measurement { weight { value unit } } }
    """
  private static let variantMedium = "id mediaContentType"
  private static let variantWithMedia =
    "\(variant) media(first: 1) { nodes { \(variantMedium) } \(pageInfo) }"
}
