// SPDX-License-Identifier: Apache-2.0

import Tables

extension JSON {
  /// The numeric part of an id, whether it is a number, its text or a gid; nil where it is none of them.
  var plainID: String? {
    switch self {
    case .number(let text): text
    case .string(let text):
      text.split(separator: "/").last.flatMap { last in
        last.utf8.allSatisfy { (48...57).contains($0) } ? String(last) : nil
      }
    case .null, .bool, .array, .object: nil
    }
  }

  /// The value of a text that is JSON; nil where it is not.
  static func reading(_ text: String) -> JSON? {
    do { return try JSON(parsing: text) } catch { return nil }
  }

  /// A list of texts as the canonical text of a list field.
  static func list(_ texts: [String]) -> String { JSON.array(texts.map(JSON.string)).text }

  /// The texts of a list field's canonical text; empty where it is none.
  static func texts(_ list: String?) -> [String] {
    (list.flatMap(reading)?.array ?? []).compactMap(\.string)
  }
}
