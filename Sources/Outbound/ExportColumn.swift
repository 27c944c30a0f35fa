// SPDX-License-Identifier: Apache-2.0

/// One column of an export: what the docs say of it, and how its values are written.
package struct ExportColumn: Sendable {
  /// How a value becomes a cell.
  package enum Kind: String, Sendable, CaseIterable {
    /// Text of people and of the shop: the only kind a spreadsheet could run as a formula.
    case text
    /// A word of Shopify's, an id or a whole number: written as it stands.
    case plain
    /// An exact decimal with two digits after the point at least.
    case money
    /// A time in the export's zone with its offset, e.g. `2026-08-01T14:05:09+02:00`.
    case time
  }

  /// Its name in the header and in `where:`.
  package var name: String
  /// How its values are written.
  package var kind: Kind
  /// One sentence for the docs.
  package var doc: String

  init(_ name: String, _ kind: Kind, _ doc: String) {
    self.name = name
    self.kind = kind
    self.doc = doc
  }
}

/// An export that ships with Dray: one SELECT over the mirror.
package struct ExportKind: Sendable {
  /// Its name in a job's `export:`.
  package var name: String
  /// The mirror's streams it is made of.
  package var streams: [String]
  /// The keys of the objects there are and the version of each, a page at a time: `key, content` after the key
  /// `:after`, in order, `:limit` at most. An object whose content is empty is not complete yet.
  package var objects: String
  /// The rows of some objects; `:objects` is a JSON array of `[key, version]`. The first column is the key.
  package var rows: String
  /// The order of the rows, by their columns.
  package var order: String
  /// The columns of `rows`, in order.
  package var columns: [ExportColumn]

  /// The export of that name; nil where there is none.
  package static func named(_ name: String) -> ExportKind? { all.first { $0.name == name } }

  /// Every export, in the order the docs list them.
  package static let all: [ExportKind] = [.orders]
}
