// SPDX-License-Identifier: Apache-2.0

/// Some thousand decoded records: one arena of bytes and ranges into it.
///
/// Readers refill one batch over and over, so that memory is bounded by the batch and a value stays a
/// byte range until someone needs a string. Every value is valid UTF-8, whatever the file's encoding;
/// bytes of `bytes` that no cell covers may be anything.
package struct RecordBatch: Sendable {
  /// One value: a range of `bytes`; or absent, or null.
  ///
  /// Absent, empty and null differ: the record does not have the field; it has it and nothing is in it; it
  /// says that there is no value (JSON `null`, `xsi:nil="true"`). CSV, fixed width and XLSX know no null.
  package struct Cell: Sendable, Equatable {
    /// The first byte in `bytes`; `UInt32.max` in a cell without a value.
    package var start: UInt32
    /// How many bytes; in a cell without a value 0 where it is absent, 1 where it is null.
    package var length: UInt32

    /// A cell over `length` bytes from `start`.
    package init(start: UInt32, length: UInt32) {
      self.start = start
      self.length = length
    }

    /// A field its record does not have (not the same as an empty one).
    package static let absent = Cell(start: .max, length: 0)

    /// A field its record has, with the word that it has no value.
    package static let null = Cell(start: .max, length: 1)

    /// Whether the record lacks this field.
    package var isAbsent: Bool { self == .absent }
    /// Whether the record says that this field has no value.
    package var isNull: Bool { self == .null }
    /// Whether bytes stand behind it: neither absent nor null. An empty value is one.
    package var hasValue: Bool { start != .max }
  }

  /// What is known of one record besides its values.
  package struct Extent: Sendable, Equatable {
    /// Counted from 1 over the whole file, the header left out; in a child table the number of the record
    /// that the row is part of.
    package var number: Int
    /// The physical line it begins on, counted from 1.
    package var line: Int
    /// The file offset of its first byte, in the file's own encoding.
    package var offset: Int
    /// How many bytes of the file it takes, its line end included.
    package var length: Int
    // Boxed: most records have none, and a batch holds thousands of extents.
    private var boxedFault: FaultBox?

    /// What is wrong with it as a whole (ragged, undecodable); its cells are then empty.
    package var fault: Fault? {
      get { boxedFault?.fault }
      set { boxedFault = newValue.map(FaultBox.init) }
    }

    private final class FaultBox: Sendable, Equatable {
      let fault: Fault
      init(_ fault: Fault) { self.fault = fault }
      static func == (left: FaultBox, right: FaultBox) -> Bool { left.fault == right.fault }
    }

    /// Where one record stands.
    package init(number: Int, line: Int, offset: Int, length: Int, fault: Fault? = nil) {
      self.number = number
      self.line = line
      self.offset = offset
      self.length = length
      if let fault { boxedFault = FaultBox(fault) }
    }
  }

  /// The arena all cells point into.
  package var bytes: [UInt8] = []
  /// `columnCount` cells for each record, record after record.
  package var cells: [Cell] = []
  /// One for each record.
  package var records: [Extent] = []
  /// How many cells each record has: the number of columns.
  package var columnCount: Int
  /// The rows of the reader's child tables that belong to these records, one batch for each table in the
  /// order of `RecordReader.children`; rows stand in file order, by rising `number`.
  package var children: [RecordBatch] = []

  /// An empty batch for a table with so many columns.
  package init(columnCount: Int) { self.columnCount = columnCount }

  /// How many records it holds.
  package var count: Int { records.count }

  /// The cell of one record's column.
  @inlinable package func cell(_ record: Int, _ column: Int) -> Cell {
    cells[record &* columnCount &+ column]
  }

  /// The value as text; `nil` where the field is absent or null.
  package func string(_ record: Int, _ column: Int) -> String? {
    let cell = cell(record, column)
    guard cell.hasValue else { return nil }
    let start = Int(cell.start)
    return String(decoding: bytes[start..<start + Int(cell.length)], as: UTF8.self)
  }

  /// Forgets the records and keeps the storage.
  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    cells.removeAll(keepingCapacity: true)
    records.removeAll(keepingCapacity: true)
    for index in children.indices { children[index].removeAll() }
  }

  /// Forgets the records and takes the shape of a reader's tables; the storage is kept.
  package mutating func reset(columnCount: Int, children tables: [ChildTable]) {
    removeAll()
    self.columnCount = columnCount
    if children.count != tables.count {
      children = tables.map { RecordBatch(columnCount: $0.columns.count) }
    }
    for (index, table) in tables.enumerated() { children[index].columnCount = table.columns.count }
  }
}
