// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// Regular expressions in jobs, by the real program.
@Suite struct PatternJobTests {
  private static let head = """
    feed: stock.set
    files: "*.csv"
    quiet: 0s
    format: {type: csv, delimiter: ";"}

    """

  @Test func `S10 records are picked and read by patterns, whatever stands in them`() async throws {
    let job =
      Self.head + """
        where: ART REGEXP '^(\\w+-?)+\\d{5}'
        fields:
          sku: {sql: "regexp_extract(ART, '^SKU-\\\\d+')"}
          location: {sql: "regexp_replace(LAGER, '\\\\s*\\\\(.*\\\\)', '')"}
          available: MENGE
        """
    try await TestHome.with(["stock": job], sandbox: TestHome.small) { home in
      let hostile = String(repeating: "a", count: 100_000) + "!"
      try home.drop(
        "stock", "S.csv",
        "ART;LAGER;MENGE\nSKU-00010/rot;Berlin (Süd);700\n\(hostile);Berlin;1\nx;Berlin;2\n")
      #expect(try await home.dray("run", "stock").status == 0)
      let receipt = try home.receipt("stock", "S.csv")
      #expect(receipt["applied"]?.int == 1, "\(receipt.text)")
      #expect(receipt["unchanged"]?.int == 2, "\(receipt.text)")
      #expect(try await home.sandbox.effects().count == 1)
    }
  }

  @Test func `check names every pattern that is none at its place, also in exports`() async throws {
    let jobs = [
      "one": Self.head + """
        where: "ART REGEXP '^a('"
        fields:
          sku: ART
          location: LAGER
          available:
            sql: >-
              iif(ART REGEXP '\\d',
              regexp_extract(MENGE, '(?<=x)\\d+'), 0)
        """,
      "two": Self.head + """
        map: |
          SELECT f.record, f.sku, f.location, f.available
          FROM feed f
          WHERE f.sku REGEXP '(a)\\1'
        """,
      "three": """
      export: query
      file: x-{sequence}.csv
      query: SELECT sku FROM variants WHERE sku REGEXP 'x{2000}'
      """,
      "four": """
      export: query
      file: y-{sequence}.csv
      query: four.sql
      """,
    ]
    try await TestHome.with(jobs, sandbox: TestHome.small) { home in
      try home.write("jobs/four.sql", "SELECT sku\nFROM variants\nWHERE sku REGEXP '[z'\n")
      let told = try await home.dray("check")
      #expect(told.status == 78, "\(told)")
      for place in [
        "jobs/one.yaml:5:20: '", "jobs/one.yaml:12:29: '",
        "jobs/two.yaml:8:22: '", "jobs/three.yaml:3:50: '",
        "jobs/four.sql:3:18: '",
      ] { #expect(told.output.contains(place), "\(place)\n\(told.output)") }
      #expect(told.output.contains("no look-ahead and no look-behind"), "\(told.output)")
      #expect(told.output.contains("no references back to a group"), "\(told.output)")
      try home.drop("one", "A.csv", "ART;LAGER;MENGE\nSKU-00010;Berlin;7\n")
      let run = try await home.dray("run", "one")
      #expect(run.status == 65, "\(run)")
      #expect(run.output.contains("'(?<=x)\\d+' is not a regular"), "\(run.output)")
    }
  }

  @Test func `a pattern out of the file that is none rejects its record alone`() async throws {
    let job =
      Self.head + """
        fields:
          sku: ART
          location: LAGER
          available: {sql: "iif(ART REGEXP MUSTER, MENGE, '0')"}
        """
    try await TestHome.with(["stock": job], sandbox: TestHome.small) { home in
      try home.drop(
        "stock", "S.csv",
        "ART;LAGER;MENGE;MUSTER\nSKU-00010;Berlin;700;10$\nSKU-00011;Berlin;8;*\n")
      #expect(try await home.dray("run", "stock").status == 0)
      let answer = home.text("outbox/receipts/stock/S.csv.receipt.csv") ?? ""
      #expect(
        answer.contains("2,3,SKU-00011 / Berlin,rejected,,expression,")
          && answer.contains("'*' is not a regular expression that RE2 understands: "), "\(answer)")
      #expect(try await home.sandbox.effects().count == 1)
    }
  }
}
