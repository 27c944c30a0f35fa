// SPDX-License-Identifier: Apache-2.0

extension JSON {
  /// The most compact text: no white space, members in order, control characters, U+2028 and U+2029
  /// escaped, so that a value never breaks a line of JSON Lines.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// `text` as UTF-8.
  package var bytes: [UInt8] {
    var out: [UInt8] = []
    write(to: &out)
    return out
  }

  /// Appends `text` to a buffer.
  package func write(to out: inout [UInt8]) {
    switch self {
    case .null: out.append(contentsOf: "null".utf8)
    case .bool(let value): out.append(contentsOf: (value ? "true" : "false").utf8)
    case .number(let text): out.append(contentsOf: text.utf8)
    case .string(let value): JSON.writeQuoted(value, to: &out)
    case .array(let items):
      out.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        item.write(to: &out)
      }
      out.append(UInt8(ascii: "]"))
    case .object(let members):
      out.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        JSON.writeQuoted(member.name, to: &out)
        out.append(UInt8(ascii: ":"))
        member.value.write(to: &out)
      }
      out.append(UInt8(ascii: "}"))
    }
  }

  private static let hex = Array("0123456789abcdef".utf8)

  private static func writeQuoted(_ value: String, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    // Copied in runs between the bytes that are escaped.
    var value = value
    value.withUTF8 { bytes in
      var start = 0
      var index = 0
      while index < bytes.count {
        guard let (escape, length) = escape(bytes, at: index) else {
          index += 1
          continue
        }
        out.append(contentsOf: bytes[start..<index])
        out.append(contentsOf: escape)
        index += length
        start = index
      }
      out.append(contentsOf: bytes[start...])
    }
    out.append(UInt8(ascii: "\""))
  }

  /// How what stands at `index` is escaped, and how many bytes it has; nil where it stands as it is.
  @inline(__always)
  private static func escape(
    _ bytes: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> (escape: [UInt8], length: Int)? {
    let byte = bytes[index]
    switch byte {
    case UInt8(ascii: "\""): return (Array(#"\""#.utf8), 1)
    case UInt8(ascii: "\\"): return (Array(#"\\"#.utf8), 1)
    case UInt8(ascii: "\n"): return (Array(#"\n"#.utf8), 1)
    case UInt8(ascii: "\r"): return (Array(#"\r"#.utf8), 1)
    case UInt8(ascii: "\t"): return (Array(#"\t"#.utf8), 1)
    case 0..<0x20: return (Array(#"\u00"#.utf8) + [hex[Int(byte >> 4)], hex[Int(byte & 15)]], 1)
    // U+2028 and U+2029
    case 0xE2 where index + 2 < bytes.count && bytes[index + 1] == 0x80:
      switch bytes[index + 2] {
      case 0xA8: return (Array(#"\u2028"#.utf8), 3)
      case 0xA9: return (Array(#"\u2029"#.utf8), 3)
      default: return nil
      }
    default: return nil
    }
  }
}
