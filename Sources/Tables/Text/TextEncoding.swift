// SPDX-License-Identifier: Apache-2.0

/// How the bytes of a file stand for characters.
package enum TextEncoding: Sendable, Equatable {
  case utf8
  case utf16(bigEndian: Bool)
  /// A single-byte encoding such as windows-1252.
  case singleByte(ByteTable)

  /// The encoding of this IANA name, in any case; nil where Dray cannot read it.
  ///
  /// UTF-8, UTF-16 with or without an order in its name, and every single-byte encoding that holds
  /// ASCII and that the C library knows.
  package init?(named name: String) {
    switch name.lowercased() {
    case "utf-8", "utf8": self = .utf8
    case "utf-16", "utf-16le", "utf16", "utf16le": self = .utf16(bigEndian: false)
    case "utf-16be", "utf16be": self = .utf16(bigEndian: true)
    default:
      guard let table = ByteTable(encoding: name) else { return nil }
      self = .singleByte(table)
    }
  }

  /// The encoding a byte order mark at the start of a file states, and the mark's length.
  static func marked(_ start: some Collection<UInt8>) -> (encoding: TextEncoding, length: Int)? {
    if start.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if start.starts(with: [0xFF, 0xFE]) { return (.utf16(bigEndian: false), 2) }
    if start.starts(with: [0xFE, 0xFF]) { return (.utf16(bigEndian: true), 2) }
    return nil
  }

  /// The bytes of a text in this encoding, without a byte order mark; `?` stands for what it lacks.
  package func encode(_ text: String) -> [UInt8] {
    switch self {
    case .utf8: Array(text.utf8)
    case .utf16(let bigEndian):
      text.utf16.flatMap { unit in
        let (high, low) = (UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit))
        return bigEndian ? [high, low] : [low, high]
      }
    case .singleByte(let table): table.encode(text)
    }
  }

  /// How many bytes of the file a character with this first UTF-8 byte takes; 0 for a later byte.
  @inline(__always)
  func width(ofLeading byte: UInt8) -> Int {
    if byte & 0xC0 == 0x80 { return 0 }
    switch self {
    case .utf8: return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
    case .utf16: return byte < 0xF0 ? 2 : 4
    case .singleByte: return 1
    }
  }
}
