// SPDX-License-Identifier: Apache-2.0

/// Writes a table in one format: rows in, bytes out.
///
/// The bytes are appended to a buffer the caller empties as it likes, so memory is bounded by a record,
/// whatever the table's length. Any text is a valid cell: each format escapes what it cannot hold.
package protocol TableWriter {
  /// What stands before the first row.
  mutating func begin(into out: inout [UInt8])
  /// One row. `opensRecord` is true where it is the first of its record; nested formats put the rows of one
  /// record together, flat ones write each.
  mutating func write(_ row: WrittenRow, opensRecord: Bool, into out: inout [UInt8])
  /// What stands after the last row.
  mutating func end(_ trailer: TableTrailer?, into out: inout [UInt8])
  /// Why what was written must not be used; nil where all is well, which it always is but for formats with a place for
  /// every value.
  var complaint: String? { get }
}

extension TableWriter {
  /// Nothing to complain of.
  package var complaint: String? { nil }
}

/// What a table ends with where the job wants a trailer.
package struct TableTrailer: Sendable, Equatable {
  /// Rows of the table.
  package var rows: Int
  /// Records, each of one row or several.
  package var records: Int
  /// The sums of columns by their index, in the order of the columns, as they are written.
  package var totals: [(column: Int, sum: String)]

  /// Counts and sums.
  package init(rows: Int, records: Int, totals: [(column: Int, sum: String)]) {
    self.rows = rows
    self.records = records
    self.totals = totals
  }

  /// Equal counts and sums.
  package static func == (left: TableTrailer, right: TableTrailer) -> Bool {
    left.rows == right.rows && left.records == right.records
      && left.totals.elementsEqual(right.totals) { $0.column == $1.column && $0.sum == $1.sum }
  }

  /// What the first cell of a trailer row says.
  package var mark: String { "TRAILER rows=\(rows) records=\(records)" }

  /// The trailer as a row: the mark first, the sums below their columns.
  package func row(columns: Int) -> WrittenRow {
    var row = WrittenRow()
    for column in 0..<columns {
      if column == 0 {
        row.append(mark)
      } else if let total = totals.first(where: { $0.column == column }) {
        row.append(total.sum)
      } else {
        row.appendNull()
      }
    }
    return row
  }
}
