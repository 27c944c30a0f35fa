// SPDX-License-Identifier: Apache-2.0

import Tables

extension Operation {
  /// Sets carrier, numbers and URLs of fulfillments.
  package static let shipmentUpdateTracking = Operation(
    name: "shipment.update-tracking",
    doc: "Sets the carrier, the tracking numbers and the tracking URLs of a fulfillment.",
    fields: Field.fulfillmentKey(number: "current_number") + [
      Field(
        "tracking_number", .list,
        "The tracking numbers it is to have, with commas between; they replace those it has.",
        empty: .nothing),
      Field(
        "tracking_company", .text, "The carrier, spelt as Shopify spells it.", empty: .nothing),
      Field(
        "tracking_url", .list,
        "Where the parcels are followed, one for each number; without it Shopify makes those of carriers it knows.",
        empty: .nothing),
      Field(
        "notify", .flag, "Whether the customer is told; without it, what the job's `notify:` says.",
        empty: .nothing),
    ],
    keys: ShipmentLookUp.keys(number: "current_number"),
    values: .atLeastOne(["tracking_number", "tracking_company", "tracking_url"]),
    steps: [
      Step(
        name: "update",
        root: "fulfillmentTrackingInfoUpdate",
        document: """
          mutation dray_BATCH($id: ID!, $tracking: FulfillmentTrackingInput!, $notify: Boolean) {
            fulfillmentTrackingInfoUpdate(
              fulfillmentId: $id, trackingInfoInput: $tracking, notifyCustomer: $notify
            ) {
              userErrors { field message }
            }
          }
          """,
        recovery: .set,
        maxItems: 1,
        assumedCost: { _ in 10 },
        group: { $0.object },
        item: { intent in
          // What a record does not say stays as it is; URLs belong to numbers and carrier, and are made anew.
          var tracking = TrackingInput(intent.desired)
          if tracking.numbers.isEmpty { tracking.numbers = JSON.texts(intent.identity["numbers"]) }
          tracking.company = tracking.company ?? intent.identity["company"]
          return [
            "id": .string(intent.fulfillmentGID), "tracking": tracking.json ?? [:],
            "notify": .bool(intent.identity["notify"] == "true"),
          ]
        },
        variables: { _, items, _ in items.first ?? [:] },
        itemPath: [],
        unnamed: .applied,
        decide: { _ in .reject },
        look: .reading(trackingReadBack))
    ],
    composition: Composition(
      groups: { ShipmentLookUp.fulfillmentGroups($0, number: "current_number", wanted: true) },
      current: ShipmentLookUp.fulfillment, object: { $0.identity["fulfillment_id"] },
      compose: composeTracking),
    settings: [.notify],
    rereads: Rereads("orders") { $0.identity["order_id"] },
    scopes: shipmentScopes,
    routes: [.direct, .bulk],
    streams: ["orders"],
    objects: "SELECT CAST(id AS TEXT) AS object, id AS fulfillment_id FROM fulfillments",
    objectName: "fulfillment",
    identity: [],
    unknownHint: unknownOrderHint,
    groupColumn: nil,
    readBack: trackingReadBack,
    mirrorUpdates: [
      """
      UPDATE fulfillments SET
        tracking_company = iif(:maps_tracking_company, :desired_tracking_company, tracking_company),
        tracking_numbers = iif(:maps_tracking_number, :desired_tracking_number, tracking_numbers),
        tracking_urls = iif(:maps_tracking_url, :desired_tracking_url, '[]')
      WHERE id = CAST(:fulfillment_id AS INTEGER)
      """
    ],
    quantityFields: [],
    undo: { undoTracking($0, current: $1) })

  private static let trackingReadBack = ReadBack(
    document: """
      query dray_read($ids: [ID!]!) {
        nodes(ids: $ids) { ... on Fulfillment { id trackingInfo { company number url } } }
      }
      """,
    id: \.fulfillmentGID,
    values: { node in
      guard let tracking = node["trackingInfo"]?.array else { return nil }
      return [
        "tracking_company": tracking.first?["company"]?.string,
        "tracking_number": JSON.list(tracking.compactMap { $0["number"]?.string }),
        "tracking_url": JSON.list(tracking.compactMap { $0["url"]?.string }),
      ]
    })

  private static func composeTracking(_ group: Composition.Group) -> [Composition.Composed] {
    guard let fulfillment = MirroredFulfillment(of: group) else {
      return MirroredFulfillment.unknown(group)
    }
    let current = fulfillment.tracking
    var first: (row: Composition.Row, desired: [String: String?])?
    var conflict: Composition.Row?
    var composed: [Composition.Composed] = []
    for row in group.records {
      var desired: [String: String?] = [:]
      if let company = row.text("tracking_company") { desired["tracking_company"] = company }
      for field in ["tracking_number", "tracking_url"] where !row.texts(field).isEmpty {
        desired[field] = JSON.list(row.texts(field))
      }
      let numbers = row.texts("tracking_number").count
      if desired.isEmpty {
        composed.append(
          Composition.Composed(
            record: row.record,
            .rejected(code: "nothing-asked", message: "the record gives no number, carrier or URL"))
        )
      } else if let refusal = ShipmentAsk.refusal(
        ofURLs: row, numbers: numbers > 0 ? numbers : fulfillment.numbers.count)
      {
        composed.append(Composition.Composed(record: row.record, refusal.outcome))
      } else if !fulfillment.isLive {
        composed.append(
          Composition.Composed(
            record: row.record,
            .rejected(
              code: "cancelled", message: "the fulfillment \(fulfillment.name) was cancelled")))
      } else if let known = first {
        if known.desired != desired { conflict = conflict ?? row }
        composed.append(Composition.Composed(record: row.record, .shared(with: known.row.record)))
      } else {
        first = (row, desired)
        composed.append(
          Composition.Composed(
            record: row.record,
            .change(
              Intent(
                object: fulfillment.id,
                identity: [
                  "fulfillment_id": fulfillment.id, "order_id": fulfillment.orderID,
                  "company": fulfillment.company ?? "", "numbers": JSON.list(fulfillment.numbers),
                  "notify": MirroredFulfillment.notifies(row, group) ? "true" : "false",
                ].filter { !$0.value.isEmpty }, desired: desired,
                prior: current.filter { desired.keys.contains($0.key) }))))
      }
    }
    guard let first else { return composed }
    let isSame = first.desired.allSatisfy { $0.value == current[$0.key] ?? nil }
    return composed.map { each in
      switch each.outcome {
      case .change, .shared:
        if let conflict {
          Composition.Composed(
            record: each.record,
            .rejected(
              code: "conflicting-records",
              message:
                "lines \(first.row.line) and \(conflict.line) ask for different tracking of \(fulfillment.name): "
                + "give all its numbers in one record"))
        } else if isSame {
          Composition.Composed(record: each.record, .unchanged)
        } else {
          each
        }
      case .unchanged, .rejected, .superseded: each
      }
    }
  }
}
