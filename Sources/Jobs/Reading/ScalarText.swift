// SPDX-License-Identifier: Apache-2.0

import Tables

/// How the small texts of a config file are read; each gives nil for what it does not understand.
enum ScalarText {
  /// `500ms`, `10s`, `5m`, `2h`, `90d`, `2w`.
  static func duration(_ text: String) -> Duration? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int64(digits) else { return nil }
    let unit: Int64? =
      switch text.dropFirst(digits.count) {
      case "ms": 1
      case "s": 1_000
      case "m": 60_000
      case "h": 3_600_000
      case "d": 86_400_000
      case "w": 604_800_000
      default: nil
      }
    guard let unit else { return nil }
    let (milliseconds, overflow) = count.multipliedReportingOverflow(by: unit)
    return overflow ? nil : .milliseconds(milliseconds)
  }

  /// `30%`, `0.5%`, from 0 to 100.
  static func percent(_ text: String) -> ExactDecimal? {
    guard text.hasSuffix("%") else { return nil }
    let parts = text.dropLast().split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count),
      parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber } })
    else { return nil }
    let scale = parts.count == 2 ? parts[1].count : 0
    guard scale <= 10, parts[0].count <= 10, let digits = Int128(parts.joined()) else { return nil }
    var hundred: Int128 = 100
    for _ in 0..<scale { hundred *= 10 }
    return digits <= hundred ? ExactDecimal(coefficient: digits, scale: scale) : nil
  }

  /// `1048576`, `500MB`, `8GiB`.
  static func size(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int(digits) else { return nil }
    let unit: Int? =
      switch text.dropFirst(digits.count) {
      case "", "B": 1
      case "kB", "KB": 1_000
      case "MB": 1_000_000
      case "GB": 1_000_000_000
      case "TB": 1_000_000_000_000
      case "KiB": 1 << 10
      case "MiB": 1 << 20
      case "GiB": 1 << 30
      case "TiB": 1 << 40
      default: nil
      }
    guard let unit else { return nil }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: unit)
    return overflow ? nil : bytes
  }

  /// One ASCII character that is no line end, or `tab`.
  static func character(_ text: String) -> UInt8? {
    if text == "tab" { return UInt8(ascii: "\t") }
    let bytes = Array(text.utf8)
    guard bytes.count == 1, bytes[0] < 0x80, bytes[0] == 0x09 || bytes[0] >= 0x20, bytes[0] != 0x7F
    else { return nil }
    return bytes[0]
  }
}
