// SPDX-License-Identifier: Apache-2.0

extension StoreStream {
  /// The metafields of products and variants.
  ///
  /// An owner that is read loses what it had before: its metafields follow it.
  static let metafields = StoreStream(
    name: "metafields",
    scopes: ["read_products"],
    rules: [ownerRule("Product"), ownerRule("ProductVariant"), metafieldTable.rule],
    bulk: BulkDocument(
      template: """
        query dray_metafields {
          products FILTER { edges { node {
            id updatedAt
            metafields { edges { node { \(metafield) } } }
            variants { edges { node { id metafields { edges { node { \(metafield) } } } } } }
          } } }
        }
        """),
    walks: [
      PageWalk(
        document: """
          query dray_metafields($first: Int!, $cursor: String, $filter: String) {
            products(first: $first, after: $cursor, query: $filter, sortKey: UPDATED_AT) {
              nodes { \(owner) }
              \(pageInfo)
            }
          }
          """,
        root: "products", type: "Product", size: 50, filter: "updated_at:>='SINCE'",
        children: ownerParts)
    ],
    byID: [ownersAgain],
    comesAlongWith: "products",
    unseen: ["DELETE FROM metafields WHERE known_at < :known_at"],
    gone: [
      """
      DELETE FROM metafields WHERE owner_type = 'PRODUCT' AND owner_id = :id AND known_at < :known_at
      """
    ],
    wholeAfterHours: 24)

  /// Products and their variants by the products' ids.
  private static let ownersAgain = Reread(
    document: """
      query dray_product_metafields($ids: [ID!]!) {
        nodes(ids: $ids) { ... on Product { \(owner) } }
      }
      """,
    type: "Product", size: 25, children: ownerParts)

  private static func ownerRule(_ type: String) -> Rule {
    Rule(
      type: type,
      statements: [
        """
        DELETE FROM metafields WHERE owner_type = '\(type.uppercased())'
          AND owner_id = gid(:line ->> '$.id') AND known_at <= :known_at
        """
      ])
  }

  private static let metafieldTable = Table(
    name: "metafields", type: "Metafield", key: ["owner_type", "owner_id", "namespace", "key"],
    columns: [
      "owner_type": ":line ->> '$.ownerType'",
      "owner_id": "gid(:line ->> '$.__parentId')",
      "namespace": ":line ->> '$.namespace'",
      "key": ":line ->> '$.key'",
      "id": "gid(:line ->> '$.id')",
      "type": ":line ->> '$.type'",
      "value": ":line ->> '$.value'",
      "compare_digest": ":line ->> '$.compareDigest'",
      "known_at": ":known_at",
    ])

  private static let metafield = "id ownerType namespace key type value compareDigest"
  private static let owner = """
    id updatedAt metafields(first: 50) { nodes { \(metafield) } \(pageInfo) } \
    variants(first: 50) { nodes { \(ownedVariant) } \(pageInfo) }
    """
  private static let ownedVariant =
    "id metafields(first: 20) { nodes { \(metafield) } \(pageInfo) }"

  private static let ownerParts = [
    more(of: "Product"),
    Child(
      field: "variants", type: "ProductVariant",
      more: """
        query dray_variant_owners($parent: ID!, $first: Int!, $cursor: String) {
          node(id: $parent) { ... on Product {
            variants(first: $first, after: $cursor) { nodes { \(ownedVariant) } \(pageInfo) }
          } }
        }
        """, children: [more(of: "ProductVariant")]),
  ]

  private static func more(of type: String) -> Child {
    Child(
      field: "metafields", type: "Metafield",
      more: """
        query dray_more_metafields($parent: ID!, $first: Int!, $cursor: String) {
          node(id: $parent) { ... on \(type) {
            metafields(first: $first, after: $cursor) { nodes { \(metafield) } \(pageInfo) }
          } }
        }
        """)
  }
}
