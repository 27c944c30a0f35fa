// SPDX-License-Identifier: Apache-2.0

import Tables

/// What the mirror has of a fulfillment, as `ShipmentLookUp.fulfillment` selects it.
struct MirroredFulfillment {
  var id: String
  var orderID: String
  /// Its name, e.g. `#1001-F1`.
  var name: String
  /// A `FulfillmentStatus`.
  var status: String
  var company: String?
  var numbers: [String]
  /// One for each number that has one.
  var urls: [String]

  /// Whether it ships anything.
  var isLive: Bool { !["CANCELLED", "ERROR", "FAILURE"].contains(status) }

  /// Its tracking by field, canonical.
  var tracking: [String: String?] {
    [
      "tracking_company": company, "tracking_number": JSON.list(numbers),
      "tracking_url": JSON.list(urls),
    ]
  }

  /// The group's fulfillment; nil where the mirror has none.
  init?(of group: Composition.Group) { self.init(group.current) }

  /// The mirror's text; nil where it has none.
  init?(_ text: String?) {
    guard let json = text.flatMap(JSON.reading), let id = json["id"]?.plainID,
      let order = json["order_id"]?.plainID, let status = json["status"]?.string
    else { return nil }
    self.id = id
    orderID = order
    name = json["name"]?.string ?? id
    self.status = status
    company = json["company"]?.string
    numbers = (json["numbers"]?.array ?? []).compactMap(\.string)
    urls = (json["urls"]?.array ?? []).compactMap(\.string)
  }

  /// The rejection of a group whose fulfillment the mirror has no more.
  static func unknown(_ group: Composition.Group) -> [Composition.Composed] {
    group.records.map {
      Composition.Composed(
        record: $0.record,
        .rejected(code: "unknown-key", message: "the store has no such fulfillment"))
    }
  }

  /// Whether the customer is told, by the record, else by the job.
  static func notifies(_ row: Composition.Row, _ group: Composition.Group) -> Bool {
    (row.text("notify") ?? group.settings["notify"]) == "true"
  }
}

extension Intent {
  /// The gid of the fulfillment it is about.
  var fulfillmentGID: String { "gid://shopify/Fulfillment/\(identity["fulfillment_id"] ?? "")" }
}

extension Operation.Field {
  /// The fields that name a fulfillment; `number` is the one with a number it carries.
  static func fulfillmentKey(number: String) -> [Operation.Field] {
    [
      Operation.Field("fulfillment_id", .id(type: "Fulfillment"), "The fulfillment's id."),
      Operation.Field(
        "order", .text,
        "The order: its name (`#1001`, or `1001`) or its id; alone, where it has one fulfillment only."
      ),
      Operation.Field(number, .text, "A tracking number the fulfillment has."),
    ]
  }
}

extension Look {
  /// A look that reads the object back by id: all as wanted is applied, else it did not happen.
  static func reading(_ readBack: Operation.ReadBack) -> Look {
    Look(
      document: readBack.document, root: "nodes",
      variables: { ["ids": [.string(readBack.id($0))]] },
      lag: .zero,
      verdict: { data, intent in
        guard let found = data["nodes"]?[0].flatMap(readBack.values) else {
          return .ambiguous("the store has no such fulfillment any more")
        }
        let isDone = intent.desired.allSatisfy { $0.value == found[$0.key] ?? nil }
        return isDone ? .applied(learned: [:]) : .absent
      })
  }
}
