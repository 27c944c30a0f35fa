// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// A home with the habits of a warehouse's files, and a store with a few orders made by hand.
extension TestHome {
  /// One row an item, the columns of the order repeated.
  static let shipments = """
    feed: shipment.create
    files: "*.csv"
    quiet: 0s
    format: {type: csv}
    receipt: all
    fields:
      order: order_id
      sku: item_sku
      quantity: shipped_qty
      tracking_company: carrier
      tracking_number: tracking_code
      notify: mail
    """

  static let shipmentHeader = "order_id,item_sku,shipped_qty,carrier,tracking_code,mail\n"

  /// The jobs that change a fulfillment.
  static let shipmentJobs = [
    "shipments": shipments,
    "tracking": """
    feed: shipment.update-tracking
    files: "*.csv"
    quiet: 0s
    format: {type: csv}
    receipt: all
    notify: "true"
    fields: {order: order, current_number: old, tracking_number: new, tracking_company: carrier}
    """,
    "events": """
    feed: shipment.event
    files: "*.csv"
    quiet: 0s
    format: {type: csv}
    receipt: all
    fields: {order: order, tracking_number: number, status: status, happened_at: at, city: city}
    """,
    "cancels": """
    feed: shipment.cancel
    files: "*.csv"
    quiet: 0s
    format: {type: csv}
    receipt: all
    fields: {order: order, tracking_number: number}
    """,
  ]

  /// Makes an order of `(sku, quantity, location)`; gives its name. The first is `#1001`.
  @discardableResult
  func order(_ lines: (sku: String, quantity: Int, location: String)...) async throws -> String {
    let answer = try await sandbox.post(
      "orders",
      [
        "lines": .array(
          lines.map {
            [
              "sku": .string($0.sku), "quantity": JSON($0.quantity),
              "location": .string($0.location),
            ]
          })
      ])
    return answer["name"]?.string ?? ""
  }

  /// The fulfillments dray made, each as `order numbers: sku × quantity, …`, sorted.
  func shipped() async throws -> [String] {
    try await sandbox.effects(of: "fulfillmentCreate").map { effect in
      let after = effect["after"] ?? .null
      let numbers = (after["tracking"]?["numbers"]?.array ?? []).compactMap(\.string)
      let lines = (after["lines"]?.array ?? []).map {
        "\($0["sku"]?.string ?? "?") × \($0["quantity"]?.int ?? 0)"
      }
      return
        "\(after["order"]?.string ?? "?") \(numbers.joined(separator: "+")): \(lines.joined(separator: ", "))"
    }.sorted()
  }

  /// The lines of a receipt: `record outcome code`, in the order of the records.
  func outcomes(_ job: String, _ name: String) -> [String] {
    (text("outbox/receipts/\(job)/\(name).receipt.csv") ?? "").split(whereSeparator: \.isNewline)
      .dropFirst().map { line in
        let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        return [cells[0], cells[3], cells[5]].filter { !$0.isEmpty }.joined(separator: " ")
      }
  }

  /// Runs a job over a file and expects that it ends well.
  func deliver(
    _ job: String, _ name: String, _ text: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    try drop(job, name, text)
    let result = try await dray("run", job)
    #expect(result.status == 0, "\(result)", sourceLocation: sourceLocation)
  }
}
