// SPDX-License-Identifier: Apache-2.0

import Tables

/// A line of an order.
struct LineItemNode: Resolvable {
  let typeName = "LineItem"
  let order: Int
  let index: Int

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    let row = context.store.orders[order]
    let line = row.lines[index]
    let bag = row.currencies.bag
    switch field {
    case "id": return .text(GlobalID.text("LineItem", line.number))
    case "name":
      return .text(line.variantTitle.isEmpty ? line.title : "\(line.title) - \(line.variantTitle)")
    case "title": return .text(line.title)
    case "variantTitle": return line.variantTitle.isEmpty ? .null : .text(line.variantTitle)
    case "sku": return line.sku.isEmpty ? .null : .text(line.sku)
    case "vendor": return .text(line.vendor)
    case "quantity": return .int(line.quantity)
    case "currentQuantity", "refundableQuantity": return .int(line.quantity - line.removed)
    case "unfulfilledQuantity":
      return .int(max(0, line.quantity - line.removed - line.fulfilled))
    case "nonFulfillableQuantity": return .int(0)
    case "requiresShipping", "taxable": return .flag(true)
    case "isGiftCard": return .flag(false)
    case "originalUnitPriceSet": return bag(line.unitPrice)
    case "discountedUnitPriceSet":
      return bag((line.originalTotal - line.lineDiscount).times(1, over: max(1, line.quantity)))
    case "originalTotalSet": return bag(line.originalTotal)
    case "discountedTotalSet":
      return bag(
        arguments["withCodeDiscounts"]?.bool == true
          ? line.total : line.originalTotal - line.lineDiscount)
    case "totalDiscountSet": return bag(line.lineDiscount)
    case "taxLines": return .list([row.taxLine(line.total)])
    case "variant":
      guard let variant = line.variant, context.store.assortment.holds(variant) else {
        return .null
      }
      return .object(VariantNode(index: variant))
    case "product":
      guard let variant = line.variant else { return .null }
      return .object(ProductNode(index: Int(context.store.assortment.product[variant])))
    case "customAttributes": return .list([])
    case "discountAllocations":
      return .list(
        [line.lineDiscount, line.codeDiscount].filter { $0 > .zero }.map {
          .object(Record("DiscountAllocation", ["allocatedAmountSet": bag($0)]))
        })
    default: throw unresolved(typeName, field)
    }
  }
}

extension OrderRow {
  /// The value-added tax of an amount, as a `TaxLine`.
  func taxLine(_ amount: Money) -> Resolved {
    .object(
      Record(
        "TaxLine",
        [
          "title": .text("MwSt."), "rate": .leaf(.number("0.\(padded(taxRate, 2))")),
          "ratePercentage": .leaf(.number("\(taxRate).0")),
          "priceSet": currencies.bag(tax(of: amount)),
        ]))
  }
}

/// An order's one shipping line.
struct ShippingLineNode: Resolvable {
  let typeName = "ShippingLine"
  let order: Int

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    let row = context.store.orders[order]
    switch field {
    case "id": return .text(GlobalID.text("ShippingLine", GlobalID.Base.order + row.number))
    case "title", "code": return .text(row.shipping == .zero ? "Kostenloser Versand" : "Standard")
    case "source": return .text("shopify")
    case "originalPriceSet", "discountedPriceSet", "currentDiscountedPriceSet":
      return row.currencies.bag(row.shipping)
    case "taxLines": return .list(row.shipping == .zero ? [] : [row.taxLine(row.shipping)])
    case "isRemoved": return .flag(false)
    default: throw unresolved(typeName, field)
    }
  }
}

/// A payment or repayment.
struct TransactionNode: Resolvable {
  let typeName = "OrderTransaction"
  let order: Int
  let index: Int

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    let row = context.store.orders[order]
    let transaction = row.transactions[index]
    switch field {
    case "id": return .text(GlobalID.text("OrderTransaction", transaction.number))
    case "kind": return .text(transaction.kind)
    case "status": return .text("SUCCESS")
    case "gateway": return .text("bogus")
    case "formattedGateway": return .text("Bogus Gateway")
    case "amountSet": return row.currencies.bag(transaction.amount)
    case "createdAt", "processedAt": return .time(transaction.at)
    case "test": return .flag(false)
    case "parentTransaction":
      return transaction.parent.map { .object(TransactionNode(order: order, index: $0)) } ?? .null
    case "paymentId": return .text("#\(row.number).\(index + 1)")
    case "errorCode", "accountNumber", "authorizationCode": return .null
    default: throw unresolved(typeName, field)
    }
  }
}

