// SPDX-License-Identifier: Apache-2.0

package import Catalogue
package import Tables

/// Whether the mapped fields name one object in one way and give it a value.
package enum KeyCheck {
  /// What is wrong with a job that maps these fields; `position` is where they are mapped.
  package static func faults(of mapped: Set<String>, operation: Operation, at position: Position)
    -> [Fault]
  {
    var faults: [Fault] = []
    var whole = operation.keys.filter { mapped.isSuperset(of: $0) }
    // A key within another one is no second way: `order` beside `order` with a number.
    whole = whole.filter { key in
      !whole.contains { $0.count > key.count && Set($0).isSuperset(of: key) }
    }
    // Beside a better key, one that is a value as well only says what to set.
    if let best = whole.first {
      let values = Set(operation.values.names)
      whole = [best] + whole.dropFirst().filter { !values.isSuperset(of: $0) }
    }
    switch whole.count {
    case 0:
      faults.append(
        Fault(
          "no-key", at: position, "the fields do not say which object a record means",
          expected: list(operation.keys)))
    case 1: break
    default:
      faults.append(
        Fault(
          "several-keys", at: position,
          "the fields name the object in \(whole.count) ways: \(list(whole))",
          hint: "keep one of them"))
    }
    let names = operation.values.names
    let values = names.filter(mapped.contains)
    switch operation.values {
    case .oneOf where values.count != 1:
      faults.append(
        Fault(
          values.isEmpty ? "no-value-field" : "several-value-fields", at: position,
          values.isEmpty
            ? "the fields give no value to set" : "the fields give more than one value to set",
          expected: "exactly one of " + names.map { "'\($0)'" }.joined(separator: " and "),
          found: values.isEmpty ? nil : values.map { "'\($0)'" }.joined(separator: " and ")))
    case .atLeastOne where values.isEmpty && !names.isEmpty:
      faults.append(
        Fault(
          "no-value-field", at: position, "the fields give no value to set",
          expected: names.map { "'\($0)'" }.joined(separator: " or ")))
    case .oneOf, .atLeastOne, .optional: break
    }
    return faults
  }

  /// `'sku' with 'location', or 'barcode' with 'location'`.
  private static func list(_ keys: [[String]]) -> String {
    keys.map { $0.map { "'\($0)'" }.joined(separator: " with ") }.joined(separator: ", or ")
  }
}

extension FieldType {
  /// What was expected of a constant that is none of this type; nil where it is one.
  func complaint(aboutConstant text: String) -> String? {
    switch self {
    case .text, .reference, .prose, .list: return nil
    case .flag: return canonical(text) == nil ? "true or false" : nil
    case .choice(let words):
      return canonical(text) == nil ? words.map { "'\($0)'" }.joined(separator: " or ") : nil
    case .moment:
      return canonical(text) == nil ? "a time such as 2026-05-01T10:00:00+02:00" : nil
    case .measure:
      guard let number = ExactDecimal(parsing: text), !number.isNegative else {
        return "a number such as 1.5"
      }
      return nil
    case .integer(let range):
      guard let value = Int(text), range.contains(value) else {
        return "a whole number from \(range.lowerBound) to \(range.upperBound)"
      }
      return nil
    case .money:
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      let isPlain =
        (1...2).contains(parts.count)
        && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
      return isPlain ? nil : "an amount such as 19.90"
    case .id(let type):
      let prefix = "gid://shopify/\(type)/"
      let digits = text.hasPrefix(prefix) ? text.dropFirst(prefix.count) : text[...]
      let isID = !digits.isEmpty && digits.utf8.allSatisfy { (48...57).contains($0) }
      return isID ? nil : "an id such as 123 or \(prefix)123"
    }
  }
}
