// SPDX-License-Identifier: Apache-2.0

import Tables

/// What the values of a metafield type look like, as far as that can be told before the store is asked.
/// (shopify.dev: metafield data types)
enum MetafieldForm {
  /// The form of a type's texts; nil where any text will do, or the type is not known here.
  static func form(of type: String) -> Operation.TextForm? {
    if let item = type.split(separator: ".").last, type.hasPrefix("list."), item != "list" {
      return Operation.TextForm(expected: "a JSON array such as [\"a\", \"b\"]") {
        json($0)?.array != nil
      }
    }
    switch type {
    case "number_integer":
      return Operation.TextForm(expected: "a whole number such as 12") { text in
        let limit = 9_007_199_254_740_991
        return Int(text).map { (-limit...limit).contains($0) && text.first != "+" } ?? false
      }
    case "number_decimal":
      return Operation.TextForm(expected: "a number with a point such as 12.5") {
        ExactDecimal(parsing: $0) != nil
      }
    case "boolean":
      return Operation.TextForm(expected: "true or false") {
        ["true", "false"].contains($0.lowercased())
      }
    case "date":
      return Operation.TextForm(expected: "a date such as 2026-05-01; `date:` translates") {
        $0.utf8.count == 10 && FieldType.moment.canonical($0 + "T00:00Z") != nil
      }
    case "date_time":
      return Operation.TextForm(
        expected: "a time such as 2026-05-01T10:00:00Z; `date:` translates"
      ) { FieldType.moment.canonical($0) != nil || FieldType.moment.canonical($0 + "Z") != nil }
    case "single_line_text_field":
      return Operation.TextForm(expected: "one line") { !$0.contains(where: \.isNewline) }
    case "url":
      return Operation.TextForm(expected: "an address such as https://example.com") { text in
        ["https://", "http://", "mailto:", "sms:", "tel:"].contains { text.hasPrefix($0) }
      }
    case "color":
      return Operation.TextForm(expected: "a colour such as #FF8800") { text in
        text.utf8.count == 7 && text.first == "#" && text.dropFirst().allSatisfy(\.isHexDigit)
      }
    case "json":
      return Operation.TextForm(expected: "JSON") { json($0) != nil }
    case "dimension", "volume", "weight", "rating", "money", "link", "rich_text_field":
      return object(of: type)
    default:
      guard type.hasSuffix("_reference") else { return nil }
      return Operation.TextForm(expected: "a gid such as gid://shopify/Product/123") {
        $0.hasPrefix("gid://shopify/")
      }
    }
  }

  private static func object(of type: String) -> Operation.TextForm {
    let example =
      switch type {
      case "money": #"{"amount": "9.90", "currency_code": "EUR"}"#
      case "rating": #"{"value": "4.5", "scale_min": "1", "scale_max": "5"}"#
      case "weight": #"{"value": 2.5, "unit": "kg"}"#
      case "volume": #"{"value": 20, "unit": "ml"}"#
      case "dimension": #"{"value": 25, "unit": "cm"}"#
      case "link": #"{"text": "Care", "url": "https://example.com"}"#
      default: #"{"type": "root", "children": []}"#
      }
    return Operation.TextForm(expected: "a JSON object such as \(example)") {
      if case .object? = json($0) { true } else { false }
    }
  }

  private static func json(_ text: String) -> JSON? {
    do { return try JSON(parsing: Array(text.utf8)) } catch { return nil }
  }
}

extension Operation {
  /// What texts of a field look like, where that can be told.
  package struct TextForm: Sendable {
    /// For messages.
    package var expected: String
    /// Whether a text is such a one.
    package var fits: @Sendable (String) -> Bool

    init(expected: String, fits: @escaping @Sendable (String) -> Bool) {
      self.expected = expected
      self.fits = fits
    }
  }
}
