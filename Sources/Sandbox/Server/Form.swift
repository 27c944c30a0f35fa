// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Fields of a posted form, and its file where it has one.
struct Form {
  var fields: [String: String] = [:]
  var file: [UInt8]?

  /// Reads `application/x-www-form-urlencoded`.
  init(encoded body: [UInt8]) {
    for pair in String(decoding: body, as: UTF8.self).split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      fields[Self.decoded(parts[0])] = parts.count > 1 ? Self.decoded(parts[1]) : ""
    }
  }

  /// Reads `multipart/form-data`; nil where it does not hold to its boundary. What follows the field `file` is
  /// passed over, as Google's storage does.
  init?(multipart body: [UInt8], contentType: String) {
    guard let range = contentType.range(of: "boundary=") else { return nil }
    let name = contentType[range.upperBound...].prefix { $0 != ";" }
      .drop { $0 == "\"" }.prefix { $0 != "\"" }
    let boundary = Array("--\(name)".utf8)
    guard var start = Self.find(boundary, in: body, from: 0) else { return nil }
    while true {
      start += boundary.count
      if body[start...].starts(with: "--".utf8) { return }
      guard let headEnd = Self.find(Array("\r\n\r\n".utf8), in: body, from: start),
        let end = Self.find(Array("\r\n".utf8) + boundary, in: body, from: headEnd + 2)
      else { return nil }
      let head = String(decoding: body[start..<headEnd], as: UTF8.self)
      let content = headEnd + 4 <= end ? body[(headEnd + 4)..<end] : []
      if let field = Self.fieldName(head) {
        if field == "file" {
          file = Array(content)
          return
        }
        fields[field] = String(decoding: content, as: UTF8.self)
      }
      start = end + 2
    }
  }

  private static func fieldName(_ head: String) -> String? {
    guard let range = head.range(of: " name=\"") else { return nil }
    return String(head[range.upperBound...].prefix { $0 != "\"" })
  }

  private static func find(_ pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard let first = pattern.first, bytes.count >= pattern.count else { return nil }
    var index = start
    while index <= bytes.count - pattern.count {
      guard let hit = bytes[index...].firstIndex(of: first) else { return nil }
      guard hit <= bytes.count - pattern.count else { return nil }
      if bytes[hit..<(hit + pattern.count)].elementsEqual(pattern) { return hit }
      index = hit + 1
    }
    return nil
  }

  private static func decoded(_ text: Substring) -> String {
    var out: [UInt8] = []
    var bytes = Array(text.utf8)[...]
    while let byte = bytes.popFirst() {
      if byte == UInt8(ascii: "+") {
        out.append(32)
      } else if byte == UInt8(ascii: "%"), bytes.count >= 2,
        let code = UInt8(String(decoding: bytes.prefix(2), as: UTF8.self), radix: 16)
      {
        out.append(code)
        bytes = bytes.dropFirst(2)
      } else {
        out.append(byte)
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
