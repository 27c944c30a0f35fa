// SPDX-License-Identifier: Apache-2.0

import Tables

/// Values as YAML.
enum YAML {
  /// A text as it stands where that is safe, else in quotes.
  static func scalar(_ text: String) -> String {
    let words: Set<String> = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
    let isPlain =
      text.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || ("0"..."9").contains($0)
          || " _./-()".unicodeScalars.contains($0)
      } && text.unicodeScalars.first?.properties.isAlphabetic == true && text.last != " "
      && !words.contains(text.lowercased())
    return isPlain ? text : JSON.string(text).text
  }

  /// JSON in YAML's flow style.
  static func flow(_ value: JSON) -> String {
    switch value {
    case .string(let text): scalar(text)
    case .array(let items): "[" + items.map(flow).joined(separator: ", ") + "]"
    case .object(let members):
      "{" + members.map { "\(scalar($0.name)): \(flow($0.value))" }.joined(separator: ", ") + "}"
    case .null, .bool, .number: value.text
    }
  }

  /// A text as part of a comment: on one line.
  static func comment(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : $0 }))
  }
}
