// SPDX-License-Identifier: Apache-2.0

import Tables

/// `fulfillmentCreate`: ships lines of fulfillment orders of one order and one location. There is no key: the
/// same call again ships again what remains. Messages as recorded where they are.
struct FulfillmentCreate {
  private let input: JSON
  private let context: ExecutionContext
  private var store: Store { context.store }

  init(_ arguments: Arguments, _ context: ExecutionContext) {
    input = arguments["fulfillment"] ?? .null
    self.context = context
  }

  func run() -> Resolved {
    var errors = UserErrors("UserError")
    guard let (order, parts) = parts(&errors) else {
      return errors.payload("FulfillmentCreatePayload", ["fulfillment": .null])
    }
    let tracking = FulfillmentRow.Tracking(input["trackingInfo"] ?? .null)
    let index = store.change(order, context) { $0.ship(parts, tracking, at: context.moment) }
    let row = store.orders[order].fulfillments[index]
    store.note(
      GlobalID.text("Fulfillment", row.number), before: .null,
      after: row.summary(of: store.orders[order], notify: input["notifyCustomer"]?.bool == true),
      context)
    return errors.payload(
      "FulfillmentCreatePayload",
      ["fulfillment": .object(FulfillmentNode(order: order, index: index))])
  }

  private typealias Part = (fulfillmentOrder: Int, line: Int, quantity: Int)

  /// What is to be shipped; nil, with a user error, where it cannot be.
  private func parts(_ errors: inout UserErrors) -> (order: Int, parts: [Part])? {
    var order: Int?
    var location: Int?
    var parts: [Part] = []
    func refuse(_ message: String, _ errors: inout UserErrors) {
      errors.add(["fulfillment"], message)
    }
    for group in input["lineItemsByFulfillmentOrder"]?.array ?? [] {
      let id = group["fulfillmentOrderId"]?.string ?? ""
      guard let found = store.fulfillmentOrder(id) else {
        refuse("Fulfillment order does not exist.", &errors)
        return nil
      }
      let row = store.orders[found.order].fulfillmentOrders[found.index]
      guard order == nil || order == found.order else {
        refuse("All fulfillment orders must belong to the same order.", &errors)
        return nil
      }
      guard location == nil || location == row.location else {
        refuse("All fulfillment orders must be assigned to the same location.", &errors)
        return nil
      }
      (order, location) = (found.order, row.location)
      guard row.status == "OPEN" || row.status == "IN_PROGRESS" else {
        refuse(
          "Fulfillment order \(row.number) has an unfulfillable status= \(row.status.lowercased()).",
          &errors)
        return nil
      }
      guard let some = lines(of: group, row) else {
        refuse("Invalid fulfillment order line item quantity requested.", &errors)
        return nil
      }
      parts += some.map { (found.index, $0.line, $0.quantity) }
    }
    guard let order, !parts.isEmpty else {
      refuse("Line items by fulfillment order can't be blank", &errors)
      return nil
    }
    return (order, parts)
  }

  /// The lines a group names, or all that remains; nil where more is asked for than remains.
  private func lines(
    of group: JSON, _ row: FulfillmentOrderRow
  ) -> [(line: Int, quantity: Int)]? {
    let named = group["fulfillmentOrderLineItems"]?.array ?? []
    guard !named.isEmpty else {
      return row.lines.indices.map { ($0, row.lines[$0].remaining) }.filter { $0.1 > 0 }
    }
    var quantities: [Int: Int] = [:]
    for item in named {
      let number = GlobalID(item["id"]?.string ?? "")?.number
      guard let line = row.lines.firstIndex(where: { $0.number == number }),
        let quantity = item["quantity"]?.int, quantity > 0
      else { return nil }
      quantities[line, default: 0] += quantity
    }
    guard quantities.allSatisfy({ $0.value <= row.lines[$0.key].remaining }) else { return nil }
    return quantities.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

extension FulfillmentRow.Tracking {
  /// From a `FulfillmentTrackingInput`: `numbers` and `urls` go before `number` and `url`.
  init(_ input: JSON) {
    company = input["company"]?.string
    func list(_ many: String, _ one: String) -> [String] {
      let all = input[many]?.array?.compactMap(\.string) ?? []
      return all.isEmpty ? [input[one]?.string].compactMap { $0 } : all
    }
    numbers = list("numbers", "number")
    urls = list("urls", "url")
  }

  var json: JSON {
    [
      "company": company.map { .string($0) } ?? .null,
      "numbers": .array(numbers.map { .string($0) }), "urls": .array(urls.map { .string($0) }),
    ]
  }
}

extension FulfillmentRow {
  /// As the effect log shows it.
  func summary(of order: OrderRow, notify: Bool) -> JSON {
    [
      "order": .string("#\(order.number)"),
      "status": .string(isCancelled ? "CANCELLED" : "SUCCESS"),
      "tracking": tracking.json, "notified": .bool(notify),
      "lines": .array(
        lines.map {
          ["sku": .string(order.lines[$0.line].sku), "quantity": JSON($0.quantity)]
        }),
    ]
  }
}

extension Store {
  /// Where a fulfillment order or a fulfillment stands, by its id.
  func fulfillmentOrder(_ id: String) -> (order: Int, index: Int)? {
    place(id, "FulfillmentOrder") { row, number in
      row.fulfillmentOrders.firstIndex { $0.number == number }
    }
  }

  func fulfillment(_ id: String) -> (order: Int, index: Int)? {
    place(id, "Fulfillment") { row, number in
      row.fulfillments.firstIndex { $0.number == number }
    }
  }

  private func place(
    _ id: String, _ type: String, _ find: (OrderRow, Int) -> Int?
  ) -> (order: Int, index: Int)? {
    guard let id = GlobalID(id), id.type == type, let (order, row) = OrderNodes.owner(id, self),
      let index = find(row, id.number)
    else { return nil }
    return (order, index)
  }
}
