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
