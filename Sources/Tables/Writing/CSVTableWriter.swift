// SPDX-License-Identifier: Apache-2.0

/// A table as delimited text: a header, a line a row, the trailer as a row of the same columns.
package struct CSVTableWriter: TableWriter {
  private let columns: [WrittenColumn]
  private let delimiter: UInt8
  private let formulas: CSVFormulas

  /// A writer of these columns.
  package init(
    _ columns: [WrittenColumn], delimiter: UInt8 = UInt8(ascii: ","), formulas: CSVFormulas = .kept
  ) {
    self.columns = columns
    self.delimiter = delimiter
    self.formulas = formulas
  }

  package mutating func begin(into out: inout [UInt8]) {
    var row = WrittenRow()
    for column in columns { row.append(column.name) }
    line(row, into: &out)
  }

  package mutating func write(_ row: WrittenRow, opensRecord: Bool, into out: inout [UInt8]) {
    line(row, into: &out)
  }

  package mutating func end(_ trailer: TableTrailer?, into out: inout [UInt8]) {
    guard let trailer else { return }
    line(trailer.row(columns: columns.count), into: &out)
  }

  private func line(_ row: WrittenRow, into out: inout [UInt8]) {
    let start = out.count
    for index in 0..<row.count {
      if index > 0 { out.append(delimiter) }
      CSVText.append(row[index], delimiter: delimiter, formulas: formulas, to: &out)
    }
    // A record of one empty value would be an empty line.
    if row.count == 1, out.count == start { out.append(contentsOf: "\"\"".utf8) }
    out.append(0x0D)
    out.append(0x0A)
  }
}
