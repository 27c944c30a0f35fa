// SPDX-License-Identifier: Apache-2.0

extension StoreStream {
  static let orderTable = Table(
    name: "orders", type: "Order",
    columns: [
      "id": "gid(:line ->> '$.id')",
      "name": ":line ->> '$.name'",
      "email": ":line ->> '$.email'",
      "phone": ":line ->> '$.phone'",
      "created_at": ":line ->> '$.createdAt'",
      "processed_at": ":line ->> '$.processedAt'",
      "updated_at": ":line ->> '$.updatedAt'",
      "cancelled_at": ":line ->> '$.cancelledAt'",
      "cancel_reason": ":line ->> '$.cancelReason'",
      "closed_at": ":line ->> '$.closedAt'",
      "is_test": ":line ->> '$.test'",
      "currency": ":line ->> '$.currencyCode'",
      "presentment_currency": ":line ->> '$.presentmentCurrencyCode'",
      "taxes_included": ":line ->> '$.taxesIncluded'",
      "financial_status": ":line ->> '$.displayFinancialStatus'",
      "fulfillment_status": ":line ->> '$.displayFulfillmentStatus'",
      "return_status": ":line ->> '$.returnStatus'",
      "subtotal": OrderSQL.orZero(OrderSQL.amount("subtotalPriceSet")),
      "shipping": OrderSQL.amount("totalShippingPriceSet"),
      "tax": OrderSQL.orZero(OrderSQL.amount("totalTaxSet")),
      "discounts": OrderSQL.orZero(OrderSQL.amount("totalDiscountsSet")),
      "total": OrderSQL.amount("totalPriceSet"),
      "current_subtotal": OrderSQL.amount("currentSubtotalPriceSet"),
      "current_shipping": OrderSQL.amount("currentShippingPriceSet"),
      "current_tax": OrderSQL.amount("currentTotalTaxSet"),
      "current_discounts": OrderSQL.amount("currentTotalDiscountsSet"),
      "current_total": OrderSQL.amount("currentTotalPriceSet"),
      "received": OrderSQL.amount("totalReceivedSet"),
      "refunded": OrderSQL.amount("totalRefundedSet"),
      "refunded_shipping": OrderSQL.amount("totalRefundedShippingSet"),
      "outstanding": OrderSQL.amount("totalOutstandingSet"),
      "presentment_subtotal": OrderSQL.orZero(OrderSQL.presentment("subtotalPriceSet")),
      "presentment_shipping": OrderSQL.presentment("totalShippingPriceSet"),
      "presentment_tax": OrderSQL.orZero(OrderSQL.presentment("totalTaxSet")),
      "presentment_discounts": OrderSQL.orZero(OrderSQL.presentment("totalDiscountsSet")),
      "presentment_total": OrderSQL.presentment("totalPriceSet"),
      "presentment_current_total": OrderSQL.presentment("currentTotalPriceSet"),
      "presentment_refunded": OrderSQL.presentment("totalRefundedSet"),
      "customer_id": "gid(:line ->> '$.customer.id')",
      "customer_name": ":line ->> '$.customer.displayName'",
      "billing_name": ":line ->> '$.billingAddress.name'",
      "billing_company": ":line ->> '$.billingAddress.company'",
      "billing_address1": ":line ->> '$.billingAddress.address1'",
      "billing_address2": ":line ->> '$.billingAddress.address2'",
      "billing_city": ":line ->> '$.billingAddress.city'",
      "billing_zip": ":line ->> '$.billingAddress.zip'",
      "billing_province": ":line ->> '$.billingAddress.provinceCode'",
      "billing_province_name": ":line ->> '$.billingAddress.province'",
      "billing_country": ":line ->> '$.billingAddress.countryCodeV2'",
      "billing_phone": ":line ->> '$.billingAddress.phone'",
      "shipping_name": ":line ->> '$.shippingAddress.name'",
      "shipping_company": ":line ->> '$.shippingAddress.company'",
      "shipping_address1": ":line ->> '$.shippingAddress.address1'",
      "shipping_address2": ":line ->> '$.shippingAddress.address2'",
      "shipping_city": ":line ->> '$.shippingAddress.city'",
      "shipping_zip": ":line ->> '$.shippingAddress.zip'",
      "shipping_province": ":line ->> '$.shippingAddress.provinceCode'",
      "shipping_province_name": ":line ->> '$.shippingAddress.province'",
      "shipping_country": ":line ->> '$.shippingAddress.countryCodeV2'",
      "shipping_phone": ":line ->> '$.shippingAddress.phone'",
      "discount_codes": OrderSQL.words("discountCodes"),
      "payment_gateways": OrderSQL.words("paymentGatewayNames"),
      "note": ":line ->> '$.note'",
      "attributes": OrderSQL.list("customAttributes"),
      "tags": OrderSQL.words("tags"),
      "source": ":line ->> '$.sourceName'",
      "source_id": ":line ->> '$.sourceIdentifier'",
      "po_number": ":line ->> '$.poNumber'",
      "risk": highestRisk,
      "content": "''",
      "returns_read": """
      iif(:line ->> '$.returnStatus' = 'NO_RETURN' \
      AND NOT EXISTS (SELECT 1 FROM returns WHERE order_id = gid(:line ->> '$.id')), 1, 0)
      """,
      "known_at": ":known_at",
    ],
    // The old version stands until all below the new one is here too.
    kept: ["content": "orders.content"],
    then: [OrderSQL.unread("VALUES (gid(:line ->> '$.id'))")])

