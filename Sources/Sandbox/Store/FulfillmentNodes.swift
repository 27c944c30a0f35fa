// SPDX-License-Identifier: Apache-2.0

import Tables

/// A shipment.
struct FulfillmentNode: Resolvable {
  let typeName = "Fulfillment"
  let order: Int
  let index: Int

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    let row = context.store.orders[order]
    let fulfillment = row.fulfillments[index]
    let happened: (String) -> Resolved = { status in
      .time(fulfillment.events.first { $0.status == status }?.happenedAt)
    }
    switch field {
    case "id": return .text(GlobalID.text("Fulfillment", fulfillment.number))
    case "legacyResourceId": return .unsigned(fulfillment.number)
    case "name": return .text("#\(row.number)-F\(index + 1)")
    case "status": return .text(fulfillment.isCancelled ? "CANCELLED" : "SUCCESS")
    case "displayStatus": return .text(fulfillment.displayStatus)
    case "createdAt": return .time(fulfillment.at)
    case "updatedAt": return .time(fulfillment.updatedAt)
    case "deliveredAt": return happened("DELIVERED")
    case "inTransitAt": return happened("IN_TRANSIT")
    case "estimatedDeliveryAt": return .null
    case "requiresShipping": return .flag(true)
    case "totalQuantity": return .int(fulfillment.lines.reduce(0) { $0 + $1.quantity })
    case "order": return .object(OrderNode(index: order))
    case "location": return .object(LocationNode(index: fulfillment.location))
    case "trackingInfo":
      return .list(
        trackingInfo(fulfillment.tracking).prefix(arguments["first"]?.int ?? .max).map { $0 })
    case "events":
      return .connection(
        NodeList(fulfillment.events.map(FulfillmentNode.event)), type: "FulfillmentEventConnection")
    case "fulfillmentOrders":
      let orders = Set(fulfillment.lines.map(\.fulfillmentOrder)).sorted()
      return .connection(
        NodeList(orders.map { FulfillmentOrderNode(order: order, index: $0) }),
        type: "FulfillmentOrderConnection")
    case "fulfillmentLineItems":
      return .connection(
        NodeList(
          fulfillment.lines.map {
            FulfillmentNode.line(order, $0.number, $0.quantity, line: $0.line)
          }), type: "FulfillmentLineItemConnection")
    default: throw unresolved(typeName, field)
    }
  }

  /// One entry a number; where there is none but a company or an address, one entry.
  private func trackingInfo(_ tracking: FulfillmentRow.Tracking) -> [Resolved] {
    let count = max(tracking.numbers.count, tracking.urls.count, tracking.company == nil ? 0 : 1)
    return (0..<count).map { index in
      .object(
        Record(
          "FulfillmentTrackingInfo",
          [
            "company": .text(tracking.company),
            "number": .text(
              tracking.numbers.indices.contains(index) ? tracking.numbers[index] : nil),
            "url": .text(tracking.urls.indices.contains(index) ? tracking.urls[index] : nil),
          ]))
    }
  }

  static func line(_ order: Int, _ number: Int, _ quantity: Int, line: Int) -> Record {
    Record(
      "FulfillmentLineItem",
      [
        "id": .text(GlobalID.text("FulfillmentLineItem", number)), "quantity": .int(quantity),
        "lineItem": .object(LineItemNode(order: order, index: line)),
      ])
  }

  static func event(_ event: FulfillmentRow.Event) -> Record {
    Record(
      "FulfillmentEvent",
      [
        "id": .text(GlobalID.text("FulfillmentEvent", event.number)),
        "status": .text(event.status), "message": .text(event.message),
        "happenedAt": .time(event.happenedAt), "createdAt": .time(event.createdAt),
        "estimatedDeliveryAt": .null, "address1": .null, "city": .null, "country": .null,
        "latitude": .null, "longitude": .null, "province": .null, "zip": .null,
      ])
  }
}

