// SPDX-License-Identifier: Apache-2.0

import Tables

/// Reads `MetafieldInput` and `MetafieldsSetInput`; faults in the words recorded of `metafieldsSet`.
struct MetafieldReader {
  private let context: ExecutionContext
  private var store: Store { context.store }

  init(_ context: ExecutionContext) { self.context = context }

  /// The metafields of a product's or variant's input.
  func rows(
    _ given: JSON?, _ path: [String], code: String?, ownerType: String = "PRODUCTVARIANT",
    _ errors: inout UserErrors
  ) -> [MetafieldRow] {
    (given?.array ?? []).enumerated().compactMap { index, input in
      switch row(input, ownerType: ownerType) {
      case .success(let row): return row
      case .failure(let fault):
        errors.add(path + [String(index)] + fault.field, fault.message, code: code)
        return nil
      }
    }
  }

  /// What is wrong with one.
  struct Fault: Error {
    var field: [String]
    var message: String
    var code: String

    init(_ field: String, _ message: String, _ code: String) {
      self.field = [field]
      self.message = message
      self.code = code
    }
  }

  /// One metafield, its type from its definition where none is given.
  func row(_ input: JSON, ownerType: String) -> Result<MetafieldRow, Fault> {
    let namespace = input["namespace"]?.string ?? "$app"
    let key = input["key"]?.string ?? ""
    if key.isEmpty { return .failure(Fault("key", "Key can't be blank", "BLANK")) }
    if key.count < 2 {
      return .failure(Fault("key", "Key is too short (minimum is 2 characters)", "TOO_SHORT"))
    }
    if key.count > 64 {
      return .failure(Fault("key", "Key is too long (maximum is 64 characters)", "TOO_LONG"))
    }
    if namespace.count < 3 {
      return .failure(
        Fault("namespace", "Namespace is too short (minimum is 3 characters)", "TOO_SHORT"))
    }
    if namespace.count > 255 {
      return .failure(
        Fault("namespace", "Namespace is too long (maximum is 255 characters)", "TOO_LONG"))
    }
    let definition = store.metafields.definition(ownerType, namespace, key)
    guard let type = definition?.type ?? input["type"]?.string, !type.isEmpty else {
      return .failure(Fault("type", "Type can't be blank", "BLANK"))
    }
    guard MetafieldType.isKnown(type) else {
      return .failure(
        Fault(
          "type",
          "Type name \(type) is not a valid type. Valid types are: "
            + MetafieldType.names.joined(separator: ", ") + ".", "INCLUSION"))
    }
    let value = input["value"]?.string ?? ""
    if let message = MetafieldType.fault(value, type) {
      return .failure(Fault("value", message, "INVALID_VALUE"))
    }
    return .success(
      MetafieldRow(
        namespace: namespace, key: key, type: type, value: value, createdAt: context.moment,
        updatedAt: context.moment))
  }
}

/// The types a metafield may have, and what their values must be.
enum MetafieldType {
  static let names = [
    "boolean", "color", "date", "date_time", "dimension", "file_reference", "id", "json", "link",
    "money", "multi_line_text_field", "number_decimal", "number_integer", "page_reference",
    "product_reference", "rating", "rich_text_field", "single_line_text_field", "url",
    "variant_reference", "volume", "weight", "metaobject_reference", "collection_reference",
  ]

  static func isKnown(_ type: String) -> Bool {
    let element = type.hasPrefix("list.") ? String(type.dropFirst(5)) : type
    return names.contains(element)
  }

  /// Why a value is none of a type; nil where it is one.
  static func fault(_ value: String, _ type: String) -> String? {
    if value.allSatisfy(\.isWhitespace) { return "Value can't be blank." }
    if type.hasPrefix("list.") { return listFault(value, String(type.dropFirst(5))) }
    let bytes = value.utf8
    switch type {
    case "single_line_text_field", "id":
      return value.contains(where: \.isNewline) ? "Value must be a single line text string." : nil
    case "boolean": return ["true", "false"].contains(value) ? nil : "Value must be true or false."
    case "number_integer":
      let digits = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes[...]
      let isNumber = !digits.isEmpty && digits.allSatisfy { (48...57).contains($0) }
      return isNumber ? nil : "Value must be an integer."
    case "number_decimal":
      if case .amount? = Money.reading(value) { return nil }
      return "Value must be a decimal."
    case "date":
      return value.count == 10 && Moment(value) != nil ? nil : "Value must be in YYYY-MM-DD format."
    case "date_time":
      return Moment(value) == nil
        ? "Value must be in “YYYY-MM-DDTHH:MM:SS” format. For example: 2022-06-01T15:30:00" : nil
    case "color":
      let isHex =
        bytes.count == 7 && bytes.first == UInt8(ascii: "#")
        && value.dropFirst().allSatisfy(\.isHexDigit)
      return isHex ? nil : "Value must be a hex color code."
    case "url":
      let schemes = ["http://", "https://", "mailto:", "sms:", "tel:"]
      guard !schemes.contains(where: { value.hasPrefix($0) }) else { return nil }
      return
        "Value cannot have an empty scheme (protocol), must include one of the following URL schemes: [\"http\", \"https\", \"mailto\", \"sms\", \"tel\"].'"
    case "json", "dimension", "volume", "weight", "money", "rating", "rich_text_field", "link":
      do {
        _ = try JSON(parsing: bytes)
        return nil
      } catch {
        return "Value is invalid JSON: \(error.reason)."
      }
    default: return nil
    }
  }

  private static func listFault(_ value: String, _ type: String) -> String? {
    let items: [JSON]
    do {
      guard let array = try JSON(parsing: value.utf8).array else {
        return "Value must be a valid JSON array."
      }
      items = array
    } catch {
      return "Value is invalid JSON: \(error.reason)."
    }
    if items.count > 128 { return "Value has more than 128 elements." }
    return items.lazy.compactMap { fault($0.string ?? $0.text, type) }.first
  }
}
