// SPDX-License-Identifier: Apache-2.0

extension StoreStream {
  /// Orders and all below them but fulfillment orders.
  ///
  /// A bulk query refuses a connection within a list and more than five connections, so refunds and
  /// fulfillments come as headers whose lines are read by id where the header is new or was touched, and
  /// returns are read by id where an order has any. Returns leave `updatedAt` alone: orders whose return is
  /// open, there or here, are read again each time. Nothing is ever taken away: without
  /// `read_all_orders` orders older than 60 days are not shown.
  static let orders = StoreStream(
    name: "orders",
    scopes: ["read_orders", "read_customers", "read_returns"],
    rules: [
      orderTable.rule, orderTaxLineTable.rule, transactionTable.rule, refundTable.rule,
      fulfillmentTable.rule, lineTable.rule, shippingLineTable.rule, agreementTable.rule,
      saleTable.rule, returnsRead, returnTable.rule, returnLineTable.rule, refundRead,
      refundLineTable.rule, refundShippingLineTable.rule, adjustmentTable.rule, refundTransaction,
      fulfillmentRead, fulfillmentLineTable.rule,
    ],
    typeOf: """
      CASE WHEN :line ->> '$.actionType' IS NOT NULL THEN 'Sale' \
      WHEN :line ->> '$.happenedAt' IS NOT NULL THEN 'SalesAgreement' END
      """,
    bulk: BulkDocument(
      template: """
        query dray_orders {
          orders FILTER { edges { node {
            \(OrderFields.order)
            lineItems { edges { node { \(OrderFields.line) } } }
            shippingLines(\(OrderFields.shippingLineArguments)) {
              edges { node { \(OrderFields.shippingLine) } }
            }
            agreements { edges { node {
              \(OrderFields.agreement)
              sales { edges { node { \(OrderFields.sale) } } }
            } } }
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
    rereads: [orderReread, returnsReread, refundsReread, fulfillmentsReread],
    shortcuts: [fulfillmentLines],
    byID: [orderReread],
    stale: ["order_lines", "shipping_lines", "agreements", "sales"].map { table in
      """
      DELETE FROM \(table) WHERE known_at < :known_at
        AND order_id IN (SELECT id FROM orders WHERE known_at = :known_at)
      """
    } + [
      """
      DELETE FROM return_lines WHERE known_at < :known_at
        AND return_id IN (SELECT id FROM returns WHERE known_at = :known_at)
      """
    ],
    finish: Finish(
      remains: "SELECT EXISTS (SELECT 1 FROM orders_unread)",
      step: OrderContent.step))

  /// What was shipped, by way of the fulfillment orders: there is no root of fulfillments.
  private static let fulfillmentLines = Shortcut(
    unread: """
      SELECT count(*) AS count, 'updated_at:>=''' || min(created_at) || '''' AS filter
      FROM fulfillments WHERE lines_read = 0
      """,
    above: 200,
    bulk: BulkDocument(
      template: """
        query dray_fulfillment_lines {
          fulfillmentOrders FILTER { edges { node {
            id
            fulfillments { edges { node {
              id
              fulfillmentLineItems { edges { node { \(OrderFields.fulfillmentLine) } } }
            } } }
          } } }
        }
        """, arguments: "includeClosed: true"),
    rules: [fulfillmentLineTable.rule],
    done: [
      """
      INSERT OR IGNORE INTO orders_unread (id)
        SELECT order_id FROM fulfillments WHERE lines_read = 0
      """,
      """
      UPDATE fulfillments SET lines_read = 1 WHERE lines_read = 0 AND quantity =
        (SELECT coalesce(sum(l.quantity), 0) FROM fulfillment_lines l WHERE l.fulfillment_id = fulfillments.id)
      """,
    ])

  private static func walk(filter: String) -> PageWalk {
    PageWalk(
      document: """
        query dray_orders($first: Int!, $cursor: String, $filter: String) {
          orders(first: $first, after: $cursor, query: $filter, sortKey: UPDATED_AT) {
            nodes { \(wholeOrder) }
            \(pageInfo)
          }
        }
        """,
      root: "orders", type: "Order", size: 10, filter: filter, children: orderChildren)
  }

  /// An order with its connections, as a page or a read by id has it.
  private static let wholeOrder = """
    \(OrderFields.order)
    lineItems(first: 20) { nodes { \(OrderFields.line) } \(pageInfo) }
    shippingLines(\(OrderFields.shippingLineArguments), first: 3) {
      nodes { \(OrderFields.shippingLine) } \(pageInfo)
    }
    agreements(first: 5) {
      nodes { \(OrderFields.agreement) sales(first: 20) { nodes { \(OrderFields.sale) } \(pageInfo) } }
      \(pageInfo)
    }
    """

  private static let orderChildren = [
    Child(
      field: "lineItems", type: "LineItem",
      more: more(
        of: "Order", "dray_lines",
        "lineItems(ARGUMENTS) { nodes { \(OrderFields.line) } \(pageInfo) }")),
    Child(
      field: "shippingLines", type: "ShippingLine",
      more: more(
        of: "Order", "dray_shipping_lines",
        """
        shippingLines(\(OrderFields.shippingLineArguments), ARGUMENTS) {
          nodes { \(OrderFields.shippingLine) } \(pageInfo)
        }
        """)),
    Child(
      field: "agreements", type: "SalesAgreement",
      more: more(
        of: "Order", "dray_agreements",
        """
        agreements(ARGUMENTS) {
          nodes { \(OrderFields.agreement) sales(first: 20) { nodes { \(OrderFields.sale) } \(pageInfo) } }
          \(pageInfo)
        }
        """),
      moreSize: 10, children: [sales]),
  ]

  /// An agreement is no node: the rest of its sales is read through its order.
  private static let sales = Child(
    field: "sales", type: "Sale",
    more: """
      query dray_sales($owner: ID!, $id: String!, $first: Int!, $cursor: String) {
        node(id: $owner) { ... on Order {
          agreements(first: 1, query: $id) { nodes {
            id sales(first: $first, after: $cursor) { nodes { \(OrderFields.sale) } \(pageInfo) }
          } }
        } }
      }
      """,
    morePath: ["agreements", "nodes", "sales"])

  /// The rest of a connection within a node.
  static func more(of type: String, _ name: String, _ connection: String) -> String {
    let connection = connection.replacing("ARGUMENTS", with: "first: $first, after: $cursor")
    return """
      query \(name)($parent: ID!, $first: Int!, $cursor: String) {
        node(id: $parent) { ... on \(type) { \(connection) } }
      }
      """
  }

  /// Orders by id, whole.
  static let orderReread = Reread(
    document:
      "query dray_order($ids: [ID!]!) { nodes(ids: $ids) { ... on Order { \(wholeOrder) } } }",
    ids: """
      SELECT 'gid://shopify/Order/' || id FROM orders o WHERE known_at < :known_at
        AND (return_status IN ('RETURN_REQUESTED', 'IN_PROGRESS', 'INSPECTION_COMPLETE')
          OR id IN (SELECT order_id FROM returns WHERE status IN ('REQUESTED', 'OPEN')))
      """,
    type: "Order", size: 10, children: orderChildren)

  private static let returnsReread = Reread(
    document: """
      query dray_returns($ids: [ID!]!) {
        nodes(ids: $ids) { ... on Order { id returns(first: 5) { \(returns) \(pageInfo) } } }
      }
      """,
    ids: "SELECT 'gid://shopify/Order/' || id FROM orders WHERE returns_read = 0",
    type: "OrderReturns", size: 10,
    children: [
      Child(
        field: "returns", type: "Return",
        more: more(
          of: "Order", "dray_more_returns", "returns(ARGUMENTS) { \(returns) \(pageInfo) }"),
        moreSize: 10,
        children: [
          Child(
            field: "returnLineItems", type: "ReturnLineItem",
            more: more(
              of: "Return", "dray_return_lines",
              "returnLineItems(ARGUMENTS) { nodes { \(OrderFields.returnLine) } \(pageInfo) }"))
        ])
    ])

  private static let returns = """
    nodes {
      \(OrderFields.orderReturn)
      returnLineItems(first: 10) { nodes { \(OrderFields.returnLine) } \(pageInfo) }
    }
    """

  private static let refundsReread = Reread(
    document: """
      query dray_refunds($ids: [ID!]!) {
        nodes(ids: $ids) { ... on Refund {
          id
          refundLineItems(first: 20) { nodes { \(OrderFields.refundLine) } \(pageInfo) }
          refundShippingLines(first: 5) { nodes { \(OrderFields.refundShippingLine) } \(pageInfo) }
          orderAdjustments(first: 5) { nodes { \(OrderFields.adjustment) } \(pageInfo) }
          transactions(first: 5) { nodes { id } \(pageInfo) }
        } }
      }
      """,
    ids: "SELECT 'gid://shopify/Refund/' || id FROM refunds WHERE lines_read = 0",
    type: "Refund", size: 20,
    children: [
      refundChild("refundLineItems", "RefundLineItem", OrderFields.refundLine),
      refundChild("refundShippingLines", "RefundShippingLine", OrderFields.refundShippingLine),
      refundChild("orderAdjustments", "OrderAdjustment", OrderFields.adjustment),
      refundChild("transactions", "OrderTransaction", "id"),
    ])

  private static func refundChild(_ field: String, _ type: String, _ fields: String) -> Child {
    Child(
      field: field, type: type,
      more: more(
        of: "Refund", "dray_refund_children",
        "\(field)(ARGUMENTS) { nodes { \(fields) } \(pageInfo) }"))
  }

  private static let fulfillmentsReread = Reread(
    document: """
      query dray_fulfillments($ids: [ID!]!) {
        nodes(ids: $ids) { ... on Fulfillment {
          id
          fulfillmentLineItems(first: 20) { nodes { \(OrderFields.fulfillmentLine) } \(pageInfo) }
        } }
      }
      """,
    ids: "SELECT 'gid://shopify/Fulfillment/' || id FROM fulfillments WHERE lines_read = 0",
    type: "Fulfillment", size: 50,
    children: [
      Child(
        field: "fulfillmentLineItems", type: "FulfillmentLineItem",
        more: more(
          of: "Fulfillment", "dray_fulfillment_lines",
          "fulfillmentLineItems(ARGUMENTS) { nodes { \(OrderFields.fulfillmentLine) } \(pageInfo) }"
        ))
    ])
}
