// SPDX-License-Identifier: Apache-2.0

/// How the bytes of a file stand for characters.
package enum TextEncoding: Sendable, Equatable {
  case utf8
  case utf16(bigEndian: Bool)
  /// A single-byte encoding such as windows-1252.
  case singleByte(ByteTable)
  /// An encoding such as Shift_JIS or GB18030.
  case multiByte(MultiByteTable)

  /// The encoding of this IANA name, in any case; nil where Dray cannot read it.
  ///
  /// UTF-8, UTF-16 with or without an order in its name, and every encoding the C library knows that
  /// holds ASCII and keeps no state between characters.
  package init?(named name: String) {
    switch name.lowercased() {
    case "utf-8", "utf8": self = .utf8
    case "utf-16", "utf-16le", "utf16", "utf16le": self = .utf16(bigEndian: false)
    case "utf-16be", "utf16be": self = .utf16(bigEndian: true)
    default:
      guard let known = EncodingTables.encoding(named: name.lowercased()) else { return nil }
      self = known
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
    case .multiByte(let table):
      text.unicodeScalars.flatMap { scalar -> [UInt8] in
        if scalar.isASCII { return [UInt8(scalar.value)] }
        guard let iconv = Iconv(from: "UTF-8", to: table.name),
          case .turned(let bytes) = iconv.turn(Array(String(scalar).utf8))
        else { return [UInt8(ascii: "?")] }
        return bytes
      }
    }
  }

  /// How many bytes of the file some decoded bytes stand for.
  ///
  /// - Parameter bytes: UTF-8; for UTF-8 and single-byte encodings, the file's own.
  func fileLength(of bytes: some BidirectionalCollection<UInt8>, decoded: Bool = false) -> Int {
    switch self {
    case .utf8: return bytes.count
    case .singleByte:
      return decoded ? bytes.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) } : bytes.count
    case .utf16:
      return bytes.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : $1 < 0xF0 ? 2 : 4) }
    case .multiByte(let table):
      return String(decoding: bytes, as: UTF8.self).unicodeScalars
        .reduce(0) { $0 + table.width(of: $1) }
    }
  }

  /// A piece of a file, without its mark, as UTF-8, with U+FFFD for what means nothing; what it ends in the
  /// middle of is left out.
  package func decode(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    switch self {
    case .utf8: return Array(bytes)
    case .singleByte(let table):
      guard bytes.contains(where: { $0 >= 0x80 }) else { return Array(bytes) }
      return bytes.flatMap { byte in
        let character = table[byte]
        return character.isEmpty ? Array("\u{FFFD}".utf8) : character
      }
    case .utf16(let bigEndian):
      let bytes = Array(bytes)
      let units = (0..<bytes.count / 2).map { index -> UInt16 in
        let (first, second) = (UInt16(bytes[2 * index]), UInt16(bytes[2 * index + 1]))
        return bigEndian ? first << 8 | second : second << 8 | first
      }
      return Array(String(decoding: units, as: UTF16.self).utf8)
    case .multiByte(let table):
      guard let iconv = Iconv(from: table.name, to: "UTF-8") else { return [] }
      let bytes = Array(bytes)
      var text = String.UnicodeScalarView()
      var index = 0
      while index < bytes.count {
        switch table.character(at: index, of: bytes, end: bytes.count, iconv: iconv) {
        case .scalars(let scalars, let width):
          text.append(contentsOf: scalars)
          index += width
        case .undefined:
          text.append("\u{FFFD}")
          index += 1
        case .unfinished: index = bytes.count
        }
      }
      return Array(String(text).utf8)
    }
  }

  /// What it is called beside what a job says.
  func name(as stated: String?) -> String {
    switch self {
    case .utf8: "utf-8"
    case .utf16(let bigEndian): bigEndian ? "utf-16be" : "utf-16le"
    case .singleByte, .multiByte: stated?.lowercased() ?? "another"
    }
  }
}
