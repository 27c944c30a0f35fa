// SPDX-License-Identifier: Apache-2.0

extension SandboxSchema {
  /// Cut from the official schema by `.ci/schema-excerpt.py`.
  static let inventory = #"""
    type InventoryItem implements LegacyInteroperability & Node {
      id: ID!
      legacyResourceId: UnsignedInt64!
      sku: String
      tracked: Boolean!
      requiresShipping: Boolean!
      createdAt: DateTime!
      updatedAt: DateTime!
      unitCost: MoneyV2
      countryCodeOfOrigin: CountryCode
      provinceCodeOfOrigin: String
      harmonizedSystemCode: String
      measurement: InventoryItemMeasurement!
      inventoryLevel(locationId: ID!, includeInactive: Boolean = false): InventoryLevel
      inventoryLevels(includeInactive: Boolean = false, first: Int, after: String, last: Int, before: String, reverse: Boolean = false, query: String): InventoryLevelConnection!
      locationsCount: Count
      variant: ProductVariant!
      variants(first: Int, after: String, last: Int, before: String): ProductVariantConnection
    }

    type InventoryItemMeasurement implements Node {
      id: ID!
      weight: Weight
    }

    type Weight {
      unit: WeightUnit!
      value: Float!
    }

    type InventoryItemUpdatePayload {
      inventoryItem: InventoryItem
      userErrors: [UserError!]!
    }

    type InventoryAdjustQuantitiesPayload {
      inventoryAdjustmentGroup: InventoryAdjustmentGroup
      userErrors: [InventoryAdjustQuantitiesUserError!]!
    }

    enum InventoryAdjustQuantitiesUserErrorCode {
      INTERNAL_LEDGER_DOCUMENT INVALID_AVAILABLE_DOCUMENT INVALID_INVENTORY_ITEM
      INVALID_LEDGER_DOCUMENT INVALID_LOCATION INVALID_QUANTITY_DOCUMENT INVALID_QUANTITY_NAME
      INVALID_QUANTITY_TOO_LOW INVALID_QUANTITY_TOO_HIGH INVALID_REASON INVALID_REFERENCE_DOCUMENT
      SERVICE_UNAVAILABLE CHANGE_FROM_QUANTITY_STALE ADJUST_QUANTITIES_FAILED
      MAX_ONE_LEDGER_DOCUMENT ITEM_NOT_STOCKED_AT_LOCATION NON_MUTABLE_INVENTORY_ITEM
      IDEMPOTENCY_CONCURRENT_REQUEST IDEMPOTENCY_KEY_PARAMETER_MISMATCH
      IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED
    }

    type InventoryAdjustQuantitiesUserError implements DisplayableError {
      code: InventoryAdjustQuantitiesUserErrorCode
      field: [String!]
      message: String!
    }

    type InventoryItemConnection {
      edges: [InventoryItemEdge!]!
      nodes: [InventoryItem!]!
      pageInfo: PageInfo!
    }

    type InventoryItemEdge {
      cursor: String!
      node: InventoryItem!
    }

    type InventoryLevel implements Node {
      id: ID!
      isActive: Boolean!
      canDeactivate: Boolean!
      deactivationAlert: String
      createdAt: DateTime!
      updatedAt: DateTime!
      item: InventoryItem!
      location: Location!
      quantities(names: [String!]!): [InventoryQuantity!]!
    }

    type InventoryLevelConnection {
      edges: [InventoryLevelEdge!]!
      nodes: [InventoryLevel!]!
      pageInfo: PageInfo!
    }

    type InventoryLevelEdge {
      cursor: String!
      node: InventoryLevel!
    }

    type InventoryQuantity implements Node {
      id: ID!
      name: String!
      quantity: Int!
      updatedAt: DateTime
    }

    type Location implements LegacyInteroperability & Node {
      id: ID!
      legacyResourceId: UnsignedInt64!
      name: String!
      isActive: Boolean!
      fulfillsOnlineOrders: Boolean!
      hasActiveInventory: Boolean!
      shipsInventory: Boolean!
      isFulfillmentService: Boolean!
      createdAt: DateTime!
      updatedAt: DateTime!
      deactivatable: Boolean!
      deactivatedAt: String
      address: LocationAddress!
      inventoryLevel(inventoryItemId: ID!, includeInactive: Boolean = false): InventoryLevel
      inventoryLevels(includeInactive: Boolean = false, first: Int, after: String, last: Int, before: String, reverse: Boolean = false, query: String): InventoryLevelConnection!
    }

    type LocationAddress {
      address1: String
      address2: String
      city: String
      country: String
      countryCode: String
      formatted: [String!]!
      latitude: Float
      longitude: Float
      phone: String
      province: String
      provinceCode: String
      zip: String
    }

    type LocationConnection {
      edges: [LocationEdge!]!
      nodes: [Location!]!
      pageInfo: PageInfo!
    }

    type LocationEdge {
      cursor: String!
      node: Location!
    }

    type InventorySetQuantitiesPayload {
      inventoryAdjustmentGroup: InventoryAdjustmentGroup
      userErrors: [InventorySetQuantitiesUserError!]!
    }

    enum InventorySetQuantitiesUserErrorCode {
      INVALID_INVENTORY_ITEM INVALID_LOCATION INVALID_QUANTITY_NEGATIVE INVALID_REASON
      INVALID_REFERENCE_DOCUMENT ITEM_NOT_STOCKED_AT_LOCATION INVALID_QUANTITY_TOO_HIGH
      INVALID_QUANTITY_TOO_LOW COMPARE_QUANTITY_REQUIRED COMPARE_QUANTITY_STALE
      CHANGE_FROM_QUANTITY_STALE INVALID_NAME NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR
      NON_MUTABLE_INVENTORY_ITEM IDEMPOTENCY_CONCURRENT_REQUEST IDEMPOTENCY_KEY_PARAMETER_MISMATCH
      IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED
    }

    type InventorySetQuantitiesUserError implements DisplayableError {
      code: InventorySetQuantitiesUserErrorCode
      field: [String!]
      message: String!
    }

    type InventoryAdjustmentGroup implements Node {
      id: ID!
      createdAt: DateTime!
      reason: String!
      referenceDocumentUri: String
      changes(inventoryItemIds: [ID!], locationIds: [ID!], quantityNames: [String!]): [InventoryChange!]!
    }

    type InventoryChange {
      name: String!
      delta: Int!
      quantityAfterChange: Int
      ledgerDocumentUri: String
      item: InventoryItem
      location: Location
    }

    type InventoryActivatePayload {
      inventoryLevel: InventoryLevel
      userErrors: [UserError!]!
    }
    """#
}
