// SPDX-License-Identifier: Apache-2.0

/// The marks of a file's numbers, as its job states them; nothing about them is ever guessed from a value.
package struct NumberMarks: Sendable, Equatable {
  /// The mark before the fraction, `.` or `,`.
  package var decimal: UInt8
  /// What stands between groups of three digits; nil: nothing may.
  package var thousands: Thousands?

  /// A mark between groups of three digits.
  package enum Thousands: String, Sendable, CaseIterable {
    case point = "."
    case comma = ","
    /// `'`, and the typographic one, `’`.
    case apostrophe = "'"
    /// A space, one that does not break (U+00A0, U+202F) or a thin one (U+2009).
    case space

    /// The marks themselves.
    package var texts: [String] {
      switch self {
      case .point, .comma: [rawValue]
      case .apostrophe: ["'", "\u{2019}"]
      case .space: [" ", "\u{A0}", "\u{202F}", "\u{2009}"]
      }
    }
  }

  /// The marks of a job; without a word from it a point, and no groups.
  package init(decimal: UInt8 = UInt8(ascii: "."), thousands: Thousands? = nil) {
    self.decimal = decimal
    self.thousands = thousands
  }

  /// How numbers are written here, for messages: `1234.50`, `1.234,50`, `1 234,50`.
  package var example: String {
    let group = thousands.map { $0 == .space ? " " : $0.rawValue } ?? ""
    return "1\(group)234" + (decimal == UInt8(ascii: ",") ? "," : ".") + "50"
  }
}
