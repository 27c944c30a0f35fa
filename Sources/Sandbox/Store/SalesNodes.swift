// SPDX-License-Identifier: Apache-2.0

import Tables

/// A sales agreement.
struct AgreementNode: Resolvable {
  let order: Int
  let index: Int
  let typeName: String

  init(order: Int, index: Int, _ store: Store) {
    self.order = order
    self.index = index
    typeName =
      switch store.orders[order].agreements[index].reason {
      case "ORDER_EDIT": "OrderEditAgreement"
      case "REFUND": "RefundAgreement"
      case "RETURN": "ReturnAgreement"
      default: "OrderAgreement"
      }
  }

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    let agreement = context.store.orders[order].agreements[index]
    switch field {
    case "id": return .text(GlobalID.text("SalesAgreement", agreement.number))
    case "happenedAt": return .time(agreement.at)
    case "reason": return .text(agreement.reason)
    case "order": return .object(OrderNode(index: order))
    case "refund": return .object(RefundNode(order: order, index: agreement.about ?? 0))
    case "return": return .object(ReturnNode(order: order, index: agreement.about ?? 0))
    case "sales":
      let sales = agreement.sales.indices.map {
        SaleNode(order: order, agreement: index, index: $0, context.store)
      }
      return .connection(
        NodeList(arguments["reverse"]?.bool == true ? sales.reversed() : sales),
        type: "SaleConnection")
    default: throw unresolved(typeName, field)
    }
  }
}

/// A sale.
struct SaleNode: Resolvable {
  let order: Int
  let agreement: Int
  let index: Int
  let typeName: String

  init(order: Int, agreement: Int, index: Int, _ store: Store) {
    self.order = order
    self.agreement = agreement
    self.index = index
    let row = store.orders[order]
    typeName =
      switch row.agreements[agreement].sales[index].subject {
      case .line(let line): row.lines[line].isGiftCard ? "GiftCardSale" : "ProductSale"
      case .shipping: "ShippingLineSale"
      case .adjustment: "AdjustmentSale"
      }
  }

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    let row = context.store.orders[order]
    let sale = row.agreements[agreement].sales[index]
    let bag = row.currencies.bag
    switch field {
    case "id": return .text(GlobalID.text("Sale", sale.number))
    case "actionType": return .text(sale.action)
    case "lineType":
      let types = [
        "GiftCardSale": "GIFT_CARD", "ShippingLineSale": "SHIPPING", "AdjustmentSale": "ADJUSTMENT",
      ]
      return .text(types[typeName] ?? "PRODUCT")
    case "quantity": return sale.quantity.map { .int($0) } ?? .null
    case "totalAmount": return bag(sale.total)
    case "totalTaxAmount": return bag(sale.tax)
    case "totalDiscountAmountBeforeTaxes": return bag(sale.discountBeforeTax)
    case "totalDiscountAmountAfterTaxes": return bag(sale.discountAfterTax)
    case "taxes":
      guard sale.tax != .zero else { return .list([]) }
      return .list([
        .object(
          Record(
            "SaleTax",
            [
              "id": .text(GlobalID.text("SaleTax", sale.number)), "amount": bag(sale.tax),
              "taxLine": row.taxLine(rate(row, sale), sale.tax),
            ]))
      ])
    case "lineItem":
      guard case .line(let line) = sale.subject else { return .null }
      return .object(LineItemNode(order: order, index: line))
    case "shippingLine":
      guard case .shipping(let line) = sale.subject else { return .null }
      return .object(ShippingLineNode(order: order, index: line))
    default: throw unresolved(typeName, field)
    }
  }

  private func rate(_ row: OrderRow, _ sale: SaleRow) -> Int {
    guard case .line(let line) = sale.subject else { return row.taxRate }
    return row.lines[line].taxRate ?? row.taxRate
  }
}

extension Listing {
  /// An order's agreements.
  static func agreements(_ store: Store, of order: Int) -> Listing {
    let row: (Int) -> AgreementRow = { store.orders[order].agreements[$0] }
    return Listing(
      type: "SalesAgreement", count: store.orders[order].agreements.count,
      fields: SearchFields(["id": .id { row($0).number }, "happened_at": .time { row($0).at }]),
      node: { AgreementNode(order: order, index: $0, store) })
  }
}

/// A return.
struct ReturnNode: Resolvable {
  let typeName = "Return"
  let order: Int
  let index: Int

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    let row = context.store.orders[order]
    let item = row.returns[index]
    switch field {
    case "id": return .text(GlobalID.text("Return", item.number))
    case "name": return .text("#\(row.number)-R\(index + 1)")
    case "status": return .text(item.status)
    case "createdAt": return .time(item.createdAt)
    case "requestApprovedAt": return .time(item.approvedAt)
    case "closedAt": return .time(item.closedAt)
    case "totalQuantity": return .int(item.lines.reduce(0) { $0 + $1.quantity })
    case "order": return .object(OrderNode(index: order))
    case "returnLineItems":
      return .connection(
        NodeList(item.lines.map { line(row, item, $0) }), type: "ReturnLineItemTypeConnection")
    default: throw unresolved(typeName, field)
    }
  }

  private func line(_ row: OrderRow, _ item: ReturnRow, _ line: ReturnRow.Line) -> Record {
    let processed = item.status == "CLOSED" ? line.quantity : line.refunded
    return Record(
      "ReturnLineItem",
      [
        "id": .text(GlobalID.text("ReturnLineItem", line.number)),
        "quantity": .int(line.quantity), "processedQuantity": .int(processed),
        "processableQuantity": .int(line.quantity - processed),
        "unprocessedQuantity": .int(line.quantity - processed),
        "refundedQuantity": .int(line.refunded),
        "refundableQuantity": .int(line.quantity - line.refunded),
        "returnReasonNote": .text(line.note), "customerNote": .null,
        "returnReasonDefinition": .object(
          Record(
            "ReturnReasonDefinition",
            [
              "id": .text(GlobalID.text("ReturnReasonDefinition", 1)),
              "handle": .text(line.reason), "name": .text(line.reason), "deleted": .flag(false),
            ])),
        "fulfillmentLineItem": .object(
          FulfillmentNode.line(
            order, row.lines[line.line].number, line.quantity, line: line.line)),
        "withCodeDiscountedTotalPriceSet": row.currencies.bag(
          row.worth(row.lines[line.line], line.quantity).subtotal),
      ])
  }
}
