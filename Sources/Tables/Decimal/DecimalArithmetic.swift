// SPDX-License-Identifier: Apache-2.0

extension ExactDecimal {
  /// The exact sum; nil where it needs more than 38 digits.
  package func adding(_ other: ExactDecimal) -> ExactDecimal? {
    let scale = max(scale, other.scale)
    if let left = aligned(to: scale), let right = other.aligned(to: scale) {
      let (sum, overflow) = left.addingReportingOverflow(right)
      if !overflow { return ExactDecimal(checking: sum, scale: scale) }
    }
    // Zeros after the mark may be what made it too long.
    let (left, right) = (reduced(to: 0), other.reduced(to: 0))
    guard left.scale != self.scale || right.scale != other.scale else { return nil }
    return left.adding(right)
  }

  /// The exact difference; nil where it needs more than 38 digits.
  package func subtracting(_ other: ExactDecimal) -> ExactDecimal? { adding(other.negated) }

  /// The exact product; nil where it needs more than 38 digits.
  package func multiplied(by other: ExactDecimal) -> ExactDecimal? {
    let (product, overflow) = coefficient.multipliedReportingOverflow(by: other.coefficient)
    if !overflow, let exact = ExactDecimal(checking: product, scale: scale + other.scale) {
      return exact
    }
    let (left, right) = (reduced(to: 0), other.reduced(to: 0))
    guard left.scale != self.scale || right.scale != other.scale else { return nil }
    return left.multiplied(by: right)
  }

  /// The value with exactly so many digits after the mark where it has more; a half goes away from zero. A value with
  /// fewer is as it was.
  package func rounded(to places: Int) -> ExactDecimal {
    guard scale > places else { return self }
    let unit = ExactDecimal.powers[scale - places]
    let (quotient, remainder) = coefficient.quotientAndRemainder(dividingBy: unit)
    let isUp = remainder.magnitude >= (unit.magnitude + 1) / 2
    return ExactDecimal(
      coefficient: isUp ? quotient + Int128(coefficient.signum()) : quotient, scale: places)
  }

  /// The value with its sign turned.
  package var negated: ExactDecimal { ExactDecimal(coefficient: -coefficient, scale: scale) }

  /// A value within the limits of 38 digits and 38 places; zeros after the mark go first.
  private init?(checking coefficient: Int128, scale: Int) {
    let limit = ExactDecimal.powers[ExactDecimal.maxDigits]
    var value = ExactDecimal(coefficient: coefficient, scale: scale)
    if value.scale > ExactDecimal.maxDigits || value.coefficient.magnitude >= limit.magnitude {
      value = value.reduced(to: 0)
    }
    guard value.scale <= ExactDecimal.maxDigits, value.coefficient.magnitude < limit.magnitude
    else { return nil }
    self = value
  }

  /// The coefficient at a larger scale; nil where it overflows.
  private func aligned(to scale: Int) -> Int128? {
    let (aligned, overflow) = coefficient.multipliedReportingOverflow(
      by: ExactDecimal.powers[scale - self.scale])
    return overflow ? nil : aligned
  }
}
