// SPDX-License-Identifier: Apache-2.0

/// A decimal number kept exactly: money and quantities never meet binary floating point.
///
/// At most 38 significant digits. Equality and order are numeric: `1.50 == 1.5`; `description` keeps
/// the scale it was read with.
package struct ExactDecimal: Sendable {
  /// The digits, as if there were no decimal mark.
  package var coefficient: Int128
  /// How many of the digits stand after the mark, 0…38.
  package var scale: Int

  /// `coefficient` × 10^-`scale`.
  package init(coefficient: Int128, scale: Int) {
    self.coefficient = coefficient
    self.scale = scale
  }
}

extension ExactDecimal: Hashable {}
