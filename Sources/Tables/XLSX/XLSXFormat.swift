// SPDX-License-Identifier: Apache-2.0

/// A sheet of an Office Open XML workbook.
package struct XLSXFormat: Sendable, Equatable {
  /// The sheet's name, upper and lower case alike; nil is the first one that is not hidden.
  package var sheet: String?
  /// How many rows stand before the header; after them it is the first row that is not empty.
  package var skip: Int = 0
  /// The decimal mark number cells are given, and text cells are expected to have: `.` or `,`.
  package var decimal: UInt8 = UInt8(ascii: ".")
  /// Columns the header must have once, matched without regard to case and surrounding space.
  package var required: [String] = []

  /// The first sheet, its header on the first row.
  package init() {}
}
