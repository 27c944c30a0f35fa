// SPDX-License-Identifier: Apache-2.0

/// The format of a written table, as a job states it.
package enum TableFormat: Sendable, Equatable {
  /// Delimited text: CSV, or TSV with a tab.
  case csv(delimiter: UInt8)
  /// XML; nil names are the export's own.
  case xml(root: String?, record: String?, line: String?)
  /// An object a line.
  case jsonLines
  /// One array of objects.
  case json
  /// A place for every value.
  case fixed([FixedTableWriter.Place])
  /// A workbook.
  case xlsx
  /// A page with charts.
  case html
}
