// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Tables

/// Reads what `ProductVariantsBulkInput`, `ProductVariantSetInput` and `InventoryItemInput` say of a variant.
/// The faults are told in the words recorded of each mutation.
struct VariantReader {
  /// Whose input it is; they differ in the codes of their user errors.
  enum Mutation {
    case create, update, set, item
  }

  let mutation: Mutation
  let context: ExecutionContext

  private func code(_ named: String) -> String? {
    switch mutation {
    case .create, .update: named
    case .set: "INVALID_VARIANT"
    case .item: nil
    }
  }

  /// The change an input of a variant asks for, without option values; nil, with user errors, where it
  /// cannot be.
  func change(_ input: JSON, _ path: [String], _ errors: inout UserErrors) -> VariantChange? {
    var change = VariantChange()
    let found = errors.list.count
    if let given = input["compareAtPrice"] {
      if given.isNull || given.string == "" {
        change.compareAtPrice = .some(nil)
      } else {
        change.compareAtPrice = .some(amount(given, path + ["compareAtPrice"], "", &errors))
      }
    }
    if let given = input["price"], !given.isNull {
      change.price = amount(given, path + ["price"], "Price ", &errors)
    }
    if let barcode = input["barcode"] {
      change.barcode = text(barcode, "Barcode", path + ["barcode"], &errors)
    }
    if let sku = input["sku"] {
      change.sku = text(sku, "SKU", path + ["sku"], &errors)
    }
    if let taxable = input["taxable"]?.bool { change.taxable = taxable }
    if let policy = input["inventoryPolicy"]?.string { change.policy = policy }
    if let taxCode = input["taxCode"] { change.taxCode = .some(taxCode.string) }
    if let item = input["inventoryItem"], !item.isNull {
      read(item, path + ["inventoryItem"], into: &change, &errors)
    }
    change.metafields = MetafieldReader(context).rows(
      input["metafields"], path + ["metafields"], code: code("INVALID_INPUT"), &errors)
    return errors.list.count == found ? change : nil
  }

  /// The part that an `InventoryItemInput` says.
  func read(
    _ item: JSON, _ path: [String], into change: inout VariantChange, _ errors: inout UserErrors
  ) {
    if let sku = item["sku"] { change.sku = text(sku, "SKU", path + ["sku"], &errors) }
    if let tracked = item["tracked"]?.bool { change.tracked = tracked }
    if let ships = item["requiresShipping"]?.bool { change.requiresShipping = ships }
    if let country = item["countryCodeOfOrigin"] { change.country = .some(country.string) }
    if let province = item["provinceCodeOfOrigin"] { change.province = .some(province.string) }
    if let given = item["cost"] {
      let name = mutation == .item ? "Cost " : "Cost per item "
      change.cost =
        given.isNull ? .some(nil) : .some(amount(given, path + ["cost"], name, &errors))
    }
    if let code = item["harmonizedSystemCode"] {
      let digits = code.string?.filter { $0 != "." } ?? ""
      if digits.isEmpty || ((6...13).contains(digits.count) && digits.allSatisfy(\.isNumber)) {
        change.hsCode = .some(digits.isEmpty ? nil : digits)
      } else {
        errors.add(
          path + ["harmonizedSystemCode"],
          "Harmonized system code must be a number between six and thirteen digits",
          code: self.code("INVALID_INPUT"))
      }
    }
    if let weight = item["measurement"]?["weight"], !weight.isNull,
      let value = weight["value"].flatMap(VariantReader.number), let unit = weight["unit"]?.string
    {
      if value < 0 {
        let short = ["GRAMS": "g", "POUNDS": "lb", "OUNCES": "oz"][unit] ?? "kg"
        errors.add(
          path + ["measurement", "weight"],
          "Measurement weight value \(value == value.rounded() ? String(Int(value)) : "\(value)") "
            + "\(short) must be >= 0 \(short)", code: code("INVALID_INPUT"))
      } else {
        change.weight = ("\(value)", unit)
      }
    }
  }

  private static func number(_ value: JSON) -> Double? {
    switch value {
    case .number(let text), .string(let text): Double(text)
    case .null, .bool, .array, .object: nil
    }
  }

  private func text(
    _ value: JSON, _ name: String, _ path: [String], _ errors: inout UserErrors
  ) -> String {
    let text = value.string ?? ""
    if text.unicodeScalars.count > 255 {
      errors.add(
        path, "\(name) is too long (maximum is 255 characters)", code: code("INVALID_INPUT"))
    }
    return text
  }

  private func amount(
    _ value: JSON, _ path: [String], _ name: String, _ errors: inout UserErrors
  ) -> Money? {
    let text: String
    switch value {
    case .string(let string): text = string
    case .number(let number): text = number
    case .null, .bool, .array, .object: text = ""
    }
    switch Money.reading(text) {
    case .amount(let money) where money >= .zero: return money
    case .amount:
      errors.add(
        path, "\(name)must be greater than or equal to 0", code: code("GREATER_THAN_OR_EQUAL_TO"))
    case .tooLarge:
      errors.add(
        path, "\(name)must be less than 1000000000000000000", code: code("INVALID_INPUT"))
    case nil: errors.add(path, "is not a number", code: code("INVALID_INPUT"))
    }
    return nil
  }

  // MARK: Option values

  /// The option values an input names, by the option's position among `names`; nil, with user errors, where an
  /// option does not exist or is named twice.
  func values(
    _ given: JSON?, of names: [String], product: Int?, _ path: [String], _ errors: inout UserErrors
  ) -> [Int: String]? {
    var values: [Int: String] = [:]
    let found = errors.list.count
    for (index, item) in (given?.array ?? []).enumerated() {
      let here = path + ["optionValues", String(index)]
      guard let position = option(item, names, product) else {
        errors.add(
          here, "Option does not exist",
          code: mutation == .update ? "OPTION_DOES_NOT_EXIST" : code("INVALID_INPUT"))
        continue
      }
      guard values[position] == nil else {
        errors.add(
          path + ["optionValues"], "Duplicated option name '\(names[position])'",
          code: code("INVALID_INPUT"))
        continue
      }
      let id = item["id"]?.string.flatMap {
        OptionID.value($0, in: product, context.store.assortment)
      }
      guard let name = item["name"]?.string ?? id, !name.isEmpty else {
        errors.add(
          here, "Option value does not exist",
          code: mutation == .update ? "OPTION_VALUE_DOES_NOT_EXIST" : code("INVALID_INPUT"))
        continue
      }
      guard name.unicodeScalars.count <= 255 else {
        errors.add(
          here + ["name"], "Option value name is too long.",
          code: mutation == .update ? "OPTION_VALUE_NAME_TOO_LONG" : code("INVALID_INPUT"))
        continue
      }
      values[position] = name
    }
    return errors.list.count == found ? values : nil
  }

  private func option(_ item: JSON, _ names: [String], _ product: Int?) -> Int? {
    if let name = item["optionName"]?.string {
      return names.firstIndex { $0.lowercased() == name.lowercased() }
    }
    guard let id = item["optionId"]?.string, let product else { return nil }
    return OptionID.position(id, of: product).flatMap { names.indices.contains($0) ? $0 : nil }
  }
}
