// SPDX-License-Identifier: Apache-2.0

import Tables

extension Operation {
  /// Adds events to fulfillments: handed over, in transit, delivered.
  package static let shipmentEvent = Operation(
    name: "shipment.event",
    doc: "Adds an event to the history of a fulfillment, e.g. that it was delivered.",
    fields: Field.fulfillmentKey(number: "tracking_number") + [
      Field(
        "status", .choice(eventStatuses),
        "What happened; a look-up table translates a carrier's words."),
      Field(
        "happened_at", .moment,
        "When it happened. Without it, it is now, and a fulfillment has each status once at most.",
        empty: .nothing),
      Field("message", .text, "A sentence for the customer.", empty: .nothing),
      Field(
        "estimated_delivery_at", .moment, "When it will arrive, as far as is known.",
        empty: .nothing),
      Field("address", .text, "Where it happened: street and number.", empty: .nothing),
      Field("city", .text, "Where it happened: the city.", empty: .nothing),
      Field("zip", .text, "Where it happened: the postal code.", empty: .nothing),
      Field("province", .text, "Where it happened: the province.", empty: .nothing),
      Field("country", .text, "Where it happened: the country.", empty: .nothing),
    ],
    keys: ShipmentLookUp.keys(number: "tracking_number").map { $0 + ["status"] },
    values: .optional([
      "happened_at", "message", "estimated_delivery_at", "address", "city", "zip", "province",
      "country",
    ]),
    steps: [eventRead, eventCreate],
    phase: { intent, from in
      switch from {
      case 0: 0
      case 1: intent.identity["is_there"] == "true" ? nil : 1
      default: nil
      }
    },
    restarts: true,
    composition: Composition(
      groups: { key in
        ShipmentLookUp.fulfillmentGroups(
          key.filter { $0 != "status" }, number: "tracking_number", wanted: false)
      },
      current: ShipmentLookUp.fulfillment, compose: composeEvents),
    rereads: Rereads("orders") { $0.identity["order_id"] },
    scopes: shipmentScopes + ["write_fulfillments"],
    routes: [.direct],
    streams: ["orders"],
    objects: "SELECT CAST(id AS TEXT) AS object, id AS fulfillment_id FROM fulfillments",
    objectName: "fulfillment",
    identity: [],
    unknownHint: unknownOrderHint,
    groupColumn: nil,
    readBack: ReadBack(
      document: """
        query dray_read($ids: [ID!]!) {
          nodes(ids: $ids) { ... on Fulfillment { id displayStatus } }
        }
        """,
      id: \.fulfillmentGID,
      values: { _ in [:] }),
    mirrorUpdates: [],
    quantityFields: [],
    undo: { _, _ in .never("the store keeps an event for good") })

  /// The words of `FulfillmentEventStatus`, in the order things happen. (schema)
  static let eventStatuses = [
    "LABEL_PURCHASED", "LABEL_PRINTED", "CONFIRMED", "CARRIER_PICKED_UP", "READY_FOR_PICKUP",
    "IN_TRANSIT", "OUT_FOR_DELIVERY", "ATTEMPTED_DELIVERY", "DELAYED", "DELIVERED", "FAILURE",
  ]

  private static func events(_ name: String) -> String {
    """
    query \(name)($id: ID!) {
      fulfillment(id: $id) {
        id events(first: 250, reverse: true) { nodes { id status happenedAt } }
      }
    }
    """
  }

  /// Reads the events it has: the store takes the same one twice.
  private static let eventRead = Step(
    name: "read",
    root: "fulfillment",
    document: events("dray_BATCH"),
    recovery: .set,
    maxItems: 1,
    assumedCost: { _ in 16 },
    group: { $0.object },
    item: { .string($0.fulfillmentGID) },
    variables: { _, items, _ in ["id": items.first ?? .null] },
    itemPath: [],
    unnamed: .applied,
    decide: { _ in .reject },
    learnEach: { payload, intents in
      intents.map { intent in
        let event = event(of: intent, in: payload)
        return Learned(
          result: event, identity: ["is_there": event == nil ? "false" : "true"])
      }
    },
    review: { payload, _ in
      payload["id"] == nil
        ? [Refusal(code: "unknown-key", message: "the store has no such fulfillment any more")] : []
    },
    routes: [.direct])

