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

    scalar Money

    enum ProductVariantInventoryPolicy {
      DENY CONTINUE
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

    scalar Decimal

    enum CountryCode {
      AF AX AL DZ AD AO AI AG AR AM AW AC AU AT AZ BS BH BD BB BY BE BZ BJ BM BT BO BA BW BV BR IO
      BN BG BF BI KH CA CV BQ KY CF TD CL CN CX CC CO KM CG CD CK CR HR CU CW CY CZ CI DK DJ DM DO
      EC EG SV GQ ER EE SZ ET FK FO FJ FI FR GF PF TF GA GM GE DE GH GI GR GL GD GP GT GG GN GW GY
      HT HM VA HN HK HU IS IN ID IR IQ IE IM IL IT JM JP JE JO KZ KE KI KP XK KW KG LA LV LB LS LR
      LY LI LT LU MO MG MW MY MV ML MT MQ MR MU YT MX MD MC MN ME MS MA MZ MM NA NR NP NL AN NC NZ
      NI NE NG NU NF MK NO OM PK PS PA PG PY PE PH PN PL PT QA CM RE RO RU RW BL SH KN LC MF PM WS
      SM ST SA SN RS SC SL SG SX SK SI SB SO ZA GS KR SS ES LK VC SD SR SJ SE CH SY TW TJ TZ TH TL
      TG TK TO TT TA TN TR TM TC TV UG UA AE GB US UM UY UZ VU VE VN VG WF EH YE ZM ZW ZZ
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

    input InventoryItemMeasurementInput {
      weight: WeightInput
      shippingPackageId: ID
    }

    input InventoryItemInput {
      sku: String
      cost: Decimal
      tracked: Boolean
      countryCodeOfOrigin: CountryCode
      harmonizedSystemCode: String
      countryHarmonizedSystemCodes: [CountryHarmonizedSystemCodeInput!]
      provinceCodeOfOrigin: String
      measurement: InventoryItemMeasurementInput
      requiresShipping: Boolean
    }

    input MetafieldInput {
      id: ID
      namespace: String
      key: String
      value: String
      type: String
    }

    input VariantOptionValueInput {
      id: ID
      name: String
      linkedMetafieldValue: String
      optionId: ID
      optionName: String
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

    input ProductVariantsBulkInput {
      barcode: String
      compareAtPrice: Money
      id: ID
      mediaSrc: [String!]
      inventoryPolicy: ProductVariantInventoryPolicy
      inventoryQuantities: [InventoryLevelInput!]
      quantityAdjustments: [InventoryAdjustmentInput!]
      inventoryItem: InventoryItemInput
      mediaId: ID
      metafields: [MetafieldInput!]
      optionValues: [VariantOptionValueInput!]
      price: Money
      taxable: Boolean
      taxCode: String
      unitPriceMeasurement: UnitPriceMeasurementInput
      showUnitPrice: Boolean
      requiresComponents: Boolean
      published: Boolean
    }

    enum MediaContentType {
      VIDEO EXTERNAL_VIDEO MODEL_3D IMAGE
    }

    input CreateMediaInput {
      originalSource: String!
      alt: String
      mediaContentType: MediaContentType!
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

    scalar DateTime

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

    type Mutation {
      stagedUploadsCreate(input: [StagedUploadInput!]!): StagedUploadsCreatePayload
      bulkOperationRunQuery(query: String!, groupObjects: Boolean! = false): BulkOperationRunQueryPayload
      bulkOperationRunMutation(mutation: String!, stagedUploadPath: String!, groupObjects: Boolean = true, clientIdentifier: String): BulkOperationRunMutationPayload
      bulkOperationCancel(id: ID!): BulkOperationCancelPayload
      inventorySetQuantities(input: InventorySetQuantitiesInput!): InventorySetQuantitiesPayload
      inventoryActivate(inventoryItemId: ID!, locationId: ID!, available: Int, onHand: Int, stockAtLegacyLocation: Boolean = false): InventoryActivatePayload
      productVariantsBulkUpdate(variants: [ProductVariantsBulkInput!]!, productId: ID!, media: [CreateMediaInput!], allowPartialUpdates: Boolean = false): ProductVariantsBulkUpdatePayload
      fulfillmentCreate(fulfillment: FulfillmentInput!, message: String): FulfillmentCreatePayload
      fulfillmentTrackingInfoUpdate(fulfillmentId: ID!, trackingInfoInput: FulfillmentTrackingInput!, notifyCustomer: Boolean): FulfillmentTrackingInfoUpdatePayload
      fulfillmentEventCreate(fulfillmentEvent: FulfillmentEventInput!): FulfillmentEventCreatePayload
      fulfillmentCancel(id: ID!): FulfillmentCancelPayload
      fulfillmentOrderHold(id: ID!, fulfillmentHold: FulfillmentOrderHoldInput!): FulfillmentOrderHoldPayload
      fulfillmentOrderReleaseHold(id: ID!, holdIds: [ID!], externalId: String): FulfillmentOrderReleaseHoldPayload
      fulfillmentOrderMove(id: ID!, newLocationId: ID!, fulfillmentOrderLineItems: [FulfillmentOrderLineItemInput!]): FulfillmentOrderMovePayload
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
