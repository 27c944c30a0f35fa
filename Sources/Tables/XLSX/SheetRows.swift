// SPDX-License-Identifier: Apache-2.0

/// `xl/worksheets/sheetN.xml`: the rows that have ended, taken away as they are used.
final class SheetRows: PartTarget {
  /// The most columns a sheet has, and the most bytes of one row.
  static let maxColumns = 16_384
  static let maxRowBytes = 16 << 20

  /// A row with its cells' values.
  struct Row {
    /// Counted from 1.
    var number: Int
    /// In the order of their columns.
    var cells: [Cell] = []
    /// The first cell that holds an error.
    var error: Int?
  }

  /// A cell that is there.
  struct Cell {
    /// Counted from 0.
    var column: Int
    /// Where its value stands.
    var range: Range<Int>
    /// Whether that is a place among the texts all sheets share, or in `arena`.
    var isShared: Bool
  }

  private(set) var problem: TableError?
  /// Rows that have ended and hold something.
  var rows: [Row] = []
  /// The bytes of their values.
  var arena: [UInt8] = []

  private let name: String
  private let strings: SharedStrings
  private let kinds: [SheetNumber.Kind]
  private let countsFrom1904: Bool
  private let decimal: UInt8
  private var row = Row(number: 0)
  private var isInRow = false
  private var column = -1
  private var style = 0
  private var type = CellType.number
  private var start = 0
  /// What the values of the row being read take, each time a shared one is named.
  private var rowBytes = 0
  private var isInValue = false
  private var phonetic = 0

  private enum CellType { case number, shared, inline, text, flag, error }

  init(
    named name: String, strings: SharedStrings, kinds: [SheetNumber.Kind], countsFrom1904: Bool,
    decimal: UInt8
  ) {
    self.name = name
    self.strings = strings
    self.kinds = kinds
    self.countsFrom1904 = countsFrom1904
    self.decimal = decimal
  }

  /// Forgets rows and their bytes; the row being read keeps its own.
  func removeRows() {
    rows.removeAll(keepingCapacity: true)
    let from = row.cells.first { !$0.isShared }?.range.lowerBound ?? start
    let used = isInRow ? from : arena.count
    guard used > 0 else { return }
    arena.removeSubrange(..<min(used, arena.count))
    for index in row.cells.indices where !row.cells[index].isShared {
      let range = row.cells[index].range
      row.cells[index].range = range.lowerBound - used..<range.upperBound - used
    }
    start = max(0, start - used)
  }

  /// The bytes of a cell's value.
  func value(_ cell: Cell) throws(TableError) -> ArraySlice<UInt8> {
    guard cell.isShared else { return arena[cell.range] }
    do { return try strings.text(at: cell.range) } catch { throw .failure(error) }
  }

  func start(_ element: PartElement, _ attributes: PartAttributes) {
    switch element {
    case .row:
      let number = attributes.number("r") ?? row.number + 1
      guard number > row.number, number <= 1_048_576 else {
        refuse("its rows are not in order", at: number)
        return
      }
      (row, column, isInRow, start) = (Row(number: number), -1, true, arena.count)
      rowBytes = 0
    case .c where isInRow: startCell(attributes)
    case .v: isInValue = isInRow && type != .inline
    case .rPh: phonetic += 1
    case .t: isInValue = isInRow && type == .inline && phonetic == 0
    default: break
    }
  }

  private func startCell(_ attributes: PartAttributes) {
    var next = column + 1
    if let place = attributes.bytes("r") {
      next = 0
      for byte in place {
        let letter = byte & 0xDF
        guard letter >= 0x41, letter <= 0x5A, byte >= 0x41 else { break }
        next = next * 26 + Int(letter) - 0x40
        if next > Self.maxColumns { break }
      }
      next -= 1
    }
    guard next > column, next < Self.maxColumns else {
      refuse("its cells are not in order", at: row.number)
      return
    }
    (column, start) = (next, arena.count)
    style = attributes.number("s") ?? 0
    let word = attributes.bytes("t").map { String(decoding: $0, as: UTF8.self) }
    switch word {
    case nil, "n": type = .number
    case "s": type = .shared
    case "inlineStr": type = .inline
    case "b": type = .flag
    case "e": type = .error
    // The result of a formula, and a day in ISO 8601.
    case "str", "d": type = .text
    default: type = .text
    }
  }

  func text(_ bytes: UnsafeRawBufferPointer) {
    guard isInValue else { return }
    arena.append(contentsOf: bytes)
    if rowBytes + arena.count - start > Self.maxRowBytes { refuseLong() }
  }

  func end(_ element: PartElement) {
    switch element {
    case .v, .t: isInValue = false
    case .rPh: phonetic -= 1
    case .c where isInRow: endCell()
    case .row:
      isInRow = false
      if row.cells.contains(where: { !$0.range.isEmpty }) { rows.append(row) }
    default: break
    }
  }

  private func endCell() {
    switch type {
    case .number:
      guard arena.count > start else { return }
      let kind = kinds.indices.contains(style) ? kinds[style] : .number
      let text = SheetNumber.text(
        arena[start...], kind: kind, decimal: decimal, countsFrom1904: countsFrom1904)
      arena.replaceSubrange(start..., with: text)
    case .shared:
      let index = Int(String(decoding: arena[start...], as: UTF8.self))
      arena.removeSubrange(start...)
      addShared(index)
      return
    case .inline, .text: SheetText.unescape(&arena, from: start)
    case .flag:
      let isTrue = arena[start...].first == UInt8(ascii: "1")
      arena.replaceSubrange(start..., with: Array((isTrue ? "TRUE" : "FALSE").utf8))
    case .error: row.error = row.error ?? row.cells.count
    }
    add(start..<arena.count, isShared: false)
  }

  private func addShared(_ index: Int?) {
    do throws(ReadFailure) {
      guard let index, let place = try strings.place(index) else {
        refuse("a cell names a text that is not there", at: row.number)
        return
      }
      add(place, isShared: true)
    } catch { problem = .failure(error) }
  }

  private func add(_ range: Range<Int>, isShared: Bool) {
    row.cells.append(Cell(column: column, range: range, isShared: isShared))
    rowBytes += range.count
    if rowBytes > Self.maxRowBytes { refuseLong() }
  }

  private func refuseLong() {
    problem = .fault(
      Fault(
        "record-too-long", at: Position(file: name, line: row.number),
        "a row goes on beyond the limit", expected: "at most \(Self.maxRowBytes >> 20) MiB"))
  }

  private func refuse(_ what: String, at row: Int) {
    problem = .fault(
      Fault(
        "bad-sheet", at: Position(file: name, line: max(1, row)),
        "the sheet is not sound: \(what)", hint: "save it anew as .xlsx"))
  }
}