/// A refund.
struct RefundNode: Resolvable {
  let typeName = "Refund"
  let order: Int
  let index: Int

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    let row = context.store.orders[order]
    let refund = row.refunds[index]
    switch field {
    case "id": return .text(GlobalID.text("Refund", refund.number))
    case "legacyResourceId": return .unsigned(refund.number)
    case "createdAt", "updatedAt": return .time(refund.at)
    case "note": return .text(refund.note)
    case "totalRefundedSet":
      return row.currencies.bag(row.transactions[refund.transaction].amount)
    case "refundLineItems":
      let lines = refund.lines.map { line(row, $0) }
      return .connection(
        NodeList(arguments["reverse"]?.bool == true ? lines.reversed() : lines),
        type: "RefundLineItemConnection")
    case "refundShippingLines":
      return .connection(NodeList([]), type: "RefundShippingLineConnection")
    case "orderAdjustments": return .connection(NodeList([]), type: "OrderAdjustmentConnection")
    case "transactions":
      return .connection(
        NodeList([TransactionNode(order: order, index: refund.transaction)]),
        type: "OrderTransactionConnection")
    case "order": return .object(OrderNode(index: order))
    default: throw unresolved(typeName, field)
    }
  }

  private func line(_ row: OrderRow, _ line: RefundRow.Line) -> Record {
    let worth = row.lines[line.line].worth(line.quantity)
    return Record(
      "RefundLineItem",
      [
        "id": .text(GlobalID.text("RefundLineItem", line.number)),
        "quantity": .int(line.quantity),
        "restockType": .text(
          !line.isRestocked ? "NO_RESTOCK" : row.cancelledAt == nil ? "RETURN" : "CANCEL"),
        "restocked": .flag(line.isRestocked),
        "location": line.isRestocked ? .object(LocationNode(index: 0)) : .null,
        "lineItem": .object(LineItemNode(order: order, index: line.line)),
        "priceSet": row.currencies.bag(worth.times(1, over: max(1, line.quantity))),
        "subtotalSet": row.currencies.bag(worth),
        "totalTaxSet": row.currencies.bag(row.tax(of: worth)),
      ])
  }
}

/// A shipment.
struct FulfillmentNode: Resolvable {
  let typeName = "Fulfillment"
  let order: Int
  let index: Int

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    let row = context.store.orders[order]
    let fulfillment = row.fulfillments[index]
    switch field {
    case "id": return .text(GlobalID.text("Fulfillment", fulfillment.number))
    case "legacyResourceId": return .unsigned(fulfillment.number)
    case "name": return .text("#\(row.number)-F\(index + 1)")
    case "status": return .text("SUCCESS")
    case "displayStatus": return .text("FULFILLED")
    case "createdAt", "updatedAt": return .time(fulfillment.at)
    case "deliveredAt", "inTransitAt", "estimatedDeliveryAt": return .null
    case "totalQuantity": return .int(fulfillment.lines.reduce(0) { $0 + $1.quantity })
    case "trackingInfo":
      return .list([
        .object(
          Record(
            "FulfillmentTrackingInfo",
            [
              "company": .text("DHL"), "number": .text(fulfillment.tracking),
              "url": .text("https://www.dhl.de/?piececode=\(fulfillment.tracking)"),
            ]))
      ])
    case "location": return .object(LocationNode(index: fulfillment.location))
    case "fulfillmentLineItems":
      return .connection(
        NodeList(
          fulfillment.lines.map { part in
            Record(
              "FulfillmentLineItem",
              [
                "id": .text(
                  GlobalID.text("FulfillmentLineItem", row.lines[part.line].number)),
                "quantity": .int(part.quantity),
                "lineItem": .object(LineItemNode(order: order, index: part.line)),
              ])
          }), type: "FulfillmentLineItemConnection")
    default: throw unresolved(typeName, field)
    }
  }
}
