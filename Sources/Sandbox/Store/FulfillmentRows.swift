// SPDX-License-Identifier: Apache-2.0

/// What is to be shipped of an order from one location.
struct FulfillmentOrderRow: Codable {
  struct Line: Codable {
    var number: Int
    /// The index of the order's line.
    var line: Int
    var total: Int
    var remaining: Int
  }

  struct Hold: Codable {
    var number: Int
    var reason: String
    var notes: String?
    var handle: String
  }

  var number: Int
  var location: Int
  /// `OPEN`, `IN_PROGRESS`, `ON_HOLD`, `CLOSED` or `CANCELLED`.
  var status = "OPEN"
  var lines: [Line]
  var holds: [Hold] = []
  var createdAt: Moment
  var updatedAt: Moment

  var isOpen: Bool { status != "CLOSED" && status != "CANCELLED" }
  var remaining: Int { lines.reduce(0) { $0 + $1.remaining } }

  /// As recorded, by status.
  var supportedActions: [String] {
    switch status {
    case "OPEN": ["CREATE_FULFILLMENT", "REPORT_PROGRESS", "MOVE", "HOLD", "SPLIT"]
    case "IN_PROGRESS": ["CREATE_FULFILLMENT", "REPORT_PROGRESS", "HOLD", "MARK_AS_OPEN"]
    case "ON_HOLD": ["RELEASE_HOLD", "HOLD", "MOVE"]
    default: []
    }
  }
}

/// A shipment.
struct FulfillmentRow: Codable {
  struct Part: Codable {
    var number: Int
    /// The index of the order's line.
    var line: Int
    var quantity: Int
    /// The index of the order's fulfillment order it was shipped for.
    var fulfillmentOrder: Int
  }

  struct Event: Codable {
    var number: Int
    var status: String
    var message: String?
    var happenedAt: Moment
    var createdAt: Moment
  }

  struct Tracking: Codable, Equatable {
    var company: String?
    var numbers: [String] = []
    var urls: [String] = []
  }

  var number: Int
  var at: Moment
  var updatedAt: Moment
  var isCancelled = false
  var location: Int
  var lines: [Part]
  var tracking: Tracking
  var events: [Event] = []

  /// As the newest event tells.
  var displayStatus: String {
    if isCancelled { return "CANCELED" }
    return events.last?.status ?? "FULFILLED"
  }
}

extension OrderRow {
  /// Makes what is to be shipped of lines: one fulfillment order a location.
  mutating func plan(_ lines: [Int], at time: Moment) {
    let locations = Set(lines.map { self.lines[$0].location }).sorted()
    for location in locations {
      add(
        lines.filter { self.lines[$0].location == location }
          .map { ($0, self.lines[$0].quantity) }, location: location, at: time)
    }
  }

  /// Adds a fulfillment order; its index.
  @discardableResult
  mutating func add(_ parts: [(line: Int, quantity: Int)], location: Int, at time: Moment) -> Int {
    let used = fulfillmentOrders.reduce(0) { $0 + $1.lines.count }
    fulfillmentOrders.append(
      FulfillmentOrderRow(
        number: number(GlobalID.Base.fulfillmentOrder, fulfillmentOrders.count),
        location: location,
        lines: parts.enumerated().map { index, part in
          FulfillmentOrderRow.Line(
            number: number(GlobalID.Base.fulfillmentOrderLine, used + index), line: part.line,
            total: part.quantity, remaining: part.quantity)
        }, createdAt: time, updatedAt: time))
    return fulfillmentOrders.count - 1
  }

