// SPDX-License-Identifier: Apache-2.0

/// A column's name with holes in it, e.g. `Metafield: {name} [{type}]`; upper and lower case are alike.
package struct ColumnPattern: Sendable, Equatable {
  /// As written.
  package let text: String
  /// What stands before, between and after the holes; one more than there are holes.
  private let literals: [String]
  /// The holes' names.
  package let holes: [String]

  /// Reads a pattern; nil where a brace has no partner, a hole no name, or two holes nothing between them.
  package init?(_ text: String) {
    self.text = text
    var (literals, holes) = ([String](), [String]())
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      guard let close = rest[open...].firstIndex(of: "}") else { return nil }
      let name = rest[rest.index(after: open)..<close]
      let literal = rest[..<open]
      guard !name.isEmpty, !literal.isEmpty || holes.isEmpty, !literal.contains("}"),
        !name.contains("{")
      else { return nil }
      literals.append(literal.lowercased())
      holes.append(String(name))
      rest = rest[rest.index(after: close)...]
    }
    guard !rest.contains("}") else { return nil }
    literals.append(rest.lowercased())
    self.literals = literals
    self.holes = holes
  }

  /// Whether a column has such a name.
  package func matches(_ column: String) -> Bool { values(in: column) != nil }

  /// What a column's name has in the holes, each something; nil where the name is another.
  ///
  /// A hole ends where what follows it first occurs, the last one at the end of the name.
  package func values(in column: String) -> [String: String]? {
    let name = column.trimmingSpace
    guard name.lowercased().count == name.count else { return nil }
    var rest = name[...]
    guard take(literals[0], from: &rest) else { return nil }
    var values: [String: String] = [:]
    for (index, hole) in holes.enumerated() {
      let literal = literals[index + 1]
      let value: Substring
      if index == holes.count - 1 {
        guard rest.lowercased().hasSuffix(literal) else { return nil }
        value = rest.dropLast(literal.count)
        rest = ""
      } else {
        var end = rest.startIndex
        while !rest[end...].lowercased().hasPrefix(literal) {
          guard end < rest.endIndex else { return nil }
          end = rest.index(after: end)
        }
        value = rest[..<end]
        rest = rest[end...].dropFirst(literal.count)
      }
      guard !value.isEmpty else { return nil }
      values[hole] = String(value)
    }
    return rest.isEmpty ? values : nil
  }

  /// The text with the holes filled; nil where a value is missing.
  package func filled(with values: [String: String]) -> String? {
    var filled = literals[0]
    for (index, hole) in holes.enumerated() {
      guard let value = values[hole] else { return nil }
      filled += value + literals[index + 1]
    }
    return filled
  }

  private func take(_ literal: String, from rest: inout Substring) -> Bool {
    guard rest.lowercased().hasPrefix(literal) else { return false }
    rest = rest.dropFirst(literal.count)
    return true
  }
}

extension String {
  /// The text without white space around it.
  var trimmingSpace: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
