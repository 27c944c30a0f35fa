// SPDX-License-Identifier: Apache-2.0

extension SandboxSchema {
  /// Cut from the official schema by `.ci/schema-excerpt.py`.
  static let orderParts = #"""
    type LineItem implements Node {
      id: ID!
      name: String!
      title: String!
      variantTitle: String
      sku: String
      vendor: String
      quantity: Int!
      currentQuantity: Int!
      refundableQuantity: Int!
      unfulfilledQuantity: Int!
      nonFulfillableQuantity: Int!
      requiresShipping: Boolean!
      taxable: Boolean!
      isGiftCard: Boolean!
      originalUnitPriceSet: MoneyBag!
      discountedUnitPriceSet: MoneyBag!
      originalTotalSet: MoneyBag!
      discountedTotalSet(withCodeDiscounts: Boolean = false): MoneyBag!
      totalDiscountSet: MoneyBag!
      taxLines(first: Int): [TaxLine!]!
      variant: ProductVariant
      product: Product
      customAttributes: [Attribute!]!
      discountAllocations: [DiscountAllocation!]!
    }

    type LineItemConnection {
      edges: [LineItemEdge!]!
      nodes: [LineItem!]!
      pageInfo: PageInfo!
    }

    type LineItemEdge {
      cursor: String!
      node: LineItem!
    }

    type TaxLine {
      title: String!
      rate: Float
      ratePercentage: Float
      priceSet: MoneyBag!
    }

    type DiscountAllocation {
      allocatedAmountSet: MoneyBag!
    }

    type ShippingLine {
      id: ID
      title: String!
      code: String
      source: String
      originalPriceSet: MoneyBag!
      discountedPriceSet: MoneyBag!
      currentDiscountedPriceSet: MoneyBag!
      taxLines: [TaxLine!]!
      isRemoved: Boolean!
    }

    type ShippingLineConnection {
      edges: [ShippingLineEdge!]!
      nodes: [ShippingLine!]!
      pageInfo: PageInfo!
    }

    type ShippingLineEdge {
      cursor: String!
      node: ShippingLine!
    }

    enum OrderTransactionKind {
      SALE CAPTURE AUTHORIZATION VOID REFUND CHANGE EMV_AUTHORIZATION SUGGESTED_REFUND
    }

    enum OrderTransactionStatus {
      SUCCESS FAILURE PENDING ERROR AWAITING_RESPONSE UNKNOWN
    }

    enum OrderTransactionErrorCode {
      INCORRECT_NUMBER INVALID_NUMBER INVALID_EXPIRY_DATE INVALID_CVC EXPIRED_CARD INCORRECT_CVC
      INCORRECT_ZIP INCORRECT_ADDRESS INCORRECT_PIN CARD_DECLINED PROCESSING_ERROR CALL_ISSUER
      PICK_UP_CARD CONFIG_ERROR TEST_MODE_LIVE_CARD UNSUPPORTED_FEATURE GENERIC_ERROR
      INVALID_COUNTRY INVALID_AMOUNT PAYMENT_METHOD_UNAVAILABLE
      AMAZON_PAYMENTS_INVALID_PAYMENT_METHOD AMAZON_PAYMENTS_MAX_AMOUNT_CHARGED
      AMAZON_PAYMENTS_MAX_AMOUNT_REFUNDED AMAZON_PAYMENTS_MAX_AUTHORIZATIONS_CAPTURED
      AMAZON_PAYMENTS_MAX_REFUNDS_PROCESSED AMAZON_PAYMENTS_ORDER_REFERENCE_CANCELED
      AMAZON_PAYMENTS_STALE AMOUNT_TOO_LARGE AMOUNT_TOO_SMALL AUTHENTICATION_FAILED
      AUTHENTICATION_REQUIRED CANCELLED_PAYMENT CARD_TESTING DO_NOT_HONOR FRAUD_SUSPECTED
      INSUFFICIENT_FUNDS INVALID_CURRENCY INVALID_PAYMENT_METHOD INVALID_PURCHASE_TYPE
      MERCHANT_ACCOUNT_ERROR MERCHANT_RULE INSTRUMENT_DECLINED PAYMENT_METHOD_UNSUPPORTED
      PAYMENT_PROVIDER_ERROR RETRY_DECLINED TRANSACTION_LIMIT_EXCEEDED AUTHORIZATION_EXPIRED
    }

    type OrderTransaction implements Node {
      id: ID!
      kind: OrderTransactionKind!
      status: OrderTransactionStatus!
      gateway: String
      formattedGateway: String
      amountSet: MoneyBag!
      createdAt: DateTime!
      processedAt: DateTime
      test: Boolean!
      errorCode: OrderTransactionErrorCode
      parentTransaction: OrderTransaction
      paymentId: String
      accountNumber: String
      authorizationCode: String
    }

    type OrderTransactionConnection {
      edges: [OrderTransactionEdge!]!
      nodes: [OrderTransaction!]!
      pageInfo: PageInfo!
    }

    type OrderTransactionEdge {
      cursor: String!
      node: OrderTransaction!
    }

