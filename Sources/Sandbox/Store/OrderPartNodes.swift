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
    case "currentQuantity", "refundableQuantity": return .int(line.current)
    case "unfulfilledQuantity": return .int(row.unfulfilled(index))
    case "nonFulfillableQuantity": return .int(0)
    case "requiresShipping": return .flag(!line.isGiftCard)
    case "taxable": return .flag(line.taxRate != 0)
    case "isGiftCard": return .flag(line.isGiftCard)
    case "originalUnitPriceSet": return bag(line.unitPrice)
    case "discountedUnitPriceSet":
      return bag((line.originalTotal - line.lineDiscount).times(1, over: max(1, line.quantity)))
    case "originalTotalSet": return bag(line.originalTotal)
    case "discountedTotalSet":
      return bag(
        arguments["withCodeDiscounts"]?.bool == true
          ? line.total : line.originalTotal - line.lineDiscount)
    case "totalDiscountSet": return bag(line.lineDiscount)
    case "taxLines":
      guard line.taxRate != 0 else { return .list([]) }
      return .list([row.taxLine(line.taxRate ?? row.taxRate, row.lineTax(line))])
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
  /// A `TaxLine`.
  func taxLine(_ rate: Int, _ amount: Money) -> Resolved {
    .object(
      Record(
        "TaxLine",
        [
          "title": .text("MwSt."), "rate": .leaf(.number("0.\(padded(rate, 2))")),
          "ratePercentage": .leaf(.number("\(rate).0")), "priceSet": currencies.bag(amount),
        ]))
  }

  /// The order's taxes by rate, as ordered.
  var taxLines: [Resolved] {
    var sums: [Int: Money] = [:]
    for line in lines {
      sums[line.taxRate ?? taxRate, default: .zero] =
        sums[line.taxRate ?? taxRate, default: .zero] + lineTax(line)
    }
    for line in shippingLines {
      sums[taxRate, default: .zero] = sums[taxRate, default: .zero] + tax(of: line.discounted)
    }
    return sums.sorted { $0.key > $1.key }.filter { $0.key > 0 }.map { taxLine($0.key, $0.value) }
  }
}

/// Shipping of an order.
struct ShippingLineNode: Resolvable {
  let typeName = "ShippingLine"
  let order: Int
  let index: Int

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    let row = context.store.orders[order]
    let line = row.shippingLines[index]
    switch field {
    case "id": return .text(GlobalID.text("ShippingLine", line.number))
    case "title", "code": return .text(line.title)
    case "source": return .text("shopify")
    case "originalPriceSet": return row.currencies.bag(line.price)
    case "discountedPriceSet": return row.currencies.bag(line.discounted)
    case "currentDiscountedPriceSet": return row.currencies.bag(line.current)
    case "taxLines":
      return .list(
        line.discounted == .zero ? [] : [row.taxLine(row.taxRate, row.tax(of: line.discounted))])
    case "isRemoved": return .flag(line.isRemoved)
    default: throw unresolved(typeName, field)
    }
  }
}
