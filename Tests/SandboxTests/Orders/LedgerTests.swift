// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@testable import Sandbox

/// The sales that orders book.
struct LedgerTests {
  /// An order of three of a line at 33.33 less 10.00, and one gift card, with shipping.
  static func order(taxesIncluded: Bool) -> OrderRow {
    let time = Moment(seconds: 1_790_000_000)
    var lines = [
      LineRow(
        number: 1, title: "Hut", variantTitle: "", sku: "H-1", vendor: "Nordlicht", quantity: 3,
        unitPrice: Money(cents: 3333)),
      LineRow(
        number: 2, title: "Buch", variantTitle: "", sku: "B-1", vendor: "Nordlicht", quantity: 2,
        unitPrice: Money(cents: 1999), taxRate: 7),
    ]
    lines[0].lineDiscount = Money(cents: 1000)
    var order = OrderRow(
      number: 1001, createdAt: time, updatedAt: time, taxesIncluded: taxesIncluded,
      currencies: Currencies(shop: "EUR", presentment: "CHF", rate: 9437), lines: lines)
    order.shippingLines = [ShippingRow(number: 1, title: "Standard", price: Money(cents: 495))]
    order.spread(Money(cents: 777), code: "RABATT")
    order.place()
    order.pay("SALE", order.total, at: time)
    return order
  }

  /// All sales of an order, and what open returns hold of its worth.
  static func booked(_ order: OrderRow) -> Money {
    let sales = order.agreements.flatMap(\.sales).reduce(Money.zero) { $0 + $1.total }
    return order.lines.reduce(sales) { sum, line in
      let held = order.worth(line, line.current) - order.worth(line, line.current - line.returned)
      return sum + order.gross(held.subtotal, held.tax)
    }
  }

  @Test(arguments: [true, false])
  func `an order's sales are its total, line by line`(_ taxesIncluded: Bool) {
    let order = Self.order(taxesIncluded: taxesIncluded)
    #expect(order.discounts == Money(cents: 1777))
    let sales = order.agreements[0].sales
    #expect(order.agreements.map(\.reason) == ["ORDER"])
    #expect(sales.count == 3)
    #expect(sales.reduce(.zero) { $0 + $1.total } == order.total)
    #expect(sales.reduce(.zero) { $0 + $1.tax } == order.tax)
    #expect(order.outstanding == .zero)
    let net = sales[0].total - sales[0].tax + sales[0].discountBeforeTax
    let price = Money(cents: 9999)
    #expect(net == (taxesIncluded ? price - order.tax(of: price) : price))
  }

  @Test(arguments: [true, false])
  func `units refunded one by one add up to the line, to the cent`(_ taxesIncluded: Bool) {
    var order = Self.order(taxesIncluded: taxesIncluded)
    let whole = order.lines[0].total
    let tax = order.lineTax(order.lines[0])
    for second in 1...3 {
      order.refund(
        RefundPlan(lines: [(0, 1, "RETURN")]), at: Moment(seconds: 1_790_000_000 + second))
      #expect(Self.booked(order) == order.currentTotal)
    }
    let refunded = order.refunds.flatMap(\.lines)
    #expect(refunded.reduce(.zero) { $0 + $1.subtotal } == whole)
    #expect(refunded.reduce(.zero) { $0 + $1.tax } == tax)
    #expect(order.lines[0].current == 0)
    #expect(order.outstanding == .zero)
  }

  @Test func `a return books its sales before the refund, which books them no second time`() {
    var order = Self.order(taxesIncluded: true)
    let updated = order.updatedAt
    let time = Moment(seconds: 1_790_100_000)
    order.takeBack([(0, 2, "too-small")], isOpen: true, at: time)
    #expect(order.updatedAt == updated)
    #expect(order.returnStatus == "IN_PROGRESS")
    #expect(order.agreements.map(\.reason) == ["ORDER", "RETURN"])
    let returned = order.agreements[1].sales
    #expect(returned.map(\.quantity) == [-2])
    #expect(returned.map(\.action) == ["RETURN"])
    #expect(Self.booked(order) == order.currentTotal)
    order.refund(RefundPlan(lines: [(0, 2, "RETURN")], returned: 0), at: time)
    order.closeReturn(0, as: "CLOSED", at: time)
    #expect(order.agreements.map(\.reason) == ["ORDER", "RETURN"])
    #expect(Self.booked(order) == order.currentTotal)
    #expect(order.returnStatus == "RETURNED")
  }

