// SPDX-License-Identifier: Apache-2.0

import Tables

/// Changes by hand, as another person or a customer would make them; they leave effects like any other, with
/// the root `sandbox/PATH`.
///
/// | path | body | does |
/// |---|---|---|
/// | `stock` | `{sku, location, available}` | sets what is available |
/// | `sell` | `{lines: [{sku, quantity, location?}], note?}` | takes an order: stock is committed |
/// | `refund` | `{order, line, quantity, restock?}` | pays part of a line back |
/// | `order-edit` | `{order, note?, line?, quantity?}` | changes the note, sets a line's quantity |
/// | `delete-variant` | `{sku}` | deletes a variant |
/// | `price` | `{sku, price}` | sets a price |
/// | `show-stock` | `{sku}` | answers what there is, by location |
///
/// A location is named; an order is `#1001`, `1001` or its id; a line counts from 1.
struct Control {
  private let path: String
  private let body: JSON
  private let context: ExecutionContext
  private var store: Store { context.store }

  init(path: String, body: JSON, _ context: ExecutionContext) {
    self.path = path
    self.body = body
    self.context = context
    context.root = "sandbox/\(path)"
  }

  /// The answer's status and body; nil where the path is not known.
  func run() -> (Int, JSON)? {
    do {
      switch path {
      case "stock": return (200, try setStock())
      case "show-stock": return (200, shownStock(try variant()))
      case "sell": return (200, try sell())
      case "refund": return (200, try refund())
      case "order-edit": return (200, try edit())
      case "delete-variant": return (200, try deleteVariant())
      case "price": return (200, try setPrice())
      default: return nil
      }
    } catch {
      return (422, ["error": .string(error.description)])
    }
  }

