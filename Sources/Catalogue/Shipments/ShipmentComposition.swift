// SPDX-License-Identifier: Apache-2.0

import Tables

/// What the records of one order come to: parcels to be sent, records the order satisfies already, and records it cannot
/// satisfy.
///
/// What an order's fulfillments already hold under a parcel's numbers is taken off first, so that a repeated or half-sent
/// file ships nothing twice. Then records with a quantity take theirs, then those that name a line only, last those
/// that want all that is left.
struct ShipmentComposition {
  private let order: ShopOrder
  private var allocation: Allocation
  /// What each live fulfillment holds of each order line and no record has claimed yet.
  private var held: [String: [String: Int]]
  private var shipments: [Shipment] = []
  private var outcomes: [Int: Composition.Composed.Outcome] = [:]
  /// Which parcel a record that is to be sent belongs to.
  private var sent: [(record: Int, shipment: Int)] = []

  /// One outcome for every record of the group.
  static func compose(_ group: Composition.Group) -> [Composition.Composed] {
    guard let order = group.current.flatMap(ShopOrder.init(mirrored:)) else {
      return group.records.map {
        Composition.Composed(
          record: $0.record,
          .rejected(
            code: "unknown-key",
            message: "the store has no such order; \(Operation.shipmentCreate.unknownHint)"))
      }
    }
    var composition = ShipmentComposition(order)
    composition.run(
      group.records, notifiesByDefault: group.settings["notify"] == "true")
    return group.records.map { row in
      Composition.Composed(record: row.record, composition.outcomes[row.record] ?? .unchanged)
    }
  }

  private init(_ order: ShopOrder) {
    self.order = order
    allocation = Allocation(order)
    held = Dictionary(
      order.fulfillments.filter(\.isLive).map { ($0.id, $0.quantities) },
      uniquingKeysWith: { first, _ in first })
  }

  private mutating func run(_ rows: [Composition.Row], notifiesByDefault: Bool) {
    var good: [(row: Composition.Row, ask: ShipmentAsk, shipment: Int)] = []
    let named = Set(rows.filter(\.namesLine).map(Shipment.name(of:)))
    for row in rows {
      let ask: ShipmentAsk
      do {
        ask = try ShipmentAsk(row, of: order, besidesLines: named.contains(Shipment.name(of: row)))
      } catch {
        outcomes[row.record] = error.outcome
        continue
      }
      let shipment = index(of: row)
      shipments[shipment].join(row, notifiesByDefault: notifiesByDefault)
      good.append((row, ask, shipment))
    }
    for rank in ShipmentAsk.Rank.allCases {
      for each in good where each.ask.rank == rank {
        settle(each.row, each.ask, each.shipment)
      }
    }
    for (record, index) in sent {
      guard let carrier = shipments[index].carrier else { continue }
      outcomes[record] =
        record == carrier
        ? .change(shipments[index].intent(in: order)) : .shared(with: carrier)
    }
  }

  private mutating func index(of row: Composition.Row) -> Int {
    let name = Shipment.name(of: row)
    if let known = shipments.firstIndex(where: { $0.name == name }) { return known }
    shipments.append(Shipment(row))
    return shipments.count - 1
  }

  private mutating func settle(_ row: Composition.Row, _ ask: ShipmentAsk, _ shipment: Int) {
    let pieces: [ShipmentCall.Piece]
    if let quantity = ask.quantity {
      let needed = quantity - claim(quantity, of: ask.lines, for: shipments[shipment])
      if needed == 0 {
        outcomes[row.record] = .unchanged
        return
      }
      guard order.cancelledAt == nil, allocation.open(ask.lines) >= needed else {
        outcomes[row.record] = refusal(of: ask, needed: needed).outcome
        return
      }
      pieces = allocation.take(needed, of: ask.lines, preferring: ask.location)
    } else {
      let (locations, isClaimed) = places(of: ask.lines, for: shipments[shipment])
      pieces = order.cancelledAt == nil ? allocation.open(ask.lines, notAt: locations) : []
      if pieces.isEmpty {
        let isRepeat = shipments[shipment].pieces.contains { ask.lines.contains($0.line) }
        if isClaimed {
          outcomes[row.record] = .unchanged
        } else if isRepeat {
          sent.append((row.record, shipment))
        } else {
          outcomes[row.record] = refusal(of: ask, needed: nil).outcome
        }
        return
      }
      allocation.take(pieces)
    }
    shipments[shipment].pieces += pieces
    if shipments[shipment].carrier == nil { shipments[shipment].carrier = row.record }
    sent.append((row.record, shipment))
  }

  /// Takes from what the order's fulfillments hold of this parcel; gives how much of the quantity that is.
  private mutating func claim(_ quantity: Int, of lines: Set<String>, for shipment: Shipment) -> Int
  {
    var claimed = 0
    for made in order.fulfillments where made.isLive && made.isParcel(of: shipment.numbers) {
      for line in lines {
        let share = min(held[made.id]?[line] ?? 0, quantity - claimed)
        guard share > 0 else { continue }
        held[made.id]?[line, default: 0] -= share
        claimed += share
      }
    }
    return claimed
  }

  /// The locations that have shipped of these lines in this parcel: for a record without a quantity they are done.
  private func places(of lines: Set<String>, for shipment: Shipment) -> (
    locations: Set<String?>, isClaimed: Bool
  ) {
    let made = order.fulfillments.filter {
      $0.isLive && $0.isParcel(of: shipment.numbers) && !lines.isDisjoint(with: $0.quantities.keys)
    }
    // A fulfillment of no known location may be of any.
    if made.contains(where: { $0.location == nil }) {
      return (Set(order.fulfillmentOrders.map(\.location)), true)
    }
    return (Set(made.map(\.location)), !made.isEmpty)
  }

  private func refusal(of ask: ShipmentAsk, needed: Int?) -> ShipmentRefusal {
    ShipmentRefusal.of(
      ask, needed: needed, open: allocation.open(ask.lines), in: order,
      left: allocation)
  }
}
