// SPDX-License-Identifier: Apache-2.0

import Tables

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
    case "status": return .text(transaction.status)
    case "gateway": return .text(transaction.gateway)
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
    func nodes(_ nodes: [any Resolvable], _ type: String) -> Resolved {
      .connection(
        NodeList(arguments["reverse"]?.bool == true ? nodes.reversed() : nodes),
        type: type + "Connection")
    }
    switch field {
    case "id": return .text(GlobalID.text("Refund", refund.number))
    case "legacyResourceId": return .unsigned(refund.number)
    case "createdAt", "updatedAt", "processedAt": return .time(refund.at)
    case "note": return .text(refund.note)
    case "totalRefundedSet":
      return row.currencies.bag(
        refund.transactions.reduce(.zero) { $0 + row.transactions[$1].amount })
    case "refundLineItems": return nodes(refund.lines.map { line(row, $0) }, "RefundLineItem")
    case "refundShippingLines":
      return nodes(refund.shipping.map { shipping(row, $0) }, "RefundShippingLine")
    case "orderAdjustments":
      return nodes(refund.adjustments.map { adjustment(row, $0) }, "OrderAdjustment")
    case "transactions":
      return nodes(
        refund.transactions.map { TransactionNode(order: order, index: $0) }, "OrderTransaction")
    case "return":
      return refund.returned.map { .object(ReturnNode(order: order, index: $0)) } ?? .null
    case "order": return .object(OrderNode(index: order))
    default: throw unresolved(typeName, field)
    }
  }

  private func line(_ row: OrderRow, _ line: RefundRow.Line) -> Record {
    let isRestocked = line.restock != "NO_RESTOCK"
    return Record(
      "RefundLineItem",
      [
        "id": .text(GlobalID.text("RefundLineItem", line.number)),
        "quantity": .int(line.quantity), "restockType": .text(line.restock),
        "restocked": .flag(isRestocked),
        "location": isRestocked ? .object(LocationNode(index: line.location)) : .null,
        "lineItem": .object(LineItemNode(order: order, index: line.line)),
        "priceSet": row.currencies.bag(line.subtotal.times(1, over: max(1, line.quantity))),
        "subtotalSet": row.currencies.bag(line.subtotal),
        "totalTaxSet": row.currencies.bag(line.tax),
      ])
  }

  private func shipping(_ row: OrderRow, _ shipping: RefundRow.Shipping) -> Record {
    Record(
      "RefundShippingLine",
      [
        "id": .text(GlobalID.text("RefundShippingLine", shipping.number)),
        "shippingLine": .object(ShippingLineNode(order: order, index: shipping.line)),
        "subtotalAmountSet": row.currencies.bag(shipping.subtotal),
        "taxAmountSet": row.currencies.bag(shipping.tax),
      ])
  }

  private func adjustment(_ row: OrderRow, _ adjustment: RefundRow.Adjustment) -> Record {
    Record(
      "OrderAdjustment",
      [
        "id": .text(GlobalID.text("OrderAdjustment", adjustment.number)),
        "amountSet": row.currencies.bag(adjustment.amount),
        "taxAmountSet": row.currencies.bag(.zero), "reason": .text(adjustment.reason),
      ])
  }
}
