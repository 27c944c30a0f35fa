// SPDX-License-Identifier: Apache-2.0

/// Some thousand decoded records: one arena of bytes and ranges into it.
///
/// Readers refill one batch over and over, so that memory is bounded by the batch and a value stays a
/// byte range until someone needs a string. Every value is valid UTF-8, whatever the file's encoding;
/// bytes of `bytes` that no cell covers may be anything.
package struct RecordBatch: Sendable {
  /// One value: a range of `bytes`, or an absent value.
  package struct Cell: Sendable, Equatable {
    /// The first byte in `bytes`; `UInt32.max` means the field is absent from its record.
    package var start: UInt32
    /// How many bytes.
    package var length: UInt32

    /// A cell over `length` bytes from `start`.
    package init(start: UInt32, length: UInt32) {
      self.start = start
      self.length = length
    }

    /// A field its record does not have (not the same as an empty one).
    package static let absent = Cell(start: .max, length: 0)

    /// Whether the record lacks this field.
    package var isAbsent: Bool { start == .max }
  }

  /// What is known of one record besides its values.
  package struct Extent: Sendable, Equatable {
    /// Counted from 1 over the whole file, the header left out.
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

  /// An empty batch for a table with so many columns.
  package init(columnCount: Int) { self.columnCount = columnCount }

  /// How many records it holds.
  package var count: Int { records.count }

  /// The cell of one record's column.
  @inlinable package func cell(_ record: Int, _ column: Int) -> Cell {
    cells[record &* columnCount &+ column]
  }

  /// The value as text; `nil` where the field is absent.
  package func string(_ record: Int, _ column: Int) -> String? {
    let cell = cell(record, column)
    guard !cell.isAbsent else { return nil }
    let start = Int(cell.start)
    return String(decoding: bytes[start..<start + Int(cell.length)], as: UTF8.self)
  }

  /// Forgets the records and keeps the storage.
  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    cells.removeAll(keepingCapacity: true)
    records.removeAll(keepingCapacity: true)
  }
}
