// SPDX-License-Identifier: Apache-2.0

/// A reader of JSON that meets escapes in strings.
protocol JSONEscapes {
  /// Where it stands.
  var index: Int { get set }
  /// The byte there; 0 at the end.
  func byte() -> UInt8
  /// What is wrong there.
  func fault(_ reason: String) -> JSONSyntaxError
}

extension JSONEscapes {
  /// The character of the escape whose backslash has just been passed.
  @inline(__always)
  mutating func escaped() throws(JSONSyntaxError) -> Unicode.Scalar {
    let kind = byte()
    index += 1
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(kind)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      var code = try hexQuad()
      if 0xD800..<0xDC00 ~= code, passes(UInt8(ascii: "\\")), passes(UInt8(ascii: "u")) {
        let low = try hexQuad()
        guard 0xDC00..<0xE000 ~= low else { throw fault("half a surrogate pair") }
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw fault("half a surrogate pair") }
      return scalar
    default: throw fault("an unknown escape")
    }
  }

  @inline(__always)
  private mutating func passes(_ wanted: UInt8) -> Bool {
    guard byte() == wanted else { return false }
    index += 1
    return true
  }

  private mutating func hexQuad() throws(JSONSyntaxError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      let digit = byte()
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): code = code << 4 | UInt32(digit & 0xF)
      case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
        code = code << 4 | UInt32(digit & 0xF) + 9
      default: throw fault("expected four hexadecimal digits")
      }
      index += 1
    }
    return code
  }
}
