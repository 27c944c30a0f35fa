// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@testable import Sandbox

/// Shipping, as the API does it.
struct FulfillmentTests {
  /// A shop with one open order: two of the first variant, one of the second, each where `locations` says.
  private func shop(_ locations: [String] = ["Berlin", "Berlin"]) throws -> TestShop {
    let shop = try TestShop { $0.orders = 0 }
    _ = shop.store.control(
      path: "orders",
      body: [
        "lines": [
          ["sku": "SKU-00001", "quantity": 2, "location": .string(locations[0])],
          ["sku": "SKU-00002", "quantity": 1, "location": .string(locations[1])],
        ], "shipping": "4.95",
      ], context: shop.context())
    return shop
  }

  private static let create = """
    mutation($fulfillment: FulfillmentInput!) { fulfillmentCreate(fulfillment: $fulfillment) {
      fulfillment { id status displayStatus totalQuantity trackingInfo { company number url }
        fulfillmentLineItems(first: 5) { nodes { quantity lineItem { sku } } } }
      userErrors { field message } } }
    """

  private static let read = """
    query { order(id: "\(OrderNode.id(1001))") { displayFulfillmentStatus updatedAt
      fulfillments { id status }
      fulfillmentOrders(first: 5) { nodes { id status orderName supportedActions { action }
        assignedLocation { name } lineItems(first: 5) { nodes { id totalQuantity remainingQuantity } } } } } }
    """

  private func orders(_ shop: TestShop) -> [JSON] {
    shop.run(Self.read).at("data.order.fulfillmentOrders.nodes")?.array ?? []
  }

  private func ship(_ shop: TestShop, _ groups: JSON, _ tracking: JSON = .null) -> JSON {
    shop.run(
      Self.create,
      ["fulfillment": ["lineItemsByFulfillmentOrder": groups, "trackingInfo": tracking]])
  }

