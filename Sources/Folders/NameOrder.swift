// SPDX-License-Identifier: Apache-2.0

/// Names in the order people expect: digits count as numbers, so `stock-9.csv` precedes `stock-10.csv`.
package enum NameOrder {
  /// Whether `one` stands before `other`.
  package static func precedes(_ one: String, _ other: String) -> Bool {
    var (left, right) = (Substring(one), Substring(other))
    while let a = left.first, let b = right.first {
      if a.isASCII, a.isNumber, b.isASCII, b.isNumber {
        let (x, y) = (number(&left), number(&right))
        if x.count != y.count { return x.count < y.count }
        if x != y { return x < y }
        continue
      }
      if a != b { return a < b }
      left.removeFirst()
      right.removeFirst()
    }
    if left.isEmpty != right.isEmpty { return left.isEmpty }
    return one < other
  }

  /// The digits at the front, leading zeros left out.
  private static func number(_ text: inout Substring) -> Substring {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    text = text.dropFirst(digits.count)
    return digits.drop { $0 == "0" }
  }
}
