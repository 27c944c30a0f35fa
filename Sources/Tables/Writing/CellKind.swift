// SPDX-License-Identifier: Apache-2.0

/// What the values of a written column are, which decides how each format writes them.
package enum CellKind: String, Sendable, CaseIterable {
  /// Text of people and of the shop: the only kind a spreadsheet could run as a formula.
  case text
  /// A word of Shopify's or an id: text that is written as it stands.
  case plain
  /// A whole number: a quantity, a count.
  case number
  /// An exact decimal with two digits after the point at least.
  case money
  /// A time in a zone with its offset, e.g. `2026-08-01T14:05:09+02:00`.
  case time
  /// A day, e.g. `2026-08-01`.
  case day
  /// Whatever a query of the user's gives: a whole number where SQLite has one, else text.
  case value
}

/// A column of a written table.
package struct WrittenColumn: Sendable, Equatable {
  /// Its name in the header, as an element or as a member.
  package var name: String
  /// What its values are.
  package var kind: CellKind
  /// Whether it belongs to a line of the record, not to the record itself; only nested formats tell them apart.
  package var isOfLine: Bool
  /// Whether its values are JSON, which nested formats write as structure of their own.
  package var isNested: Bool

  /// A column.
  package init(
    _ name: String, _ kind: CellKind, isOfLine: Bool = false, isNested: Bool = false
  ) {
    self.name = name
    self.kind = kind
    self.isOfLine = isOfLine
    self.isNested = isNested
  }
}
