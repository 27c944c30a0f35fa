// SPDX-License-Identifier: Apache-2.0

/// The order people give names in: runs of digits count as numbers, the rest by its bytes.
enum NaturalOrder {
  static func precedes(_ one: String, _ other: String) -> Bool {
    var left = Array(one.utf8)[...]
    var right = Array(other.utf8)[...]
    while let first = left.first, let second = right.first {
      if isDigit(first), isDigit(second) {
        let (number, against) = (takeNumber(&left), takeNumber(&right))
        // Without leading zeros a longer number is the larger.
        if number.count != against.count { return number.count < against.count }
        if number != against { return number.lexicographicallyPrecedes(against) }
      } else if first != second {
        return first < second
      } else {
        left = left.dropFirst()
        right = right.dropFirst()
      }
    }
    return left.isEmpty && !right.isEmpty
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Takes a run of digits off, leading zeros left out.
  private static func takeNumber(_ bytes: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let digits = bytes.prefix(while: isDigit)
    bytes = bytes.dropFirst(digits.count)
    return digits.drop { $0 == UInt8(ascii: "0") }
  }
}
