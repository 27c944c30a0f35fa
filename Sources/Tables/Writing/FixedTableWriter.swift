// SPDX-License-Identifier: Apache-2.0

/// A table as lines in which every value has its place; no header.
///
/// A control character becomes a space. A value longer than its place is never cut: the first of them is the writer's
/// complaint, and the file must not be used.
package struct FixedTableWriter: TableWriter {
  /// The place of one column.
  package struct Place: Sendable, Equatable {
    /// The column's name.
    package var name: String
    /// The first character, from 1.
    package var start: Int
    /// How many characters.
    package var width: Int
    /// Whether the padding stands before the value.
    package var isRight: Bool
    /// What fills the place: a space, or a zero for numbers.
    package var padding: UInt8

    /// A column's place.
    package init(
      _ name: String, start: Int, width: Int, isRight: Bool = false,
      padding: UInt8 = UInt8(ascii: " ")
    ) {
      self.name = name
      self.start = start
      self.width = width
      self.isRight = isRight
      self.padding = padding
    }
  }

  package private(set) var complaint: String?
  /// In the order of their places, with the column each is of.
  private let places: [(place: Place, column: Int)]
  private var rows = 0

  /// A writer of these columns; those without a place are left out, as are places without a column.
  package init(_ columns: [WrittenColumn], places: [Place]) {
    self.places = places.compactMap { place in
      columns.firstIndex { $0.name == place.name }.map { (place, $0) }
    }.sorted { $0.0.start < $1.0.start }
  }

  package mutating func begin(into out: inout [UInt8]) {}

  package mutating func write(_ row: WrittenRow, opensRecord: Bool, into out: inout [UInt8]) {
    rows += 1
    var column = 1
    for (place, index) in places {
      out.append(contentsOf: repeatElement(0x20, count: max(0, place.start - column)))
      append(row[index], at: place, to: &out)
      column = place.start + place.width
    }
    while out.last == 0x20 { out.removeLast() }
    out.append(contentsOf: "\r\n".utf8)
  }

  package mutating func end(_ trailer: TableTrailer?, into out: inout [UInt8]) {
    guard let trailer else { return }
    out.append(contentsOf: "\(trailer.mark)\r\n".utf8)
  }

  private mutating func append(
    _ value: ArraySlice<UInt8>, at place: Place, to out: inout [UInt8]
  ) {
    let count = value.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    if count > place.width, complaint == nil {
      complaint =
        "the column \(place.name) has room for \(place.width) characters, and row \(rows) has \(count): "
        + "'\(String(decoding: value.prefix(80), as: UTF8.self))'"
    }
    let missing = repeatElement(place.padding, count: max(0, place.width - count))
    // The sign of a number stands before the zeros.
    let sign = place.isRight && place.padding == 0x30 && value.first == UInt8(ascii: "-") ? 1 : 0
    out.append(contentsOf: value.prefix(sign))
    if place.isRight { out.append(contentsOf: missing) }
    for byte in value.dropFirst(sign) { out.append(byte < 0x20 || byte == 0x7F ? 0x20 : byte) }
    if !place.isRight { out.append(contentsOf: missing) }
  }
}
