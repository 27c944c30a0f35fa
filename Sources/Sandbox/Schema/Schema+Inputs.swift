// SPDX-License-Identifier: Apache-2.0

extension SandboxSchema {
  /// Cut from the official schema by `.ci/schema-excerpt.py`.
  static let inputs = #"""
    input UniqueMetafieldValueInput {
      namespace: String
      key: String!
      value: String!
    }

    input MetafieldDefinitionConstraintSubtypeIdentifier {
      key: String!
      value: String!
    }

    enum StagedUploadTargetGenerateUploadResource {
      COLLECTION_IMAGE FILE IMAGE MODEL_3D PRODUCT_IMAGE SHOP_IMAGE VIDEO BULK_MUTATION_VARIABLES
      RETURN_LABEL URL_REDIRECT_IMPORT DISPUTE_FILE_UPLOAD
    }

    enum StagedUploadHttpMethodType {
      POST PUT
    }

    scalar UnsignedInt64

    input StagedUploadInput {
      resource: StagedUploadTargetGenerateUploadResource!
      filename: String!
      mimeType: String!
      httpMethod: StagedUploadHttpMethodType = PUT
      fileSize: UnsignedInt64
    }

    input InventoryQuantityInput {
      inventoryItemId: ID!
      locationId: ID!
      quantity: Int!
      changeFromQuantity: Int
    }

    input InventorySetQuantitiesInput {
      reason: String!
      name: String!
      referenceDocumentUri: String
      quantities: [InventoryQuantityInput!]!
    }

    input InventoryChangeInput {
      delta: Int!
      changeFromQuantity: Int
      inventoryItemId: ID!
      locationId: ID!
      ledgerDocumentUri: String
    }

    input InventoryAdjustQuantitiesInput {
      reason: String!
      name: String!
      referenceDocumentUri: String
      changes: [InventoryChangeInput!]!
    }

    input CountryHarmonizedSystemCodeInput {
      harmonizedSystemCode: String!
      countryCode: CountryCode
    }

    enum WeightUnit {
      KILOGRAMS GRAMS POUNDS OUNCES
    }

    input WeightInput {
      value: Float!
      unit: WeightUnit!
    }

    input SEOInput {
      title: String
      description: String
    }

    input MetafieldInput {
      id: ID
      namespace: String
      key: String
      value: String
      type: String
    }

    input LinkedMetafieldCreateInput {
      namespace: String!
      key: String!
      values: [String!]
    }

    enum FileContentType {
      IMAGE FILE VIDEO EXTERNAL_VIDEO MODEL_3D
    }

    enum FileCreateInputDuplicateResolutionMode {
      APPEND_UUID RAISE_ERROR REPLACE
    }

    input FileSetInput {
      filename: String
      contentType: FileContentType
      alt: String
      duplicateResolutionMode: FileCreateInputDuplicateResolutionMode = APPEND_UUID
      id: ID
      originalSource: String
    }

    enum UnitPriceMeasurementMeasuredUnit {
      ML CL L M3 FLOZ PT QT GAL MG G KG OZ LB MM CM M IN FT YD M2 FT2 ITEM UNKNOWN
    }

    input UnitPriceMeasurementInput {
      quantityValue: Float
      quantityUnit: UnitPriceMeasurementMeasuredUnit
      referenceValue: Int
      referenceUnit: UnitPriceMeasurementMeasuredUnit
    }

    input LinkedMetafieldUpdateInput {
      namespace: String!
      key: String!
    }

    input InventoryLevelInput {
      availableQuantity: Int!
      locationId: ID!
    }

    input InventoryAdjustmentInput {
      locationId: ID!
      adjustment: Int
      changeFromQuantity: Int
    }

    input FileCreateInput {
      filename: String
      contentType: FileContentType
      alt: String
      duplicateResolutionMode: FileCreateInputDuplicateResolutionMode = APPEND_UUID
      originalSource: String!
    }

    input FileUpdateInput {
      id: ID!
      alt: String
      originalSource: String
      previewImageSource: String
      filename: String
      referencesToAdd: [ID!]
      referencesToRemove: [ID!]
    }

    input MetafieldsSetInput {
      ownerId: ID!
      namespace: String
      key: String!
      value: String!
      compareDigest: String
      type: String
    }

    input MetafieldIdentifierInput {
      ownerId: ID!
      namespace: String!
      key: String!
    }

    input MetafieldDefinitionValidationInput {
      name: String!
      value: String!
    }

    enum MetafieldAdminAccessInput {
      MERCHANT_READ MERCHANT_READ_WRITE
    }

