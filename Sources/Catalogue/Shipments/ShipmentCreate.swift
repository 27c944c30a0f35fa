// SPDX-License-Identifier: Apache-2.0

import Tables

extension Operation {
  /// Ships lines of orders: one fulfillment for each parcel and location.
  package static let shipmentCreate = Operation(
    name: "shipment.create",
    doc:
      "Ships lines of orders with their tracking numbers: one fulfillment for each order, parcel and location.",
    fields: [
      Field(
        "order", .text,
        "The order: its name (`#1001`, or `1001`) or its id. A name that looks like an id is a name."
      ),
      Field("sku", .text, "The SKU of the order's line.", empty: .missing),
      Field("line_id", .id(type: "LineItem"), "The id of the order's line.", empty: .nothing),
      Field(
        "quantity", .integer(1...1_000_000),
        "How many of the line; without it, all that is open of the line."),
      Field(
        "tracking_number", .list, "The parcel's tracking number; several with commas between.",
        empty: .nothing),
      Field(
        "tracking_company", .text,
        "The carrier, spelt as Shopify spells it, e.g. `DHL Express`; a look-up table translates.",
        empty: .nothing),
      Field(
        "tracking_url", .list,
        "Where the parcel is followed, one for each number; Shopify makes those of carriers it knows.",
        empty: .nothing),
      Field(
        "shipment", .text,
        "A parcel's own number: records of one order with the same are one parcel. The store does not keep it.",
        empty: .nothing),
      Field(
        "location",
        .reference(
          sql: "SELECT name, id FROM locations UNION ALL SELECT CAST(id AS TEXT), id FROM locations"
        ),
        "The location it is shipped from, by name or id, where several could.", empty: .nothing),
      Field(
        "notify", .flag, "Whether the customer is told; without it, what the job's `notify:` says.",
        empty: .nothing),
      Field(
        "command", .choice(["MERGE", "UPDATE"]),
        "A command that sheets carry; here each ships what is open, and any other rejects the record.",
        empty: .nothing),
    ],
    keys: [["order"]],
    values: .optional([
      "sku", "line_id", "quantity", "tracking_number", "tracking_company", "tracking_url",
      "shipment",
      "location", "notify",
    ]),
    asides: ["command"],
    steps: [shipmentRead, shipmentSend],
    // The order is read once, then there is one request for each location that ships.
    phase: { intent, from in
      if from == 0 { return 0 }
      return from - 1 < ShipmentCall.calls(intent.identity["calls"]).count ? from : nil
    },
    restarts: true,
    composition: Composition(
      groups: { _ in ShipmentLookUp.orderGroups }, current: ShipmentLookUp.order,
      compose: ShipmentComposition.compose),
    settings: [.notify],
    rereads: Rereads("orders", "fulfillment_orders") { $0.identity["order_id"] },
    scopes: shipmentScopes,
    routes: [.direct],
    streams: ["locations", "orders", "fulfillment_orders"],
    objects: "SELECT CAST(id AS TEXT) AS object, name AS \"order\" FROM orders",
    objectName: "order",
    identity: [],
    unknownHint: unknownOrderHint,
    groupColumn: nil,
    readBack: ReadBack(
      document: """
        query dray_read($ids: [ID!]!) {
          nodes(ids: $ids) { ... on Order { id displayFulfillmentStatus } }
        }
        """,
      id: \.orderGID,
      values: { _ in [:] }),
    mirrorUpdates: [],
    quantityFields: [],
    undo: { undoShipment($0, current: $1) })

  /// What a fulfillment order needs: without one of these its rows are hidden, silently.
  static let shipmentScopes = [
    "read_orders", "read_locations", "write_merchant_managed_fulfillment_orders",
    "write_assigned_fulfillment_orders", "write_third_party_fulfillment_orders",
  ]

  static let unknownOrderHint =
    "orders older than 60 days need the scope read_all_orders; if it was placed just now, `dray refresh orders` fetches it"

  /// Reads the order by id right before anything is sent: what a stale mirror does not know must not be shipped twice.
  private static let shipmentRead = Step(
    name: "read",
    root: "order",
    document: """
      query dray_BATCH($id: ID!) {
        order(id: $id) {
          \(ShopOrder.selection)
        }
      }
      """,
    recovery: .set,
    maxItems: 1,
    assumedCost: { _ in 100 },
    group: { $0.object },
    item: { .string($0.orderGID) },
    variables: { _, items, _ in ["id": items.first ?? .null] },
    itemPath: [],
    unnamed: .applied,
    decide: { _ in .reject },
    learnEach: { payload, intents in
      intents.map { intent in
        guard let order = ShopOrder(reply: payload),
          case .success(let calls) = ShipmentCheck.calls(of: intent, in: order)
        else { return Learned() }
        return Learned(identity: [
          "calls": ShipmentCall.text(calls), "known": JSON.list(order.fulfillments.map(\.id)),
          "made": "[]",
        ])
      }
    },
    review: { payload, intents in
      guard let order = ShopOrder(reply: payload) else {
        return [
          Refusal(code: "unknown-key", message: "the store has no such order any more")
        ]
      }
      return intents.compactMap { intent in
        guard case .failure(let refusal) = ShipmentCheck.calls(of: intent, in: order) else {
          return nil
        }
        return Refusal(code: refusal.code, message: refusal.message)
      }
    },
    routes: [.direct])

  private static let shipmentSend = Step(
    name: "create",
    root: "fulfillmentCreate",
    document: """
      mutation dray_BATCH($fulfillment: FulfillmentInput!) {
        fulfillmentCreate(fulfillment: $fulfillment) {
          fulfillment { id }
          userErrors { field message }
        }
      }
      """,
    recovery: .create,
    maxItems: 1,
    assumedCost: { _ in 11 },
    group: { $0.object },
    item: { intent in
      var members = [
        JSON.Member("lineItemsByFulfillmentOrder", intent.nextCall?.lineItems ?? []),
        JSON.Member("notifyCustomer", .bool((intent.desired["notify"] ?? nil) == "true")),
      ]
      let tracking = TrackingInput(intent.desired).json
      if let tracking { members.append(JSON.Member("trackingInfo", tracking)) }
      return .object(members)
    },
    variables: { _, items, _ in ["fulfillment": items.first ?? .null] },
    itemPath: ["fulfillment"],
    unnamed: .applied,
    // It may be refused because an earlier request, given up on, was carried out after all.
    decide: { _ in .look },
    look: Look(
      document: """
        query dray_look($id: ID!) {
          order(id: $id) {
            \(ShopOrder.selection)
          }
        }
        """,
      root: "order",
      variables: { ["id": .string($0.orderGID)] },
      lag: .zero,
      verdict: { data, intent in
        guard let order = data["order"].flatMap(ShopOrder.init(reply:)) else {
          return .ambiguous("the store has no such order any more")
        }
        return ShipmentCheck.found(intent, in: order)
      }),
    learnEach: { payload, intents in
      guard let id = payload["fulfillment"]?["id"]?.plainID else { return [] }
      return intents.map {
        Learned(result: id, identity: ["made": JSON.list($0.made + [id])])
      }
    },
    routes: [.direct])
}

extension Setting {
  /// Whether customers are told of what is shipped.
  static let notify = Setting(
    "notify", ["false", "true"],
    "Whether the customer is sent a mail; a record's field `notify` says otherwise.")
}

extension Intent {
  /// The order's gid.
  var orderGID: String { "gid://shopify/Order/\(identity["order_id"] ?? "")" }
}
