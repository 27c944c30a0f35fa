// SPDX-License-Identifier: Apache-2.0

import Tables

/// What a shipment needs to know of an order: what was sold, what is to be shipped from where, what was shipped. Ids are
/// the numeric part of Shopify's gids.
struct ShopOrder: Sendable, Equatable {
  /// The order's id.
  var id: String
  /// Its name, e.g. `#1001`.
  var name: String
  /// When it was cancelled; nil where it was not.
  var cancelledAt: String?
  /// Its lines; empty where only what is to be shipped was read.
  var lines: [Line] = []
  /// What is to be shipped, oldest first.
  var fulfillmentOrders: [FulfillmentOrder] = []
  /// What was shipped, cancelled ones included.
  var fulfillments: [Fulfillment] = []

  /// A line of an order.
  struct Line: Sendable, Equatable {
    var id: String
    var sku: String?
  }

  /// Lines of an order that one location is to ship. (schema: `FulfillmentOrder`)
  struct FulfillmentOrder: Sendable, Equatable {
    var id: String
    /// A `FulfillmentOrderStatus`.
    var status: String
    /// The location's id; nil where it was deleted.
    var location: String?
    /// The location's name.
    var locationName: String
    /// When it was made: the oldest is served first.
    var createdAt: String
    /// The `FulfillmentOrderAction`s Shopify allows now.
    var actions: [String]
    /// Why it is held, in words, one for each hold.
    var holds: [String]
    var lines: [Part]

    /// A line of an order, as far as it stands here.
    struct Part: Sendable, Equatable {
      /// The id of the fulfillment order's line.
      var id: String
      /// The id of the order's line.
      var line: String
      /// What is not shipped yet.
      var remaining: Int
    }

    /// Whether we may ship it.
    var isShippable: Bool { actions.contains("CREATE_FULFILLMENT") }
  }

  /// What was shipped in one go. (schema: `Fulfillment`)
  struct Fulfillment: Sendable, Equatable {
    var id: String
    /// A `FulfillmentStatus`.
    var status: String
    /// The location's id; nil where it is not known.
    var location: String?
    /// The tracking numbers.
    var numbers: [String]
    /// What it holds of each order line.
    var quantities: [String: Int]

    /// Whether it ships anything.
    var isLive: Bool { !["CANCELLED", "ERROR", "FAILURE"].contains(status) }

    /// Whether it is the parcel of these numbers: one in common, or none on either side.
    func isParcel(of other: [String]) -> Bool {
      numbers.isEmpty ? other.isEmpty : numbers.contains(where: other.contains)
    }
  }
}

extension ShopOrder {
  /// The mirror's text, as `ShopOrder.current` selects it; nil where it is not that.
  init?(mirrored text: String) {
    guard let json = JSON.reading(text) else { return nil }
    guard let id = json["id"]?.plainID, let name = json["name"]?.string else { return nil }
    self.init(id: id, name: name, cancelledAt: json["cancelled_at"]?.string)
    lines = (json["lines"]?.array ?? []).compactMap { line in
      line["id"]?.plainID.map { Line(id: $0, sku: line["sku"]?.string) }
    }
    fulfillmentOrders = (json["fulfillment_orders"]?.array ?? []).compactMap { order in
      guard let id = order["id"]?.plainID, let status = order["status"]?.string else { return nil }
      return FulfillmentOrder(
        id: id, status: status, location: order["location_id"]?.plainID,
        locationName: order["location"]?.string ?? "", createdAt: order["created_at"]?.string ?? "",
        actions: (order["actions"]?.array ?? []).compactMap(\.string),
        holds: (order["holds"]?.array ?? []).compactMap(Self.hold),
        lines: (order["lines"]?.array ?? []).compactMap { part in
          guard let id = part["id"]?.plainID, let line = part["line_id"]?.plainID else {
            return nil
          }
          return FulfillmentOrder.Part(id: id, line: line, remaining: part["remaining"]?.int ?? 0)
        })
    }
    fulfillments = (json["fulfillments"]?.array ?? []).compactMap { made in
      guard let id = made["id"]?.plainID, let status = made["status"]?.string else { return nil }
      return Fulfillment(
        id: id, status: status, location: made["location_id"]?.plainID,
        numbers: (made["numbers"]?.array ?? []).compactMap(\.string),
        quantities: Self.quantities(made["lines"]?.array ?? []) {
          ($0["line_id"]?.plainID, $0["quantity"]?.int)
        })
    }
    sortByAge()
  }

