// SPDX-License-Identifier: Apache-2.0

import Jobs
import Testing

/// The product's presets and `docs/presets.md`.
@Suite(.serialized) struct PresetsPageTests {
  private static var rows: [String] {
    Preset.all.map { preset in
      let layout = preset.layout
      var marks = layout.columns.map { "`\($0.text)`" }
      if !layout.any.isEmpty {
        marks.append("one of " + layout.any.map { "`\($0.text)`" }.joined(separator: " "))
      }
      if let root = layout.root { marks.append("`<\(root.text)>`") }
      marks += layout.elements.map { "`<\($0)>`" }
      let operations = preset.operations.map { "`\($0)`" }.joined(separator: " ")
      return
        "| `\(preset.name)` | \(operations) | \(preset.doc) | \(marks.joined(separator: " ")) |"
    }
  }

  @Test(.enabled(if: Page.isWritten)) func `the table is written`() throws {
    try Page("docs/presets.md").replaceRows(below: "Presets", with: Self.rows)
  }

  @Test func `every preset is listed as it is`() throws {
    let section = try Page("docs/presets.md").section("Presets")
    #expect(
      section.split(separator: "\n").filter { $0.hasPrefix("| `") }.map(String.init) == Self.rows)
  }
}
