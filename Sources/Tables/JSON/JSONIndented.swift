// SPDX-License-Identifier: Apache-2.0

extension JSON {
  /// The text for people: two spaces a level, a member or element a line; short ones of plain values on one.
  package var indentedText: String {
    var out = ""
    writeIndented(to: &out, level: 0)
    return out
  }

  private var isPlain: Bool {
    switch self {
    case .null, .bool, .number, .string: true
    case .array(let items): items.isEmpty
    case .object(let members): members.isEmpty
    }
  }

  private func writeIndented(to out: inout String, level: Int) {
    let indent = String(repeating: "  ", count: level + 1)
    switch self {
    case .null, .bool, .number, .string: out += text
    case .array(let items):
      guard !items.allSatisfy(\.isPlain) || text.utf8.count > 80 else {
        out += text
        return
      }
      out += "["
      for (index, item) in items.enumerated() {
        out += (index == 0 ? "\n" : ",\n") + indent
        item.writeIndented(to: &out, level: level + 1)
      }
      out += "\n" + indent.dropLast(2) + "]"
    case .object(let members):
      guard !members.isEmpty else {
        out += "{}"
        return
      }
      out += "{"
      for (index, member) in members.enumerated() {
        out += (index == 0 ? "\n" : ",\n") + indent + JSON.string(member.name).text + ": "
        member.value.writeIndented(to: &out, level: level + 1)
      }
      out += "\n" + indent.dropLast(2) + "}"
    }
  }
}
