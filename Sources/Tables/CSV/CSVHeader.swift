// SPDX-License-Identifier: Apache-2.0

/// What the first record of a delimited file says about its columns.
package enum CSVHeader {
  /// The form in which two column names are compared: without surrounding space, in lower case.
  package static func folded(_ name: String) -> String { trimmed(name).lowercased() }

  /// A name without surrounding white space.
  static func trimmed(_ name: String) -> String {
    let isSpace = { (character: Character) in character.isWhitespace }
    guard let first = name.firstIndex(where: { !isSpace($0) }),
      let last = name.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(name[first...last])
  }

  /// The names of a header with those that stand again told apart by a number: `Total`, `Total (2)`.
  static func distinct(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    var counts: [String: Int] = [:]
    return names.map { name in
      guard !name.isEmpty, !seen.insert(folded(name)).inserted else { return name }
      var number = counts[folded(name)] ?? 2
      while !seen.insert(folded("\(name) (\(number))")).inserted { number += 1 }
      counts[folded(name)] = number + 1
      return "\(name) (\(number))"
    }
  }

  /// What is wrong with a header: no names, a required name twice or missing.
  static func fault(
    _ columns: [String], format: CSVFormat, delimiter: UInt8, name: String, line: Int
  ) -> Fault? {
    let place = Position(file: name, line: line)
    guard columns.contains(where: { !$0.isEmpty }) else {
      return Fault(
        "missing-header", at: place, "the first line names no columns",
        hint: "the first line of the file must be the column names")
    }
    let required = Set(format.required.map(folded))
    var seen: [String: Int] = [:]
    for (index, column) in columns.enumerated() where !column.isEmpty {
      if let first = seen.updateValue(index + 1, forKey: folded(column)),
        required.contains(folded(column))
      {
        return Fault(
          "duplicate-column", at: place, field: column,
          "columns \(first) and \(index + 1) have the same name", found: column,
          hint: "rename or remove one of them")
      }
    }
    for (index, column) in distinct(columns).enumerated() { seen[folded(column)] = index + 1 }
    let missing = format.required.filter { seen[folded($0)] == nil }
    guard !missing.isEmpty else { return nil }
    var hint = "correct the header, or the names in the job"
    if let other = likelyDelimiter(columns, missing: missing, delimiter: delimiter) {
      hint = "the file seems to be delimited by \(other): correct the job's delimiter"
    }
    return Fault(
      "missing-column", at: place, field: missing.first,
      missing.count == 1 ? "a required column is missing" : "required columns are missing",
      expected: missing.joined(separator: ", "), found: shown(columns), hint: hint)
  }

  /// The delimiter at which the header would hold the names that are missing.
  private static func likelyDelimiter(
    _ columns: [String], missing: [String], delimiter: UInt8
  ) -> String? {
    let line = columns.joined(separator: String(Unicode.Scalar(delimiter)))
    let candidates: [(Character, String)] = [
      (",", "a comma"), (";", "a semicolon"), ("\t", "a tab"), ("|", "a bar"),
    ]
    return candidates.first { character, _ in
      guard character.asciiValue != delimiter else { return false }
      let names = line.split(separator: character).map {
        folded(
          $0.trimmingPrefix("\"").reversed().trimmingPrefix("\"").reversed().map(String.init)
            .joined())
      }
      return missing.allSatisfy { names.contains(folded($0)) }
    }?.1
  }

  private static func shown(_ columns: [String]) -> String {
    let text = columns.joined(separator: ", ")
    return text.count <= 120 ? text : text.prefix(120) + "…"
  }
}
