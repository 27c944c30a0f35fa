// SPDX-License-Identifier: Apache-2.0

/// Texts of cells.
enum SheetText {
  /// Puts characters in the place of the form `_x000D_` that workbooks give to what XML cannot hold.
  static func unescape(_ bytes: inout [UInt8], from start: Int) {
    guard bytes.count - start >= 7, bytes[start...].contains(UInt8(ascii: "_")) else { return }
    var out: [UInt8] = []
    var index = start
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "_"), let code = code(in: bytes, at: index) {
        // SQLite ends a text at a NUL, and half a pair is no character.
        let scalar = Unicode.Scalar(code).flatMap { code == 0 ? nil : $0 } ?? "\u{FFFD}"
        out.append(contentsOf: scalar.utf8)
        index += 7
      } else {
        out.append(bytes[index])
        index += 1
      }
    }
    bytes.replaceSubrange(start..., with: out)
  }

  private static func code(in bytes: [UInt8], at index: Int) -> UInt32? {
    guard index + 6 < bytes.count, bytes[index + 1] == UInt8(ascii: "x"),
      bytes[index + 6] == UInt8(ascii: "_")
    else { return nil }
    var code: UInt32 = 0
    for byte in bytes[index + 2..<index + 6] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      code = code << 4 | UInt32(digit)
    }
    return code
  }
}
