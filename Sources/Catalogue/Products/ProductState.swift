// SPDX-License-Identifier: Apache-2.0

import Tables

/// What the mirror has of one product, as `ProductSet.current` gives it.
struct ProductState: Sendable {
  /// The numeric id.
  var id: String
  /// The product's own values, by field of `product.set`; canonical, nil where there is none.
  var values: [String: String?]
  /// The options' names; `["Title"]` of a product without options.
  var options: [String]
  var variants: [Variant]
  var media: [Medium]
  /// The ids of the channels it is published to.
  var channels: Set<String>

  struct Variant: Sendable {
    var id: String
    /// Its values of the options, in their order.
    var options: [String]
    /// By field of `product.set`.
    var values: [String: String?]
    /// The media shown for it.
    var media: Set<String>
  }

  struct Medium: Sendable {
    var id: String
    var alt: String?
    /// Where the store serves it from; nil while it is worked on.
    var url: String?
    /// The URL it was made of, as far as we know.
    var source: String?
  }

  /// Reads the JSON; nil where it is none.
  init?(_ text: String) {
    let json: JSON
    do { json = try JSON(parsing: Array(text.utf8)) } catch { return nil }
    guard let id = Self.text(json["id"]) else { return nil }
    self.id = id
    values = [:]
    for (field, name) in Self.productFields {
      values.updateValue(Self.text(json[name]), forKey: field)
    }
    values.updateValue(
      FieldType.canonical(list: (json["tags"]?.array ?? []).compactMap(\.string)), forKey: "tags")
    Self.addMetafields(json["metafields"], "metafield.", to: &values)
    options = (json["options"]?.array ?? []).compactMap(\.string)
    variants = (json["variants"]?.array ?? []).compactMap(Self.variant)
    media = (json["media"]?.array ?? []).compactMap { medium in
      guard let id = Self.text(medium["id"]) else { return nil }
      return Medium(
        id: id, alt: Self.text(medium["alt"]), url: Self.text(medium["url"]),
        source: Self.text(medium["source"]))
    }
    channels = Set((json["channels"]?.array ?? []).compactMap(Self.text))
  }

  private static func variant(_ json: JSON) -> Variant? {
    guard let id = text(json["id"]) else { return nil }
    var values: [String: String?] = [:]
    for (field, name) in variantFields { values.updateValue(text(json[name]), forKey: field) }
    addMetafields(json["metafields"], "variant_metafield.", to: &values)
    return Variant(
      id: id, options: (json["options"]?.array ?? []).compactMap(\.string), values: values,
      media: Set((json["media"]?.array ?? []).compactMap(text)))
  }

  private static func addMetafields(
    _ list: JSON?, _ prefix: String, to values: inout [String: String?]
  ) {
    for metafield in list?.array ?? [] {
      guard let namespace = text(metafield["namespace"]), let key = text(metafield["key"]) else {
        continue
      }
      values.updateValue(text(metafield["value"]), forKey: "\(prefix)\(namespace).\(key)")
    }
  }

  /// A scalar as text; flags as words. SQLite gives flags as 0 and 1 too, which only their fields tell apart.
  static func text(_ json: JSON?) -> String? {
    switch json {
    case .string(let text): text
    case .number(let number): number
    case .bool(let flag): flag ? "true" : "false"
    case .null, .array, .object, nil: nil
    }
  }

  /// Field and its name in the JSON.
  static let productFields: [(String, String)] = [
    ("handle", "handle"), ("title", "title"), ("description", "description"),
    ("vendor", "vendor"), ("type", "type"), ("category", "category"), ("status", "status"),
    ("seo_title", "seo_title"), ("seo_description", "seo_description"),
  ]
  static let variantFields: [(String, String)] = [
    ("sku", "sku"), ("barcode", "barcode"), ("price", "price"),
    ("compare_at_price", "compare_at_price"), ("cost", "cost"), ("weight", "weight"),
    ("weight_unit", "weight_unit"), ("taxable", "taxable"),
    ("requires_shipping", "requires_shipping"), ("tracked", "tracked"),
    ("inventory_policy", "inventory_policy"),
  ]
}
