// SPDX-License-Identifier: Apache-2.0

extension StoreStream {
  /// The sales channels. An app without the scope knows of none.
  static let publications = StoreStream(
    name: "publications",
    scopes: [],
    rules: [
      Table(
        name: "publications", type: "Publication",
        columns: [
          "id": "gid(:line ->> '$.id')", "name": ":line ->> '$.name'", "known_at": ":known_at",
        ]
      ).rule
    ],
    walks: [
      PageWalk(
        document: """
          query dray_publications($first: Int!, $cursor: String) {
            publications(first: $first, after: $cursor) { nodes { id name } \(pageInfo) }
          }
          """,
        root: "publications", type: "Publication", size: 50)
    ],
    unseen: ["DELETE FROM publications WHERE known_at < :known_at"],
    mayBeDenied: true)

  /// Which product is published where. An app without the scope knows of nothing.
  ///
  /// Whether publishing moves a product's `updatedAt` is in no source: the daily whole read is the truth.
  static let productPublications = StoreStream(
    name: "product_publications",
    scopes: [],
    needs: ["publications"],
    rules: [publishedProduct, publishingTable.rule],
    typeOf: "iif(:line ->> '$.publication.id' IS NULL, NULL, 'ResourcePublicationV2')",
    bulk: BulkDocument(
      template: """
        query dray_product_publications {
          products FILTER { edges { node {
            id updatedAt
            resourcePublicationsV2(onlyPublished: false) { edges { node { \(publishing) } } }
          } } }
        }
        """),
    walks: [
      PageWalk(
        document: """
          query dray_product_publications($first: Int!, $cursor: String, $filter: String) {
            products(first: $first, after: $cursor, query: $filter, sortKey: UPDATED_AT) {
              nodes { \(publishedProductFields) }
              \(pageInfo)
            }
          }
          """,
        root: "products", type: "Product", size: 50, filter: "updated_at:>='SINCE'",
        children: publishingParts)
    ],
    byID: [publishedAgain],
    comesAlongWith: "products",
    unseen: ["DELETE FROM product_publications WHERE known_at < :known_at"],
    gone: ["DELETE FROM product_publications WHERE product_id = :id AND known_at < :known_at"],
    wholeAfterHours: 24,
    mayBeDenied: true)

  /// The channels of products by the products' ids.
  private static let publishedAgain = Reread(
    document: """
      query dray_publishings($ids: [ID!]!) {
        nodes(ids: $ids) { ... on Product { \(publishedProductFields) } }
      }
      """,
    type: "Product", size: 50, children: publishingParts)

  /// A product that is read loses what it had before: its channels follow it.
  private static let publishedProduct = Rule(
    type: "Product",
    statements: [
      """
      DELETE FROM product_publications WHERE product_id = gid(:line ->> '$.id')
        AND known_at <= :known_at
      """
    ])

  private static let publishingTable = Table(
    name: "product_publications", type: "ResourcePublicationV2",
    key: ["product_id", "publication_id"],
    columns: [
      "product_id": "gid(:line ->> '$.__parentId')",
      "publication_id": "gid(:line ->> '$.publication.id')",
      "is_published": ":line ->> '$.isPublished'",
      "published_at": ":line ->> '$.publishDate'",
      "known_at": ":known_at",
    ])

  private static let publishing = "isPublished publishDate publication { id }"
  private static let publishedProductFields = """
    id updatedAt resourcePublicationsV2(first: 20, onlyPublished: false) \
    { nodes { \(publishing) } \(pageInfo) }
    """
  private static let publishingParts = [
    Child(
      field: "resourcePublicationsV2", type: "ResourcePublicationV2",
      more: """
        query dray_more_publishings($parent: ID!, $first: Int!, $cursor: String) {
          node(id: $parent) { ... on Product {
            resourcePublicationsV2(first: $first, after: $cursor, onlyPublished: false) {
              nodes { \(publishing) } \(pageInfo)
            }
          } }
        }
        """)
  ]
}
