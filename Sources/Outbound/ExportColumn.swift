// SPDX-License-Identifier: Apache-2.0

package import Tables

/// One column of an export: what the docs say of it, and how its values are written.
package struct ExportColumn: Sendable {
  /// Its name in the header and in `where:`.
  package var name: String
  /// How its values are written.
  package var kind: CellKind
  /// One sentence for the docs.
  package var doc: String
  /// Whether it is a value of a line, which nested formats put below the record.
  package var isOfLine = false
  /// Whether a trailer with totals sums it unless the job says otherwise. Amounts of the shop's currency only.
  package var isSummed = false

  init(_ name: String, _ kind: CellKind, _ doc: String) {
    self.name = name
    self.kind = kind
    self.doc = doc
  }

  /// The column as one of a line.
  var ofLine: ExportColumn {
    var column = self
    column.isOfLine = true
    return column
  }

  /// The column as one that a trailer sums.
  var summed: ExportColumn {
    var column = self
    column.isSummed = true
    return column
  }
}
