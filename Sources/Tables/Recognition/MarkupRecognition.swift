// SPDX-License-Identifier: Apache-2.0

/// What a sample of XML holds: its root, the element that repeats, and the values in it.
///
/// A look at tags only: nothing is resolved, loaded or held well-formed; the reader does that.
struct MarkupRecognition {
  private(set) var found: Recognition.Markup
  private(set) var confidence = 95
  private(set) var evidence: [String] = []
  private(set) var doubts: [String] = []

  /// How deep is looked.
  private static let depth = 40

  /// nil where the text does not begin like XML.
  ///
  /// - Parameter format: What a job states; nil: the records are the element that repeats nearest to the root.
  init?(_ text: [UInt8], format: XMLFormat? = nil) {
    var start = 0
    while start < text.count, text[start] == 0x20 || 0x09...0x0D ~= text[start] { start += 1 }
    guard start + 1 < text.count, text[start] == UInt8(ascii: "<"),
      text[start + 1] == UInt8(ascii: "?") || text[start + 1] == UInt8(ascii: "!")
        || Self.isNameStart(text[start + 1])
    else { return nil }
    var tags = MarkupTags(text, from: start)
    var path: [String] = []
    /// How often each path stands in the sample, and how often under one parent.
    var counts: [String: Int] = [:]
    var order: [String] = []
    var values: [String: [String]] = [:]
    var root: String?
    found = Recognition.Markup(
      root: "", records: nil, fields: [], namespaces: [], hasDoctype: false)
    while let tag = tags.next() {
      switch tag {
      case .doctype: found.hasDoctype = true
      case .close: if !path.isEmpty { path.removeLast() }
      case .open(let name, let attributes, let isEmpty):
        if root == nil { root = name }
        for attribute in attributes {
          if attribute.name == "xmlns" || attribute.name.hasPrefix("xmlns:") {
            let prefix = String(attribute.name.dropFirst(6))
            if !found.namespaces.contains(where: { $0.prefix == prefix }) {
              found.namespaces.append(.init(prefix: prefix, uri: attribute.value))
            }
          }
        }
        guard path.count < Self.depth else { continue }
        path.append(Self.local(name))
        found.names.insert(path[path.count - 1])
        let key = "/" + path.joined(separator: "/")
        if counts[key] == nil { order.append(key) }
        counts[key, default: 0] += 1
        for attribute in attributes where !attribute.name.hasPrefix("xmlns") {
          found.names.insert("@" + Self.local(attribute.name))
          let value = "\(key)/@\(Self.local(attribute.name))"
          if values[value] == nil { values[value] = [key] }
          if counts[value] == nil { order.append(value) }
          counts[value, default: 0] += 1
        }
        if isEmpty { path.removeLast() }
      }
    }
    guard let root else { return nil }
    found.root = root
    evidence.append("it begins like XML; the root is <\(root)>")
    if found.hasDoctype, format?.ignoresDoctype != true {
      doubts.append("it has a DOCTYPE: `doctype: ignore` is needed to read it")
    }
    if let format {
      found.records = format.records
      evidence.append("records are stated to be at \(format.records)")
      return
    }
    // The record: what repeats nearest to the root; among those the most frequent.
    let repeating = order.filter { counts[$0] ?? 0 > 1 && !$0.contains("@") }
    let records = repeating.min { left, right in
      let (a, b) = (Self.steps(left), Self.steps(right))
      return a != b ? a < b : counts[left] ?? 0 > counts[right] ?? 0
    }
    guard let records else {
      doubts.append("no element repeats in what was looked at")
      confidence = 70
      return
    }
    found.records = records
    evidence.append("\(records) repeats \(counts[records] ?? 0) times in what was looked at")
    let below = order.filter { $0.hasPrefix(records + "/") }
    found.fields = below.filter { path in
      !below.contains { $0.hasPrefix(path + "/") && !$0.hasPrefix(path + "/@") }
    }.map { String($0.dropFirst(records.count + 1)) }
    let rivals = repeating.filter {
      $0 != records && Self.steps($0) == Self.steps(records)
    }
    if let rival = rivals.first {
      doubts.append("\(rival) repeats too, \(counts[rival] ?? 0) times")
      confidence = 65
    } else {
      confidence = counts[records] ?? 0 > 2 ? 90 : 75
    }
  }

  private static func steps(_ path: String) -> Int { path.utf8.count { $0 == UInt8(ascii: "/") } }

  private static func local(_ name: String) -> String {
    name.split(separator: ":", maxSplits: 1).last.map(String.init) ?? name
  }

  static func isNameStart(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":") || byte >= 0x80
      || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
  }
}

/// The tags of a text, one after the other, as far as it goes.
private struct MarkupTags {
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
      } else if MarkupRecognition.isNameStart(text[open + 1]) {
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
}
