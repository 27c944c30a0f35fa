// SPDX-License-Identifier: Apache-2.0

/// A table as JSON Lines, or as one array of the same: an object a record on a line of its own, its lines an array in it.
///
/// Columns that are nested hold JSON themselves, which becomes part of the object; text that is no JSON stays text. Whole numbers are numbers; amounts, ids and all else are strings, so that no reader loses a digit. The trailer is the
/// last line, of an array the last element: `{"trailer":{"rows":2,"records":1,"totals":{"order_total":"24.85"}}}`.
package struct JSONTableWriter: TableWriter {
  private let columns: [WrittenColumn]
  private let lines: String
  private let isNested: Bool
  private let isArray: Bool
  private var hasElements = false
  private var isInRecord = false
  private var hasLines = false

  /// A writer of these columns; `lines` names the member that holds the lines of a record. With `isArray` the records are
  /// the elements of one array.
  package init(_ columns: [WrittenColumn], lines: String = "lines", isArray: Bool = false) {
    self.isArray = isArray
    self.columns = columns
    self.lines = lines
    isNested = columns.contains(where: \.isOfLine)
  }

  package mutating func begin(into out: inout [UInt8]) {
    if isArray { out.append(contentsOf: "[".utf8) }
  }

  /// What stands between two elements.
  private mutating func separate(into out: inout [UInt8]) {
    if isArray { out.append(contentsOf: hasElements ? ",\n".utf8 : "\n".utf8) }
    hasElements = true
  }

  package mutating func write(_ row: WrittenRow, opensRecord: Bool, into out: inout [UInt8]) {
    if opensRecord || !isNested {
      closeRecord(into: &out)
      separate(into: &out)
      out.append(UInt8(ascii: "{"))
      cells(row, ofLine: false, into: &out)
      isInRecord = true
      if isNested {
        if out.last != UInt8(ascii: "{") { out.append(UInt8(ascii: ",")) }
        JSON.string(lines).write(to: &out)
        out.append(contentsOf: ":[".utf8)
      }
    }
    guard isNested,
      columns.indices.contains(where: { columns[$0].isOfLine && !row.isNull($0) })
    else { return }
    if hasLines { out.append(UInt8(ascii: ",")) }
    out.append(UInt8(ascii: "{"))
    cells(row, ofLine: true, into: &out)
    out.append(UInt8(ascii: "}"))
    hasLines = true
  }

  package mutating func end(_ trailer: TableTrailer?, into out: inout [UInt8]) {
    closeRecord(into: &out)
    if let trailer { write(trailer, into: &out) }
    if isArray { out.append(contentsOf: hasElements ? "\n]\n".utf8 : "]\n".utf8) }
  }

  private mutating func write(_ trailer: TableTrailer, into out: inout [UInt8]) {
    separate(into: &out)
    var members: [JSON.Member] = [
      JSON.Member("rows", JSON(trailer.rows)), JSON.Member("records", JSON(trailer.records)),
    ]
    if !trailer.totals.isEmpty {
      members.append(
        JSON.Member(
          "totals",
          .object(
            trailer.totals.map { JSON.Member(columns[$0.column].name, .string($0.sum)) })))
    }
    JSON.object([JSON.Member("trailer", .object(members))]).write(to: &out)
    if !isArray { out.append(0x0A) }
  }

  private mutating func closeRecord(into out: inout [UInt8]) {
    guard isInRecord else { return }
    out.append(contentsOf: isNested ? "]}".utf8 : "}".utf8)
    if !isArray { out.append(0x0A) }
    isInRecord = false
    hasLines = false
  }

  private func cells(_ row: WrittenRow, ofLine: Bool, into out: inout [UInt8]) {
    for index in columns.indices where columns[index].isOfLine == ofLine {
      if out.last != UInt8(ascii: "{") { out.append(UInt8(ascii: ",")) }
      JSON.string(columns[index].name).write(to: &out)
      out.append(UInt8(ascii: ":"))
      switch columns[index].kind {
      case _ where columns[index].isNested && !row.isNull(index):
        NestedCell.value(of: row, index).write(to: &out)
      case _ where row.isNull(index): out.append(contentsOf: "null".utf8)
      case .number where row.isInteger(index), .value where row.isInteger(index):
        out.append(contentsOf: row[index])
      case .text, .plain, .number, .money, .time, .day, .value:
        JSON.string(row.text(index)).write(to: &out)
      }
    }
  }
}
