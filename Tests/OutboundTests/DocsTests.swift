// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

@testable import Jobs
@testable import Outbound

@Suite struct `The page on the orders export` {
  static let page: String = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    do {
      return try String(
        contentsOf: root.appending(path: "docs/export-orders.md"), encoding: .utf8)
    } catch { return "" }
  }()

  @Test(arguments: ExportKind.orders.columns.map(\.name))
  func `lists every column as the program knows it`(_ name: String) throws {
    let column = try #require(ExportKind.orders.columns.first { $0.name == name })
    #expect(Self.page.contains("| `\(name)` | \(column.kind.rawValue) | \(column.doc) |\n"))
  }

  @Test func `lists the columns in the file's order`() {
    let table = Self.page.split(separator: "\n## ").first { $0.hasPrefix("The file\n") } ?? ""
    let listed = table.split(separator: "\n").filter { $0.hasPrefix("| `") }.compactMap {
      $0.split(separator: "`").dropFirst().first.map(String.init)
    }
    #expect(listed == ExportKind.orders.columns.map(\.name))
  }

  @Test(arguments: ExportRun.State.allCases)
  func `names every state of a run`(_ state: ExportRun.State) {
    #expect(Self.page.contains("`\(state.rawValue)`"))
  }
}

@Suite struct `The page on the columns of exports` {
  private static let file = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(
      path: "docs/export-columns.md")

  private static var text: String {
    var text = """
      # Columns of exports

      The orders export has a page of its own: [export-orders.md](export-orders.md). Kinds: *plain* is a word of Shopify's or an id; *number* a whole
      number; *money* an exact decimal with a point and two digits at least; *time* has the offset of its zone (`2026-08-01T14:05:09+02:00`); *day* is a day of
      that zone; *text* is as people wrote it. Columns marked *line* are inside their record in XML and JSON Lines; those marked *sum* are in the
      trailer with `trailer: totals`.

      """
    for kind in ExportKind.all where kind.name != "orders" {
      text += """

        ## \(kind.name)

        \(kind.writesAll ? "Everything each time, or with `rows: changes` what differs" : "What is new or changed"); the SELECT: [sql/\(kind.name).sql](sql/\(kind.name).sql).

        | column | kind | | |
        |---|---|---|---|

        """
      for column in kind.columns where !column.name.hasPrefix("_") {
        let marks = [column.isOfLine ? "line" : nil, column.isSummed ? "sum" : nil]
          .compactMap { $0 }.joined(separator: ", ")
        text += "| `\(column.name)` | \(column.kind.rawValue) | \(marks) | \(column.doc) |\n"
      }
    }
    return text
  }

  /// `DRAY_WRITE_DOCS=1` writes the page anew.
  @Test func `lists them as the program knows them`() throws {
    if ProcessInfo.processInfo.environment["DRAY_WRITE_DOCS"] == "1" {
      try Data(Self.text.utf8).write(to: Self.file)
    }
    #expect(try String(contentsOf: Self.file, encoding: .utf8) == Self.text)
  }
}
