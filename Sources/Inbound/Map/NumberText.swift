// SPDX-License-Identifier: Apache-2.0

import Jobs

/// Takes the marks between groups of digits out of a number.
enum NumberText {
  /// Appends a number without them; all else stays as it is, to be judged by whoever reads it.
  ///
  /// - Returns: false where a mark stands in a wrong place: the groups of a whole part are three digits each, the
  ///   first one to three and not a nought, so that `0.123`, `1.23` and `1.2345` are never taken for groups.
  static func appendUngrouped(
    _ bytes: Span<UInt8>, _ marks: NumberMarks, to out: inout [UInt8]
  ) -> Bool {
    guard let thousands = marks.thousands else {
      for index in bytes.indices { out.append(bytes[index]) }
      return true
    }
    var index = 0
    var inGroup = 0
    var groups = 0
    var isWhole = true
    var begin: UInt8 = 0
    while index < bytes.count {
      let byte = bytes[index]
      let length = isWhole ? markLength(thousands, bytes, at: index) : 0
      if length > 0 {
        guard groups == 0 ? (1...3).contains(inGroup) && begin != UInt8(ascii: "0") : inGroup == 3
        else { return false }
        groups += 1
        inGroup = 0
        index += length
        continue
      }
      if byte &- UInt8(ascii: "0") < 10 {
        if inGroup == 0, groups == 0 { begin = byte }
        inGroup += 1
      } else if byte == marks.decimal, isWhole {
        guard groups == 0 || inGroup == 3 else { return false }
        isWhole = false
      }
      out.append(byte)
      index += 1
    }
    return !isWhole || groups == 0 || inGroup == 3
  }

  /// How many bytes such a mark takes here; 0 where there is none.
  private static func markLength(
    _ thousands: NumberMarks.Thousands, _ bytes: Span<UInt8>, at index: Int
  ) -> Int {
    let byte = bytes[index]
    switch thousands {
    case .point: return byte == UInt8(ascii: ".") ? 1 : 0
    case .comma: return byte == UInt8(ascii: ",") ? 1 : 0
    case .apostrophe:
      if byte == UInt8(ascii: "'") { return 1 }
      return follows(bytes, index, 0xE2, 0x80, 0x99) ? 3 : 0
    case .space: return spaceLength(bytes, at: index)
    }
  }

  /// How many bytes a space takes here: the common one, one that does not break, or a thin one.
  static func spaceLength(_ bytes: Span<UInt8>, at index: Int) -> Int {
    switch bytes[index] {
    case 0x20, 0x09: 1
    case 0xC2: index + 1 < bytes.count && bytes[index + 1] == 0xA0 ? 2 : 0
    case 0xE2:
      follows(bytes, index, 0xE2, 0x80, 0xAF) || follows(bytes, index, 0xE2, 0x80, 0x89) ? 3 : 0
    default: 0
    }
  }

  private static func follows(
    _ bytes: Span<UInt8>, _ index: Int, _ one: UInt8, _ two: UInt8, _ three: UInt8
  ) -> Bool {
    index + 2 < bytes.count && bytes[index] == one && bytes[index + 1] == two
      && bytes[index + 2] == three
  }
}
