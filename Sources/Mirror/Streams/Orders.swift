// SPDX-License-Identifier: Apache-2.0

extension StoreStream {
  /// Orders with lines, transactions and refunds; money in the shop's currency.
  ///
  /// A bulk query refuses a connection within a list, so refunds come as headers and their lines are read
  /// by id where the header is new or was touched. Returns leave `updatedAt` alone: orders whose return is
  /// open, there or here, are read again each time. Nothing is ever taken away: without
  /// `read_all_orders` orders older than 60 days are not shown.
  static let orders = StoreStream(
    name: "orders",
    scopes: ["read_orders", "read_customers"],
    rules: [
      orderTable.rule, transactionTable.rule, refundTable.rule, lineTable.rule, refundRead,
      refundLineTable.rule,
    ],
    bulk: BulkDocument(
      template: """
        query dray_orders {
          orders FILTER { edges { node {
            \(order)
            lineItems { edges { node { \(line) } } }
          } } }
        }
        """),
    walks: [
      walk(filter: "updated_at:>='SINCE'"),
      walk(
        filter:
          "(return_status:return_requested OR return_status:in_progress OR return_status:inspection_complete)"
      ),
    ],
    rereads: [
      Reread(
        document: """
          query dray_order($ids: [ID!]!) { nodes(ids: $ids) { ... on Order { \(orderWithLines) } } }
          """,
        ids: """
          SELECT 'gid://shopify/Order/' || id FROM orders WHERE known_at < :known_at
            AND return_status IN ('RETURN_REQUESTED', 'IN_PROGRESS', 'INSPECTION_COMPLETE')
          """,
        type: "Order", size: 25, children: [lines]),
      Reread(
        document: """
          query dray_refunds($ids: [ID!]!) {
            nodes(ids: $ids) { ... on Refund {
              id
              refundLineItems(first: 50) { nodes { \(refundLine) } \(pageInfo) }
            } }
          }
          """,
        ids: "SELECT 'gid://shopify/Refund/' || id FROM refunds WHERE lines_read = 0",
        type: "Refund", size: 50,
        children: [
          Child(
            field: "refundLineItems", type: "RefundLineItem",
            more: """
              query dray_refund_lines($parent: ID!, $first: Int!, $cursor: String) {
                node(id: $parent) { ... on Refund {
                  refundLineItems(first: $first, after: $cursor) { nodes { \(refundLine) } \(pageInfo) }
                } }
              }
              """)
        ]),
    ],
    stale: [
      """
      DELETE FROM order_lines WHERE known_at < :known_at
        AND order_id IN (SELECT id FROM orders WHERE known_at = :known_at)
      """
    ],
    finish: Finish(
      remains: "SELECT EXISTS (SELECT 1 FROM orders_unread)",
      step: OrderContent.step))

  private static func walk(filter: String) -> PageWalk {
    PageWalk(
      document: """
        query dray_orders($first: Int!, $cursor: String, $filter: String) {
          orders(first: $first, after: $cursor, query: $filter, sortKey: UPDATED_AT) {
            nodes { \(orderWithLines) }
            \(pageInfo)
          }
        }
        """,
      root: "orders", type: "Order", size: 25, filter: filter, children: [lines])
  }

  private static let lines = Child(
    field: "lineItems", type: "LineItem",
    more: """
      query dray_lines($parent: ID!, $first: Int!, $cursor: String) {
        node(id: $parent) { ... on Order {
          lineItems(first: $first, after: $cursor) { nodes { \(line) } \(pageInfo) }
        } }
      }
      """)

  private static let money = "{ shopMoney { amount } }"
  private static let order = """
    id name email createdAt processedAt updatedAt cancelledAt closedAt currencyCode presentmentCurrencyCode \
    taxesIncluded displayFinancialStatus displayFulfillmentStatus returnStatus note tags sourceName \
    subtotalPriceSet \(money) totalShippingPriceSet \(money) totalTaxSet \(money) totalDiscountsSet \(money) \
    totalPriceSet \(money) currentTotalPriceSet \(money) totalRefundedSet \(money) totalOutstandingSet \(money) \
    customer { id } \
    shippingAddress { name address1 address2 city zip provinceCode countryCodeV2 } \
    transactions { id kind status gateway createdAt processedAt parentTransaction { id } \
    amountSet { shopMoney { amount currencyCode } } } \
    refunds { id createdAt updatedAt note totalRefundedSet { shopMoney { amount currencyCode } } }
    """
  private static let orderWithLines =
    "\(order) lineItems(first: 50) { nodes { \(line) } \(pageInfo) }"
  private static let line = """
    id title variantTitle sku vendor quantity currentQuantity variant { id } \
    originalUnitPriceSet \(money) originalTotalSet \(money) \
    discountAllocations { allocatedAmountSet \(money) } taxLines { priceSet \(money) }
    """
  private static let refundLine =
    "id quantity restockType lineItem { id } subtotalSet \(money) totalTaxSet \(money)"
}