  private static let highestRisk = """
    (SELECT value ->> '$.riskLevel' FROM json_each(:line, '$.risk.assessments') \
    ORDER BY instr('NONE PENDING LOW MEDIUM HIGH', value ->> '$.riskLevel') DESC LIMIT 1)
    """

  static let orderTaxLineTable = Table(
    name: "order_tax_lines", type: "Order", key: ["order_id", "position"], each: "$.taxLines",
    columns: [
      "order_id": "gid(:line ->> '$.id')",
      "position": "key + 1",
      "title": "value ->> '$.title'",
      "rate": "nullif(value -> '$.rate', 'null')",
      "amount": OrderSQL.amount("priceSet", of: "value"),
    ],
    then: [
      """
      DELETE FROM order_tax_lines WHERE order_id = gid(:line ->> '$.id')
        AND position > json_array_length(:line, '$.taxLines')
      """
    ])

  static let lineTable = Table(
    name: "order_lines", type: "LineItem",
    columns: [
      "id": "gid(:line ->> '$.id')",
      "order_id": "gid(:line ->> '$.__parentId')",
      "position": "0",
      "product_id": "gid(:line ->> '$.product.id')",
      "variant_id": "gid(:line ->> '$.variant.id')",
      "sku": "nullif(:line ->> '$.sku', '')",
      "title": ":line ->> '$.title'",
      "variant_title": ":line ->> '$.variantTitle'",
      "vendor": ":line ->> '$.vendor'",
      "quantity": ":line ->> '$.quantity'",
      "current_quantity": ":line ->> '$.currentQuantity'",
      "refunded_quantity": "0",
      "fulfilled_quantity": "0",
      "unfulfilled_quantity": ":line ->> '$.unfulfilledQuantity'",
      "fulfillment_status": "'UNFULFILLED'",
      "unit_price": OrderSQL.amount("originalUnitPriceSet"),
      "discount": discount,
      "tax": OrderSQL.sum("taxLines", "priceSet"),
      "tax_lines": OrderSQL.taxes("taxLines", amount: "priceSet"),
      "total": "decimal_sub(\(OrderSQL.amount("originalTotalSet")), \(discount))",
      "is_taxable": ":line ->> '$.taxable'",
      "requires_shipping": ":line ->> '$.requiresShipping'",
      "is_gift_card": ":line ->> '$.isGiftCard'",
      "attributes": OrderSQL.list("customAttributes"),
      "known_at": ":known_at",
    ],
    kept: [
      "position": "position", "refunded_quantity": "refunded_quantity",
      "fulfilled_quantity": "fulfilled_quantity", "fulfillment_status": "fulfillment_status",
    ])

  /// All that was allocated to the line, order-level discounts too: Shopify's own discounted totals leave
  /// those out, so lines would not add up to the order.
  private static let discount = OrderSQL.sum("discountAllocations", "allocatedAmountSet")

  static let shippingLineTable = Table(
    name: "shipping_lines", type: "ShippingLine",
    columns: [
      "id": "gid(:line ->> '$.id')",
      "order_id": "gid(:line ->> '$.__parentId')",
      "title": ":line ->> '$.title'",
      "code": ":line ->> '$.code'",
      "source": ":line ->> '$.source'",
      "price": OrderSQL.amount("originalPriceSet"),
      "discounted_price": OrderSQL.amount("discountedPriceSet"),
      "tax": OrderSQL.sum("taxLines", "priceSet"),
      "tax_lines": OrderSQL.taxes("taxLines", amount: "priceSet"),
      "is_removed": ":line ->> '$.isRemoved'",
      "known_at": ":known_at",
    ])
}
