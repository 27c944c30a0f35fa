// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// What becomes of products that a file names no more.
@Suite struct ProductAbsentTests {
  private static func job(_ absent: String, _ more: String = "") -> String {
    "feed: product.set\nquiet: 0s\nreceipt: all\nabsent: \(absent)\nformat: {type: csv}\nfields: {handle: handle, title: title}\n\(more)"
  }

  /// A file of products of this feed, `p-1` and so on, and what tells it from the one before.
  private static func file(_ numbers: [Int], _ edition: Int) -> String {
    "handle,title\n" + numbers.map { "p-\($0),Product \($0) of \(edition)\n" }.joined()
  }

  private func states(_ home: TestHome) throws -> [String] {
    try home.mirror(
      "SELECT handle || ' ' || status FROM products WHERE handle GLOB 'p-*' ORDER BY handle")
  }

  @Test(arguments: [
    ("draft", ["p-1 ACTIVE", "p-2 ACTIVE", "p-3 DRAFT", "p-4 DRAFT"]),
    ("archive", ["p-1 ACTIVE", "p-2 ACTIVE", "p-3 ARCHIVED", "p-4 ARCHIVED"]),
    ("delete", ["p-1 ACTIVE", "p-2 ACTIVE"]),
  ])
  func `after so many files without it a product of this feed goes, and nobody else's`(
    _ absent: String, _ expected: [String]
  ) async throws {
    try await TestHome.with(["feed": Self.job(absent, "after: 2\n")], sandbox: TestHome.small) {
      home in
      let all = ["p-1 ACTIVE", "p-2 ACTIVE", "p-3 ACTIVE", "p-4 ACTIVE"]
      try home.drop("feed", "1.csv", Self.file([1, 2, 3, 4], 1))
      #expect(try await home.dray("run", "feed").status == 0)
      let others = try home.mirror("SELECT count(*) FROM products WHERE status = 'ACTIVE'")
      #expect(try states(home) == all)
      try home.drop("feed", "2.csv", Self.file([1, 2], 2))
      #expect(try await home.dray("run", "feed").status == 0)
      #expect(try states(home) == all, "one file is not yet enough")
      // Named again in between: p-4 counts anew.
      try home.drop("feed", "3.csv", Self.file([1, 2, 4], 3))
      #expect(try await home.dray("run", "feed").status == 0)
      #expect(try states(home).filter { $0.hasPrefix("p-4") } == ["p-4 ACTIVE"])
      for edition in 4...5 {
        try home.drop("feed", "\(edition).csv", Self.file([1, 2], edition))
        #expect(try await home.dray("run", "feed").status == 0)
      }
      #expect(try states(home) == expected)
      let left = try home.mirror("SELECT count(*) FROM products WHERE status = 'ACTIVE'")
      #expect(left.first.flatMap { Int($0) } == others.first.flatMap { Int($0) }.map { $0 - 2 })
      // They have left the set: nothing more is asked of them.
      let before = try await home.changes().values.reduce(0, +)
      try home.drop("feed", "6.csv", Self.file([1, 2], 6))
      #expect(try await home.dray("run", "feed").status == 0)
      #expect(try await home.changes().values.reduce(0, +) == before + 2)
      try await home.expectAudit()
    }
  }

  @Test func `max_deleted holds a file that would take too much off sale, and undo brings it back`()
    async throws
  {
    try await TestHome.with(
      ["feed": Self.job("archive", "rails: {max_deleted: 25%}\n")], sandbox: TestHome.small
    ) { home in
      try home.drop("feed", "1.csv", Self.file([1, 2, 3, 4], 1))
      #expect(try await home.dray("run", "feed").status == 0)
      try home.drop("feed", "2.csv", Self.file([1, 2], 2))
      let held = try await home.dray("run", "feed")
      #expect(held.status == 65, "\(held)")
      let reason = try home.receipt("feed", "2.csv").text
      #expect(reason.contains("expected at most 25%"), "\(reason)")
      #expect(reason.contains("dray approve d2"), "\(reason)")
      #expect(try states(home).allSatisfy { $0.hasSuffix("ACTIVE") })
      #expect(try await home.dray("approve", "d2").status == 0)
      _ = try await home.dray("run", "feed")
      #expect(
        try states(home) == ["p-1 ACTIVE", "p-2 ACTIVE", "p-3 ARCHIVED", "p-4 ARCHIVED"])
      #expect(try await home.dray("undo", "d2").status == 0)
      #expect(try states(home).allSatisfy { $0.hasSuffix("ACTIVE") })
      #expect(
        try home.mirror("SELECT title FROM products WHERE handle = 'p-1'") == ["Product 1 of 1"])
      // A quarter is not more than a quarter.
      for (edition, named) in [(3, [1, 2, 3, 4]), (4, [1, 2, 3])] {
        try home.drop("feed", "\(edition).csv", Self.file(named, edition))
        #expect(try await home.dray("run", "feed").status == 0)
      }
      #expect(try states(home).last == "p-4 ARCHIVED")
      try await home.expectAudit()
    }
  }
}
