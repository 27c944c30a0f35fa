// SPDX-License-Identifier: Apache-2.0

import Catalogue

// How a field's bytes become its canonical value. Everything here runs once per record of files of many
// million records: no strings, no allocation, no exceptions.

/// The range of the bytes less the ASCII spaces, tabs and line ends around them: files that were split at the wrong
/// line end carry a CR inside the quotes of their last column.
@inline(__always)
func trimmed(_ bytes: Span<UInt8>) -> Range<Int> {
  var start = 0
  var end = bytes.count
  while start < end, bytes[start] == 0x20 || 0x09...0x0D ~= bytes[start] { start += 1 }
  while end > start, bytes[end - 1] == 0x20 || 0x09...0x0D ~= bytes[end - 1] { end -= 1 }
  return start..<end
}

/// A whole number in plain digits with an optional sign; nothing else, so that `1,000` and `1e3` are never
/// guessed at.
@inline(__always)
func readInteger(_ bytes: Span<UInt8>, within limits: ClosedRange<Int>) -> FieldValue {
  var index = 0
  var isNegative = false
  if bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") {
    isNegative = bytes[0] == UInt8(ascii: "-")
    index = 1
  }
  guard index < bytes.count else { return .fault(.notInteger) }
  var value: Int64 = 0
  while index < bytes.count {
    let digit = bytes[index] &- UInt8(ascii: "0")
    guard digit < 10 else { return .fault(.notInteger) }
    let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
    let (sum, tooLargeYet) = product.addingReportingOverflow(Int64(digit))
    guard !tooLarge, !tooLargeYet else { return .fault(.outOfRange) }
    value = sum
    index += 1
  }
  if isNegative { value = -value }
  return limits.contains(Int(value)) ? .integer(value) : .fault(.outOfRange)
}

/// A decimal number in plain digits with `mark` as its decimal mark, at most 18 digits, without trailing zeros.
@inline(__always)
func readDecimal(_ bytes: Span<UInt8>, mark: UInt8) -> FieldValue {
  var index = 0
  var isNegative = false
  if bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") {
    isNegative = bytes[0] == UInt8(ascii: "-")
    index = 1
  }
  var coefficient: Int64 = 0
  var scale = 0
  var digits = 0
  var isAfterMark = false
  while index < bytes.count {
    let byte = bytes[index]
    let digit = byte &- UInt8(ascii: "0")
    if digit < 10 {
      digits += 1
      if coefficient != 0 || digit != 0 {
        guard coefficient < 100_000_000_000_000_000 else { return .fault(.tooLong) }
        coefficient = coefficient * 10 + Int64(digit)
      }
      if isAfterMark { scale += 1 }
    } else if byte == mark, !isAfterMark, index + 1 < bytes.count {
      isAfterMark = true
    } else {
      // A space that no digit follows is no mark: what stands there is no part of a number.
      let space = NumberText.spaceLength(bytes, at: index)
      let isOtherMark =
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "'")
        || space > 0 && index + space < bytes.count
          && bytes[index + space] &- UInt8(ascii: "0") < 10
      return .fault(isOtherMark && digits > 0 ? .otherMark : .notDecimal)
    }
    index += 1
  }
  guard digits > 0 else { return .fault(.notDecimal) }
  while scale > 0, coefficient % 10 == 0 {
    coefficient /= 10
    scale -= 1
  }
  return .decimal(coefficient: isNegative ? -coefficient : coefficient, scale: scale)
}

/// The numeric part of an id: `123` or `gid://shopify/TYPE/123`.
@inline(__always)
func readID(_ bytes: Span<UInt8>, type: StaticBytes) -> FieldValue {
  var start = 0
  if bytes[0] == UInt8(ascii: "g") {
    guard bytes.count > type.bytes.count else { return .fault(.notID) }
    for index in type.bytes.indices where bytes[index] != type.bytes[index] {
      return .fault(.notID)
    }
    start = type.bytes.count
  }
  guard start < bytes.count, bytes[start] >= UInt8(ascii: "0") else { return .fault(.notID) }
  let value = readInteger(bytes.extracting(start..<bytes.count), within: 1...Int.max)
  if case .fault = value { return .fault(.notID) }
  return value
}

/// Bytes made once, compared often.
struct StaticBytes {
  /// The bytes.
  let bytes: [UInt8]

  /// The prefix of a gid of this type.
  init(gidOf type: String) { bytes = Array("gid://shopify/\(type)/".utf8) }
}

/// Whether a key looks like `1.23E+12`, what a spreadsheet leaves of a long number.
@inline(__always)
func isScientific(_ bytes: Span<UInt8>) -> Bool {
  guard bytes.count >= 4, bytes[0] &- UInt8(ascii: "0") < 10 else { return false }
  var index = 1
  while index < bytes.count,
    bytes[index] &- UInt8(ascii: "0") < 10 || bytes[index] == UInt8(ascii: ".")
      || bytes[index] == UInt8(ascii: ",")
  { index += 1 }
  guard index + 2 < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") else { return false }
  index += 1
  guard bytes[index] == UInt8(ascii: "+") else { return false }
  index += 1
  while index < bytes.count {
    guard bytes[index] &- UInt8(ascii: "0") < 10 else { return false }
    index += 1
  }
  return true
}
