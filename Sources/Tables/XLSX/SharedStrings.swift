// SPDX-License-Identifier: Apache-2.0

/// `xl/sharedStrings.xml`: texts that cells name by number. Beyond a few megabytes they stand in a file without a name.
final class SharedStrings: PartTarget {
  /// How much of the texts and of their places stands in memory.
  static let memoryBytes = 32 << 20

  private(set) var problem: TableError?
  /// How many there are.
  private(set) var count = 0

  private let name: String
  private let texts: OverflowBytes
  /// Of each text, where it begins and how long it is, in one word of eight bytes.
  private let places: OverflowBytes
  private var text: [UInt8] = []
  private var isInText = false
  private var phonetic = 0

  private static let lengthBits = 32

  /// - Parameters:
  ///   - path: the workbook.
  ///   - name: what faults call it.
  init(named name: String, beside path: String, memoryBytes: Int = SharedStrings.memoryBytes) {
    self.name = name
    texts = OverflowBytes(limit: memoryBytes / 4 * 3, beside: path)
    places = OverflowBytes(limit: memoryBytes / 4, beside: path)
  }

  /// How many bytes of them stand in memory.
  var inMemory: Int { texts.inMemory + places.inMemory }

  /// Where a text stands, by its number; nil where there is none.
  func place(_ index: Int) throws(ReadFailure) -> Range<Int>? {
    guard index >= 0, index < count else { return nil }
    let word = try places.bytes(index * 8..<index * 8 + 8).reduce(UInt64(0)) {
      $0 << 8 | UInt64($1)
    }
    let start = Int(word >> Self.lengthBits)
    return start..<start + Int(UInt32(truncatingIfNeeded: word))
  }

  /// The text that stands at a place.
  func text(at place: Range<Int>) throws(ReadFailure) -> ArraySlice<UInt8> {
    try texts.bytes(place)
  }

  func start(_ element: PartElement, _ attributes: PartAttributes) {
    if element == .t { isInText = phonetic == 0 }
    if element == .rPh { phonetic += 1 }
  }

  func end(_ element: PartElement) {
    switch element {
    case .t: isInText = false
    case .rPh: phonetic -= 1
    case .si: add()
    default: break
    }
  }

  func text(_ bytes: UnsafeRawBufferPointer) {
    guard isInText else { return }
    text.append(contentsOf: bytes)
    if text.count > SheetRows.maxRowBytes {
      problem = .fault(
        Fault(
          "xlsx-limit", at: Position(file: name, line: 1),
          "a text of the workbook is longer than a row may be",
          expected: "at most \(SheetRows.maxRowBytes >> 20) MiB"))
    }
  }

  private func add() {
    SheetText.unescape(&text, from: 0)
    // An archive unpacks to no more than 2 GiB.
    let word = UInt64(texts.count) << Self.lengthBits | UInt64(text.count)
    do throws(ReadFailure) {
      try places.append((0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) })
      try texts.append(text)
    } catch { problem = .failure(error) }
    count += 1
    text.removeAll(keepingCapacity: true)
  }
}
