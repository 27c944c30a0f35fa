// SPDX-License-Identifier: Apache-2.0

/// A table as XML: an element a record, an element a cell, lines nested in their record.
///
///     <orders job="orders-to-erp" sequence="7">
///       <order>
///         <order_id>1001</order_id>
///         <lines>
///           <line><sku>00123</sku></line>
///         </lines>
///       </order>
///       <trailer rows="1" records="1"/>
///     </orders>
///
/// A cell without value is left out; one with empty text is an empty element. A nested one holds JSON, which becomes
/// elements.
package struct XMLTableWriter: TableWriter {
  /// The names of the elements.
  package struct Names: Sendable, Equatable {
    /// Around everything.
    package var root: String
    /// Around a record.
    package var record: String
    /// Around a line of a record; its plural, with an `s`, is around them all.
    package var line: String

    /// Element names.
    package init(root: String, record: String, line: String) {
      self.root = root
      self.record = record
      self.line = line
    }
  }

  private let columns: [WrittenColumn]
  private let names: Names
  private let attributes: [(name: String, value: String)]
  private let isNested: Bool
  private var isInRecord = false
  private var hasLines = false

  /// A writer of these columns; `attributes` stand on the root.
  package init(
    _ columns: [WrittenColumn], names: Names, attributes: [(name: String, value: String)] = []
  ) {
    self.columns = columns
    self.names = names
    self.attributes = attributes
    isNested = columns.contains(where: \.isOfLine)
  }

  /// Whether a name can be an element's.
  package static func isName(_ name: String) -> Bool { XMLText.isName(name) }

  package mutating func begin(into out: inout [UInt8]) {
    out.append(contentsOf: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<\(names.root)".utf8)
    for (name, value) in attributes { attribute(name, value, into: &out) }
    out.append(contentsOf: ">\n".utf8)
  }

  package mutating func write(_ row: WrittenRow, opensRecord: Bool, into out: inout [UInt8]) {
    if opensRecord || !isNested {
      closeRecord(into: &out)
      out.append(contentsOf: "  <\(names.record)>\n".utf8)
      cells(row, ofLine: false, indent: "    ", into: &out)
      isInRecord = true
    }
    guard isNested else { return }
    // A record without lines has one row with those cells empty.
    guard columns.indices.contains(where: { columns[$0].isOfLine && !row.isNull($0) }) else {
      return
    }
    if !hasLines {
      out.append(contentsOf: "    <\(names.line)s>\n".utf8)
      hasLines = true
    }
    out.append(contentsOf: "      <\(names.line)>\n".utf8)
    cells(row, ofLine: true, indent: "        ", into: &out)
    out.append(contentsOf: "      </\(names.line)>\n".utf8)
  }

  package mutating func end(_ trailer: TableTrailer?, into out: inout [UInt8]) {
    closeRecord(into: &out)
    if let trailer {
      out.append(
        contentsOf: "  <trailer rows=\"\(trailer.rows)\" records=\"\(trailer.records)\"".utf8)
      if trailer.totals.isEmpty {
        out.append(contentsOf: "/>\n".utf8)
      } else {
        out.append(contentsOf: ">\n".utf8)
        for (column, sum) in trailer.totals {
          out.append(contentsOf: "    <total".utf8)
          attribute("of", columns[column].name, into: &out)
          out.append(contentsOf: ">\(sum)</total>\n".utf8)
        }
        out.append(contentsOf: "  </trailer>\n".utf8)
      }
    }
    out.append(contentsOf: "</\(names.root)>\n".utf8)
  }

  private mutating func closeRecord(into out: inout [UInt8]) {
    guard isInRecord else { return }
    if hasLines { out.append(contentsOf: "    </\(names.line)s>\n".utf8) }
    out.append(contentsOf: "  </\(names.record)>\n".utf8)
    isInRecord = false
    hasLines = false
  }

  private func cells(
    _ row: WrittenRow, ofLine: Bool, indent: StaticString, into out: inout [UInt8]
  ) {
    for index in columns.indices where columns[index].isOfLine == ofLine && !row.isNull(index) {
      let name = columns[index].name
      if columns[index].isNested {
        NestedCell.append(
          NestedCell.value(of: row, index), named: name, indent: indent.utf8CodeUnitCount, to: &out)
        continue
      }
      indent.withUTF8Buffer { out.append(contentsOf: $0) }
      out.append(UInt8(ascii: "<"))
      out.append(contentsOf: name.utf8)
      out.append(UInt8(ascii: ">"))
      XMLText.append(row[index], to: &out)
      out.append(contentsOf: "</".utf8)
      out.append(contentsOf: name.utf8)
      out.append(contentsOf: ">\n".utf8)
    }
  }

  private func attribute(_ name: String, _ value: String, into out: inout [UInt8]) {
    out.append(contentsOf: " \(name)=\"".utf8)
    XMLText.append(value.utf8, isAttribute: true, to: &out)
    out.append(UInt8(ascii: "\""))
  }
}
