// SPDX-License-Identifier: Apache-2.0

/// Lines of bulk results, as the store writes them.
enum StoreLines {
  static func location(_ id: Int, _ name: String) -> String {
    #"{"id":"gid://shopify/Location/\#(id)","name":"\#(name)","isActive":true}"#
  }

  static func product(_ id: Int, title: String = "Hat") -> String {
    """
    {"id":"gid://shopify/Product/\(id)","handle":"hat-\(id)","title":"\(title)","status":"ACTIVE",\
    "vendor":"Acme","productType":"","tags":[],"updatedAt":"2026-07-01T08:00:00Z"}
    """
  }

  static func variant(_ id: Int, of product: Int, sku: String, price: String = "19.90") -> String {
    """
    {"id":"gid://shopify/ProductVariant/\(id)","title":"Blue","sku":"\(sku)","barcode":null,"price":"\(price)",\
    "compareAtPrice":null,"position":1,"updatedAt":"2026-07-01T08:00:00Z",\
    "inventoryItem":{"id":"gid://shopify/InventoryItem/\(id + 1000)"},\
    "__parentId":"gid://shopify/Product/\(product)"}
    """
  }

  static func level(item: Int, location: Int, available: Int, onHand: Int) -> String {
    """
    {"id":"gid://shopify/InventoryLevel/\(item)\(location)?inventory_item_id=\(item)",\
    "updatedAt":"2026-07-01T08:00:00Z","item":{"id":"gid://shopify/InventoryItem/\(item)"},\
    "quantities":[{"name":"on_hand","quantity":\(onHand)},{"name":"available","quantity":\(available)}],\
    "__parentId":"gid://shopify/Location/\(location)"}
    """
  }

  static func order(
    _ id: Int, updated: String = "2026-07-01T08:00:00Z", note: String = "", refunds: String = ""
  ) -> String {
    let money = #"{"shopMoney":{"amount":"30.00"},"presentmentMoney":{"amount":"33.00"}}"#
    return """
      {"id":"gid://shopify/Order/\(id)","name":"#\(id)","email":"a@example.com",\
      "createdAt":"2026-07-01T07:00:00Z","processedAt":"2026-07-01T07:00:00Z","updatedAt":"\(updated)",\
      "cancelledAt":null,"closedAt":null,"test":false,"currencyCode":"EUR","presentmentCurrencyCode":"USD",\
      "taxesIncluded":true,"displayFinancialStatus":"PAID","displayFulfillmentStatus":"UNFULFILLED",\
      "returnStatus":"NO_RETURN","note":"\(note)","tags":["a","b"],"sourceName":"web",\
      "subtotalPriceSet":\(money),"totalShippingPriceSet":\(money),"totalTaxSet":\(money),\
      "totalDiscountsSet":\(money),"totalPriceSet":\(money),"currentTotalPriceSet":\(money),\
      "currentSubtotalPriceSet":\(money),"currentShippingPriceSet":\(money),\
      "currentTotalTaxSet":\(money),"currentTotalDiscountsSet":\(money),"totalReceivedSet":\(money),\
      "totalRefundedShippingSet":\(money),"discountCodes":["TEN"],"paymentGatewayNames":["bogus"],\
      "customAttributes":[{"key":"door","value":"2"}],"risk":{"assessments":[{"riskLevel":"LOW"}]},\
      "taxLines":[{"title":"VAT","rate":0.19,"priceSet":{"shopMoney":{"amount":"4.79"}}}],\
      "totalRefundedSet":\(money),"totalOutstandingSet":\(money),"customer":null,"shippingAddress":null,\
      "transactions":[{"id":"gid://shopify/OrderTransaction/9\(id)","kind":"SALE","status":"SUCCESS",\
      "gateway":"bogus","createdAt":"2026-07-01T07:00:00Z","processedAt":null,"parentTransaction":null,\
      "test":false,"amountSet":{"shopMoney":{"amount":"30.00","currencyCode":"EUR"},\
      "presentmentMoney":{"amount":"33.00","currencyCode":"USD"}}}],"refunds":[\(refunds)],"fulfillments":[]}
      """
  }

  static func refund(_ id: Int, updated: String) -> String {
    """
    {"id":"gid://shopify/Refund/\(id)","createdAt":"2026-07-02T07:00:00Z","updatedAt":"\(updated)",\
    "note":null,"totalRefundedSet":{"shopMoney":{"amount":"10.00","currencyCode":"EUR"},\
    "presentmentMoney":{"amount":"11.00","currencyCode":"USD"}}}
    """
  }

  static func line(_ id: Int, of order: Int, quantity: Int = 3) -> String {
    """
    {"id":"gid://shopify/LineItem/\(id)","title":"Hat","variantTitle":null,"sku":"H-1","vendor":null,\
    "quantity":\(quantity),"currentQuantity":\(quantity),"unfulfilledQuantity":\(quantity),\
    "taxable":true,"requiresShipping":true,"isGiftCard":false,"variant":null,\
    "originalUnitPriceSet":{"shopMoney":{"amount":"11.10"}},\
    "originalTotalSet":{"shopMoney":{"amount":"33.30"}},\
    "discountAllocations":[{"allocatedAmountSet":{"shopMoney":{"amount":"3.05"}}},\
    {"allocatedAmountSet":{"shopMoney":{"amount":"0.25"}}}],\
    "taxLines":[{"priceSet":{"shopMoney":{"amount":"4.79"}}}],"__parentId":"gid://shopify/Order/\(order)"}
    """
  }
}
