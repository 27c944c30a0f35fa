// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@testable import Sandbox

/// Lives of orders made up by chance.
struct OrderLifeTests {
  @Test func `two thousand lives add up to the cent at each of their steps`() throws {
    let shop = try TestShop { $0.orders = 0 }
    var life = OrderLife(seed: 7, shop.store.assortment, locations: 3)
    var steps: [String: Int] = [:]
    for number in 1001...3000 {
      var order = life.begin(number, shop: "EUR", at: Moment(seconds: 1_790_000_000))
      for step in 1...8 {
        guard let name = life.step(&order, at: Moment(seconds: 1_790_000_000 + step)) else {
          continue
        }
        steps[name, default: 0] += 1
        #expect(LedgerTests.booked(order) == order.currentTotal, "#\(number) after \(name)")
        #expect(order.refunded <= order.received)
        for (index, line) in order.lines.enumerated() {
          #expect(line.returned >= 0 && line.returned <= line.current && line.removed >= 0)
          let open = order.unfulfilled(index)
          #expect(open >= 0 && line.fulfilled >= 0 && open + line.fulfilled <= line.quantity)
        }
      }
      let tax = order.agreements.flatMap(\.sales).filter { $0.action != "UPDATE" }
        .reduce(Money.zero) { $0 + $1.tax }
      if order.lines.allSatisfy({ $0.returned == 0 }) { #expect(tax == order.currentTax) }
    }
    #expect(steps.count >= 15, "\(steps)")
    #expect(steps.values.allSatisfy { $0 > 10 }, "\(steps)")
  }

  @Test func `the same seed makes the same lives`() throws {
    let stores = try ([3, 3, 4] as [UInt64]).map { seed in
      try TestShop {
        $0.orders = 5
        $0.histories = 60
        $0.seed = seed
      }.store
    }
    let orders = stores.map { $0.orders.map { "\($0)" } }
    #expect(orders[0] == orders[1])
    #expect(orders[0] != orders[2])
    #expect(stores[0].orders.map(\.number) == Array(1001...1065))
  }

  @Test func `searches lag, reading by id does not`() throws {
    let shop = try TestShop {
      $0.orders = 2
      $0.searchLag = 30
    }
    let since = shop.now.text
    shop.pass(.seconds(5))
    _ = shop.store.control(
      path: "order-edit", body: ["order": 1001, "note": "neu"], context: shop.context())
    _ = shop.store.control(
      path: "orders", body: ["lines": [["sku": "SKU-00001"]], "visible_after": 60],
      context: shop.context())
    func found() -> [String?] {
      let reply = shop.run(
        """
        { orders(first: 9, query: "updated_at:>='\(since)'", sortKey: UPDATED_AT) { nodes { name } } }
        """)
      return (reply.at("data.orders.nodes")?.array ?? []).map { $0["name"]?.string }
    }
    #expect(found() == [])
    #expect(
      shop.run(#"{ order(id: "\#(OrderNode.id(1001))") { note } }"#).at("data.order.note") == "neu")
    #expect(
      shop.run(#"{ order(id: "\#(OrderNode.id(1003))") { name } }"#).at("data.order.name")
        == "#1003")
    shop.pass(.seconds(31))
    #expect(found() == ["#1001"])
    shop.pass(.seconds(30))
    #expect(found() == ["#1001", "#1003"])
  }

  @Test func `without read_all_orders, orders of more than sixty days are not shown`() throws {
    let shop = try TestShop {
      $0.orders = 0
      $0.scopes.removeAll { $0 == "read_all_orders" }
    }
    for days in [61, 59] {
      let at = Moment(seconds: shop.now.seconds - days * 86_400).text
      _ = shop.store.control(
        path: "orders", body: ["lines": [["sku": "SKU-00001"]], "at": .string(at)],
        context: shop.context())
    }
    let reply = shop.run(
      """
      { orders(first: 9) { nodes { name } } order(id: "\(OrderNode.id(1001))") { name }
        fulfillmentOrders(first: 9) { nodes { orderName } } }
      """)
    #expect(reply.at("data.orders.nodes") == [["name": "#1002"]])
    #expect(reply.at("data.order") == .null)
    #expect(reply.at("data.fulfillmentOrders.nodes") == [["orderName": "#1002"]])
  }
}