  /// Ships parts of fulfillment orders; the fulfillment's index. Quantities are within what remains.
  @discardableResult
  mutating func ship(
    _ parts: [(fulfillmentOrder: Int, line: Int, quantity: Int)],
    _ tracking: FulfillmentRow.Tracking, at time: Moment
  ) -> Int {
    let used = fulfillments.reduce(0) { $0 + $1.lines.count }
    var shipped: [FulfillmentRow.Part] = []
    for part in parts where part.quantity > 0 {
      let row = fulfillmentOrders[part.fulfillmentOrder].lines[part.line]
      fulfillmentOrders[part.fulfillmentOrder].lines[part.line].remaining -= part.quantity
      lines[row.line].fulfilled += part.quantity
      shipped.append(
        FulfillmentRow.Part(
          number: number(GlobalID.Base.fulfillmentLine, used + shipped.count), line: row.line,
          quantity: part.quantity, fulfillmentOrder: part.fulfillmentOrder))
    }
    for index in Set(parts.map(\.fulfillmentOrder)) {
      fulfillmentOrders[index].status =
        fulfillmentOrders[index].remaining == 0 ? "CLOSED" : "IN_PROGRESS"
      fulfillmentOrders[index].updatedAt = time
    }
    fulfillments.append(
      FulfillmentRow(
        number: number(GlobalID.Base.fulfillment, fulfillments.count), at: time, updatedAt: time,
        location: parts.first.map { fulfillmentOrders[$0.fulfillmentOrder].location } ?? 0,
        lines: shipped, tracking: tracking))
    updatedAt = max(updatedAt, time)
    return fulfillments.count - 1
  }

  /// Ships all that remains, a fulfillment a location.
  mutating func shipAll(_ tracking: FulfillmentRow.Tracking, at time: Moment) {
    let open = fulfillmentOrders.indices.filter {
      fulfillmentOrders[$0].isOpen && fulfillmentOrders[$0].remaining > 0
    }
    for location in Set(open.map { fulfillmentOrders[$0].location }).sorted() {
      let parts = open.filter { fulfillmentOrders[$0].location == location }.flatMap { index in
        fulfillmentOrders[index].lines.indices.map {
          (index, $0, fulfillmentOrders[index].lines[$0].remaining)
        }
      }
      ship(parts, tracking, at: time)
    }
  }

  /// Cancels a shipment. As recorded: a closed fulfillment order stays closed and shows what remains again,
  /// and a new one takes the goods up.
  mutating func cancelShipment(_ index: Int, at time: Moment) {
    guard !fulfillments[index].isCancelled else { return }
    fulfillments[index].isCancelled = true
    fulfillments[index].updatedAt = time
    updatedAt = max(updatedAt, time)
    for part in fulfillments[index].lines { lines[part.line].fulfilled -= part.quantity }
    for order in Set(fulfillments[index].lines.map(\.fulfillmentOrder)).sorted() {
      let parts = fulfillments[index].lines.filter { $0.fulfillmentOrder == order }
      let wasOpen = fulfillmentOrders[order].isOpen
      for part in parts {
        for line in fulfillmentOrders[order].lines.indices
        where fulfillmentOrders[order].lines[line].line == part.line {
          fulfillmentOrders[order].lines[line].remaining += part.quantity
        }
      }
      fulfillmentOrders[order].updatedAt = time
      if !wasOpen {
        add(
          parts.map { ($0.line, $0.quantity) }, location: fulfillmentOrders[order].location,
          at: time)
      }
    }
  }

  /// How many of a line are still to be shipped.
  func unfulfilled(_ line: Int) -> Int {
    fulfillmentOrders.reduce(0) { sum, order in
      guard order.isOpen else { return sum }
      return order.lines.reduce(sum) { $1.line == line ? $0 + $1.remaining : $0 }
    }
  }

  /// Takes units off what is to be shipped, as a cancellation or an edit does.
  mutating func unplan(_ line: Int, _ quantity: Int, at time: Moment) {
    var rest = quantity
    for order in fulfillmentOrders.indices.reversed() where fulfillmentOrders[order].isOpen {
      for index in fulfillmentOrders[order].lines.indices
      where fulfillmentOrders[order].lines[index].line == line && rest > 0 {
        let taken = min(rest, fulfillmentOrders[order].lines[index].remaining)
        guard taken > 0 else { continue }
        rest -= taken
        fulfillmentOrders[order].lines[index].remaining -= taken
        fulfillmentOrders[order].lines[index].total -= taken
        fulfillmentOrders[order].updatedAt = time
      }
      if fulfillmentOrders[order].remaining == 0 { fulfillmentOrders[order].status = "CLOSED" }
    }
  }
}
