// SPDX-License-Identifier: Apache-2.0

/// What is open in an order, handed out piece by piece.
///
/// The rule, for a quantity that several fulfillment orders could serve: the location the record names first; there, and
/// then elsewhere, the oldest fulfillment order that covers the whole quantity; else the oldest first, as much as each
/// has.
struct Allocation {
  private let order: ShopOrder
  /// What nobody has taken yet, by the id of the fulfillment order's line.
  private var left: [String: Int] = [:]

  /// Everything an order has to ship that Shopify lets us ship.
  init(_ order: ShopOrder) {
    self.order = order
    for each in order.fulfillmentOrders where each.isShippable {
      for part in each.lines { left[part.id] = part.remaining }
    }
  }

  /// What is still open of these order lines.
  func open(_ lines: Set<String>) -> Int {
    candidates(lines).reduce(0) { $0 + $1.open }
  }

  /// What is still open of these order lines at any of these locations.
  func open(_ lines: Set<String>, notAt excluded: Set<String?>) -> [ShipmentCall.Piece] {
    candidates(lines).filter { !excluded.contains($0.location) }.map { $0.piece($0.open) }
  }

  /// Takes a quantity of these order lines, by the rule above; fewer where fewer are open.
  mutating func take(_ quantity: Int, of lines: Set<String>, preferring location: String?)
    -> [ShipmentCall.Piece]
  {
    var needed = quantity
    var pieces: [ShipmentCall.Piece] = []
    let all = candidates(lines)
    let preferred = all.filter { location != nil && $0.location == location }
    let others = all.filter { location == nil || $0.location != location }
    for choice in [preferred, others] {
      let whole = choice.first { $0.open >= needed }
      for candidate in whole.map({ [$0] }) ?? choice where needed > 0 {
        let piece = candidate.piece(min(needed, candidate.open))
        needed -= piece.quantity
        take([piece])
        pieces.append(piece)
      }
    }
    return pieces
  }

  /// Takes exactly these.
  mutating func take(_ pieces: [ShipmentCall.Piece]) {
    for piece in pieces { left[piece.part, default: 0] -= piece.quantity }
  }

  /// Whether all of these are open.
  func holds(_ pieces: [ShipmentCall.Piece]) -> Bool {
    pieces.allSatisfy { left[$0.part, default: 0] >= $0.quantity }
  }

  /// A line of a fulfillment order that has something open.
  private struct Candidate {
    var fulfillmentOrder: String
    var location: String?
    var part: ShopOrder.FulfillmentOrder.Part
    var open: Int

    func piece(_ quantity: Int) -> ShipmentCall.Piece {
      ShipmentCall.Piece(
        fulfillmentOrder: fulfillmentOrder, part: part.id, line: part.line, quantity: quantity)
    }
  }

  /// Oldest first.
  private func candidates(_ lines: Set<String>) -> [Candidate] {
    order.fulfillmentOrders.flatMap { each in
      each.lines.compactMap { part in
        guard lines.contains(part.line), let open = left[part.id], open > 0 else { return nil }
        return Candidate(
          fulfillmentOrder: each.id, location: each.location, part: part, open: open)
      }
    }
  }
}
