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
}
