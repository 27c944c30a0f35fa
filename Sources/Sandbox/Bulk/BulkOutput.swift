// SPDX-License-Identifier: Apache-2.0

import Tables

/// The lines of a bulk operation's result: JSON Lines, slashes escaped as Shopify escapes them.
struct BulkOutput {
  private(set) var bytes: [UInt8] = []
  private(set) var lines = 0
  private(set) var roots = 0

  mutating func add(_ line: JSON, isRoot: Bool) {
    // In JSON a slash stands only within strings.
    for byte in line.bytes {
      if byte == UInt8(ascii: "/") { bytes.append(UInt8(ascii: "\\")) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\n"))
    lines += 1
    if isRoot { roots += 1 }
  }

  /// The result broken off in the middle of a line near its middle.
  var cut: [UInt8] {
    let half = bytes.count / 2
    let start = bytes[..<half].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    return Array(bytes[..<(start + (end - start) / 2)])
  }

  /// The result with its lines counted from 1.
  var countedFromOne: [UInt8] {
    var counted: [UInt8] = []
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      counted += Self.renumbered(line) { $0 + 1 }
    }
    return counted
  }

  /// The result with another answer beside its first line's, under the same number.
  var contradicted: [UInt8] {
    guard let line = bytes.split(separator: UInt8(ascii: "\n")).first,
      let number = Self.number(line)
    else { return bytes }
    let other: JSON = [
      "errors": [["message": "Invalid input"]], "__lineNumber": JSON(number),
    ]
    return bytes + other.bytes + [UInt8(ascii: "\n")]
  }

  private static let mark = Array(#""__lineNumber":"#.utf8)

  private static func number(_ line: ArraySlice<UInt8>) -> Int? {
    guard let at = line.firstRange(of: mark) else { return nil }
    return Int(
      String(decoding: line[at.upperBound...].prefix { (48...57).contains($0) }, as: UTF8.self))
  }

  private static func renumbered(_ line: ArraySlice<UInt8>, _ change: (Int) -> Int) -> [UInt8] {
    guard let at = line.firstRange(of: mark), let number = number(line) else { return Array(line) }
    let end = line[at.upperBound...].firstIndex { !(48...57).contains($0) } ?? line.endIndex
    return Array(line[..<at.upperBound]) + Array(String(change(number)).utf8) + Array(line[end...])
      + [UInt8(ascii: "\n")]
  }
}
