// SPDX-License-Identifier: Apache-2.0

import Tables

extension Operation {
  /// Cancels fulfillments: what they held is open again.
  package static let shipmentCancel = Operation(
    name: "shipment.cancel",
    doc: "Cancels a fulfillment; what it held is to be shipped again.",
    fields: Field.fulfillmentKey(number: "tracking_number"),
    keys: ShipmentLookUp.keys(number: "tracking_number"),
    values: .optional([]),
    steps: [
      Step(
        name: "cancel",
        root: "fulfillmentCancel",
        document: """
          mutation dray_BATCH($id: ID!) {
            fulfillmentCancel(id: $id) {
              userErrors { field message }
            }
          }
          """,
        // A fulfillment that is cancelled already is answered without an error. (captures, fulfillment-state-preconditions)
        recovery: .set,
        maxItems: 1,
        assumedCost: { _ in 10 },
        group: { $0.object },
        item: { .string($0.fulfillmentGID) },
        variables: { _, items, _ in ["id": items.first ?? .null] },
        itemPath: [],
        unnamed: .applied,
        decide: { _ in .reject },
        look: .reading(cancelReadBack))
    ],
    composition: Composition(
      groups: { ShipmentLookUp.fulfillmentGroups($0, number: "tracking_number", wanted: false) },
      current: ShipmentLookUp.fulfillment, compose: composeCancel),
    rereads: Rereads("orders", "fulfillment_orders") { $0.identity["order_id"] },
    scopes: shipmentScopes,
    routes: [.direct, .bulk],
    streams: ["orders"],
    objects: "SELECT CAST(id AS TEXT) AS object, id AS fulfillment_id FROM fulfillments",
    objectName: "fulfillment",
    identity: [],
    unknownHint: unknownOrderHint,
    groupColumn: nil,
    readBack: cancelReadBack,
    mirrorUpdates: [
      "UPDATE fulfillments SET status = 'CANCELLED' WHERE id = CAST(:fulfillment_id AS INTEGER)"
    ],
    quantityFields: [],
    undo: { _, _ in .never("a cancelled fulfillment stays so: ship its lines again") })

  private static let cancelReadBack = ReadBack(
    document: """
      query dray_read($ids: [ID!]!) {
        nodes(ids: $ids) { ... on Fulfillment { id status } }
      }
      """,
    id: \.fulfillmentGID,
    values: { node in node["status"]?.string.map { ["status": $0] } })

  private static func composeCancel(_ group: Composition.Group) -> [Composition.Composed] {
    guard let fulfillment = MirroredFulfillment(of: group), let first = group.records.first else {
      return MirroredFulfillment.unknown(group)
    }
    return group.records.map { row in
      let outcome: Composition.Composed.Outcome =
        if fulfillment.status == "CANCELLED" {
          .unchanged
        } else if row.record != first.record {
          .shared(with: first.record)
        } else {
          .change(
            Intent(
              object: fulfillment.id,
              identity: ["fulfillment_id": fulfillment.id, "order_id": fulfillment.orderID],
              desired: ["status": "CANCELLED"], prior: ["status": fulfillment.status]))
        }
      return Composition.Composed(record: row.record, outcome)
    }
  }
}