    type Refund implements LegacyInteroperability & Node {
      id: ID!
      legacyResourceId: UnsignedInt64!
      createdAt: DateTime
      updatedAt: DateTime!
      processedAt: DateTime!
      return: Return
      note: String
      totalRefundedSet: MoneyBag!
      refundLineItems(first: Int, after: String, last: Int, before: String, reverse: Boolean = false): RefundLineItemConnection!
      refundShippingLines(first: Int, after: String, last: Int, before: String, reverse: Boolean = false): RefundShippingLineConnection!
      orderAdjustments(first: Int, after: String, last: Int, before: String, reverse: Boolean = false): OrderAdjustmentConnection!
      transactions(first: Int, after: String, last: Int, before: String, reverse: Boolean = false): OrderTransactionConnection!
      order: Order!
    }

    type RefundConnection {
      edges: [RefundEdge!]!
      nodes: [Refund!]!
      pageInfo: PageInfo!
    }

    type RefundEdge {
      cursor: String!
      node: Refund!
    }

    enum RefundLineItemRestockType {
      RETURN CANCEL LEGACY_RESTOCK NO_RESTOCK
    }

    type RefundLineItem {
      id: ID
      quantity: Int!
      restockType: RefundLineItemRestockType!
      restocked: Boolean!
      location: Location
      lineItem: LineItem!
      priceSet: MoneyBag!
      subtotalSet: MoneyBag!
      totalTaxSet: MoneyBag!
    }

    type RefundLineItemConnection {
      edges: [RefundLineItemEdge!]!
      nodes: [RefundLineItem!]!
      pageInfo: PageInfo!
    }

    type RefundLineItemEdge {
      cursor: String!
      node: RefundLineItem!
    }

    type RefundShippingLine implements Node {
      id: ID!
      shippingLine: ShippingLine!
      subtotalAmountSet: MoneyBag!
      taxAmountSet: MoneyBag!
    }

    type RefundShippingLineConnection {
      edges: [RefundShippingLineEdge!]!
      nodes: [RefundShippingLine!]!
      pageInfo: PageInfo!
    }

    type RefundShippingLineEdge {
      cursor: String!
      node: RefundShippingLine!
    }

    enum OrderAdjustmentDiscrepancyReason {
      RESTOCK DAMAGE CUSTOMER REFUND_DISCREPANCY FULL_RETURN_BALANCING_ADJUSTMENT
      PENDING_REFUND_DISCREPANCY
    }

    type OrderAdjustment implements Node {
      id: ID!
      amountSet: MoneyBag!
      taxAmountSet: MoneyBag!
      reason: OrderAdjustmentDiscrepancyReason
    }

    type OrderAdjustmentConnection {
      edges: [OrderAdjustmentEdge!]!
      nodes: [OrderAdjustment!]!
      pageInfo: PageInfo!
    }

    type OrderAdjustmentEdge {
      cursor: String!
      node: OrderAdjustment!
    }

    enum FulfillmentStatus {
      PENDING OPEN SUCCESS CANCELLED ERROR FAILURE
    }

    enum FulfillmentDisplayStatus {
      ATTEMPTED_DELIVERY CANCELED CONFIRMED DELAYED DELIVERED FAILURE FULFILLED CARRIER_PICKED_UP
      IN_TRANSIT LABEL_PRINTED LABEL_PURCHASED LABEL_VOIDED MARKED_AS_FULFILLED NOT_DELIVERED
      OUT_FOR_DELIVERY READY_FOR_PICKUP PICKED_UP SUBMITTED
    }

    enum FulfillmentEventSortKeys {
      HAPPENED_AT ID
    }

    type Fulfillment implements LegacyInteroperability & Node {
      id: ID!
      legacyResourceId: UnsignedInt64!
      name: String!
      status: FulfillmentStatus!
      displayStatus: FulfillmentDisplayStatus
      createdAt: DateTime!
      updatedAt: DateTime!
      deliveredAt: DateTime
      inTransitAt: DateTime
      estimatedDeliveryAt: DateTime
      totalQuantity: Int!
      requiresShipping: Boolean!
      trackingInfo(first: Int): [FulfillmentTrackingInfo!]!
      location: Location
      order: Order!
      events(first: Int, after: String, last: Int, before: String, reverse: Boolean = false, sortKey: FulfillmentEventSortKeys = HAPPENED_AT): FulfillmentEventConnection!
      fulfillmentOrders(first: Int, after: String, last: Int, before: String, reverse: Boolean = false): FulfillmentOrderConnection!
      fulfillmentLineItems(first: Int, after: String, last: Int, before: String, reverse: Boolean = false): FulfillmentLineItemConnection!
    }

    type FulfillmentTrackingInfo {
      company: String
      number: String
      url: URL
    }

    type FulfillmentLineItem implements Node {
      id: ID!
      quantity: Int
      lineItem: LineItem!
    }

    type FulfillmentLineItemConnection {
      edges: [FulfillmentLineItemEdge!]!
      nodes: [FulfillmentLineItem!]!
      pageInfo: PageInfo!
    }

    type FulfillmentLineItemEdge {
      cursor: String!
      node: FulfillmentLineItem!
    }
    """#
}
