// SPDX-License-Identifier: Apache-2.0

/// The cells of the record being walked, and of its children's rows.
struct JSONTaking {
  /// Where text stands in the file: kept as the walk goes on, so that no byte is counted twice.
  struct Count {
    var index: Int
    var line: Int
    /// The character column of `index`.
    var column: Int
    /// The file offset of `index`.
    var offset: Int

    /// Moves on to an index of the same bytes.
    mutating func advance(to target: Int, in bytes: [UInt8], encoding: TextEncoding) {
      for byte in bytes[index..<target] {
        if byte == 0x0A {
          (line, column) = (line + 1, 1)
        } else if byte & 0xC0 != 0x80 {
          column += 1
        }
      }
      offset += encoding.fileLength(of: bytes[index..<target], decoded: true)
      index = target
    }
  }

  /// The cells of the batch's records.
  var cells: [RecordBatch.Cell] = []
  /// The child tables of the batch.
  var children: [RecordBatch] = []
  /// Where each value begins in the record's text, -1 for none: of the records, and of each table's rows.
  private(set) var places: [Int] = []
  private(set) var childPlaces: [[Int]]
  /// Whether a value was found that only our copies of rejected records have.
  private(set) var hasMarks = false
  /// A value that came twice in its row: its column, and where it came again.
  private(set) var twice: (table: Int, column: Int, place: Int)?

  private let columnCount: Int
  private let encoding: TextEncoding
  private var number = 0
  private var begin = Count(index: 0, line: 1, column: 1, offset: 0)
  private var count = Count(index: 0, line: 1, column: 1, offset: 0)
  /// The first cell of the record, and of each table's present row; how many rows each table had before the record.
  private var first = 0
  private var firsts: [Int]
  private var rowsBefore: [Int]

  init(columnCount: Int, tables: Int, encoding: TextEncoding) {
    self.columnCount = columnCount
    self.encoding = encoding
    childPlaces = Array(repeating: [], count: tables)
    firsts = Array(repeating: 0, count: tables)
    rowsBefore = firsts
  }

  /// Forgets the places of the batch before.
  mutating func beginBatch() {
    places.removeAll(keepingCapacity: true)
    for table in childPlaces.indices { childPlaces[table].removeAll(keepingCapacity: true) }
  }

  /// Makes the cells of a record whose text begins at a place.
  mutating func beginRecord(_ number: Int, at place: Count) {
    (self.number, begin, count, twice) = (number, place, place, nil)
    first = cells.count
    for _ in 0..<columnCount {
      cells.append(.absent)
      places.append(-1)
    }
    for table in children.indices { rowsBefore[table] = children[table].count }
  }

  /// Takes back what a record had, which turned out to be faulty.
  mutating func clearRecord() {
    for index in first..<cells.count { cells[index] = .absent }
    for table in children.indices {
      let rows = rowsBefore[table]
      let cells = rows * children[table].columnCount
      children[table].records.removeSubrange(rows...)
      children[table].cells.removeSubrange(cells...)
      childPlaces[table].removeSubrange(cells...)
    }
  }

  /// Makes the cells of a row of a child table.
  mutating func beginRow(_ table: Int, at index: Int, bytes: [UInt8]) {
    // A value that is walked twice lies behind.
    if index < count.index { count = begin }
    count.advance(to: index, in: bytes, encoding: encoding)
    firsts[table] = children[table].cells.count
    for _ in 0..<children[table].columnCount {
      children[table].cells.append(.absent)
      childPlaces[table].append(-1)
    }
    children[table].records.append(
      RecordBatch.Extent(number: number, line: count.line, offset: count.offset, length: 0))
  }

  /// Says how long a row is.
  mutating func endRow(_ table: Int, from start: Int, to end: Int, bytes: [UInt8]) {
    let length = encoding.fileLength(of: bytes[start..<end], decoded: true)
    children[table].records[children[table].count - 1].length = length
  }

  /// Takes a value; `table` is -1 for the record's own.
  mutating func take(
    _ cell: RecordBatch.Cell, table: Int, column: Int, place: Int, bytes: [UInt8]
  ) {
    if table < 0 {
      guard column < columnCount else {
        hasMarks = true
        return
      }
      if places[first + column] >= 0 { twice = twice ?? (table, column, place) }
      cells[first + column] = cell
      places[first + column] = place
      return
    }
    let index = firsts[table] + column
    if childPlaces[table][index] >= 0 { twice = twice ?? (table, column, place) }
    childPlaces[table][index] = place
    guard cell.hasValue else {
      children[table].cells[index] = cell
      return
    }
    let start = Int(cell.start)
    children[table].cells[index] = children[table].store(bytes[start..<start + Int(cell.length)])
  }
}