  private static let eventCreate = Step(
    name: "create",
    root: "fulfillmentEventCreate",
    document: """
      mutation dray_BATCH($event: FulfillmentEventInput!) {
        fulfillmentEventCreate(fulfillmentEvent: $event) {
          fulfillmentEvent { id }
          userErrors { field message }
        }
      }
      """,
    recovery: .create,
    maxItems: 1,
    assumedCost: { _ in 10 },
    group: { $0.object },
    item: { intent in
      var members = [
        JSON.Member("fulfillmentId", .string(intent.fulfillmentGID)),
        JSON.Member("status", .string(intent.identity["status"] ?? "")),
      ]
      for (field, name) in [
        ("happened_at", "happenedAt"), ("message", "message"),
        ("estimated_delivery_at", "estimatedDeliveryAt"), ("address", "address1"),
        ("city", "city"), ("zip", "zip"), ("province", "province"), ("country", "country"),
      ] {
        if let value = intent.desired[field] ?? nil {
          members.append(JSON.Member(name, .string(value)))
        }
      }
      return .object(members)
    },
    variables: { _, items, _ in ["event": items.first ?? .null] },
    itemPath: ["fulfillmentEvent"],
    unnamed: .applied,
    decide: { _ in .reject },
    look: Look(
      document: events("dray_look"),
      root: "fulfillment",
      variables: { ["id": .string($0.fulfillmentGID)] },
      lag: .zero,
      verdict: { data, intent in
        guard let fulfillment = data["fulfillment"], fulfillment["id"] != nil else {
          return .ambiguous("the store has no such fulfillment any more")
        }
        return event(of: intent, in: fulfillment) == nil ? .absent : .applied(learned: [:])
      }),
    learnEach: { payload, intents in
      intents.map { _ in Learned(result: payload["fulfillmentEvent"]?["id"]?.plainID) }
    },
    routes: [.direct])

  /// The id of the event an intent wants, where the fulfillment has it: same status, same moment.
  private static func event(of intent: Intent, in fulfillment: JSON) -> String? {
    let moment = intent.desired["happened_at"] ?? nil
    return (fulfillment["events"]?["nodes"]?.array ?? []).first { event in
      event["status"]?.string == intent.identity["status"]
        && (moment == nil || event["happenedAt"]?.string == moment)
    }?["id"]?.plainID
  }

  private static func composeEvents(_ group: Composition.Group) -> [Composition.Composed] {
    guard let fulfillment = MirroredFulfillment(of: group) else {
      return MirroredFulfillment.unknown(group)
    }
    var objects: [String: Int] = [:]
    return group.records.map { row in
      guard fulfillment.isLive else {
        return Composition.Composed(
          record: row.record,
          .rejected(code: "cancelled", message: "the fulfillment \(fulfillment.name) was cancelled")
        )
      }
      let status = row.text("status") ?? ""
      let object = [fulfillment.id, status, row.text("happened_at") ?? ""].filter { !$0.isEmpty }
        .joined(separator: "/")
      if let first = objects[object] {
        return Composition.Composed(record: row.record, .shared(with: first))
      }
      objects[object] = row.record
      var desired: [String: String?] = [:]
      for field in shipmentEvent.values.names {
        if let value = row.text(field) { desired[field] = value }
      }
      return Composition.Composed(
        record: row.record,
        .change(
          Intent(
            object: object,
            identity: [
              "fulfillment_id": fulfillment.id, "order_id": fulfillment.orderID, "status": status,
            ], desired: desired, prior: desired.mapValues { _ in nil })))
    }
  }
}
