// SPDX-License-Identifier: Apache-2.0

/// What is asked of orders and of what is below them, the same in pages, by id and in bulk.
enum OrderFields {
  private static let money = "{ shopMoney { amount } }"
  private static let bothMoneys = "{ shopMoney { amount } presentmentMoney { amount } }"
  private static let amountAndCurrency =
    "{ shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }"
  private static let address =
    "{ name company address1 address2 city zip province provinceCode countryCodeV2 phone }"
  private static let taxLines = "taxLines { title rate priceSet \(money) }"

  /// An order without its connections. Lists within it are whole: transactions, and the headers of refunds
  /// and fulfillments.
  static let order = """
    id name email phone createdAt processedAt updatedAt cancelledAt cancelReason closedAt test currencyCode \
    presentmentCurrencyCode taxesIncluded displayFinancialStatus displayFulfillmentStatus returnStatus note \
    tags sourceName sourceIdentifier poNumber discountCodes paymentGatewayNames \
    customAttributes { key value } risk { assessments { riskLevel } } \
    subtotalPriceSet \(bothMoneys) totalShippingPriceSet \(bothMoneys) totalTaxSet \(bothMoneys) \
    totalDiscountsSet \(bothMoneys) totalPriceSet \(bothMoneys) currentTotalPriceSet \(bothMoneys) \
    totalRefundedSet \(bothMoneys) currentSubtotalPriceSet \(money) currentShippingPriceSet \(money) \
    currentTotalTaxSet \(money) currentTotalDiscountsSet \(money) totalReceivedSet \(money) \
    totalRefundedShippingSet \(money) totalOutstandingSet \(money) \(taxLines) \
    customer { id displayName } billingAddress \(address) shippingAddress \(address) \
    transactions { id kind status gateway paymentId test createdAt processedAt parentTransaction { id } \
    amountSet \(amountAndCurrency) } \
    refunds { id createdAt processedAt updatedAt note return { id } totalRefundedSet \(amountAndCurrency) } \
    fulfillments { id name status displayStatus totalQuantity createdAt updatedAt deliveredAt \
    location { id } trackingInfo { company number url } }
    """

  static let line = """
    id title variantTitle sku vendor quantity currentQuantity unfulfilledQuantity taxable requiresShipping \
    isGiftCard product { id } variant { id } customAttributes { key value } \
    originalUnitPriceSet \(money) originalTotalSet \(money) \
    discountAllocations { allocatedAmountSet \(money) } \(taxLines)
    """

  static let shippingLine = """
    id title code source isRemoved originalPriceSet \(money) discountedPriceSet \(money) \(taxLines)
    """

  /// Shipping that an edit took off is asked for too.
  static let shippingLineArguments = "includeRemovals: true"

  static let agreement = """
    id happenedAt reason ... on RefundAgreement { refund { id } } ... on ReturnAgreement { return { id } }
    """

  static let sale = """
    id actionType lineType quantity totalAmount \(money) totalDiscountAmountBeforeTaxes \(money) \
    totalDiscountAmountAfterTaxes \(money) totalTaxAmount \(money) \
    taxes { amount \(money) taxLine { title rate } } \
    ... on ProductSale { lineItem { id } } ... on GiftCardSale { lineItem { id } } \
    ... on TipSale { lineItem { id } } ... on ShippingLineSale { shippingLine { id } }
    """

  static let refundLine = """
    id quantity restockType lineItem { id } location { id } subtotalSet \(money) totalTaxSet \(money)
    """
  static let refundShippingLine =
    "id shippingLine { id } subtotalAmountSet \(money) taxAmountSet \(money)"
  static let adjustment = "id reason amountSet \(money) taxAmountSet \(money)"

  static let fulfillmentLine = "id quantity lineItem { id }"

  static let fulfillmentOrder = """
    id orderId orderName status requestStatus fulfillAt createdAt updatedAt \
    assignedLocation { name location { id } } supportedActions { action } \
    fulfillmentHolds { id reason reasonNotes displayReason handle }
    """
  static let fulfillmentOrderLine = """
    id totalQuantity remainingQuantity sku inventoryItemId variant { id } lineItem { id }
    """

  static let orderReturn = "id name status totalQuantity createdAt requestApprovedAt closedAt"
  static let returnLine = """
    id quantity processedQuantity refundedQuantity returnReasonNote customerNote \
    returnReasonDefinition { handle } \
    ... on ReturnLineItem { fulfillmentLineItem { lineItem { id } } }
    """
}
