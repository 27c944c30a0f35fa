// SPDX-License-Identifier: Apache-2.0

import Tables

/// Orders and what hangs on them, by id.
enum OrderNodes {
  static func node(_ id: GlobalID, _ store: Store) -> (any Resolvable)? {
    if id.type == "Order" {
      let index = id.number - GlobalID.Base.order - 1001
      guard store.orders.indices.contains(index), store.shows(index) else { return nil }
      return OrderNode(index: index)
    }
    if id.type == "Customer" {
      return store.customers.index(number: id.number).map {
        CustomerNode(row: store.customers.rows[$0])
      }
    }
    guard let (order, row) = owner(id, store) else { return nil }
    func index<Row>(_ rows: [Row], _ number: (Row) -> Int) -> Int? {
      rows.firstIndex { number($0) == id.number }
    }
    switch id.type {
    case "Refund":
      return index(row.refunds, \.number).map { RefundNode(order: order, index: $0) }
    case "LineItem":
      return index(row.lines, \.number).map { LineItemNode(order: order, index: $0) }
    case "OrderTransaction":
      return index(row.transactions, \.number).map { TransactionNode(order: order, index: $0) }
    case "Fulfillment":
      return index(row.fulfillments, \.number).map { FulfillmentNode(order: order, index: $0) }
    case "FulfillmentOrder":
      return index(row.fulfillmentOrders, \.number).map {
        FulfillmentOrderNode(order: order, index: $0)
      }
    case "Return": return index(row.returns, \.number).map { ReturnNode(order: order, index: $0) }
    default: return nil
    }
  }

  /// The index of the order that an id names or whose part it names; nil where there is none.
  static func index(of id: GlobalID, _ store: Store) -> Int? {
    let index =
      id.type == "Order"
      ? id.number - GlobalID.Base.order - 1001
      : bases[id.type].map { OrderRow.owner(id.number, $0) }
    return index.flatMap { store.orders.indices.contains($0) ? $0 : nil }
  }

  /// The order that an object hangs on, by the object's id, and its index; nil where there is none.
  static func owner(_ id: GlobalID, _ store: Store) -> (Int, OrderRow)? {
    guard let base = bases[id.type] else { return nil }
    let index = OrderRow.owner(id.number, base)
    guard store.orders.indices.contains(index), store.shows(index) else { return nil }
    return (index, store.orders[index])
  }

  private static let bases = [
    "Refund": GlobalID.Base.refund, "LineItem": GlobalID.Base.line,
    "OrderTransaction": GlobalID.Base.transaction, "Fulfillment": GlobalID.Base.fulfillment,
    "FulfillmentOrder": GlobalID.Base.fulfillmentOrder, "Return": GlobalID.Base.orderReturn,
    "FulfillmentEvent": GlobalID.Base.fulfillmentEvent,
  ]
}

/// An order.
struct OrderNode: Resolvable {
  let typeName = "Order"
  let index: Int