  @Test func `a part is shipped, then the rest, then nothing any more`() throws {
    let shop = try shop()
    let open = orders(shop)
    #expect(open.count == 1)
    #expect(open[0].at("supportedActions.0.action") == "CREATE_FULFILLMENT")
    let id = try #require(open[0]["id"]?.string)
    let line = try #require(open[0].at("lineItems.nodes.0.id")?.string)
    shop.pass(.seconds(60))
    let first = ship(
      shop,
      [
        [
          "fulfillmentOrderId": .string(id),
          "fulfillmentOrderLineItems": [["id": .string(line), "quantity": 1]],
        ]
      ], ["company": "DHL", "numbers": ["A1", "A2"], "urls": ["https://x.example/A1"]])
    let made = first.at("data.fulfillmentCreate.fulfillment")
    #expect(made?["status"] == "SUCCESS")
    #expect(made?["displayStatus"] == "FULFILLED")
    #expect(
      made?["trackingInfo"] == [
        ["company": "DHL", "number": "A1", "url": "https://x.example/A1"],
        ["company": "DHL", "number": "A2", "url": .null],
      ])
    #expect(made?.at("fulfillmentLineItems.nodes.0.lineItem.sku") == "SKU-00001")
    let after = shop.run(Self.read)
    #expect(after.at("data.order.displayFulfillmentStatus") == "PARTIALLY_FULFILLED")
    #expect(after.at("data.order.updatedAt")?.string == shop.now.text)
    #expect(after.at("data.order.fulfillmentOrders.nodes.0.status") == "IN_PROGRESS")
    #expect(
      after.at("data.order.fulfillmentOrders.nodes.0.lineItems.nodes.0.remainingQuantity") == 1)

    let rest = ship(shop, [["fulfillmentOrderId": .string(id)]])
    #expect(rest.at("data.fulfillmentCreate.fulfillment.totalQuantity") == 2)
    #expect(orders(shop)[0]["status"] == "CLOSED")

    let again = ship(shop, [["fulfillmentOrderId": .string(id)]])
    #expect(again.at("data.fulfillmentCreate.fulfillment") == .null)
    let number = try #require(GlobalID(id)?.number)
    #expect(
      again.at("data.fulfillmentCreate.userErrors") == [
        [
          "field": ["fulfillment"],
          "message": .string("Fulfillment order \(number) has an unfulfillable status= closed."),
        ]
      ])
    let effects = shop.store.effects.filter { $0.root == "fulfillmentCreate" }
    #expect(effects.count == 2)
    #expect(effects[0].after.at("lines.0.quantity") == 1)
    #expect(effects[0].after.at("tracking.numbers.1") == "A2")
  }

  @Test func `more than remains is refused, and nothing happens`() throws {
    let shop = try shop()
    let open = orders(shop)[0]
    let line = try #require(open.at("lineItems.nodes.1.id"))
    for quantity in [2, 0, -1] {
      let reply = ship(
        shop,
        [
          [
            "fulfillmentOrderId": open["id"] ?? .null,
            "fulfillmentOrderLineItems": [["id": line, "quantity": JSON(quantity)]],
          ]
        ])
      #expect(
        reply.at("data.fulfillmentCreate.userErrors.0.message")
          == "Invalid fulfillment order line item quantity requested.")
    }
    #expect(shop.store.effects.map(\.root) == ["sandbox/orders"])
  }

  @Test func `locations have fulfillment orders of their own, shipped by calls of their own`()
    throws
  {
    let shop = try shop(["Berlin", "Hamburg"])
    let open = orders(shop)
    #expect(open.map { $0.at("assignedLocation.name") } == ["Berlin", "Hamburg"])
    let reply = ship(shop, .array(open.map { ["fulfillmentOrderId": $0["id"] ?? .null] }))
    #expect(
      reply.at("data.fulfillmentCreate.userErrors.0.message")
        == "All fulfillment orders must be assigned to the same location.")
    for order in open {
      #expect(
        ship(shop, [["fulfillmentOrderId": order["id"] ?? .null]])
          .at("data.fulfillmentCreate.fulfillment.status") == "SUCCESS")
    }
    #expect(shop.run(Self.read).at("data.order.displayFulfillmentStatus") == "FULFILLED")
  }

  @Test func `a cancelled shipment opens a new fulfillment order; once is enough`() throws {
    let shop = try shop()
    let made = ship(shop, [["fulfillmentOrderId": orders(shop)[0]["id"] ?? .null]])
    let id = try #require(made.at("data.fulfillmentCreate.fulfillment.id")?.string)
    let cancel = """
      mutation { fulfillmentCancel(id: "\(id)") {
        fulfillment { status displayStatus } userErrors { message } } }
      """
    for _ in 0..<2 {
      let reply = shop.run(cancel)
      #expect(reply.at("data.fulfillmentCancel.fulfillment.status") == "CANCELLED")
      #expect(reply.at("data.fulfillmentCancel.fulfillment.displayStatus") == "CANCELED")
      #expect(reply.at("data.fulfillmentCancel.userErrors") == [])
    }
    let after = orders(shop)
    #expect(after.map { $0["status"] } == ["CLOSED", "OPEN"])
    #expect(after.map { $0.at("lineItems.nodes.0.remainingQuantity") } == [2, 2])
    #expect(shop.run(Self.read).at("data.order.displayFulfillmentStatus") == "UNFULFILLED")
    #expect(shop.store.effects.filter { $0.root == "fulfillmentCancel" }.count == 1)
  }

  @Test func `tracking is replaced and every event is kept`() throws {
    let shop = try shop()
    let made = ship(shop, [["fulfillmentOrderId": orders(shop)[0]["id"] ?? .null]])
    let id = try #require(made.at("data.fulfillmentCreate.fulfillment.id")?.string)
    let tracking = shop.run(
      """
      mutation { fulfillmentTrackingInfoUpdate(fulfillmentId: "\(id)", notifyCustomer: true,
        trackingInfoInput: {company: "UPS", number: "Z1", url: "https://u.example/Z1"}) {
        fulfillment { trackingInfo { company number url } } userErrors { message } } }
      """)
    #expect(
      tracking.at("data.fulfillmentTrackingInfoUpdate.fulfillment.trackingInfo") == [
        ["company": "UPS", "number": "Z1", "url": "https://u.example/Z1"]
      ])
    let event = """
      mutation { fulfillmentEventCreate(fulfillmentEvent: {fulfillmentId: "\(id)", status: IN_TRANSIT,
        happenedAt: "2026-09-22T10:00:00Z", message: "unterwegs"}) {
        fulfillmentEvent { status happenedAt message } userErrors { message } } }
      """
    for _ in 0..<2 {
      #expect(
        shop.run(event).at("data.fulfillmentEventCreate.fulfillmentEvent.message") == "unterwegs")
    }
    let read = shop.run(
      """
      { node(id: "\(id)") { ... on Fulfillment { displayStatus inTransitAt
        events(first: 5) { nodes { status } } } } }
      """)
    #expect(read.at("data.node.displayStatus") == "IN_TRANSIT")
    #expect(read.at("data.node.inTransitAt") == "2026-09-22T10:00:00Z")
    #expect(read.at("data.node.events.nodes")?.array?.count == 2)
  }

  @Test func `a hold stops shipping until it is released, and does not move the order's updatedAt`()
    throws
  {
    let shop = try shop()
    let id = try #require(orders(shop)[0]["id"]?.string)
    let before = shop.run(Self.read).at("data.order.updatedAt")
    shop.pass(.seconds(60))
    let held = shop.run(
      """
      mutation { fulfillmentOrderHold(id: "\(id)", fulfillmentHold: {reason: INCORRECT_ADDRESS, handle: "a"}) {
        fulfillmentHold { id displayReason } fulfillmentOrder { status updatedAt
          supportedActions { action } } userErrors { code } } }
      """)
    let order = held.at("data.fulfillmentOrderHold.fulfillmentOrder")
    #expect(order?["status"] == "ON_HOLD")
    #expect(order?["updatedAt"]?.string == shop.now.text)
    #expect(
      order?["supportedActions"] == [
        ["action": "RELEASE_HOLD"], ["action": "HOLD"], ["action": "MOVE"],
      ])
    #expect(shop.run(Self.read).at("data.order.updatedAt") == before)
    #expect(shop.run(Self.read).at("data.order.displayFulfillmentStatus") == "ON_HOLD")
    #expect(
      ship(shop, [["fulfillmentOrderId": .string(id)]])
        .at("data.fulfillmentCreate.userErrors.0.message")?.string?
        .hasSuffix("has an unfulfillable status= on_hold.") == true)
    let found = shop.run(
      """
      { fulfillmentOrders(first: 5, query: "status:ON_HOLD updated_at:>='\(shop.now.text)'") {
        nodes { id fulfillmentHolds { reason } } } }
      """)
    #expect(found.at("data.fulfillmentOrders.nodes.0.id")?.string == id)
    #expect(
      found.at("data.fulfillmentOrders.nodes.0.fulfillmentHolds.0.reason") == "INCORRECT_ADDRESS")
    let released = shop.run(
      """
      mutation { fulfillmentOrderReleaseHold(id: "\(id)") {
        fulfillmentOrder { status } userErrors { code } } }
      """)
    #expect(released.at("data.fulfillmentOrderReleaseHold.fulfillmentOrder.status") == "OPEN")
  }

  @Test func `what is moved gets a fulfillment order of its own`() throws {
    let shop = try shop()
    let open = orders(shop)[0]
    let moved = shop.run(
      """
      mutation($lines: [FulfillmentOrderLineItemInput!]) { fulfillmentOrderMove(
        id: "\(open["id"]?.string ?? "")", newLocationId: "\(shop.location(2))",
        fulfillmentOrderLineItems: $lines) {
        movedFulfillmentOrder { status assignedLocation { name }
          lineItems(first: 5) { nodes { totalQuantity } } }
        originalFulfillmentOrder { lineItems(first: 5) { nodes { totalQuantity } } }
        userErrors { message } } }
      """, ["lines": [["id": open.at("lineItems.nodes.0.id") ?? .null, "quantity": 1]]])
    let payload = moved.at("data.fulfillmentOrderMove")
    #expect(payload?.at("movedFulfillmentOrder.assignedLocation.name") == "Hamburg")
    #expect(payload?.at("movedFulfillmentOrder.lineItems.nodes") == [["totalQuantity": 1]])
    #expect(
      payload?.at("originalFulfillmentOrder.lineItems.nodes") == [
        ["totalQuantity": 1], ["totalQuantity": 1],
      ])
  }
}
