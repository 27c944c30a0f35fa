// SPDX-License-Identifier: Apache-2.0

import Tables

/// Orders and what hangs on them, by id.
enum OrderNodes {
  static func node(_ id: GlobalID, _ store: Store) -> (any Resolvable)? {
    func owner(_ base: Int, _ per: Int) -> Int? {
      let index = (id.number - base) / per - 1001
      return store.orders.indices.contains(index) ? index : nil
    }
    switch id.type {
    case "Order": return owner(GlobalID.Base.order, 1).map { OrderNode(index: $0) }
    case "Refund":
      guard let order = owner(GlobalID.Base.refund, 100),
        let refund = store.orders[order].refunds.firstIndex(where: { $0.number == id.number })
      else { return nil }
      return RefundNode(order: order, index: refund)
    case "LineItem":
      guard let order = owner(GlobalID.Base.line, 100),
        let line = store.orders[order].lines.firstIndex(where: { $0.number == id.number })
      else { return nil }
      return LineItemNode(order: order, index: line)
    case "OrderTransaction":
      guard let order = owner(GlobalID.Base.transaction, 100),
        let transaction = store.orders[order].transactions.firstIndex(where: {
          $0.number == id.number
        })
      else { return nil }
      return TransactionNode(order: order, index: transaction)
    case "Fulfillment":
      guard let order = owner(GlobalID.Base.fulfillment, 1),
        !store.orders[order].fulfillments.isEmpty
      else { return nil }
      return FulfillmentNode(order: order, index: 0)
    case "Customer":
      guard
        let order = store.orders.first(where: { $0.customer?.number == id.number }),
        let customer = order.customer
      else { return nil }
      return CustomerNode(row: customer, since: order.createdAt)
    default: return nil
    }
  }
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
    case "customAttributes": return .list([])
    default: return try amount(field, row) ?? parts(field, arguments, row)
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
    case "totalReceivedSet": money = row.received
    case "totalOutstandingSet":
      money =
        row.cancelledAt == nil && row.received == .zero ? row.currentTotal : .zero
    case "currentTotalPriceSet": money = row.currentTotal
    case "currentSubtotalPriceSet": money = row.currentSubtotal
    case "currentTotalTaxSet": money = row.currentTax
    case "currentTotalDiscountsSet": money = row.currentDiscounts
    case "netPaymentSet": money = row.received - row.refunded
    default: return nil
    }
    return row.currencies.bag(money)
  }

  private func parts(_ field: String, _ arguments: Arguments, _ row: OrderRow) throws -> Resolved {
    let first = arguments["first"]?.int ?? .max
    let isReversed = arguments["reverse"]?.bool == true
    switch field {
    case "customer":
      return row.customer.map { .object(CustomerNode(row: $0, since: row.createdAt)) } ?? .null
    case "billingAddress", "shippingAddress":
      return row.customer.map { .object(address($0, field, row.number)) } ?? .null
    case "lineItems":
      let lines = row.lines.indices.map { LineItemNode(order: index, index: $0) }
      return .connection(
        NodeList(isReversed ? lines.reversed() : lines), type: "LineItemConnection")
    case "shippingLines":
      return .connection(
        NodeList([ShippingLineNode(order: index)]), type: "ShippingLineConnection")
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

  private func address(_ customer: CustomerRow, _ field: String, _ number: Int) -> Record {
    let kind = field == "billingAddress" ? 1 : 2
    return Record(
      "MailingAddress",
      [
        "id": .text(
          GlobalID.text("MailingAddress", GlobalID.Base.order + number * 10 + kind)
            + "?model_name=Address"),
        "name": .text("\(customer.firstName) \(customer.lastName)"),
        "firstName": .text(customer.firstName), "lastName": .text(customer.lastName),
        "company": .null, "address1": .text(customer.street), "address2": .null,
        "city": .text(customer.city), "province": .null, "provinceCode": .null,
        "zip": .text(customer.zip), "country": .text("Germany"), "countryCodeV2": .text("DE"),
        "phone": .null,
      ])
  }
}

/// A customer, as far as orders know them.
struct CustomerNode: Resolvable {
  let typeName = "Customer"
  let row: CustomerRow
  let since: Moment

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    switch field {
    case "id": .text(GlobalID.text("Customer", row.number))
    case "legacyResourceId": .unsigned(row.number)
    case "displayName": .text("\(row.firstName) \(row.lastName)")
    case "firstName": .text(row.firstName)
    case "lastName": .text(row.lastName)
    case "createdAt", "updatedAt": .time(since)
    case "email": .text(row.email)
    case "phone": .null
    default: throw unresolved(typeName, field)
    }
  }
}
