// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A single-byte encoding that agrees with ASCII: what each byte from 0x80 means in UTF-8.
package struct ByteTable: Sendable, Equatable {
  /// The UTF-8 of each byte 0x80…0xFF; empty where the encoding leaves it undefined.
  private var upper: [[UInt8]]

  /// The table of an encoding the C library knows under this name; nil where it is unknown, takes
  /// more than one byte a character, or does not hold ASCII.
  init?(encoding name: String) {
    guard let handle = iconv_open("UTF-8", name), Int(bitPattern: handle) != -1 else { return nil }
    defer { _ = iconv_close(handle) }
    upper = []
    for byte in UInt8.min...UInt8.max {
      let character: [UInt8]
      switch ByteTable.convert(byte, with: handle) {
      case .character(let bytes): character = bytes
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

  private enum Conversion {
    case character([UInt8])
    case undefined
    case unfinished
  }

  private static func convert(_ byte: UInt8, with handle: iconv_t) -> Conversion {
    var input = CChar(bitPattern: byte)
    var output = [CChar](repeating: 0, count: 16)
    var (inputLeft, outputLeft) = (1, output.count)
    _ = iconv(handle, nil, nil, nil, nil)
    let failed = withUnsafeMutablePointer(to: &input) { source in
      output.withUnsafeMutableBufferPointer { target in
        var (from, to): (UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<CChar>?) = (
          source, target.baseAddress
        )
        return iconv(handle, &from, &inputLeft, &to, &outputLeft) == -1
      }
    }
    if failed { return errno == EILSEQ ? .undefined : .unfinished }
    let bytes = output.prefix(output.count - outputLeft).map { UInt8(bitPattern: $0) }
    // A stateful or composing encoding holds the byte back.
    return bytes.isEmpty ? .unfinished : .character(bytes)
  }
}
