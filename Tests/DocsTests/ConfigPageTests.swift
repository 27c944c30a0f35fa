// SPDX-License-Identifier: Apache-2.0

import Jobs
import Testing

/// The declarations of keys and `docs/config.md`.
struct ConfigPageTests {
  private static func section(_ table: KeyTable) throws -> String {
    let heading =
      switch table {
      case .home: "`dray.yaml`"
      case .feed: "A feed"
      case .export: "An export"
      }
    return try Page("docs/config.md").section(heading)
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