/// What is to be shipped from a location.
struct FulfillmentOrderNode: Resolvable {
  let typeName = "FulfillmentOrder"
  let order: Int
  let index: Int

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    let row = context.store.orders[order]
    let item = row.fulfillmentOrders[index]
    switch field {
    case "id": return .text(GlobalID.text("FulfillmentOrder", item.number))
    case "status": return .text(item.status)
    case "requestStatus": return .text("UNSUBMITTED")
    case "createdAt", "fulfillAt": return .time(item.createdAt)
    case "updatedAt": return .time(item.updatedAt)
    case "fulfillBy": return .null
    case "order": return .object(OrderNode(index: order))
    case "orderId": return .text(OrderNode.id(row.number))
    case "orderName": return .text("#\(row.number)")
    case "orderProcessedAt": return .time(row.createdAt)
    case "assignedLocation": return .object(location(item, context.store))
    case "supportedActions":
      return .list(
        item.supportedActions.map {
          .object(
            Record(
              "FulfillmentOrderSupportedAction", ["action": .text($0), "externalUrl": .null]))
        })
    case "fulfillmentHolds": return .list(item.holds.map { .object(Self.hold($0)) })
    case "lineItems":
      let lines = item.lines.map { line(row, $0, context.store) }
      return .connection(
        NodeList(arguments["reverse"]?.bool == true ? lines.reversed() : lines),
        type: "FulfillmentOrderLineItemConnection")
    case "fulfillments":
      let fulfillments = row.fulfillments.indices.filter {
        row.fulfillments[$0].lines.contains { $0.fulfillmentOrder == index }
      }
      return .connection(
        NodeList(fulfillments.map { FulfillmentNode(order: order, index: $0) }),
        type: "FulfillmentConnection")
    default: throw unresolved(typeName, field)
    }
  }

  private func location(_ item: FulfillmentOrderRow, _ store: Store) -> Record {
    let row = store.stock.locations[item.location]
    return Record(
      "FulfillmentOrderAssignedLocation",
      [
        "name": .text(row.name), "location": .object(LocationNode(index: item.location)),
        "address1": .text(row.address), "address2": .null, "city": .text(row.name),
        "countryCode": .text("DE"), "phone": .null, "province": .null, "zip": .text(row.zip),
      ])
  }

  private func line(_ row: OrderRow, _ part: FulfillmentOrderRow.Line, _ store: Store) -> Record {
    let line = row.lines[part.line]
    let variant = line.variant.flatMap { store.assortment.holds($0) ? $0 : nil }
    return Record(
      "FulfillmentOrderLineItem",
      [
        "id": .text(GlobalID.text("FulfillmentOrderLineItem", part.number)),
        "lineItem": .object(LineItemNode(order: order, index: part.line)),
        "totalQuantity": .int(part.total), "remainingQuantity": .int(part.remaining),
        "sku": line.sku.isEmpty ? .null : .text(line.sku), "productTitle": .text(line.title),
        "variantTitle": .text(line.variantTitle), "vendor": .text(line.vendor),
        "requiresShipping": .flag(true),
        "inventoryItemId": .text(variant.map { InventoryItemNode.id($0) }),
        "variant": variant.map { .object(VariantNode(index: $0)) } ?? .null,
      ])
  }

  static func hold(_ hold: FulfillmentOrderRow.Hold) -> Record {
    let shown = [
      "AWAITING_PAYMENT": "Awaiting payment", "HIGH_RISK_OF_FRAUD": "High risk of fraud",
      "INCORRECT_ADDRESS": "Incorrect address", "INVENTORY_OUT_OF_STOCK": "Inventory out of stock",
      "UNKNOWN_DELIVERY_DATE": "Unknown delivery date",
      "AWAITING_RETURN_ITEMS": "Exchange items awaiting return delivery",
    ]
    return Record(
      "FulfillmentHold",
      [
        "id": .text(GlobalID.text("FulfillmentHold", hold.number)),
        "reason": .text(hold.reason), "reasonNotes": .text(hold.notes),
        "displayReason": .text(shown[hold.reason] ?? "Other"),
        "handle": .text(hold.handle), "heldByRequestingApp": .flag(true),
      ])
  }
}

extension Listing {
  /// Whether a fulfillment order still waits for something.
  func isOpen(at row: Int, _ context: ExecutionContext) -> Bool {
    guard let node = node(row) as? FulfillmentOrderNode else { return false }
    return context.store.orders[node.order].fulfillmentOrders[node.index].isOpen
  }

  /// Fulfillment orders: of one order, or of all.
  static func fulfillmentOrders(_ store: Store, of order: Int? = nil) -> Listing {
    let places: [(order: Int, index: Int)] =
      (order.map { [$0] } ?? Array(store.orders.indices)).flatMap { order in
        store.shows(order)
          ? store.orders[order].fulfillmentOrders.indices.map { (order, $0) } : []
      }
    let row: (Int) -> FulfillmentOrderRow = {
      store.orders[places[$0].order].fulfillmentOrders[places[$0].index]
    }
    return Listing(
      type: "FulfillmentOrder", count: places.count,
      fields: SearchFields([
        "id": .id { row($0).number }, "status": .text { [row($0).status] },
        "assigned_location_id": .id { GlobalID.Base.location + row($0).location },
        "updated_at": .time { row($0).updatedAt },
      ]),
      orders: ["UPDATED_AT": { row($0).updatedAt < row($1).updatedAt }],
      node: { FulfillmentOrderNode(order: places[$0].order, index: places[$0].index) })
  }
}
