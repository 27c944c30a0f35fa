// SPDX-License-Identifier: Apache-2.0

extension StoreStream {
  /// What is to be shipped from where, with holds, which do not move an order's `updatedAt`. A missing scope
  /// hides rows silently, so nothing is taken away because it is not seen.
  static let fulfillmentOrders = StoreStream(
    name: "fulfillment_orders",
    scopes: [
      "read_orders", "read_merchant_managed_fulfillment_orders", "read_assigned_fulfillment_orders",
      "read_third_party_fulfillment_orders",
    ],
    rules: [
      fulfillmentOrderTable.rule, fulfillmentHoldTable.rule, fulfillmentOrderLineTable.rule,
    ],
    bulk: BulkDocument(
      template: """
        query dray_fulfillment_orders {
          fulfillmentOrders FILTER { edges { node {
            \(OrderFields.fulfillmentOrder)
            lineItems { edges { node { \(OrderFields.fulfillmentOrderLine) } } }
          } } }
        }
        """, arguments: "includeClosed: true"),
    walks: [
      PageWalk(
        document: """
          query dray_fulfillment_orders($first: Int!, $cursor: String, $filter: String) {
            fulfillmentOrders(
              first: $first, after: $cursor, query: $filter, sortKey: UPDATED_AT, includeClosed: true
            ) {
              nodes { \(whole) }
              \(pageInfo)
            }
          }
          """,
        root: "fulfillmentOrders", type: "FulfillmentOrder", size: 25,
        filter: "updated_at:>='SINCE'", children: [lines])
    ],
    byID: [ofOrders],
    comesAlongWith: "orders",
    stale: [staleLines])

  /// The fulfillment orders of orders, by the orders' ids.
  private static let ofOrders = Reread(
    document: """
      query dray_fulfillment_orders_of($ids: [ID!]!) {
        nodes(ids: $ids) { ... on Order { id fulfillmentOrders(first: 5) { nodes { \(whole) } \(pageInfo) } } }
      }
      """,
    type: "Order", size: 10,
    children: [
      Child(
        field: "fulfillmentOrders", type: "FulfillmentOrder",
        more: more(
          of: "Order", "dray_more_fulfillment_orders",
          "fulfillmentOrders(ARGUMENTS) { nodes { \(whole) } \(pageInfo) }"),
        moreSize: 25, children: [lines])
    ])

  private static let staleLines = """
    DELETE FROM fulfillment_order_lines WHERE known_at < :known_at AND fulfillment_order_id IN
      (SELECT id FROM fulfillment_orders WHERE known_at = :known_at)
    """

  private static let whole = """
    \(OrderFields.fulfillmentOrder)
    lineItems(first: 20) { nodes { \(OrderFields.fulfillmentOrderLine) } \(pageInfo) }
    """

  private static let lines = Child(
    field: "lineItems", type: "FulfillmentOrderLineItem",
    more: more(
      of: "FulfillmentOrder", "dray_fulfillment_order_lines",
      "lineItems(ARGUMENTS) { nodes { \(OrderFields.fulfillmentOrderLine) } \(pageInfo) }"))
}
