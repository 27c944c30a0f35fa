// SPDX-License-Identifier: Apache-2.0

import Tables

/// Units of weight as files write them and as the Admin API names them.
enum Weight {
  /// The words of a file, the Admin API's name, and how many grams one is, exactly.
  static let units: [(word: String, name: String, grams: String)] = [
    ("kg", "KILOGRAMS", "1000"), ("g", "GRAMS", "1"), ("lb", "POUNDS", "453.59237"),
    ("oz", "OUNCES", "28.349523125"),
  ]

  /// The type of a unit's field.
  static let unitType = FieldType.choice(units.map(\.word))

  /// The Admin API's name of a unit; kilograms where there is none.
  static func name(_ unit: String?) -> String {
    units.first { $0.word == unit || $0.name == unit }?.name ?? "KILOGRAMS"
  }

  /// The weight in grams; nil where it is no number.
  static func grams(_ value: String?, _ unit: String?) -> ExactDecimal? {
    guard let value, let number = ExactDecimal(parsing: value),
      let grams = units.first(where: { $0.name == name(unit) })?.grams,
      let factor = ExactDecimal(parsing: grams)
    else { return nil }
    return number.multiplied(by: factor)
  }
}

/// Whether two canonical values of a field are the same to the store.
enum SameValue {
  /// Amounts and numbers are compared as numbers, words without case, texts as they stand; nil and the empty text are
  /// the same.
  static func of(_ field: String, _ one: String?, _ other: String?) -> Bool {
    let (one, other) = (one ?? "", other ?? "")
    if one == other { return true }
    switch field {
    case "price", "compare_at_price", "cost", "weight":
      guard let left = ExactDecimal(parsing: one), let right = ExactDecimal(parsing: other) else {
        return false
      }
      return left == right
    case "taxable", "requires_shipping", "tracked": return flag(one) == flag(other)
    case "inventory_policy", "status": return one.uppercased() == other.uppercased()
    case "weight_unit": return Weight.name(one) == Weight.name(other)
    default: return false
    }
  }

  private static func flag(_ word: String) -> String { word == "1" || word == "true" ? "1" : "0" }
}