  /// What stands below `order` in a reply to `ShopOrder.selection`; nil where the store has no such order.
  init?(reply json: JSON) {
    guard let id = json["id"]?.plainID, let name = json["name"]?.string else { return nil }
    self.init(id: id, name: name, cancelledAt: json["cancelledAt"]?.string)
    fulfillmentOrders = (json["fulfillmentOrders"]?["nodes"]?.array ?? []).compactMap { order in
      guard let id = order["id"]?.plainID, let status = order["status"]?.string else { return nil }
      let assigned = order["assignedLocation"]
      return FulfillmentOrder(
        id: id, status: status, location: assigned?["location"]?["id"]?.plainID,
        locationName: assigned?["name"]?.string ?? "", createdAt: order["createdAt"]?.string ?? "",
        actions: (order["supportedActions"]?.array ?? []).compactMap { $0["action"]?.string },
        holds: (order["fulfillmentHolds"]?.array ?? []).compactMap(Self.hold),
        lines: (order["lineItems"]?["nodes"]?.array ?? []).compactMap { part in
          guard let id = part["id"]?.plainID, let line = part["lineItem"]?["id"]?.plainID else {
            return nil
          }
          return FulfillmentOrder.Part(
            id: id, line: line, remaining: part["remainingQuantity"]?.int ?? 0)
        })
    }
    fulfillments = (json["fulfillments"]?.array ?? []).compactMap { made in
      guard let id = made["id"]?.plainID, let status = made["status"]?.string else { return nil }
      return Fulfillment(
        id: id, status: status, location: made["location"]?["id"]?.plainID,
        numbers: (made["trackingInfo"]?.array ?? []).compactMap { $0["number"]?.string },
        quantities: Self.quantities(made["fulfillmentLineItems"]?["nodes"]?.array ?? []) {
          ($0["lineItem"]?["id"]?.plainID, $0["quantity"]?.int)
        })
    }
    sortByAge()
  }

  /// The most fulfillments that are read of an order; with so many, a parcel is not looked for among them.
  static let mostFulfillments = 50

  /// Reads an order by id: what is to be shipped and what was. What stands beyond these numbers is not seen: a parcel
  /// that needs it is rejected.
  static let selection = """
    id name cancelledAt
    fulfillments(first: \(mostFulfillments)) {
      id status location { id } trackingInfo { number }
      fulfillmentLineItems(first: 100) { nodes { quantity lineItem { id } } }
    }
    fulfillmentOrders(first: 20) { nodes {
      id status createdAt supportedActions { action } fulfillmentHolds { reason reasonNotes }
      assignedLocation { name location { id } }
      lineItems(first: 100) { nodes { id remainingQuantity lineItem { id } } }
    } }
    """

  private static func hold(_ json: JSON) -> String? {
    guard let reason = json["reason"]?.string else { return nil }
    let notes = json["notes"]?.string ?? json["reasonNotes"]?.string ?? ""
    return notes.isEmpty ? reason : "\(reason) (\(notes))"
  }

  private static func quantities(
    _ lines: [JSON], _ read: (JSON) -> (line: String?, quantity: Int?)
  ) -> [String: Int] {
    var quantities: [String: Int] = [:]
    for line in lines {
      let (line, quantity) = read(line)
      if let line, let quantity { quantities[line, default: 0] += quantity }
    }
    return quantities
  }

  private mutating func sortByAge() {
    fulfillmentOrders.sort {
      ($0.createdAt, $0.id.count, $0.id) < ($1.createdAt, $1.id.count, $1.id)
    }
  }
}
