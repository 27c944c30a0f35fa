// SPDX-License-Identifier: Apache-2.0

import Tables

/// The members of one JSON object, found in one pass over its bytes: statements then get the values they name,
/// and SQLite does not read the whole object again for each of them.
struct ObjectMembers {
  private struct Member {
    var hash: UInt64
    var name: Range<Int>
    var value: Range<Int>
  }

  private var members: [Member] = []
  private var bytes = UnsafeRawBufferPointer(start: nil, count: 0)

  /// A member's value, or what makes it one.
  enum Value {
    case null
    case integer(Int64)
    case real(Double)
    case text(UnsafeRawBufferPointer)
    /// Text that was written with escapes.
    case decoded(String)
  }

  /// The name of a member, as it is looked for.
  struct Name {
    let bytes: [UInt8]
    let hash: UInt64

    init(_ name: String) {
      bytes = Array(name.utf8)
      hash = bytes.withUnsafeBytes { ObjectMembers.hash($0) }
    }
  }

  /// Takes an object apart; false where the bytes are no whole object. They must stand as long as values are
  /// asked for.
  mutating func take(_ object: UnsafeRawBufferPointer) -> Bool {
    bytes = object
    members.removeAll(keepingCapacity: true)
    var index = 0
    skipSpace(&index)
    guard next(&index, is: "{") else { return false }
    skipSpace(&index)
    if next(&index, is: "}") { return true }
    while true {
      guard let name = string(&index) else { return false }
      skipSpace(&index)
      guard next(&index, is: ":") else { return false }
      skipSpace(&index)
      guard let value = value(&index) else { return false }
      members.append(
        Member(
          hash: ObjectMembers.hash(UnsafeRawBufferPointer(rebasing: bytes[name])), name: name,
          value: value))
      skipSpace(&index)
      if next(&index, is: ",") {
        skipSpace(&index)
        continue
      }
      return next(&index, is: "}")
    }
  }

  /// A member's value: texts without their quotes, truth values as 1 and 0, numbers; lists and objects as their
  /// JSON; `null` where there is none. Throws `result` where a text's escapes are none.
  func value(of name: Name) throws(MirrorError) -> Value {
    guard
      let member = members.first(where: {
        $0.hash == name.hash && bytes[$0.name].elementsEqual(name.bytes)
      })
    else { return .null }
    let value = UnsafeRawBufferPointer(rebasing: bytes[member.value])
    switch value.first {
    case UInt8(ascii: "\""):
      let inner = UnsafeRawBufferPointer(rebasing: value.dropFirst().dropLast())
      guard inner.contains(UInt8(ascii: "\\")) else { return .text(inner) }
      if let plain = ObjectMembers.unescaped(inner) { return .decoded(plain) }
      do {
        return .decoded(try JSON(parsing: value).string ?? "")
      } catch {
        throw MirrorError(.result, "The store's answer has a text that cannot be read: \(error)")
      }
    case UInt8(ascii: "{"), UInt8(ascii: "["): return .text(value)
    case UInt8(ascii: "t"): return .integer(1)
    case UInt8(ascii: "f"): return .integer(0)
    case UInt8(ascii: "n"), nil: return .null
    default:
      let text = String(decoding: value, as: UTF8.self)
      if let integer = Int64(text) { return .integer(integer) }
      return Double(text).map { .real($0) } ?? .decoded(text)
    }
  }

  // MARK: - Bytes

  /// Text with escapes of one character, as bulk results write every slash; nil where there are others.
  private static func unescaped(_ text: UnsafeRawBufferPointer) -> String? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var rest = text.makeIterator()
    while let byte = rest.next() {
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      guard let escaped = rest.next(), "/\"\\".utf8.contains(escaped) else { return nil }
      bytes.append(escaped)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func hash(_ name: UnsafeRawBufferPointer) -> UInt64 {
    name.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
  }

  private func skipSpace(_ index: inout Int) {
    while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
  }

  private func next(_ index: inout Int, is character: Unicode.Scalar) -> Bool {
    guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  /// What stands between two quotes.
  private func string(_ index: inout Int) -> Range<Int>? {
    guard next(&index, is: "\"") else { return nil }
    let start = index
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        index += 1
        return start..<index - 1
      case UInt8(ascii: "\\"): index += 2
      default: index += 1
      }
    }
    return nil
  }

  /// A whole value, brackets matched.
  private func value(_ index: inout Int) -> Range<Int>? {
    let start = index
    var depth = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        guard string(&index) != nil else { return nil }
        if depth == 0 { return start..<index }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        index += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard depth > 0 else { return start < index ? start..<index : nil }
        depth -= 1
        index += 1
        if depth == 0 { return start..<index }
      case UInt8(ascii: ","), 0...0x20:
        if depth == 0 { return start < index ? start..<index : nil }
        index += 1
      default: index += 1
      }
    }
    return nil
  }
}
