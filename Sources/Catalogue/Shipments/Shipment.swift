// SPDX-License-Identifier: Apache-2.0

import Tables

/// The records of one parcel of one order: they become one fulfillment for each location that ships of them.
///
/// Records are one parcel where they have the same carrier and the same `shipment`, or without one the same tracking
/// numbers: a fulfillment has one carrier for all of its numbers.
struct Shipment {
  /// Names the parcel within the order, e.g. `DHL/00340434…`.
  var name: String
  var company: String?
  /// The numbers of all records, each once, in their order.
  var numbers: [String] = []
  /// Where each number is followed, as far as records say.
  private var places: [String: String] = [:]
  /// Whether the customer is told: one record that says so is enough.
  var notifies = false
  /// What is to be sent.
  var pieces: [ShipmentCall.Piece] = []
  /// The first record that has something to be sent, which carries the change.
  var carrier: Int?

  /// The parcel's name for a record.
  static func name(of row: Composition.Row) -> String {
    let own = row.text("shipment") ?? row.texts("tracking_number").joined(separator: "+")
    return [row.text("tracking_company") ?? "", own].joined(separator: "/")
  }

  /// A parcel that begins with this record.
  init(_ row: Composition.Row) {
    name = Self.name(of: row)
    company = row.text("tracking_company")
  }

  /// Adds what a record says of the parcel.
  mutating func join(_ row: Composition.Row, notifiesByDefault: Bool) {
    for number in row.texts("tracking_number") where !numbers.contains(number) {
      numbers.append(number)
    }
    for (number, url) in zip(row.texts("tracking_number"), row.texts("tracking_url"))
    where places[number] == nil {
      places[number] = url
    }
    notifies = notifies || (row.text("notify").map { $0 == "true" } ?? notifiesByDefault)
  }

  /// The URLs, one beside each number; none where not every number has one, since their places tell them apart.
  private var urls: [String] {
    let urls = numbers.compactMap { places[$0] }
    return urls.count == numbers.count ? urls : []
  }

  /// What the change of the parcel asks.
  func intent(in order: ShopOrder) -> Intent {
    let calls = ShipmentCall.calls(of: pieces, in: order)
    let skus = Dictionary(
      order.lines.map { ($0.id, $0.sku) }, uniquingKeysWith: { first, _ in first })
    var sold: [(line: String, quantity: Int)] = []
    for piece in pieces {
      if let known = sold.firstIndex(where: { $0.line == piece.line }) {
        sold[known].quantity += piece.quantity
      } else {
        sold.append((piece.line, piece.quantity))
      }
    }
    let lines = sold.map { "\((skus[$0.line] ?? nil) ?? $0.line) × \($0.quantity)" }
    let total = pieces.reduce(0) { $0 + $1.quantity }
    var desired: [String: String?] = [
      "sku": lines.joined(separator: ", "), "quantity": String(total),
      "location": calls.map(\.locationName).joined(separator: ", "),
      "notify": notifies ? "true" : "false",
    ]
    if !numbers.isEmpty { desired["tracking_number"] = JSON.list(numbers) }
    if !urls.isEmpty { desired["tracking_url"] = JSON.list(urls) }
    if let company { desired["tracking_company"] = company }
    return Intent(
      object: "\(order.id)/\(name)",
      identity: [
        "order_id": order.id, "order": order.name, "calls": ShipmentCall.text(calls),
        "known": JSON.list(order.fulfillments.map(\.id)),
      ],
      desired: desired, prior: desired.mapValues { _ in nil })
  }
}

extension Composition.Row {
  /// The value of a field; nil where the record has none or an empty one.
  func text(_ field: String) -> String? {
    guard let value = values[field] ?? nil, !value.isEmpty else { return nil }
    return value
  }

  /// The texts of a list field.
  func texts(_ field: String) -> [String] { JSON.texts(values[field] ?? nil) }
}
