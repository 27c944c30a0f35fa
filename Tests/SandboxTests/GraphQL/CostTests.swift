// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@testable import Sandbox

/// A query and what the real store asked for it.
struct Priced: CustomTestStringConvertible {
  var points: Int
  var document: String
  var testDescription: String { "\(points): \(document)" }

  static let measured: [Priced] = [
    Priced(points: 1, document: "{ order(id: \"1\") { id name displayFinancialStatus } }"),
    Priced(points: 3, document: "{ products(first: 1) { nodes { id title status } } }"),
    Priced(points: 6, document: "{ locations(first: 10) { nodes { id name isActive } } }"),
    Priced(points: 7, document: "{ locations(first: 20) { nodes { id name isActive } } }"),
    Priced(points: 9, document: "{ locations(first: 50) { nodes { id name } } }"),
    Priced(points: 13, document: "{ products(first: 250) { nodes { id } } }"),
    Priced(
      points: 3,
      document:
        "{ productVariant(id: \"1\") { id inventoryItem { requiresShipping } product { title } } }"),
    Priced(
      points: 2,
      document:
        "{ inventoryLevel(id: \"1\") { isActive quantities(names: [\"on_hand\"]) { name quantity } } }"
    ),
    Priced(
      points: 13,
      document:
        "{ order(id: \"1\") { id lineItems(first: 10) { nodes { title } } shippingLines(first: 10) { nodes { title } } totalPriceSet { shopMoney { amount currencyCode } } } }"
    ),
    Priced(
      points: 15,
      document: "{ products(first: 5) { nodes { id } } productsCount { count precision } }"),
    Priced(
      points: 13,
      document:
        "mutation { inventorySetQuantities(input: {name: \"on_hand\", reason: \"correction\", quantities: []}) @idempotent(key: \"k\") { inventoryAdjustmentGroup { reason changes { name delta item { id } location { id name } } } userErrors { field message code } } }"
    ),
  ]
}

@Suite struct `Query cost` {
  @Test(arguments: Priced.measured)
  func `a query costs what the real store asked for it`(_ priced: Priced) throws {
    let engine = Engine(schema: try Schema(parsing: SandboxSchema.sdl))
    let prepared = try engine.prepare(priced.document).get()
    #expect(engine.requestedCost(try engine.bind(prepared, variables: [:]).get()) == priced.points)
  }

  @Test func `few objects cost less than was asked for`() throws {
    let shop = try TestShop()
    let prepared = try shop.engine.prepare("{ locations(first: 50) { nodes { id name } } }").get()
    let bound = try shop.engine.bind(prepared, variables: [:]).get()
    #expect(shop.engine.run(bound, context: shop.context()).cost == 4)
  }

  @Test(arguments: Bucket.Plan.allCases)
  func `a bucket refills at its plan's rate and never beyond its size`(_ plan: Bucket.Plan) {
    var bucket = Bucket(plan, now: 0)
    let full = bucket.points(now: 0)
    #expect(full == plan.restoreRate * 20)
    bucket.charge(plan.maximum, now: 0)
    let admitted = [
      bucket.admits(1, now: 0), bucket.admits(plan.restoreRate * 3, now: 3),
      bucket.admits(plan.restoreRate * 3 + 1, now: 3),
    ]
    #expect(admitted == [false, true, false])
    let hourLater = bucket.points(now: 3600)
    #expect(hourLater == plan.maximum)
  }
}
