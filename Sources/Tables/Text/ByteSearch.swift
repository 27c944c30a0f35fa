// SPDX-License-Identifier: Apache-2.0

import Glibc

extension [UInt8] {
  /// The first zero byte of a range.
  func firstZero(from start: Int, to end: Int) -> Int? {
    withUnsafeBytes { buffer -> Int? in
      let part = UnsafeRawBufferPointer(rebasing: buffer[start..<end])
      guard let base = part.baseAddress, let found = memchr(base, 0, part.count) else { return nil }
      return start + (UnsafeRawPointer(found) - base)
    }
  }

  /// Whether a range holds anything but ASCII.
  func hasHighByte(from start: Int, to end: Int) -> Bool {
    let bytes = span.bytes
    var index = start
    while end - index >= 8 {
      if bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
        & 0x8080_8080_8080_8080 != 0
      {
        return true
      }
      index += 8
    }
    while index < end {
      if self[index] >= 0x80 { return true }
      index += 1
    }
    return false
  }

  /// The first bytes of a range that are not UTF-8.
  func firstInvalidUTF8(from start: Int, to end: Int) -> Range<Int>? {
    do {
      _ = try UTF8Span(validating: span.extracting(start..<end))
      return nil
    } catch {
      return start + error.byteOffsets.lowerBound..<start + error.byteOffsets.upperBound
    }
  }
}
