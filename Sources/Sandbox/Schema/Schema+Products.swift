// SPDX-License-Identifier: Apache-2.0

extension SandboxSchema {
  /// Cut from the official schema by `.ci/schema-excerpt.py`.
  static let products = #"""
    enum ProductStatus {
      ACTIVE ARCHIVED DRAFT UNLISTED
    }

    scalar HTML

    type Product implements LegacyInteroperability & Node {
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
      totalInventory: Int!
      tracksInventory: Boolean!
      hasOnlyDefaultVariant: Boolean!
      variants(first: Int, after: String, last: Int, before: String, reverse: Boolean = false, sortKey: ProductVariantSortKeys = POSITION): ProductVariantConnection!
      variantsCount: Count
      options(first: Int): [ProductOption!]!
    }

    type ProductOption implements Node {
      id: ID!
      name: String!
      position: Int!
      values: [String!]!
    }

    type ProductVariant implements LegacyInteroperability & Node {
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
      product: Product!
      inventoryItem: InventoryItem!
      selectedOptions: [SelectedOption!]!
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

    type ProductVariantsBulkUpdatePayload {
      product: Product
      productVariants: [ProductVariant!]
      userErrors: [ProductVariantsBulkUpdateUserError!]!
    }

    enum ProductVariantsBulkUpdateUserErrorCode {
      INVALID_INPUT CANNOT_SPECIFY_BOTH MUST_SPECIFY_ONE_OF_PAIR OPTION_VALUE_NAME_TOO_LONG
      PRODUCT_DOES_NOT_EXIST PRODUCT_VARIANT_ID_MISSING PRODUCT_VARIANT_DOES_NOT_EXIST
      OPTION_DOES_NOT_EXIST OPTION_VALUE_DOES_NOT_EXIST MUST_BE_FOR_THIS_PRODUCT
      NOT_DEFINED_FOR_SHOP PRODUCT_SUSPENDED NO_INVENTORY_QUANTITIES_ON_VARIANTS_UPDATE
      VARIANT_ALREADY_EXISTS GREATER_THAN_OR_EQUAL_TO NEED_TO_ADD_OPTION_VALUES
      OPTION_VALUES_FOR_NUMBER_OF_UNKNOWN_OPTIONS SUBSCRIPTION_VIOLATION
      NO_INVENTORY_QUANTITES_DURING_UPDATE NEGATIVE_PRICE_VALUE
      LOCAL_CURRENCY_GIFT_CARD_PRICE_MUST_BE_ZERO BLANK TOO_SHORT TOO_LONG INVALID_VALUE
      CANNOT_SET_NAME_FOR_LINKED_OPTION_VALUE UNSUPPORTED_COMBINED_LISTING_PARENT_OPERATION
      INVENTORY_QUANTITIES_LIMIT_EXCEEDED
    }

    type ProductVariantsBulkUpdateUserError implements DisplayableError {
      code: ProductVariantsBulkUpdateUserErrorCode
      field: [String!]
      message: String!
    }
    """#
}