  @Test func `what a refund pays besides its lines is an adjustment`() {
    var order = Self.order(taxesIncluded: false)
    let time = Moment(seconds: 1_790_100_000)
    order.refund(RefundPlan(amount: Money(cents: 500), note: "Kulanz"), at: time)
    order.refund(
      RefundPlan(lines: [(1, 1, "NO_RESTOCK")], amount: Money(cents: 1000)), at: time)
    order.refund(RefundPlan(shipping: Money(cents: 200)), at: time)
    #expect(order.refunds[0].adjustments.map(\.amount.cents) == [-500])
    #expect(order.refunds[1].adjustments[0].amount > .zero)
    #expect(order.refunds[2].shipping.map(\.subtotal.cents) == [200])
    #expect(order.refunds[2].shipping.map(\.tax.cents) == [38])
    #expect(order.refunded == Money(cents: 1738))
    #expect(Self.booked(order) == order.currentTotal)
    #expect(order.outstanding == .zero)
  }

  @Test func `edits and a cancellation book what they change`() {
    var order = Self.order(taxesIncluded: true)
    let time = Moment(seconds: 1_790_100_000)
    var added = order.lines[1]
    added.number = 3
    order.edit(at: time, adding: [added], setting: [(0, 1)])
    #expect(order.agreements.last?.reason == "ORDER_EDIT")
    #expect(order.agreements.last?.sales.map(\.action) == ["RETURN", "ORDER"])
    #expect(order.lines[0].quantity == 3)
    #expect(order.lines[0].current == 1)
    #expect(order.fulfillmentOrders.count == 2)
    #expect(Self.booked(order) == order.currentTotal)
    order.cancel(reason: "CUSTOMER", restock: true, at: time)
    #expect(order.currentTotal == .zero)
    #expect(Self.booked(order) == .zero)
    #expect(order.financialStatus == "REFUNDED")
    #expect(order.fulfillmentOrders.allSatisfy { !$0.isOpen })
  }

  @Test func `an authorisation is captured in parts or voided`() {
    var order = Self.order(taxesIncluded: true)
    let time = order.createdAt
    order.transactions = []
    order.pay("AUTHORIZATION", order.total, at: time)
    #expect(order.financialStatus == "AUTHORIZED")
    order.capture(Money(cents: 1000), at: time)
    #expect(order.financialStatus == "PARTIALLY_PAID")
    order.capture(nil, at: time)
    #expect(order.financialStatus == "PAID")
    #expect(order.transactions.map(\.kind) == ["AUTHORIZATION", "CAPTURE", "CAPTURE"])
    var other = Self.order(taxesIncluded: true)
    other.transactions = []
    other.pay("AUTHORIZATION", other.total, at: time)
    other.cancel(reason: "FRAUD", restock: false, at: time)
    #expect(other.financialStatus == "VOIDED")
    #expect(other.refunded == .zero)
    #expect(Self.booked(other) == other.currentTotal)
  }

  @Test func `every order of a seed books what it is worth`() throws {
    let shop = try TestShop { $0.orders = 400 }
    for order in shop.store.orders {
      #expect(Self.booked(order) == order.currentTotal, "#\(order.number)")
      #expect(order.lines.indices.allSatisfy { order.unfulfilled($0) >= 0 })
    }
    #expect(Set(shop.store.orders.flatMap(\.agreements).map(\.reason)) == ["ORDER", "REFUND"])
  }
}
