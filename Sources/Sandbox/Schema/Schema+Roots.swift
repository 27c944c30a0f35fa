// SPDX-License-Identifier: Apache-2.0

extension SandboxSchema {
  /// Cut from the official schema by `.ci/schema-excerpt.py`.
  static let roots = #"""
    enum LocationSortKeys {
      ID NAME RELEVANCE
    }

    enum ProductSortKeys {
      CREATED_AT ID INVENTORY_TOTAL PRODUCT_TYPE PUBLISHED_AT RELEVANCE TITLE UPDATED_AT VENDOR
    }

    enum ProductVariantSortKeys {
      FULL_TITLE ID INVENTORY_LEVELS_AVAILABLE INVENTORY_MANAGEMENT INVENTORY_POLICY
      INVENTORY_QUANTITY NAME POPULAR POSITION RELEVANCE SKU TITLE
    }

    enum OrderSortKeys {
      CREATED_AT CURRENT_TOTAL_PRICE CUSTOMER_NAME DESTINATION FINANCIAL_STATUS FULFILLMENT_STATUS
      ID ORDER_NUMBER PO_NUMBER PROCESSED_AT RELEVANCE TOTAL_ITEMS_QUANTITY TOTAL_PRICE UPDATED_AT
    }

    enum FulfillmentOrderSortKeys {
      ID UPDATED_AT
    }

    enum BulkOperationsSortKeys {
      COMPLETED_AT CREATED_AT
    }

    enum BulkOperationType {
      QUERY MUTATION
    }

    enum CatalogType {
      NONE APP COMPANY_LOCATION MARKET
    }

    enum DeletionEventSubjectType {
      COLLECTION PRODUCT
    }

    enum DeletionEventSortKeys {
      CREATED_AT ID
    }

    enum FileSortKeys {
      CREATED_AT FILENAME ID ORIGINAL_UPLOAD_SIZE RELEVANCE UPDATED_AT
    }

    enum MetafieldOwnerType {
      API_PERMISSION COMPANY COMPANY_LOCATION PAYMENT_CUSTOMIZATION VALIDATION CUSTOMER
      DELIVERY_CUSTOMIZATION DRAFTORDER GIFT_CARD_TRANSACTION TRANSFER MARKET CARTTRANSFORM
      COLLECTION MEDIA_IMAGE PRODUCT PRODUCTVARIANT SELLING_PLAN ARTICLE BLOG PAGE
      FULFILLMENT_CONSTRAINT_RULE ORDER_ROUTING_LOCATION_RULE DISCOUNT ORDER LOCATION SHOP
    }

    enum MetafieldDefinitionPinnedStatus {
      ANY PINNED UNPINNED
    }

    enum MetafieldDefinitionConstraintStatus {
      CONSTRAINED_AND_UNCONSTRAINED CONSTRAINED_ONLY UNCONSTRAINED_ONLY
    }

    enum MetafieldDefinitionSortKeys {
      ID NAME PINNED_POSITION RELEVANCE
    }

    enum CustomerSortKeys {
      CREATED_AT ID LOCATION NAME RELEVANCE UPDATED_AT
    }