  private struct Refusal: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }

  private func number(_ name: String, in object: JSON? = nil) throws(Refusal) -> Int {
    guard let number = (object ?? body)[name]?.int else {
      throw Refusal("expected a whole number in \"\(name)\"")
    }
    return number
  }

  private func variant(in object: JSON? = nil) throws(Refusal) -> Int {
    let sku = (object ?? body)["sku"]?.string ?? ""
    guard !sku.isEmpty, let variant = store.assortment.variant(sku: sku) else {
      throw Refusal("no variant has the SKU \"\(sku)\"")
    }
    return variant
  }

  private func location(in object: JSON? = nil) throws(Refusal) -> Int {
    guard let name = (object ?? body)["location"]?.string else { return 0 }
    guard
      let index = store.stock.locations.firstIndex(where: { $0.name == name })
        ?? GlobalID.index(name, "Location", GlobalID.Base.location),
      store.stock.locations.indices.contains(index)
    else {
      let names = store.stock.locations.map(\.name).joined(separator: ", ")
      throw Refusal("no location \"\(name)\"; there are \(names)")
    }
    return index
  }

  private func order() throws(Refusal) -> Int {
    let given = body["order"]?.string ?? body["order"]?.int.map(String.init) ?? ""
    let number =
      Int(given.drop { $0 == "#" }) ?? GlobalID.index(given, "Order", GlobalID.Base.order)
    guard let index = store.orders.firstIndex(where: { $0.number == number }) else {
      throw Refusal("no order \"\(given)\"")
    }
    return index
  }

  private func setStock() throws(Refusal) -> JSON {
    let (variant, location) = (try variant(), try location())
    let place = store.stock.place(variant, location)
    let available = try number("available")
    let delta = available - Int(store.stock.available[place])
    store.setStock(
      variant, location, available: available, onHand: Int(store.stock.onHand[place]) + delta,
      context)
    return shownStock(variant)
  }

  private func shownStock(_ variant: Int) -> JSON {
    let places = store.stock.stockedLocations(of: variant).map { location -> JSON in
      let place = store.stock.place(variant, location)
      return [
        "location": .string(store.stock.locations[location].name),
        "available": JSON(Int(store.stock.available[place])),
        "on_hand": JSON(Int(store.stock.onHand[place])),
        "updatedAt": .string(Moment(seconds: Int(store.stock.updatedAt[place])).text),
      ]
    }
    return [
      "sku": .string(store.assortment.sku[variant]),
      "variant": .string(VariantNode.id(variant)),
      "inventoryItem": .string(InventoryItemNode.id(variant)),
      "price": .string(Money(cents: store.assortment.price[variant]).text),
      "levels": .array(places),
    ]
  }

  /// Takes an order for what is asked: available goes down, on hand stays until it is shipped.
  private func sell() throws(Refusal) -> JSON {
    let number = (store.orders.last?.number ?? 1000) + 1
    var lines: [LineRow] = []
    var sold: [(variant: Int, location: Int, quantity: Int)] = []
    for line in body["lines"]?.array ?? [] {
      let variant = try variant(in: line)
      let quantity = line["quantity"]?.int ?? 1
      sold.append((variant, try location(in: line), quantity))
      lines.append(
        LineRow(
          selling: variant, quantity, number: GlobalID.Base.line + number * 100 + lines.count,
          store.assortment))
    }
    guard !lines.isEmpty else { throw Refusal("expected at least one line in \"lines\"") }
    for line in sold {
      let place = store.stock.place(line.variant, line.location)
      store.setStock(
        line.variant, line.location,
        available: Int(store.stock.available[place]) - line.quantity,
        onHand: Int(store.stock.onHand[place]), context)
    }
    var order = OrderRow(
      number: number, customer: nil, createdAt: context.moment, updatedAt: context.moment,
      taxesIncluded: true,
      currencies: Currencies(shop: store.currency, presentment: store.currency, rate: 10_000),
      lines: lines, shipping: Money(cents: 495))
    order.note = body["note"]?.string
    order.transactions = [
      TransactionRow(
        number: GlobalID.Base.transaction + number * 100, kind: "SALE", amount: order.total,
        at: context.moment)
    ]
    store.orders.append(order)
    return noted(store.orders.count - 1, before: .null)
  }

  private func refund() throws(Refusal) -> JSON {
    let index = try order()
    let line = try number("line") - 1
    let quantity = try number("quantity")
    guard store.orders[index].lines.indices.contains(line) else {
      throw Refusal("the order has no line \(line + 1)")
    }
    let row = store.orders[index].lines[line]
    guard quantity > 0, quantity <= row.quantity - row.removed else {
      throw Refusal(
        "expected a quantity from 1 to \(row.quantity - row.removed), found \(quantity)")
    }
    let before = summary(index)
    let restock = body["restock"]?.bool == true
    store.orders[index].refund(
      [(line, quantity)], restock: restock, note: body["note"]?.string, at: context.moment)
    if restock, let variant = row.variant, store.assortment.holds(variant) {
      let place = store.stock.place(variant, 0)
      store.setStock(
        variant, 0, available: Int(store.stock.available[place]) + quantity,
        onHand: Int(store.stock.onHand[place]) + quantity, context)
    }
    return noted(index, before: before)
  }

  private func edit() throws(Refusal) -> JSON {
    let index = try order()
    let before = summary(index)
    if let note = body["note"] { store.orders[index].note = note.string }
    if body["line"] != nil {
      let line = try number("line") - 1
      guard store.orders[index].lines.indices.contains(line) else {
        throw Refusal("the order has no line \(line + 1)")
      }
      // As Shopify: more raises the quantity, fewer are taken off the current one.
      let (wanted, row) = (try number("quantity"), store.orders[index].lines[line])
      let change = wanted - (row.quantity - row.removed)
      if change > 0 {
        store.orders[index].lines[line].quantity += change
      } else {
        store.orders[index].lines[line].removed -= change
      }
    }
    store.orders[index].updatedAt = context.moment
    return noted(index, before: before)
  }

  private func deleteVariant() throws(Refusal) -> JSON {
    let variant = try variant()
    let product = Int(store.assortment.product[variant])
    store.assortment.delete(variant)
    store.assortment.products[product].updatedAt = context.moment
    store.note(
      VariantNode.id(variant), before: .string(store.assortment.sku[variant]), after: .null, context
    )
    return ["deleted": .string(VariantNode.id(variant))]
  }

  private func setPrice() throws(Refusal) -> JSON {
    let variant = try variant()
    guard case .amount(let money)? = Money.reading(body["price"]?.string ?? "") else {
      throw Refusal("expected an amount as text in \"price\"")
    }
    let before = JSON.string(Money(cents: store.assortment.price[variant]).text)
    store.assortment.price[variant] = money.cents
    store.assortment.updatedAt[variant] = Int32(context.moment.seconds)
    store.assortment.products[Int(store.assortment.product[variant])].updatedAt = context.moment
    store.note(VariantNode.id(variant), before: before, after: .string(money.text), context)
    return shownStock(variant)
  }

  private func noted(_ index: Int, before: JSON) -> JSON {
    let after = summary(index)
    store.note(
      OrderNode.id(store.orders[index].number), before: before, after: after, context)
    return after
  }

  private func summary(_ index: Int) -> JSON {
    let row = store.orders[index]
    return [
      "id": .string(OrderNode.id(row.number)), "name": .string("#\(row.number)"),
      "updatedAt": .string(row.updatedAt.text),
      "total": .string(row.currentTotal.text), "refunded": .string(row.refunded.text),
      "financialStatus": .string(row.financialStatus),
      "note": row.note.map { .string($0) } ?? .null,
      "lines": .array(
        row.lines.map {
          ["sku": .string($0.sku), "quantity": JSON($0.quantity - $0.removed)]
        }),
    ]
  }
}

extension Store {
  /// `POST /sandbox/PATH` that the server itself does not know: changes state by hand, as a sale or
  /// another person would. nil where the path is not known here either.
  func control(path: String, body: JSON, context: ExecutionContext) -> (Int, JSON)? {
    Control(path: path, body: body, context).run()
  }
}