  static func id(_ number: Int) -> String { GlobalID.text("Order", GlobalID.Base.order + number) }

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    let row = context.store.orders[index]
    switch field {
    case "id": return .text(OrderNode.id(row.number))
    case "legacyResourceId": return .unsigned(GlobalID.Base.order + row.number)
    case "name": return .text("#\(row.number)")
    case "number": return .int(row.number)
    case "createdAt", "processedAt": return .time(row.createdAt)
    case "updatedAt": return .time(row.updatedAt)
    case "cancelledAt": return .time(row.cancelledAt)
    case "cancelReason": return .text(row.cancelReason)
    case "closedAt": return .time(row.closedAt)
    case "closed": return .flag(row.closedAt != nil)
    case "confirmed": return .flag(true)
    case "test": return .flag(false)
    case "currencyCode": return .text(row.currencies.shop)
    case "presentmentCurrencyCode": return .text(row.currencies.presentment)
    case "displayFinancialStatus": return .text(row.financialStatus)
    case "displayFulfillmentStatus": return .text(row.fulfillmentStatus)
    case "returnStatus": return .text(row.returnStatus)
    case "email": return .text(row.customer?.email)
    case "phone", "sourceIdentifier", "poNumber": return .null
    case "note": return .text(row.note)
    case "tags": return .texts(row.tags)
    case "sourceName": return .text("web")
    case "taxesIncluded": return .flag(row.taxesIncluded)
    case "discountCode": return .text(row.discountCode)
    case "discountCodes": return .texts(row.discountCode.map { [$0] } ?? [])
    case "paymentGatewayNames":
      return .texts(row.transactions.isEmpty ? [] : [row.transactions[0].gateway])
    case "customAttributes":
      return .list(
        row.attributes.sorted { $0.key < $1.key }.map {
          .object(Record("Attribute", ["key": .text($0.key), "value": .text($0.value)]))
        })
    case "risk":
      let assessment = Record("OrderRiskAssessment", ["riskLevel": .text("LOW")])
      return .object(Record("OrderRiskSummary", ["assessments": .list([.object(assessment)])]))
    default: return try amount(field, row) ?? parts(field, arguments, row, context)
    }
  }

  private func amount(_ field: String, _ row: OrderRow) throws -> Resolved? {
    let money: Money
    switch field {
    case "totalPriceSet": money = row.total
    case "subtotalPriceSet": money = row.subtotal
    case "totalTaxSet": money = row.tax
    case "totalShippingPriceSet": money = row.shipping
    case "totalDiscountsSet": money = row.discounts
    case "totalRefundedSet": money = row.refunded
    case "totalRefundedShippingSet": money = row.refundedShipping
    case "totalReceivedSet": money = row.received
    case "totalCapturableSet": money = row.capturable
    case "totalOutstandingSet": money = row.outstanding
    case "currentTotalPriceSet": money = row.currentTotal
    case "currentSubtotalPriceSet": money = row.currentSubtotal
    case "currentShippingPriceSet": money = row.currentShipping
    case "currentTotalTaxSet": money = row.currentTax
    case "currentTotalDiscountsSet": money = row.currentDiscounts
    case "netPaymentSet": money = row.received - row.refunded
    default: return nil
    }
    return row.currencies.bag(money)
  }

  private func parts(
    _ field: String, _ arguments: Arguments, _ row: OrderRow, _ context: ExecutionContext
  ) throws -> Resolved {
    let first = arguments["first"]?.int ?? .max
    func nodes(_ nodes: [any Resolvable], _ type: String) -> Resolved {
      .connection(
        NodeList(arguments["reverse"]?.bool == true ? nodes.reversed() : nodes),
        type: type + "Connection")
    }
    switch field {
    case "customer":
      return context.store.customer(row.customer?.number)
    case "billingAddress", "shippingAddress":
      return row.customer.map { .object($0.address(field, row.number)) } ?? .null
    case "taxLines": return .list(row.taxLines)
    case "lineItems":
      return nodes(row.lines.indices.map { LineItemNode(order: index, index: $0) }, "LineItem")
    case "shippingLines":
      let removed = arguments["includeRemovals"]?.bool == true
      return nodes(
        row.shippingLines.indices.filter { removed || !row.shippingLines[$0].isRemoved }
          .map { ShippingLineNode(order: index, index: $0) }, "ShippingLine")
    case "fulfillmentOrders":
      let listing = Listing.fulfillmentOrders(context.store, of: index)
      return .connection(
        try listing.nodes(arguments, context), type: "FulfillmentOrderConnection")
    case "returns":
      return nodes(row.returns.indices.map { ReturnNode(order: index, index: $0) }, "Return")
    case "agreements":
      let listing = Listing.agreements(context.store, of: index)
      return .connection(try listing.nodes(arguments, context), type: "SalesAgreementConnection")
    case "transactions":
      return .list(
        row.transactions.indices.prefix(first).map {
          .object(TransactionNode(order: index, index: $0))
        })
    case "refunds":
      return .list(
        row.refunds.indices.prefix(first).map { .object(RefundNode(order: index, index: $0)) })
    case "fulfillments":
      return .list(
        row.fulfillments.indices.prefix(first).map {
          .object(FulfillmentNode(order: index, index: $0))
        })
    default: throw unresolved(typeName, field)
    }
  }
}