    type QueryRoot {
      shop: Shop!
      locations(first: Int, after: String, last: Int, before: String, reverse: Boolean = false, sortKey: LocationSortKeys = NAME, query: String, includeLegacy: Boolean = false, includeInactive: Boolean = false): LocationConnection!
      location(id: ID): Location
      products(first: Int, after: String, last: Int, before: String, reverse: Boolean = false, sortKey: ProductSortKeys = ID, query: String, savedSearchId: ID): ProductConnection!
      product(id: ID!): Product
      productVariants(first: Int, after: String, last: Int, before: String, reverse: Boolean = false, sortKey: ProductVariantSortKeys = ID, query: String, savedSearchId: ID): ProductVariantConnection!
      productVariant(id: ID!): ProductVariant
      inventoryItems(first: Int, after: String, last: Int, before: String, reverse: Boolean = false, query: String): InventoryItemConnection!
      inventoryItem(id: ID!): InventoryItem
      inventoryLevel(id: ID!): InventoryLevel
      node(id: ID!): Node
      nodes(ids: [ID!]!): [Node]!
      orders(first: Int, after: String, last: Int, before: String, reverse: Boolean = false, sortKey: OrderSortKeys = PROCESSED_AT, query: String, savedSearchId: ID): OrderConnection!
      order(id: ID!): Order
      fulfillmentOrders(includeClosed: Boolean = false, first: Int, after: String, last: Int, before: String, reverse: Boolean = false, sortKey: FulfillmentOrderSortKeys = ID, query: String): FulfillmentOrderConnection!
      fulfillmentOrder(id: ID!): FulfillmentOrder
      fulfillment(id: ID!): Fulfillment
      return(id: ID!): Return
      refund(id: ID!): Refund
      bulkOperation(id: ID!): BulkOperation
      bulkOperations(first: Int, after: String, last: Int, before: String, reverse: Boolean = false, sortKey: BulkOperationsSortKeys = CREATED_AT, query: String): BulkOperationConnection!
      currentBulkOperation(type: BulkOperationType = QUERY): BulkOperation
      appInstallation(id: ID): AppInstallation
      currentAppInstallation: AppInstallation!
      ordersCount(query: String, savedSearchId: ID, limit: Int = 10000): Count
      productsCount(query: String, savedSearchId: ID, limit: Int = 10000): Count
      productVariantsCount(query: String, limit: Int = 10000): Count
      productByIdentifier(identifier: ProductIdentifierInput!): Product
      publications(catalogType: CatalogType, first: Int, after: String, last: Int, before: String, reverse: Boolean = false): PublicationConnection!
      publication(id: ID!): Publication
      deletionEvents(subjectTypes: [DeletionEventSubjectType!], first: Int, after: String, last: Int, before: String, reverse: Boolean = false, sortKey: DeletionEventSortKeys = ID, query: String): DeletionEventConnection!
      files(first: Int, after: String, last: Int, before: String, reverse: Boolean = false, sortKey: FileSortKeys = ID, query: String, savedSearchId: ID): FileConnection!
      metafieldDefinitions(key: String, namespace: String, ownerType: MetafieldOwnerType!, pinnedStatus: MetafieldDefinitionPinnedStatus = ANY, constraintSubtype: MetafieldDefinitionConstraintSubtypeIdentifier, constraintStatus: MetafieldDefinitionConstraintStatus, first: Int, after: String, last: Int, before: String, reverse: Boolean = false, sortKey: MetafieldDefinitionSortKeys = ID, query: String): MetafieldDefinitionConnection!
      customers(first: Int, after: String, last: Int, before: String, reverse: Boolean = false, sortKey: CustomerSortKeys = ID, query: String): CustomerConnection!
      customer(id: ID!): Customer
      customerByIdentifier(identifier: CustomerIdentifierInput!): Customer
      customersCount(query: String, limit: Int = 10000): Count
    }

    enum ProductOptionCreateVariantStrategy {
      LEAVE_AS_IS CREATE
    }

    enum ProductOptionUpdateVariantStrategy {
      LEAVE_AS_IS MANAGE
    }

    enum ProductOptionDeleteStrategy {
      DEFAULT POSITION NON_DESTRUCTIVE
    }

    enum ProductVariantsBulkCreateStrategy {
      DEFAULT REMOVE_STANDALONE_VARIANT PRESERVE_STANDALONE_VARIANT
    }

