// SPDX-License-Identifier: Apache-2.0

import Runner
import Testing

/// The kinds of troubles and `docs/alerts.md`.
struct AlertsPageTests {
  @Test func `every kind of trouble stands in the table, in order`() throws {
    let page = try Page("docs/alerts.md")
    #expect(Page.names(in: page.text) == Trouble.Kind.allCases.map(\.rawValue))
  }

  @Test(arguments: Trouble.Kind.allCases)
  func `what may pass by itself is said to`(_ kind: Trouble.Kind) throws {
    let rows = try Page("docs/alerts.md").text.split(separator: "\n")
    let row = try #require(rows.first { $0.hasPrefix("| `\(kind.rawValue)` |") })
    #expect(row.contains("May pass.") == kind.mayPass)
  }
}
