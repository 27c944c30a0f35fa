// SPDX-License-Identifier: Apache-2.0

/// A decimal number kept exactly: money and quantities never meet binary floating point.
///
/// At most 38 significant digits. Equality and order are numeric: `1.50 == 1.5`; `description` keeps
/// the scale it was read with. Arithmetic is exact or nil, never rounded.
package struct ExactDecimal: Sendable {
  /// The digits, as if there were no decimal mark.
  package var coefficient: Int128
  /// How many of the digits stand after the mark, 0…38.
  package var scale: Int

  /// How many digits a value may have, and how many of them after the mark.
  package static let maxDigits = 38

  /// `coefficient` × 10^-`scale`.
  package init(coefficient: Int128, scale: Int) {
    self.coefficient = coefficient
    self.scale = scale
  }

  /// A whole number.
  package init(_ integer: Int) { self.init(coefficient: Int128(integer), scale: 0) }

  /// The value as a whole number; nil where it has a fraction (`2.50`; not `2.00`) or does not fit.
  package var integer: Int? {
    let shortest = reduced(to: 0)
    return shortest.scale == 0 ? Int(exactly: shortest.coefficient) : nil
  }

  /// Whether it is below zero.
  package var isNegative: Bool { coefficient < 0 }

  /// The same value with as few digits after the mark as it needs, but at least `least` where it
  /// has them.
  func reduced(to least: Int) -> ExactDecimal {
    var value = self
    while value.scale > least {
      let (quotient, remainder) = value.coefficient.quotientAndRemainder(dividingBy: 10)
      guard remainder == 0 else { break }
      value.coefficient = quotient
      value.scale -= 1
    }
    return value
  }

  /// 10^0 … 10^38.
  static let powers: [Int128] = (0..<maxDigits).reduce(into: [1]) { powers, index in
    powers.append(powers[index] * 10)
  }
}

extension ExactDecimal: Comparable, Hashable {
  /// Numeric order, whatever the scales.
  package static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
    left.compare(right) < 0
  }

  /// Numeric equality: `1.50 == 1.5`.
  package static func == (left: ExactDecimal, right: ExactDecimal) -> Bool {
    left.compare(right) == 0
  }

  /// Equal values hash alike, whatever their scales.
  package func hash(into hasher: inout Hasher) {
    let shortest = reduced(to: 0)
    hasher.combine(shortest.coefficient)
    hasher.combine(shortest.scale)
  }

  /// Below zero where this is smaller, zero where equal, above where greater.
  package func compare(_ other: ExactDecimal) -> Int {
    if coefficient.signum() != other.coefficient.signum() {
      return coefficient.signum() < other.coefficient.signum() ? -1 : 1
    }
    if scale > other.scale { return -other.compare(self) }
    let (aligned, overflow) = coefficient.multipliedReportingOverflow(
      by: ExactDecimal.powers[other.scale - scale])
    // Too large to align means larger in size than anything the other can hold.
    if overflow { return coefficient < 0 ? -1 : 1 }
    if aligned == other.coefficient { return 0 }
    return aligned < other.coefficient ? -1 : 1
  }
}