    type Mutation {
      stagedUploadsCreate(input: [StagedUploadInput!]!): StagedUploadsCreatePayload
      bulkOperationRunQuery(query: String!, groupObjects: Boolean! = false): BulkOperationRunQueryPayload
      bulkOperationRunMutation(mutation: String!, stagedUploadPath: String!, groupObjects: Boolean = true, clientIdentifier: String): BulkOperationRunMutationPayload
      bulkOperationCancel(id: ID!): BulkOperationCancelPayload
      inventorySetQuantities(input: InventorySetQuantitiesInput!): InventorySetQuantitiesPayload
      inventoryActivate(inventoryItemId: ID!, locationId: ID!, available: Int, onHand: Int, stockAtLegacyLocation: Boolean = false): InventoryActivatePayload
      inventoryAdjustQuantities(input: InventoryAdjustQuantitiesInput!): InventoryAdjustQuantitiesPayload
      inventoryItemUpdate(id: ID!, input: InventoryItemInput!): InventoryItemUpdatePayload
      productCreate(input: ProductInput, product: ProductCreateInput, media: [CreateMediaInput!]): ProductCreatePayload
      productUpdate(input: ProductInput, product: ProductUpdateInput, media: [CreateMediaInput!], identifier: ProductUpdateIdentifiers): ProductUpdatePayload
      productSet(input: ProductSetInput!, synchronous: Boolean = true, identifier: ProductSetIdentifiers): ProductSetPayload
      productDelete(input: ProductDeleteInput!, synchronous: Boolean = true): ProductDeletePayload
      productOptionsCreate(productId: ID!, options: [OptionCreateInput!]!, variantStrategy: ProductOptionCreateVariantStrategy = LEAVE_AS_IS): ProductOptionsCreatePayload
      productOptionUpdate(option: OptionUpdateInput!, productId: ID!, optionValuesToAdd: [OptionValueCreateInput!], optionValuesToUpdate: [OptionValueUpdateInput!], optionValuesToDelete: [ID!], variantStrategy: ProductOptionUpdateVariantStrategy): ProductOptionUpdatePayload
      productOptionsDelete(productId: ID!, options: [ID!]!, strategy: ProductOptionDeleteStrategy = DEFAULT): ProductOptionsDeletePayload
      productVariantsBulkCreate(variants: [ProductVariantsBulkInput!]!, productId: ID!, media: [CreateMediaInput!], strategy: ProductVariantsBulkCreateStrategy = DEFAULT): ProductVariantsBulkCreatePayload
      productVariantsBulkUpdate(variants: [ProductVariantsBulkInput!]!, productId: ID!, media: [CreateMediaInput!], allowPartialUpdates: Boolean = false): ProductVariantsBulkUpdatePayload
      productVariantsBulkDelete(variantsIds: [ID!]!, productId: ID!): ProductVariantsBulkDeletePayload
      productCreateMedia(productId: ID!, media: [CreateMediaInput!]!): ProductCreateMediaPayload
      productDeleteMedia(productId: ID!, mediaIds: [ID!]!): ProductDeleteMediaPayload
      productVariantAppendMedia(productId: ID!, variantMedia: [ProductVariantAppendMediaInput!]!): ProductVariantAppendMediaPayload
      productVariantDetachMedia(productId: ID!, variantMedia: [ProductVariantDetachMediaInput!]!): ProductVariantDetachMediaPayload
      fileCreate(files: [FileCreateInput!]!): FileCreatePayload
      fileUpdate(files: [FileUpdateInput!]!): FileUpdatePayload
      fileDelete(fileIds: [ID!]!): FileDeletePayload
      metafieldsSet(metafields: [MetafieldsSetInput!]!): MetafieldsSetPayload
      metafieldsDelete(metafields: [MetafieldIdentifierInput!]!): MetafieldsDeletePayload
      metafieldDefinitionCreate(definition: MetafieldDefinitionInput!): MetafieldDefinitionCreatePayload
      publishablePublish(id: ID!, input: [PublicationInput!]!): PublishablePublishPayload
      publishableUnpublish(id: ID!, input: [PublicationInput!]!): PublishableUnpublishPayload
      tagsAdd(id: ID!, tags: [String!]!): TagsAddPayload
      tagsRemove(id: ID!, tags: [String!]!): TagsRemovePayload
      fulfillmentCreate(fulfillment: FulfillmentInput!, message: String): FulfillmentCreatePayload
      fulfillmentTrackingInfoUpdate(fulfillmentId: ID!, trackingInfoInput: FulfillmentTrackingInput!, notifyCustomer: Boolean): FulfillmentTrackingInfoUpdatePayload
      fulfillmentEventCreate(fulfillmentEvent: FulfillmentEventInput!): FulfillmentEventCreatePayload
      fulfillmentCancel(id: ID!): FulfillmentCancelPayload
      fulfillmentOrderHold(id: ID!, fulfillmentHold: FulfillmentOrderHoldInput!): FulfillmentOrderHoldPayload
      fulfillmentOrderReleaseHold(id: ID!, holdIds: [ID!], externalId: String): FulfillmentOrderReleaseHoldPayload
      fulfillmentOrderMove(id: ID!, newLocationId: ID!, fulfillmentOrderLineItems: [FulfillmentOrderLineItemInput!]): FulfillmentOrderMovePayload
      customerSet(input: CustomerSetInput!, identifier: CustomerSetIdentifiers): CustomerSetPayload
      customerAddressCreate(customerId: ID!, address: MailingAddressInput!, setAsDefault: Boolean): CustomerAddressCreatePayload
      customerAddressUpdate(customerId: ID!, addressId: ID!, address: MailingAddressInput!, setAsDefault: Boolean): CustomerAddressUpdatePayload
      customerEmailMarketingConsentUpdate(input: CustomerEmailMarketingConsentUpdateInput!): CustomerEmailMarketingConsentUpdatePayload
      customerSmsMarketingConsentUpdate(input: CustomerSmsMarketingConsentUpdateInput!): CustomerSmsMarketingConsentUpdatePayload
    }

