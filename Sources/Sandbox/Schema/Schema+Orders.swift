// SPDX-License-Identifier: Apache-2.0

extension SandboxSchema {
  /// Cut from the official schema by `.ci/schema-excerpt.py`.
  static let orders = #"""
    enum OrderCancelReason {
      CUSTOMER DECLINED FRAUD INVENTORY STAFF OTHER
    }

    enum OrderDisplayFinancialStatus {
      PENDING AUTHORIZED PARTIALLY_PAID PARTIALLY_REFUNDED VOIDED PAID REFUNDED EXPIRED
    }

    enum OrderDisplayFulfillmentStatus {
      UNFULFILLED PARTIALLY_FULFILLED FULFILLED RESTOCKED PENDING_FULFILLMENT OPEN IN_PROGRESS
      ON_HOLD SCHEDULED REQUEST_DECLINED
    }

    enum OrderReturnStatus {
      IN_PROGRESS INSPECTION_COMPLETE NO_RETURN RETURNED RETURN_FAILED RETURN_REQUESTED
    }

    type Order implements LegacyInteroperability & Node {
      id: ID!
      legacyResourceId: UnsignedInt64!
      name: String!
      number: Int!
      createdAt: DateTime!
      updatedAt: DateTime!
      processedAt: DateTime!
      cancelledAt: DateTime
      cancelReason: OrderCancelReason
      closedAt: DateTime
      closed: Boolean!
      confirmed: Boolean!
      test: Boolean!
      currencyCode: CurrencyCode!
      presentmentCurrencyCode: CurrencyCode!
      displayFinancialStatus: OrderDisplayFinancialStatus
      displayFulfillmentStatus: OrderDisplayFulfillmentStatus!
      returnStatus: OrderReturnStatus!
      email: String
      phone: String
      note: String
      tags: [String!]!
      sourceName: String
      sourceIdentifier: String
      poNumber: String
      taxesIncluded: Boolean!
      totalPriceSet: MoneyBag!
      subtotalPriceSet: MoneyBag
      totalTaxSet: MoneyBag
      totalShippingPriceSet: MoneyBag!
      totalDiscountsSet: MoneyBag
      totalRefundedSet: MoneyBag!
      totalReceivedSet: MoneyBag!
      totalOutstandingSet: MoneyBag!
      currentTotalPriceSet: MoneyBag!
      currentSubtotalPriceSet: MoneyBag!
      currentTotalTaxSet: MoneyBag!
      currentTotalDiscountsSet: MoneyBag!
      currentShippingPriceSet: MoneyBag!
      totalRefundedShippingSet: MoneyBag!
      totalCapturableSet: MoneyBag!
      netPaymentSet: MoneyBag!
      customer: Customer
      billingAddress: MailingAddress
      shippingAddress: MailingAddress
      taxLines: [TaxLine!]!
      lineItems(first: Int, after: String, last: Int, before: String, reverse: Boolean = false): LineItemConnection!
      shippingLines(includeRemovals: Boolean = false, first: Int, after: String, last: Int, before: String, reverse: Boolean = false): ShippingLineConnection!
      transactions(first: Int, capturable: Boolean, manuallyResolvable: Boolean): [OrderTransaction!]!
      refunds(first: Int): [Refund!]!
      fulfillments(first: Int, query: String): [Fulfillment!]!
      fulfillmentOrders(displayable: Boolean = false, first: Int, after: String, last: Int, before: String, reverse: Boolean = false, query: String): FulfillmentOrderConnection!
      returns(first: Int, after: String, last: Int, before: String, reverse: Boolean = false, query: String): ReturnConnection!
      agreements(first: Int, after: String, last: Int, before: String, reverse: Boolean = false, query: String): SalesAgreementConnection!
      customAttributes: [Attribute!]!
      discountCodes: [String!]!
      discountCode: String
      paymentGatewayNames: [String!]!
      risk: OrderRiskSummary!
    }

    type OrderConnection {
      edges: [OrderEdge!]!
      nodes: [Order!]!
      pageInfo: PageInfo!
    }

    type OrderEdge {
      cursor: String!
      node: Order!
    }

    type OrderRiskSummary {
      assessments: [OrderRiskAssessment!]!
    }

    enum RiskAssessmentResult {
      HIGH MEDIUM LOW NONE PENDING
    }

    type OrderRiskAssessment {
      riskLevel: RiskAssessmentResult!
    }
    """#
}
