// SPDX-License-Identifier: Apache-2.0

/// A single-byte encoding that agrees with ASCII: what each byte from 0x80 means in UTF-8.
package struct ByteTable: Sendable, Equatable {
  /// The UTF-8 of each byte 0x80…0xFF; empty where the encoding leaves it undefined.
  private var upper: [[UInt8]]

  /// The table of an encoding the C library knows under this name; nil where it is unknown, takes
  /// more than one byte a character, or does not hold ASCII.
  init?(encoding name: String) {
    guard let iconv = Iconv(from: name, to: "UTF-8") else { return nil }
    upper = []
    for byte in UInt8.min...UInt8.max {
      let character: [UInt8]
      switch iconv.turn([byte]) {
      case .turned(let bytes): character = bytes
      case .undefined: character = []
      case .unfinished: return nil
      }
      if byte >= 0x80 {
        upper.append(character)
      } else if character != [byte] {
        return nil
      }
    }
  }

  /// The UTF-8 of a byte; empty where the encoding has none.
  subscript(_ byte: UInt8) -> [UInt8] { byte < 0x80 ? [byte] : upper[Int(byte) - 0x80] }

  /// The character of a byte; nil where the encoding has none.
  func scalar(_ byte: UInt8) -> Unicode.Scalar? {
    String(decoding: self[byte], as: UTF8.self).unicodeScalars.first
  }

  /// The bytes of a text, with `?` for what the encoding lacks.
  func encode(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { scalar in
      if scalar.isASCII { return UInt8(scalar.value) }
      guard let index = upper.firstIndex(of: Array(String(scalar).utf8)) else {
        return UInt8(ascii: "?")
      }
      return UInt8(index + 0x80)
    }
  }
}
