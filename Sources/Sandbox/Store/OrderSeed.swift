// SPDX-License-Identifier: Apache-2.0

/// Makes orders of the past sixty days: one to six lines, every third with a discount code, every fifth
/// with a line discount; every fourth net of tax, every sixth paid in Swiss francs; every ninth partly and
/// every 61st wholly refunded, every 97th cancelled, every 19th not paid yet, every 23rd with an open
/// return, every 29th without a customer.
enum OrderSeed {
  static func orders(_ count: Int, of assortment: Assortment, now: Moment) -> [OrderRow] {
    guard assortment.variantCount > 0, count > 0 else { return [] }
    var generator = Generator(seed: 60)
    let span = 60 * 86_400 - 7200
    return (0..<count).map { index in
      let age = span - span / count * index + generator.below(max(1, span / count))
      let created = Moment(seconds: now.seconds - min(age, span) - 3600)
      return order(index + 1, created: created, now: now, assortment, &generator)
    }
  }

  private static func order(
    _ index: Int, created: Moment, now: Moment, _ assortment: Assortment,
    _ generator: inout Generator
  ) -> OrderRow {
    let number = 1000 + index
    let isForeign = index % 6 == 0
    var order = OrderRow(
      number: number, customer: index % 29 == 0 ? nil : customer(&generator), createdAt: created,
      updatedAt: created, taxesIncluded: index % 4 != 0,
      currencies: Currencies(
        shop: "EUR", presentment: isForeign ? "CHF" : "EUR", rate: isForeign ? 9437 : 10_000),
      lines: (0..<1 + generator.below(6)).map {
        line(number, $0, variant: generator.below(assortment.variantCount), assortment, &generator)
      })
    let shipping = generator.below(3) == 0 ? Money.zero : Money(cents: 495)
    order.shippingLines = [
      ShippingRow(
        number: order.number(GlobalID.Base.shippingLine, 0),
        title: shipping == .zero ? "Kostenloser Versand" : "Standard", price: shipping)
    ]
    if index % 5 == 0 {
      order.lines[0].lineDiscount = order.lines[0].originalTotal.times(1, over: 8)
    }
    if index % 3 == 0 {
      order.discountCode = "SOMMER10"
      for line in order.lines.indices {
        order.lines[line].codeDiscount = order.lines[line].total.times(1, over: 10)
      }
    }
    if index % 13 == 0 { order.note = "Bitte klingeln; 2. Etage \"rechts\"\nDanke" }
    if index % 7 == 0 { order.tags = ["b2b", "prio"] }
    settle(&order, index, created: created, now: now, &generator)
    return order
  }

  private static func settle(
    _ order: inout OrderRow, _ index: Int, created: Moment, now: Moment,
    _ generator: inout Generator
  ) {
    func later(_ seconds: Int) -> Moment {
      Moment(seconds: min(created.seconds + seconds, now.seconds - 600))
    }
    order.place()
    if index % 19 != 0 { order.pay("SALE", order.total, at: created) }
    if index % 97 == 0 {
      order.cancel(reason: "CUSTOMER", restock: true, at: later(7200))
      return
    }
    if generator.below(4) > 0 {
      order.shipAll(
        FulfillmentRow.Tracking(
          company: "DHL", numbers: ["00340434\(padded(order.number, 12))"],
          urls: ["https://www.dhl.de/?piececode=00340434\(padded(order.number, 12))"]),
        at: later(86_400))
    }
    guard !order.transactions.isEmpty else { return }
    if index % 61 == 0 {
      order.refund(
        RefundPlan(
          lines: order.lines.indices.map { ($0, order.lines[$0].quantity, "RETURN") },
          shipping: order.shipping), at: later(86_400 * 6))
    } else if index % 9 == 0 {
      order.refund(
        RefundPlan(
          lines: [
            (0, max(1, order.lines[0].quantity / 2), index % 2 == 0 ? "RETURN" : "NO_RESTOCK")
          ], note: index % 2 == 0 ? "Größe passt nicht" : nil), at: later(86_400 * 5))
    }
    if index % 23 == 0, order.lines[0].current > 0 {
      order.takeBack([(0, 1, "too-small")], isOpen: false, at: later(86_400 * 3))
    }
  }

  private static func line(
    _ number: Int, _ position: Int, variant: Int, _ assortment: Assortment,
    _ generator: inout Generator
  ) -> LineRow {
    LineRow(
      selling: variant, generator.below(4) == 0 ? 2 + generator.below(3) : 1,
      number: GlobalID.Base.line + number * OrderRow.numbersEach + position, assortment)
  }

  static func customer(_ generator: inout Generator) -> CustomerRow {
    let first = generator.pick(SeedNames.firstNames)
    let last = generator.pick(SeedNames.lastNames)
    let city = generator.pick(SeedNames.cities)
    let name = "\(Seed.handle(first)).\(Seed.handle(last))"
    return CustomerRow(
      number: GlobalID.Base.customer + name.utf8.reduce(7) { ($0 * 31 + Int($1)) % 1_000_000 },
      firstName: first, lastName: last, email: "\(name)@example.com",
      street: "\(generator.pick(SeedNames.streets)) \(1 + generator.below(90))", city: city.name,
      zip: city.zip)
  }
}

extension LineRow {
  /// A line that sells a variant at its price of today.
  init(selling variant: Int, _ quantity: Int, number: Int, _ assortment: Assortment) {
    let product = assortment.products[Int(assortment.product[variant])]
    self.init(
      number: number, variant: variant, title: product.title,
      variantTitle: product.options.isEmpty ? "" : assortment.title[variant],
      sku: assortment.sku[variant], vendor: product.vendor, quantity: quantity,
      unitPrice: Money(cents: assortment.price[variant]))
  }
}