    enum MetafieldStorefrontAccessInput {
      PUBLIC_READ NONE
    }

    enum MetafieldCustomerAccountAccessInput {
      READ_WRITE READ NONE
    }

    input MetafieldAccessInput {
      admin: MetafieldAdminAccessInput
      storefront: MetafieldStorefrontAccessInput
      customerAccount: MetafieldCustomerAccountAccessInput
    }

    input MetafieldDefinitionConstraintsInput {
      key: String!
      values: [String!]!
    }

    input MetafieldCapabilitySmartCollectionConditionInput {
      enabled: Boolean!
    }

    input MetafieldCapabilityAdminFilterableInput {
      enabled: Boolean!
    }

    input MetafieldCapabilityUniqueValuesInput {
      enabled: Boolean!
    }

    input MetafieldCapabilityAnalyticsQueryableInput {
      enabled: Boolean!
    }

    input MetafieldCapabilityCartToOrderCopyableInput {
      enabled: Boolean!
    }

    input MetafieldCapabilityCreateInput {
      smartCollectionCondition: MetafieldCapabilitySmartCollectionConditionInput
      adminFilterable: MetafieldCapabilityAdminFilterableInput
      uniqueValues: MetafieldCapabilityUniqueValuesInput
      analyticsQueryable: MetafieldCapabilityAnalyticsQueryableInput
      cartToOrderCopyable: MetafieldCapabilityCartToOrderCopyableInput
    }

    input MetafieldDefinitionInput {
      namespace: String
      key: String!
      name: String!
      description: String
      ownerType: MetafieldOwnerType!
      type: String!
      validations: [MetafieldDefinitionValidationInput!]
      useAsCollectionCondition: Boolean = false
      pin: Boolean = false
      access: MetafieldAccessInput
      constraints: MetafieldDefinitionConstraintsInput
      capabilities: MetafieldCapabilityCreateInput
    }

    input PublicationInput {
      channelId: ID
      publicationId: ID
      publishDate: DateTime
    }

    scalar URL

    input FulfillmentTrackingInput {
      number: String
      url: URL
      company: String
      numbers: [String!]
      urls: [URL!]
    }

    input FulfillmentOrderLineItemInput {
      id: ID!
      quantity: Int!
    }

    input FulfillmentOrderLineItemsInput {
      fulfillmentOrderId: ID!
      fulfillmentOrderLineItems: [FulfillmentOrderLineItemInput!]
    }

    input FulfillmentOriginAddressInput {
      address1: String
      address2: String
      city: String
      zip: String
      provinceCode: String
      countryCode: String!
    }

    input FulfillmentInput {
      trackingInfo: FulfillmentTrackingInput
      notifyCustomer: Boolean = false
      lineItemsByFulfillmentOrder: [FulfillmentOrderLineItemsInput!]!
      originAddress: FulfillmentOriginAddressInput
    }

    enum FulfillmentEventStatus {
      LABEL_PURCHASED LABEL_PRINTED READY_FOR_PICKUP CONFIRMED IN_TRANSIT OUT_FOR_DELIVERY
      ATTEMPTED_DELIVERY DELAYED DELIVERED FAILURE CARRIER_PICKED_UP
    }

    input FulfillmentEventInput {
      address1: String
      city: String
      country: String
      estimatedDeliveryAt: DateTime
      happenedAt: DateTime
      fulfillmentId: ID!
      latitude: Float
      longitude: Float
      message: String
      province: String
      status: FulfillmentEventStatus!
      zip: String
    }

    enum FulfillmentHoldReason {
      AWAITING_PAYMENT HIGH_RISK_OF_FRAUD INCORRECT_ADDRESS INVENTORY_OUT_OF_STOCK
      UNKNOWN_DELIVERY_DATE ONLINE_STORE_POST_PURCHASE_CROSS_SELL AWAITING_RETURN_ITEMS OTHER
    }

    input FulfillmentOrderHoldInput {
      reason: FulfillmentHoldReason!
      reasonNotes: String
      notifyMerchant: Boolean = false
      externalId: String
      handle: String = ""
      fulfillmentOrderLineItems: [FulfillmentOrderLineItemInput!] = []
    }

    enum CropRegion {
      CENTER TOP BOTTOM LEFT RIGHT
    }

    enum ImageContentType {
      PNG JPG WEBP
    }

    input ImageTransformInput {
      crop: CropRegion
      maxWidth: Int
      maxHeight: Int
      scale: Int = 1
      preferredContentType: ImageContentType
    }
    """#
}
