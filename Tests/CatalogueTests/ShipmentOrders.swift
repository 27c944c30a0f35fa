// SPDX-License-Identifier: Apache-2.0

import Tables

@testable import Catalogue

/// An order for tests: #1001 with MUG × 3 (line 11), CAP × 1 (line 12) and PEN × 2 (line 13).
struct TestOrder {
  var cancelledAt: String?
  /// What is to be shipped: id, location, status, actions, holds and `(line, remaining)`.
  var open: [Open] = [Open(101, at: 1, [(11, 3), (12, 1), (13, 2)])]
  var made: [Made] = []

  struct Open {
    var id: Int
    var location: Int
    var status = "OPEN"
    var actions = ["CREATE_FULFILLMENT", "HOLD"]
    var holds: [(reason: String, notes: String?)] = []
    var lines: [(line: Int, remaining: Int)]

    init(_ id: Int, at location: Int, _ lines: [(line: Int, remaining: Int)]) {
      self.id = id
      self.location = location
      self.lines = lines
    }
  }

  struct Made {
    var id: Int
    var numbers: [String]
    var lines: [(line: Int, quantity: Int)]
    var location: Int? = 1
    var status = "SUCCESS"
  }

  static let locations = [1: "Berlin", 2: "Hamburg"]

  /// As `ShipmentLookUp.order` selects it.
  var mirrored: String {
    JSON.object([
      JSON.Member("id", 5001), JSON.Member("name", "#1001"),
      JSON.Member("cancelled_at", cancelledAt.map(JSON.string) ?? .null),
      JSON.Member(
        "lines",
        [
          ["id": 11, "sku": "MUG"], ["id": 12, "sku": "CAP"], ["id": 13, "sku": "PEN"],
        ]),
      JSON.Member(
        "fulfillment_orders",
        .array(
          open.map { each in
            [
              "id": JSON(each.id), "status": .string(each.status),
              "location_id": JSON(each.location),
              "location": .string(Self.locations[each.location] ?? ""),
              "created_at": .string("2026-01-0\(each.id % 10)T00:00:00Z"),
              "actions": .array(each.actions.map(JSON.string)),
              "holds": .array(
                each.holds.map {
                  ["reason": .string($0.reason), "notes": $0.notes.map(JSON.string) ?? .null]
                }),
              "lines": .array(
                each.lines.map {
                  [
                    "id": JSON(each.id * 100 + $0.line), "line_id": JSON($0.line),
                    "remaining": JSON($0.remaining),
                  ]
                }),
            ]
          })),
      JSON.Member(
        "fulfillments",
        .array(
          made.map { each in
            [
              "id": JSON(each.id), "status": .string(each.status),
              "location_id": each.location.map { JSON($0) } ?? .null,
              "numbers": .array(each.numbers.map(JSON.string)),
              "lines": .array(
                each.lines.map { ["line_id": JSON($0.line), "quantity": JSON($0.quantity)] }),
            ]
          })),
    ]).text
  }

  /// As the store answers `ShopOrder.selection`.
  var reply: JSON {
    [
      "id": "gid://shopify/Order/5001", "name": "#1001",
      "cancelledAt": cancelledAt.map(JSON.string) ?? .null,
      "fulfillments": .array(
        made.map { each in
          [
            "id": .string("gid://shopify/Fulfillment/\(each.id)"), "status": .string(each.status),
            "location": each.location.map { ["id": .string("gid://shopify/Location/\($0)")] }
              ?? .null,
            "trackingInfo": .array(each.numbers.map { ["number": .string($0)] }),
            "fulfillmentLineItems": [
              "nodes": .array(
                each.lines.map {
                  [
                    "quantity": JSON($0.quantity),
                    "lineItem": ["id": .string("gid://shopify/LineItem/\($0.line)")],
                  ]
                })
            ],
          ]
        }),
      "fulfillmentOrders": [
        "nodes": .array(
          open.map { each in
            [
              "id": .string("gid://shopify/FulfillmentOrder/\(each.id)"),
              "status": .string(each.status),
              "createdAt": .string("2026-01-0\(each.id % 10)T00:00:00Z"),
              "supportedActions": .array(each.actions.map { ["action": .string($0)] }),
              "fulfillmentHolds": .array(each.holds.map { ["reason": .string($0.reason)] }),
              "assignedLocation": [
                "name": .string(Self.locations[each.location] ?? ""),
                "location": ["id": .string("gid://shopify/Location/\(each.location)")],
              ],
              "lineItems": [
                "nodes": .array(
                  each.lines.map {
                    [
                      "id": .string(
                        "gid://shopify/FulfillmentOrderLineItem/\(each.id * 100 + $0.line)"),
                      "remainingQuantity": JSON($0.remaining),
                      "lineItem": ["id": .string("gid://shopify/LineItem/\($0.line)")],
                    ]
                  })
              ],
            ]
          })
      ],
    ]
  }

  /// What records of the order come to; a record is `field: value`, numbers and URLs with commas between.
  func compose(_ records: [String: String]..., settings: [String: String] = [:])
    -> [Composition.Composed.Outcome]
  {
    let rows = records.enumerated().map { index, record in
      Composition.Row(
        record: index + 1, line: index + 2,
        values: record.reduce(into: ["order": "#1001"]) { values, each in
          let isList = ["tracking_number", "tracking_url"].contains(each.key)
          values[each.key] =
            isList ? JSON.list(each.value.split(separator: ",").map(String.init)) : each.value
        })
    }
    let composed = ShipmentComposition.compose(
      Composition.Group(
        name: "5001", records: rows, current: mirrored, settings: settings))
    return composed.map(\.outcome)
  }
}

extension Composition.Composed.Outcome {
  /// The change's intent; nil where it is none.
  var intent: Intent? {
    guard case .change(let intent) = self else { return nil }
    return intent
  }

  /// The calls of a change, as `location: line × quantity, …`.
  var calls: [String] {
    ShipmentCall.calls(intent?.identity["calls"]).map { call in
      let pieces = call.pieces.map { "\($0.line) × \($0.quantity)" }
      return "\(call.locationName): \(pieces.joined(separator: ", "))"
    }
  }

  /// `code: message` of a rejection.
  var refusal: String? {
    guard case .rejected(let code, let message) = self else { return nil }
    return "\(code): \(message)"
  }
}
