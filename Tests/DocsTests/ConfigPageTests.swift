// SPDX-License-Identifier: Apache-2.0

import Jobs
import Testing

/// The declarations of keys and `docs/config.md`.
@Suite(.serialized) struct ConfigPageTests {
  private static func heading(_ table: KeyTable) -> String {
    switch table {
    case .home: "`dray.yaml`"
    case .feed: "A feed"
    case .export: "An export"
    case .preset: "A preset"
    }
  }

  private static func section(_ table: KeyTable) throws -> String {
    try Page("docs/config.md").section(heading(table))
  }

  /// What the second column says of a value.
  private static func words(_ shape: Key.Shape) -> String {
    switch shape {
    case .text: "text"
    case .texts: "text, or a list"
    case .words: "word, or a list"
    case .choice(let words): words.map { "`\($0)`" }.joined(separator: " ")
    case .integer: "whole number"
    case .flag: "`true` `false`"
    case .duration: "time span, `10s`"
    case .percent: "share, `20%`"
    case .limit: "whole number, or share, `20%`"
    case .size: "size, `8GiB`"
    case .character: "character"
    case .quote: "character or `none`"
    case .secret: "secret"
    case .table, .variants, .names, .shorthand: "block"
    case .later: ""
    }
  }

  @Test(.enabled(if: Page.isWritten), arguments: KeyTable.allCases)
  func `the tables are written`(_ table: KeyTable) throws {
    let rows = table.paths.filter(\.key.isAvailable).map { path, key in
      let absent = key.isRequired ? "required" : key.fallback.map { "`\($0)`" } ?? ""
      return "| `\(path)` | \(Self.words(key.shape)) | \(absent) | \(key.doc) |"
    }
    try Page("docs/config.md").replaceRows(below: Self.heading(table), with: rows)
  }

  @Test(arguments: KeyTable.allCases) func `every key is listed in order`(_ table: KeyTable) throws
  {
    let listed = Page.names(in: try Self.section(table)).filter { !$0.hasPrefix("{") }
    #expect(listed == table.paths.filter(\.key.isAvailable).map(\.path))
  }

  @Test(arguments: KeyTable.allCases)
  func `a key's row tells what it is and what it is if left out`(_ table: KeyTable) throws {
    let rows = try Self.section(table).split(separator: "\n")
    for (path, key) in table.paths where key.isAvailable {
      let row = try #require(rows.first { $0.hasPrefix("| `\(path)` |") }, "\(path)")
      let absent = key.isRequired ? "required" : key.fallback.map { "`\($0)`" } ?? ""
      #expect(row.hasSuffix("| \(absent) | \(key.doc) |"), "\(path)")
    }
  }

  @Test(arguments: KeyTable.allCases)
  func `a key of a later version is said to be one`(_ table: KeyTable) throws {
    let later = try Page("docs/config.md").section("Not in this version")
    for (path, key) in table.paths where !key.isAvailable {
      #expect(later.contains("`\(path)`"))
    }
  }
}
