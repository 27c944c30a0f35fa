// SPDX-License-Identifier: Apache-2.0

/// The cells of one row as UTF-8, end to end in one buffer that is used again for the next row.
package struct WrittenRow: Sendable {
  private(set) var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var nulls: [Bool] = []
  private var integers: [Bool] = []

  /// A row without cells.
  package init() {}

  /// Takes the cells away, keeps the memory.
  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    nulls.removeAll(keepingCapacity: true)
    integers.removeAll(keepingCapacity: true)
  }

  /// How many cells there are.
  package var count: Int { ends.count }

  /// A cell without a value.
  package mutating func appendNull() { end(isNull: true, isInteger: false) }

  /// A cell of bytes that should be UTF-8; what is not becomes U+FFFD, as does a NUL, which no format can hold.
  package mutating func append(_ text: UnsafeRawBufferPointer, isInteger: Bool = false) {
    let isPlain = text.allSatisfy { $0 != 0 && $0 < 0x80 }
    if isPlain {
      bytes.append(contentsOf: text)
    } else {
      appendRepaired(String(decoding: text, as: UTF8.self))
    }
    end(isNull: false, isInteger: isInteger)
  }

  /// A cell of text.
  package mutating func append(_ text: String) {
    appendRepaired(text)
    end(isNull: false, isInteger: false)
  }

  /// A whole number.
  package mutating func append(_ number: Int) {
    bytes.append(contentsOf: String(number).utf8)
    end(isNull: false, isInteger: true)
  }

  /// A cell that `body` appends to the buffer.
  package mutating func append(by body: (inout [UInt8]) -> Void) {
    body(&bytes)
    end(isNull: false, isInteger: false)
  }

  /// A cell's bytes; empty where it has no value.
  package subscript(_ index: Int) -> ArraySlice<UInt8> {
    bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }

  /// Whether a cell has no value.
  package func isNull(_ index: Int) -> Bool { nulls[index] }

  /// Whether a cell was a whole number in SQLite.
  package func isInteger(_ index: Int) -> Bool { integers[index] }

  /// A cell's text; empty where it has no value.
  package func text(_ index: Int) -> String { String(decoding: self[index], as: UTF8.self) }

  /// The row with a whole number in one of its cells.
  package func replacing(_ index: Int, with number: Int) -> WrittenRow {
    var row = WrittenRow()
    for cell in 0..<count {
      if cell == index {
        row.append(number)
      } else if nulls[cell] {
        row.appendNull()
      } else {
        row.bytes.append(contentsOf: self[cell])
        row.end(isNull: false, isInteger: integers[cell])
      }
    }
    return row
  }

  private mutating func end(isNull: Bool, isInteger: Bool) {
    ends.append(bytes.count)
    nulls.append(isNull)
    integers.append(isInteger)
  }

  private mutating func appendRepaired(_ text: String) {
    let text = text.utf8.contains(0) ? text.replacing("\u{0}", with: "\u{FFFD}") : text
    bytes.append(contentsOf: text.utf8)
  }
}
