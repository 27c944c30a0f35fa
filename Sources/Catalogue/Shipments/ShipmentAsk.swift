// SPDX-License-Identifier: Apache-2.0

/// Which lines of an order a record names, and how much of them.
struct ShipmentAsk {
  /// The order's lines that can serve it.
  var lines: Set<String>
  /// How many; nil for all that is open.
  var quantity: Int?
  /// The location it prefers.
  var location: String?
  /// What it is called in messages: the SKU, the line or `all lines`.
  var words: String
  var rank: Rank

  /// Who takes from an order first.
  enum Rank: CaseIterable {
    case quantity, line, all
  }

  /// What a record asks of an order; `besidesLines` where other records of its parcel name lines.
  init(_ row: Composition.Row, of order: ShopOrder, besidesLines: Bool) throws(ShipmentRefusal) {
    if let refusal = Self.refusal(ofURLs: row, numbers: row.texts("tracking_number").count) {
      throw refusal
    }
    quantity = row.text("quantity").flatMap { Int($0) }
    location = row.text("location")
    let sku = row.text("sku")
    if let id = row.text("line_id") {
      guard let line = order.lines.first(where: { $0.id == id }) else {
        throw ShipmentRefusal(
          "unknown-line", "\(order.name) has no line \(id); its lines: \(Self.list(order))")
      }
      if let sku, sku != line.sku {
        throw ShipmentRefusal(
          "contradiction",
          "line \(id) of \(order.name) has the SKU \(line.sku ?? "none"), the record says \(sku)")
      }
      lines = [id]
      words = sku ?? "line \(id)"
      rank = quantity == nil ? .line : .quantity
    } else if let sku {
      lines = Set(order.lines.filter { $0.sku == sku }.map(\.id))
      guard !lines.isEmpty else {
        throw ShipmentRefusal(
          "unknown-sku", "\(order.name) has no line of SKU \(sku); its lines: \(Self.list(order))")
      }
      words = sku
      rank = quantity == nil ? .line : .quantity
    } else {
      guard quantity == nil else {
        throw ShipmentRefusal(
          "no-line", "a quantity without a line: give the SKU or the line's id, or no quantity")
      }
      guard !besidesLines else {
        throw ShipmentRefusal(
          "no-line",
          "it names no line, but other records of its parcel do: give the SKU or the line's id")
      }
      lines = Set(order.lines.map(\.id))
      words = "all lines"
      rank = .all
    }
  }

  private static func list(_ order: ShopOrder) -> String {
    order.lines.map { "\($0.sku ?? "no SKU") (line \($0.id))" }.joined(separator: ", ")
  }

  /// Why a record's tracking URLs cannot stand beside so many numbers; nil where they can.
  static func refusal(ofURLs row: Composition.Row, numbers: Int) -> ShipmentRefusal? {
    let urls = row.texts("tracking_url")
    if let bad = urls.first(where: { !isURL($0) }) {
      return ShipmentRefusal(
        "bad-url", "the tracking URL '\(bad)' is none: expected https://HOST/…")
    }
    if !urls.isEmpty, urls.count != numbers {
      return ShipmentRefusal(
        "bad-url",
        "\(urls.count) tracking URLs for \(numbers) tracking numbers: give one for each, or none")
    }
    return nil
  }

  /// Whether a text is what Shopify takes for a URL: a scheme and a host.
  static func isURL(_ text: String) -> Bool {
    for scheme in ["https://", "http://"] where text.lowercased().hasPrefix(scheme) {
      let host = text.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
      return !host.isEmpty && !text.utf8.contains { $0 <= 0x20 || $0 == 0x7F }
    }
    return false
  }
}

extension Composition.Row {
  /// Whether it names a line of the order.
  var namesLine: Bool { text("sku") != nil || text("line_id") != nil }
}
