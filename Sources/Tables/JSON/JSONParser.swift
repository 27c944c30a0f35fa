// SPDX-License-Identifier: Apache-2.0

/// Text that is not JSON (RFC 8259), with the byte where it stops being so.
package struct JSONSyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The offset of the offending byte, from 0.
  package var offset: Int
  /// What was wrong there.
  package var reason: String

  package var description: String { "not JSON at byte \(offset): \(reason)" }
}

extension JSON {
  /// Reads one JSON text (RFC 8259), at most 512 levels deep; a repeated member name keeps both.
  package init(parsing bytes: some Sequence<UInt8>) throws(JSONSyntaxError) {
    var parser = JSONParser(bytes: Array(bytes))
    self = try parser.document()
  }

  /// Reads one JSON text.
  package init(parsing text: String) throws(JSONSyntaxError) {
    try self.init(parsing: text.utf8)
  }
}

private struct JSONParser: JSONEscapes {
  let bytes: [UInt8]
  var index = 0
  var depth = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(JSONSyntaxError) -> JSON {
    let value = try value()
    skipSpace()
    guard index == bytes.count else { throw fault("more after the value") }
    return value
  }

  func byte() -> UInt8 { index < bytes.count ? bytes[index] : 0 }

  func fault(_ reason: String) -> JSONSyntaxError {
    JSONSyntaxError(offset: index, reason: reason)
  }

  private mutating func skipSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      default: return
      }
    }
  }

  private mutating func value() throws(JSONSyntaxError) -> JSON {
    skipSpace()
    guard index < bytes.count else { throw fault("the text ends early") }
    switch bytes[index] {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"):
      try word("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try word("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try word("null")
      return .null
    default: return try number()
    }
  }

  private mutating func word(_ word: StaticString) throws(JSONSyntaxError) {
    for position in 0..<word.utf8CodeUnitCount {
      guard index < bytes.count, bytes[index] == word.utf8Start[position] else {
        throw fault("expected \(word)")
      }
      index += 1
    }
  }

  private mutating func enter() throws(JSONSyntaxError) {
    depth += 1
    guard depth <= 512 else { throw fault("nested deeper than 512 levels") }
    index += 1
    skipSpace()
  }

  private mutating func object() throws(JSONSyntaxError) -> JSON {
    try enter()
    defer { depth -= 1 }
    var members: [JSON.Member] = []
    if accept("}") { return .object(members) }
    while true {
      skipSpace()
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
        throw fault("expected a member name")
      }
      let name = try string()
      skipSpace()
      guard accept(":") else { throw fault("expected ':'") }
      members.append(JSON.Member(name, try value()))
      skipSpace()
      if accept(",") { continue }
      guard accept("}") else { throw fault("expected ',' or '}'") }
      return .object(members)
    }
  }

  private mutating func array() throws(JSONSyntaxError) -> JSON {
    try enter()
    defer { depth -= 1 }
    var items: [JSON] = []
    if accept("]") { return .array(items) }
    while true {
      items.append(try value())
      skipSpace()
      if accept(",") { continue }
      guard accept("]") else { throw fault("expected ',' or ']'") }
      return .array(items)
    }
  }

  private mutating func accept(_ byte: Unicode.Scalar) -> Bool {
    guard index < bytes.count, bytes[index] == UInt8(ascii: byte) else { return false }
    index += 1
    return true
  }

  private mutating func number() throws(JSONSyntaxError) -> JSON {
    let start = index
    _ = accept("-")
    if !accept("0") { try digits() }
    if accept(".") { try digits() }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if !accept("+") { _ = accept("-") }
      try digits()
    }
    return .number(String(decoding: bytes[start..<index], as: UTF8.self))
  }

  private mutating func digits() throws(JSONSyntaxError) {
    let start = index
    while index < bytes.count, bytes[index] &- 0x30 < 10 { index += 1 }
    guard index > start else { throw fault("expected a value") }
  }

  private mutating func string() throws(JSONSyntaxError) -> String {
    index += 1
    let start = index
    while index < bytes.count, bytes[index] != UInt8(ascii: "\""),
      bytes[index] != UInt8(ascii: "\\"),
      bytes[index] >= 0x20
    { index += 1 }
    if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
      defer { index += 1 }
      return try text(bytes[start..<index])
    }
    var out = Array(bytes[start..<index])
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return try text(out[...])
      case UInt8(ascii: "\\"):
        guard index < bytes.count else { break }
        out.append(contentsOf: try escaped().utf8)
      case 0..<0x20: throw fault("a control character in a string")
      default: out.append(byte)
      }
    }
    throw fault("the string does not end")
  }

  private func text(_ slice: ArraySlice<UInt8>) throws(JSONSyntaxError) -> String {
    guard let text = String(validating: slice, as: UTF8.self) else {
      throw fault("a string that is not UTF-8")
    }
    return text
  }
}
