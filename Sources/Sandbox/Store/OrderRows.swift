// SPDX-License-Identifier: Apache-2.0

/// One line of an order. Amounts are the shop's currency, for the whole line unless they say otherwise.
struct LineRow: Codable {
  var number: Int
  /// nil for a product that is gone.
  var variant: Int?
  var title: String
  var variantTitle: String
  var sku: String
  var vendor: String
  var quantity: Int
  var unitPrice: Money
  /// Given on this line.
  var lineDiscount = Money.zero
  /// This line's share of the order's discount code.
  var codeDiscount = Money.zero
  /// Percent; nil: the order's.
  var taxRate: Int?
  var isGiftCard = false
  /// The index of the location it is to be shipped from.
  var location = 0
  /// How many were taken off by refunds, edits and cancellations.
  var removed = 0
  /// How many a return has taken back that is not refunded yet.
  var returned = 0
  /// How many fulfillments hold that were not cancelled.
  var fulfilled = 0

  var originalTotal: Money { unitPrice * quantity }
  var discount: Money { lineDiscount + codeDiscount }
  var total: Money { originalTotal - discount }
  var current: Int { quantity - removed }
}

/// Shipping of an order.
struct ShippingRow: Codable {
  var number: Int
  var title: String
  var price: Money
  var discount = Money.zero
  /// How much of the discounted price was paid back.
  var refunded = Money.zero
  var isRemoved = false

  var discounted: Money { price - discount }
  /// What is left of it.
  var current: Money { isRemoved ? .zero : discounted - refunded }
}

/// A payment or repayment.
struct TransactionRow: Codable {
  var number: Int
  var kind: String
  var amount: Money
  var at: Moment
  /// The index of the order's transaction it belongs to.
  var parent: Int?
  var status = "SUCCESS"
  var gateway = "bogus"
}

/// A refund.
struct RefundRow: Codable {
  struct Line: Codable {
    var number: Int
    /// The index of the order's line.
    var line: Int
    var quantity: Int
    /// `RETURN`, `CANCEL` or `NO_RESTOCK`.
    var restock: String
    var location: Int
    var subtotal: Money
    var tax: Money
  }

  struct Shipping: Codable {
    var number: Int
    /// The index of the order's shipping line.
    var line: Int
    var subtotal: Money
    var tax: Money
  }

  struct Adjustment: Codable {
    var number: Int
    var amount: Money
    var reason: String
  }

  var number: Int
  var at: Moment
  var note: String?
  var lines: [Line] = []
  var shipping: [Shipping] = []
  var adjustments: [Adjustment] = []
  /// The indices of the order's transactions.
  var transactions: [Int] = []
  /// The index of the order's return it was made for.
  var returned: Int?
}

/// A return.
struct ReturnRow: Codable {
  struct Line: Codable {
    var number: Int
    /// The index of the order's line.
    var line: Int
    var quantity: Int
    var refunded = 0
    /// A handle of the store's reasons.
    var reason: String
    var note: String
  }

  var number: Int
  /// `REQUESTED`, `OPEN`, `CLOSED`, `DECLINED` or `CANCELED`.
  var status: String
  var createdAt: Moment
  var approvedAt: Moment?
  var closedAt: Moment?
  var lines: [Line]
}

struct CustomerRow: Hashable, Codable {
  var number: Int
  var firstName: String
  var lastName: String
  var email: String
  var street: String
  var city: String
  var zip: String
}

/// An order.
struct OrderRow: Codable {
  /// `#1001` and on.
  var number: Int
  var customer: CustomerRow?
  var createdAt: Moment
  var updatedAt: Moment
  var cancelledAt: Moment?
  var cancelReason: String?
  var closedAt: Moment?
  var taxesIncluded: Bool
  /// Percent of the value-added tax.
  var taxRate = 19
  var currencies: Currencies
  var lines: [LineRow]
  var shippingLines: [ShippingRow] = []
  var discountCode: String?
  var transactions: [TransactionRow] = []
  var refunds: [RefundRow] = []
  var fulfillmentOrders: [FulfillmentOrderRow] = []
  var fulfillments: [FulfillmentRow] = []
  var returns: [ReturnRow] = []
  var agreements: [AgreementRow] = []
  var note: String?
  var tags: [String] = []
  var attributes: [String: String] = [:]
  /// Where searches do not show the newest change yet: from when they do, and what `updated_at` they show
  /// until then (nil: they do not find the order at all).
  var lag: SearchLag?

  struct SearchLag: Codable {
    var until: Moment
    var shown: Moment?
  }
}

/// Numbers of what hangs on orders: an order has a thousand of each kind to give out.
extension OrderRow {
  static let numbersEach = 1000

  func number(_ base: Int, _ index: Int) -> Int { base + number * OrderRow.numbersEach + index }

  /// The index of the order that a number of what hangs on one belongs to.
  static func owner(_ number: Int, _ base: Int) -> Int { (number - base) / numbersEach - 1001 }
}
