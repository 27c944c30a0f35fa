// SPDX-License-Identifier: Apache-2.0

import Tables

/// One `fulfillmentCreate`: what one location ships of an order in one parcel. (Shopify takes fulfillment orders of one
/// order and one location only.)
struct ShipmentCall: Sendable, Equatable {
  /// The location's id; nil where Shopify names none.
  var location: String?
  /// The location's name, for messages.
  var locationName: String
  var pieces: [Piece]

  /// What is taken of one line of a fulfillment order.
  struct Piece: Sendable, Equatable {
    /// The fulfillment order's id.
    var fulfillmentOrder: String
    /// The id of its line.
    var part: String
    /// The id of the order's line.
    var line: String
    var quantity: Int
  }

  /// The most lines of a fulfillment order that one request takes. (schema: `FulfillmentOrderLineItemsInput`)
  static let mostLines = 512

  /// What is taken of each order line.
  var quantities: [String: Int] {
    pieces.reduce(into: [:]) { $0[$1.line, default: 0] += $1.quantity }
  }

  /// The `lineItemsByFulfillmentOrder` of the request.
  var lineItems: JSON {
    var orders: [String] = []
    for piece in pieces where !orders.contains(piece.fulfillmentOrder) {
      orders.append(piece.fulfillmentOrder)
    }
    return .array(
      orders.map { order in
        [
          "fulfillmentOrderId": .string("gid://shopify/FulfillmentOrder/\(order)"),
          "fulfillmentOrderLineItems": .array(
            pieces.filter { $0.fulfillmentOrder == order }.map { piece in
              [
                "id": .string("gid://shopify/FulfillmentOrderLineItem/\(piece.part)"),
                "quantity": JSON(piece.quantity),
              ]
            }),
        ]
      })
  }
}

extension ShipmentCall {
  /// Calls as the text an intent keeps.
  static func text(_ calls: [ShipmentCall]) -> String {
    JSON.array(
      calls.map { call in
        [
          "location": call.location.map(JSON.string) ?? .null, "name": .string(call.locationName),
          "pieces": .array(
            call.pieces.map { piece in
              [
                "order": .string(piece.fulfillmentOrder), "part": .string(piece.part),
                "line": .string(piece.line), "quantity": JSON(piece.quantity),
              ]
            }),
        ]
      }
    ).text
  }

  /// The calls of such a text; empty where it is none.
  static func calls(_ text: String?) -> [ShipmentCall] {
    (text.flatMap(JSON.reading)?.array ?? []).map { call in
      ShipmentCall(
        location: call["location"]?.string, locationName: call["name"]?.string ?? "",
        pieces: (call["pieces"]?.array ?? []).map { piece in
          Piece(
            fulfillmentOrder: piece["order"]?.string ?? "", part: piece["part"]?.string ?? "",
            line: piece["line"]?.string ?? "", quantity: piece["quantity"]?.int ?? 0)
        })
    }
  }

  /// Pieces as calls: one for each location, in the order in which the locations first come.
  static func calls(of pieces: [Piece], in order: ShopOrder) -> [ShipmentCall] {
    var calls: [ShipmentCall] = []
    for piece in pieces {
      let from = order.fulfillmentOrders.first { $0.id == piece.fulfillmentOrder }
      let open = calls.lastIndex {
        $0.location == from?.location && $0.locationName == from?.locationName ?? ""
      }
      guard let open else {
        calls.append(
          ShipmentCall(
            location: from?.location, locationName: from?.locationName ?? "", pieces: [piece]))
        continue
      }
      if let same = calls[open].pieces.firstIndex(where: { $0.part == piece.part }) {
        calls[open].pieces[same].quantity += piece.quantity
      } else if calls[open].pieces.count < mostLines {
        calls[open].pieces.append(piece)
      } else {
        calls.append(
          ShipmentCall(
            location: from?.location, locationName: from?.locationName ?? "", pieces: [piece]))
      }
    }
    return calls
  }
}
