// SPDX-License-Identifier: Apache-2.0

/// How text stands in XML 1.0.
enum XMLText {
  /// Appends UTF-8 as character data, or inside double quotes as an attribute's value.
  ///
  /// Characters XML cannot hold at all (most below U+0020, U+FFFE, U+FFFF) become U+FFFD. A carriage return
  /// is a reference, for a reader would make a line feed of it.
  static func append(
    _ text: some Collection<UInt8>, isAttribute: Bool = false, to out: inout [UInt8]
  ) {
    var last: (UInt8, UInt8) = (0, 0)
    for byte in text {
      switch byte {
      case UInt8(ascii: "&"): out.append(contentsOf: "&amp;".utf8)
      case UInt8(ascii: "<"): out.append(contentsOf: "&lt;".utf8)
      case UInt8(ascii: ">"): out.append(contentsOf: "&gt;".utf8)
      case UInt8(ascii: "\""): out.append(contentsOf: "&quot;".utf8)
      case 0x0D: out.append(contentsOf: "&#13;".utf8)
      case 0x09 where isAttribute: out.append(contentsOf: "&#9;".utf8)
      case 0x0A where isAttribute: out.append(contentsOf: "&#10;".utf8)
      case 0x09, 0x0A: out.append(byte)
      case 0..<0x20: out.append(contentsOf: replacement)
      // U+FFFE and U+FFFF are EF BF BE and EF BF BF.
      case 0xBE, 0xBF:
        if last == (0xEF, 0xBF) {
          out.removeLast(2)
          out.append(contentsOf: replacement)
        } else {
          out.append(byte)
        }
      default: out.append(byte)
      }
      last = (last.1, byte)
    }
  }

  private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

  /// Whether a name can be an element's: ASCII letters, digits, `_`, `-` and `.`, beginning with a letter or `_`,
  /// and not with `xml`.
  static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, first.isLetter || first == UInt8(ascii: "_") else {
      return false
    }
    return !name.lowercased().hasPrefix("xml")
      && name.utf8.allSatisfy { byte in
        byte.isLetter || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      }
  }
}

extension UInt8 {
  fileprivate var isLetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }
}
