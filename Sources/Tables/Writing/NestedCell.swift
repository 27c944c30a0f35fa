// SPDX-License-Identifier: Apache-2.0

/// A cell that holds JSON.
enum NestedCell {
  /// What it holds; text that is no object and no array of JSON is a string.
  static func value(of row: WrittenRow, _ index: Int) -> JSON {
    let bytes = row[index]
    guard bytes.first == UInt8(ascii: "{") || bytes.first == UInt8(ascii: "[") else {
      return .string(row.text(index))
    }
    do { return try JSON(parsing: bytes) } catch { return .string(row.text(index)) }
  }

  /// Appends a value as XML elements of a name.
  ///
  /// Members are elements, those that begin with `@` attributes, `#text` the text itself. The elements of an array are
  /// within one of that name, each named without the plural `s`, else `item`. Null is left out.
  static func append(
    _ value: JSON, named name: String, indent: Int, to out: inout [UInt8]
  ) {
    let space = [UInt8](repeating: 0x20, count: indent)
    switch value {
    case .null: return
    case .bool, .number, .string:
      out += space
      open(name, [], into: &out)
      text(value, into: &out)
    case .array(let items):
      out += space
      open(name, [], into: &out)
      out.append(0x0A)
      let single = name.hasSuffix("s") && name.count > 1 ? String(name.dropLast()) : "item"
      for item in items { append(item, named: single, indent: indent + 2, to: &out) }
      out += space
    case .object(let members):
      let attributes = members.filter { isAttribute($0.name) }
      let elements = members.filter { !isAttribute($0.name) && $0.name != "#text" }
      out += space
      open(name, attributes, into: &out)
      for member in members where member.name == "#text" { text(member.value, into: &out) }
      if !elements.isEmpty {
        out.append(0x0A)
        for member in elements { append(member.value, ofMember: member.name, indent + 2, &out) }
        out += space
      }
    }
    out.append(contentsOf: "</\(name)>\n".utf8)
  }

  /// A member's element; one whose name XML cannot have is a `member` with the name as an attribute.
  private static func append(
    _ value: JSON, ofMember name: String, _ indent: Int, _ out: inout [UInt8]
  ) {
    guard !XMLText.isName(name) else { return append(value, named: name, indent: indent, to: &out) }
    let named = JSON.Member("@name", .string(name))
    switch value {
    case .object(let members):
      append(.object([named] + members), named: "member", indent: indent, to: &out)
    case .null: break
    case .bool, .number, .string, .array:
      append(
        .object([named, JSON.Member("#text", value)]), named: "member", indent: indent, to: &out)
    }
  }

  private static func isAttribute(_ name: String) -> Bool {
    name.hasPrefix("@") && XMLText.isName(String(name.dropFirst()))
  }

  private static func open(_ name: String, _ attributes: [JSON.Member], into out: inout [UInt8]) {
    out.append(contentsOf: "<\(name)".utf8)
    for attribute in attributes where !attribute.value.isNull {
      out.append(contentsOf: " \(attribute.name.dropFirst())=\"".utf8)
      XMLText.append(plain(attribute.value), isAttribute: true, to: &out)
      out.append(UInt8(ascii: "\""))
    }
    out.append(UInt8(ascii: ">"))
  }

  private static func text(_ value: JSON, into out: inout [UInt8]) {
    XMLText.append(plain(value), to: &out)
  }

  private static func plain(_ value: JSON) -> [UInt8] {
    switch value {
    case .string(let text): Array(text.utf8)
    case .null: []
    case .bool, .number, .array, .object: value.bytes
    }
  }
}
