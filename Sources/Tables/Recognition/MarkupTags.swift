// SPDX-License-Identifier: Apache-2.0

/// The tags of a text, one after the other, as far as it goes.
struct MarkupTags {
  enum Tag {
    case open(name: String, attributes: [(name: String, value: String)], isEmpty: Bool)
    case close
    case doctype
  }

  private let text: [UInt8]
  private var index: Int

  init(_ text: [UInt8], from start: Int) {
    self.text = text
    index = start
  }

  /// The next tag that is whole; nil at the end.
  mutating func next() -> Tag? {
    while let open = find([UInt8(ascii: "<")], from: index), open + 1 < text.count {
      let rest = text[(open + 1)...]
      if rest.starts(with: "!--".utf8) {
        guard skip(past: "-->", from: open + 4) else { return nil }
      } else if rest.starts(with: "![CDATA[".utf8) {
        guard skip(past: "]]>", from: open + 9) else { return nil }
      } else if rest.starts(with: "?".utf8) {
        guard skip(past: "?>", from: open + 2) else { return nil }
      } else if rest.starts(with: "!".utf8) {
        guard skip(past: ">", from: open + 2) else { return nil }
        return .doctype
      } else if rest.starts(with: "/".utf8) {
        guard skip(past: ">", from: open + 2) else { return nil }
        return .close
      } else if Self.isNameStart(text[open + 1]) {
        return tag(from: open + 1)
      } else {
        index = open + 1
      }
    }
    return nil
  }

  private mutating func tag(from start: Int) -> Tag? {
    var at = start
    let name = word(&at)
    var attributes: [(name: String, value: String)] = []
    while at < text.count {
      while at < text.count, text[at] <= 0x20 { at += 1 }
      guard at < text.count else { break }
      if text[at] == UInt8(ascii: ">") {
        index = at + 1
        return .open(name: name, attributes: attributes, isEmpty: false)
      }
      if text[at] == UInt8(ascii: "/") {
        guard let end = find([UInt8(ascii: ">")], from: at) else { break }
        index = end + 1
        return .open(name: name, attributes: attributes, isEmpty: true)
      }
      let before = at
      let key = word(&at)
      while at < text.count, text[at] <= 0x20 || text[at] == UInt8(ascii: "=") { at += 1 }
      guard at < text.count else { break }
      let quote = text[at]
      if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
        guard let end = find([quote], from: at + 1) else { break }
        attributes.append((key, String(decoding: text[(at + 1)..<end], as: UTF8.self)))
        at = end + 1
      } else if at == before {
        at += 1
      }
    }
    index = text.count
    return nil
  }

  private func word(_ at: inout Int) -> String {
    let start = at
    while at < text.count, text[at] > 0x20, text[at] != UInt8(ascii: "="),
      text[at] != UInt8(ascii: ">"), text[at] != UInt8(ascii: "/")
    { at += 1 }
    return String(decoding: text[start..<at], as: UTF8.self)
  }

  private mutating func skip(past end: String, from start: Int) -> Bool {
    guard let found = find(Array(end.utf8), from: start) else {
      index = text.count
      return false
    }
    index = found + end.utf8.count
    return true
  }

  private func find(_ bytes: [UInt8], from start: Int) -> Int? {
    var at = start
    while at + bytes.count <= text.count {
      if text[at] == bytes[0], text[at...].starts(with: bytes) { return at }
      at += 1
    }
    return nil
  }

  static func isNameStart(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":") || byte >= 0x80
      || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
  }
}
