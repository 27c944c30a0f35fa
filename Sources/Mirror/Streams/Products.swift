// SPDX-License-Identifier: Apache-2.0

extension StoreStream {
  /// Products and their variants. A product that was deleted shows only in a whole read; a variant also
  /// when its product is read again.
  static let products = StoreStream(
    name: "products",
    scopes: ["read_products"],
    rules: [
      Table(
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
        ]
      ).rule,
      Table(
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
        ]
      ).rule,
    ],
    bulk: BulkDocument(
      template: """
        query dray_products {
          products FILTER { edges { node {
            \(product)
            variants { edges { node { \(variant) } } }
          } } }
        }
        """),
    walks: [
      PageWalk(
        document: """
          query dray_products($first: Int!, $cursor: String, $filter: String) {
            products(first: $first, after: $cursor, query: $filter, sortKey: UPDATED_AT) {
              nodes {
                \(product)
                variants(first: 100) { nodes { \(variant) } \(pageInfo) }
              }
              \(pageInfo)
            }
          }
          """,
        root: "products", type: "Product", size: 50, filter: "updated_at:>='SINCE'",
        children: [
          Child(
            field: "variants", type: "ProductVariant",
            more: """
              query dray_variants($parent: ID!, $first: Int!, $cursor: String) {
                node(id: $parent) { ... on Product {
                  variants(first: $first, after: $cursor) { nodes { \(variant) } \(pageInfo) }
                } }
              }
              """)
        ])
    ],
    stale: [
      """
      DELETE FROM variants WHERE known_at < :known_at
        AND product_id IN (SELECT id FROM products WHERE known_at = :known_at)
      """
    ],
    unseen: [
      "DELETE FROM variants WHERE known_at < :known_at",
      "DELETE FROM products WHERE known_at < :known_at",
    ],
    wholeAfterHours: 24)

  private static let product = "id handle title status vendor productType updatedAt"
  private static let variant =
    "id title sku barcode price compareAtPrice position updatedAt inventoryItem { id }"
}
