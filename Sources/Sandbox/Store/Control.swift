// SPDX-License-Identifier: Apache-2.0

import Tables

/// Changes by hand, as another person or a customer would make them; they leave effects like any other, with
/// the root `sandbox/PATH`.
///
/// | path | body | does |
/// |---|---|---|
/// | `stock` | `{sku, location, available}` | sets what is available |
/// | `delete-variant` | `{sku}` | deletes a variant |
/// | `price` | `{sku, price}` | sets a price |
/// | `show-stock` | `{sku}` | answers what there is, by location |
///
/// A location is named; an order is `#1001`, `1001` or its id; a line counts from 1.
struct Control {
  let path: String
  let body: JSON
  let context: ExecutionContext
  var store: Store { context.store }

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
      case "delete-variant": return (200, try deleteVariant())
      case "price": return (200, try setPrice())
      default: return try runOrders().map { (200, $0) }
      }
    } catch {
      return (422, ["error": .string(error.description)])
    }
  }

  struct Refusal: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }

  func number(_ name: String, in object: JSON? = nil) throws(Refusal) -> Int {
    guard let number = (object ?? body)[name]?.int else {
      throw Refusal("expected a whole number in \"\(name)\"")
    }
    return number
  }

  func variant(in object: JSON? = nil) throws(Refusal) -> Int {
    let sku = (object ?? body)["sku"]?.string ?? ""
    guard !sku.isEmpty, let variant = store.assortment.variant(sku: sku) else {
      throw Refusal("no variant has the SKU \"\(sku)\"")
    }
    return variant
  }

  func location(in object: JSON? = nil) throws(Refusal) -> Int {
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
}

extension Store {
  /// `POST /sandbox/PATH` that the server itself does not know: changes state by hand, as a sale or
  /// another person would. nil where the path is not known here either.
  func control(path: String, body: JSON, context: ExecutionContext) -> (Int, JSON)? {
    Control(path: path, body: body, context).run()
      ?? ProductControl(path: path, body: body, context).run()
      ?? CustomerControl(path: path, body: body, context: context).run()
  }
}