    interface Node {
      id: ID!
    }

    interface LegacyInteroperability {
      legacyResourceId: UnsignedInt64!
    }

    interface DisplayableError {
      field: [String!]
      message: String!
    }

    type PageInfo {
      endCursor: String
      hasNextPage: Boolean!
      hasPreviousPage: Boolean!
      startCursor: String
    }

    type UserError implements DisplayableError {
      field: [String!]
      message: String!
    }

    enum CountPrecision {
      EXACT AT_LEAST
    }

    type Count {
      count: Int!
      precision: CountPrecision!
    }

    type MoneyBag {
      presentmentMoney: MoneyV2!
      shopMoney: MoneyV2!
    }

    enum CurrencyCode {
      USD EUR GBP CAD AFN ALL DZD AOA ARS AMD AWG AUD BBD AZN BDT BSD BHD BIF BYN BZD BMD BTN BAM
      BRL BOB BWP BND BGN MMK KHR CVE KYD XAF CLP CNY COP KMF CDF CRC HRK CZK DKK DJF DOP XCD EGP
      ERN ETB FKP XPF FJD GIP GMD GHS GTQ GYD GEL GNF HTG HNL HKD HUF ISK INR IDR ILS IRR IQD JMD
      JPY JEP JOD KZT KES KID KWD KGS LAK LVL LBP LSL LRD LYD LTL MGA MKD MOP MWK MVR MRU MXN MYR
      MUR MDL MAD MNT MZN NAD NPR ANG NZD NIO NGN NOK OMR PAB PKR PGK PYG PEN PHP PLN QAR RON RUB
      RWF WST SHP SAR RSD SCR SLL SGD SDG SOS SYP ZAR KRW SSP SBD LKR SRD SZL SEK CHF TWD THB TJS
      TZS TOP TTD TND TRY TMT UGX UAH AED UYU UZS VUV VES VND XOF YER ZMW USDC BYR STD STN VED VEF
      XXX
    }

    type MoneyV2 {
      amount: Decimal!
      currencyCode: CurrencyCode!
    }

    type Attribute {
      key: String!
      value: String
    }

    enum UnitSystem {
      IMPERIAL_SYSTEM METRIC_SYSTEM
    }

    type Shop implements Node {
      id: ID!
      name: String!
      email: String!
      contactEmail: String!
      myshopifyDomain: String!
      url: URL!
      currencyCode: CurrencyCode!
      ianaTimezone: String!
      timezoneAbbreviation: String!
      timezoneOffset: String!
      taxesIncluded: Boolean!
      plan: ShopPlan!
      createdAt: DateTime!
      weightUnit: WeightUnit!
      unitSystem: UnitSystem!
      enabledPresentmentCurrencies: [CurrencyCode!]!
    }

    type ShopPlan {
      displayName: String!
      partnerDevelopment: Boolean!
      publicDisplayName: String!
      shopifyPlus: Boolean!
    }

    type AppInstallation implements Node {
      id: ID!
      accessScopes: [AccessScope!]!
    }

    type AccessScope {
      description: String!
      handle: String!
    }

    directive @idempotent(key: String!) on FIELD
    """#
}
