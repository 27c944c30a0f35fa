// SPDX-License-Identifier: Apache-2.0

import Tables

// How shipments are taken back. Mails that customers had cannot be.
extension Operation {
  /// A shipment is cancelled, unless it was already; one that left from several locations is several fulfillments.
  static func undoShipment(_ applied: Intent, current: String?) -> Inverse {
    let made = applied.made
    guard made.count == 1, let id = made.first else {
      return made.isEmpty
        ? .unchanged
        : .never(
          "it was shipped as the fulfillments \(made.joined(separator: ", ")): cancel each with shipment.cancel"
        )
    }
    let now = current.flatMap(ShopOrder.init(mirrored:))?.fulfillments.first { $0.id == id }
    if let now, !now.isLive { return .unchanged }
    return .change(
      Intent(
        object: id,
        identity: ["fulfillment_id": id, "order_id": applied.identity["order_id"] ?? ""],
        desired: ["status": "CANCELLED"], prior: ["status": now?.status ?? "SUCCESS"]),
      by: shipmentCancel.name)
  }

  /// Tracking gets the values it had; Shopify has no way to take a carrier or all numbers away.
  static func undoTracking(_ applied: Intent, current: String?) -> Inverse {
    if let now = MirroredFulfillment(current) {
      let changed = applied.desired.filter { $0.value != now.tracking[$0.key] ?? nil }
      if !changed.isEmpty {
        let values = changed.keys.sorted().map { field in
          "\(field) was set to \((applied.desired[field] ?? nil) ?? "none"), the store has "
            + ((now.tracking[field] ?? nil) ?? "none")
        }
        return .changedSince(values.joined(separator: ", "))
      }
    }
    var inverse = applied
    for (field, value) in applied.desired {
      let prior = applied.prior[field] ?? nil
      let isEmpty = field == "tracking_company" ? prior == nil : JSON.texts(prior).isEmpty
      if isEmpty, field != "tracking_url" {
        return .never("\(field) had no value before, and cannot be left without one")
      }
      inverse.prior.updateValue(value, forKey: field)
      if isEmpty {
        inverse.desired[field] = nil
        inverse.prior[field] = nil
      } else {
        inverse.desired.updateValue(prior, forKey: field)
      }
    }
    if let numbers = applied.desired["tracking_number"] { inverse.identity["numbers"] = numbers }
    if let company = applied.desired["tracking_company"] { inverse.identity["company"] = company }
    inverse.identity["notify"] = "false"
    return inverse.desired.isEmpty ? .never("it had no URLs before") : .change(inverse)
  }
}
