// SPDX-License-Identifier: Apache-2.0

extension SandboxSchema {
  /// Cut from the official schema by `.ci/schema-excerpt.py`.
  static let products = #"""
    scalar HTML

    enum ProductMediaSortKeys {
      ID POSITION
    }

    type Product implements HasMetafields & LegacyInteroperability & Node & Publishable {
      id: ID!
      legacyResourceId: UnsignedInt64!
      title: String!
      handle: String!
      status: ProductStatus!
      vendor: String!
      productType: String!
      tags: [String!]!
      createdAt: DateTime!
      updatedAt: DateTime!
      publishedAt: DateTime
      descriptionHtml: HTML!
      description(truncateAt: Int): String!
      seo: SEO!
      category: TaxonomyCategory
      templateSuffix: String
      isGiftCard: Boolean!
      totalInventory: Int!
      tracksInventory: Boolean!
      hasOnlyDefaultVariant: Boolean!
      variants(first: Int, after: String, last: Int, before: String, reverse: Boolean = false, sortKey: ProductVariantSortKeys = POSITION): ProductVariantConnection!
      variantsCount: Count
      options(first: Int): [ProductOption!]!
      media(first: Int, after: String, last: Int, before: String, reverse: Boolean = false, sortKey: ProductMediaSortKeys = POSITION, query: String): MediaConnection!
      mediaCount: Count
      featuredMedia: Media
      metafield(namespace: String, key: String!): Metafield
      metafields(namespace: String, keys: [String!], first: Int, after: String, last: Int, before: String, reverse: Boolean = false): MetafieldConnection!
      publishedOnPublication(publicationId: ID!): Boolean!
      resourcePublicationsV2(onlyPublished: Boolean = true, catalogType: CatalogType, first: Int, after: String, last: Int, before: String, reverse: Boolean = false): ResourcePublicationV2Connection!
      resourcePublicationsCount(onlyPublished: Boolean = true): Count
    }

    type SEO {
      description: String
      title: String
    }

    type TaxonomyCategory implements Node {
      id: ID!
      name: String!
      fullName: String!
      level: Int!
      isLeaf: Boolean!
      isRoot: Boolean!
      isArchived: Boolean!
      parentId: ID
    }

    type ProductOption implements Node {
      id: ID!
      name: String!
      position: Int!
      values: [String!]!
      optionValues: [ProductOptionValue!]!
    }

    type ProductOptionValue implements Node {
      id: ID!
      name: String!
      hasVariants: Boolean!
    }

    type ProductVariant implements HasMetafields & LegacyInteroperability & Node {
      id: ID!
      legacyResourceId: UnsignedInt64!
      title: String!
      displayName: String!
      sku: String
      barcode: String
      price: Money!
      compareAtPrice: Money
      position: Int!
      createdAt: DateTime!
      updatedAt: DateTime!
      availableForSale: Boolean!
      inventoryQuantity: Int
      inventoryPolicy: ProductVariantInventoryPolicy!
      taxable: Boolean!
      taxCode: String
      product: Product!
      inventoryItem: InventoryItem!
      selectedOptions: [SelectedOption!]!
      media(first: Int, after: String, last: Int, before: String, reverse: Boolean = false): MediaConnection!
      metafield(namespace: String, key: String!): Metafield
      metafields(namespace: String, keys: [String!], first: Int, after: String, last: Int, before: String, reverse: Boolean = false): MetafieldConnection!
    }

    type SelectedOption {
      name: String!
      value: String!
    }

    type ProductConnection {
      edges: [ProductEdge!]!
      nodes: [Product!]!
      pageInfo: PageInfo!
    }

    type ProductEdge {
      cursor: String!
      node: Product!
    }

    type ProductVariantConnection {
      edges: [ProductVariantEdge!]!
      nodes: [ProductVariant!]!
      pageInfo: PageInfo!
    }

    type ProductVariantEdge {
      cursor: String!
      node: ProductVariant!
    }

    type DeletionEvent {
      occurredAt: DateTime!
      subjectId: ID!
      subjectType: DeletionEventSubjectType!
    }

    type DeletionEventConnection {
      edges: [DeletionEventEdge!]!
      nodes: [DeletionEvent!]!
      pageInfo: PageInfo!
    }

    type DeletionEventEdge {
      cursor: String!
      node: DeletionEvent!
    }
    """#
}
