// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A page of the docs, as it stands in the repository.
struct Page {
  let text: String

  init(_ name: String) throws {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    text = try String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
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
