// SPDX-License-Identifier: Apache-2.0

/// A kind of line with its columns found.
struct FixedKind {
  let prefix: [UInt8]
  let role: FixedFormat.Role
  /// The child table its lines are rows of; 0 for other roles.
  let table: Int
  /// In the order of their places; `start` and `end` count characters from 0.
  let columns: [(index: Int, start: Int, end: Int)]

  init(_ kind: FixedFormat.Kind, record: [String], children: [ChildTable]) {
    prefix = Array(kind.prefix.utf8)
    role = kind.role
    let isChild = kind.role == .child
    let table = isChild ? children.firstIndex { $0.name == kind.table } ?? 0 : 0
    self.table = table
    let names = isChild ? children[table].columns : record
    columns = kind.columns.map { column in
      (
        names.firstIndex(of: column.name) ?? 0, column.start - 1,
        column.start - 1 + column.width
      )
    }.sorted { $0.1 < $1.1 }
  }

  /// The columns of the records, headings included, and the child tables.
  static func tables(of format: FixedFormat) -> (record: [String], children: [ChildTable]) {
    var record: [String] = []
    var children: [ChildTable] = []
    for kind in format.kinds {
      let names = kind.columns.map(\.name)
      switch kind.role {
      case .record, .heading: record += names.filter { !record.contains($0) }
      case .child:
        if let table = children.firstIndex(where: { $0.name == kind.table }) {
          children[table].columns += names.filter { !children[table].columns.contains($0) }
        } else {
          children.append(ChildTable(name: kind.table, columns: names))
        }
      case .skip: break
      }
    }
    return (record, children)
  }

  /// Hands out where the values of a line of some bytes stand, without the spaces around them.
  func cut(_ line: Range<Int>, of bytes: [UInt8], _ body: (Int, Range<Int>) -> Void) {
    let text = bytes.span
    let isASCII = !bytes.hasHighByte(from: line.lowerBound, to: line.upperBound)
    for column in columns {
      var (start, end): (Int, Int)
      if isASCII {
        start = min(line.lowerBound + column.start, line.upperBound)
        end = min(line.lowerBound + column.end, line.upperBound)
      } else {
        start = place(of: column.start, in: bytes[line])
        end = place(of: column.end, in: bytes[line])
      }
      while start < end, text[start] == 0x20 { start += 1 }
      while start < end, text[end - 1] == 0x20 { end -= 1 }
      body(column.index, start..<end)
    }
  }

  /// The index of a character of a line; its end where the line is shorter.
  private func place(of character: Int, in line: ArraySlice<UInt8>) -> Int {
    var (index, left) = (line.startIndex, character)
    while index < line.endIndex {
      if line[index] & 0xC0 != 0x80 {
        if left == 0 { return index }
        left -= 1
      }
      index += 1
    }
    return line.endIndex
  }
}
