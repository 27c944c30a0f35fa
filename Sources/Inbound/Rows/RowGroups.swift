// SPDX-License-Identifier: Apache-2.0

import Tables

/// Puts consecutive rows of a flat file together: those with the same values in the group's columns, or with none.
///
/// A row that cannot be read may be the last of one group or the first of the next: both are broken.
struct RowGroups {
  /// Where a row belongs.
  struct Place {
    /// The number of its group's first row.
    var group: Int
    /// Whether it is that row.
    var isFirst: Bool
    /// The number of an unreadable row that may be part of the group.
    var broken: Int?
  }

  private let columns: [Int]
  private var values: [[UInt8]]
  private var group = 0
  /// The group of the last row; nil before the first.
  var last: Int? { group == 0 ? nil : group }
  private var broken: Int?
  /// The last row was unreadable.
  private var isOpen = false

  /// Groups by columns of the reader.
  init(_ columns: [Int]) {
    self.columns = columns
    values = columns.map { _ in [] }
  }

  /// Where the next row belongs.
  mutating func place(_ row: Int, of batch: borrowing RecordBatch) -> Place {
    let number = batch.records[row].number
    guard batch.records[row].fault == nil else {
      // Before the first group it is one of its own.
      let isFirst = group == 0
      if isFirst { group = number }
      broken = number
      isOpen = true
      return Place(group: group, isFirst: isFirst, broken: number)
    }
    var isNew = group == 0
    for (index, column) in columns.enumerated() {
      let cell = batch.cell(row, column)
      guard cell.hasValue, cell.length > 0 else { continue }
      let bytes = batch.bytes[Int(cell.start)..<Int(cell.start) + Int(cell.length)]
      if !bytes.elementsEqual(values[index]) { isNew = true }
    }
    if isNew {
      for (index, column) in columns.enumerated() {
        let cell = batch.cell(row, column)
        values[index] =
          cell.hasValue
          ? Array(batch.bytes[Int(cell.start)..<Int(cell.start) + Int(cell.length)]) : []
      }
      group = number
      broken = isOpen ? broken : nil
    }
    isOpen = false
    return Place(group: group, isFirst: isNew, broken: broken)
  }

  /// The value of one of the group's columns, for the rows that leave it out.
  func value(_ index: Int) -> [UInt8] { values[index] }
}
