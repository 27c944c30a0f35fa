// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A page of the docs, as it stands in the repository.
struct Page {
  let text: String
  private let file: URL

  init(_ name: String) throws {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    file = root.appendingPathComponent(name)
    text = try String(contentsOf: file, encoding: .utf8)
  }

  /// Whether tables are to be written anew instead of compared: `DRAY_WRITE_DOCS=1`.
  static var isWritten: Bool { ProcessInfo.processInfo.environment["DRAY_WRITE_DOCS"] == "1" }

  /// Puts `rows` in the place of those of the first table below a heading.
  func replaceRows(below heading: String, with rows: [String]) throws {
    var lines = text.components(separatedBy: "\n")
    guard let start = lines.firstIndex(of: "## " + heading),
      let rule = lines[start...].firstIndex(where: { $0.hasPrefix("|---") })
    else { return }
    let end = lines[(rule + 1)...].firstIndex { !$0.hasPrefix("|") } ?? lines.endIndex
    lines.replaceSubrange((rule + 1)..<end, with: rows)
    try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
  }

  /// The text below a heading, up to the next one of the same height.
  func section(_ heading: String, level: Int = 2) -> String {
    let marks = String(repeating: "#", count: level) + " "
    return text.components(separatedBy: "\n\(marks)").first { $0.hasPrefix(heading) } ?? ""
  }

  /// The first cell of every row of the section's tables that begins with code.
  static func names(in section: String) -> [String] {
    section.split(separator: "\n").filter { $0.hasPrefix("| `") }.compactMap {
      $0.split(separator: "`").dropFirst().first.map(String.init)
    }
  }
}
