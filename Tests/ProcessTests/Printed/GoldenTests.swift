// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// What scripts read: the JSON of every command and of receipts, held by the files in `golden/`, and the names of the
/// metrics, held by `docs/commands.md`.
///
/// Moments, durations, paths and what depends on them are masked. `DRAY_WRITE_GOLDEN=1` writes the files anew.
struct GoldenTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  private static let file = """
    sku,location,available
    SKU-00010,Hamburg,38
    SKU-00011,Berlin,abc
    NO-SUCH,Berlin,5

    """

  @Test func `JSON for scripts keeps its shapes`() async throws {
    try await TestHome.with(
      ["stock": TestHome.stock, "orders": TestHome.orders],
      sandbox: ["--products", "20", "--orders", "3"]
    ) { home in
      try home.write("scratch/S.csv", Self.file)
      let path = "\(home.path)/scratch/S.csv"
      try hold("explain", try await home.dray("explain", path, "--job", "stock", "--json"), home)
      try hold("plan", try await home.dray("plan", "stock", path, "--json"), home)
      #expect(try await home.dray("run", "stock", path).status == 0)
      // The first fill is a bulk query, whose polls are as many as it takes.
      _ = try await home.dray("refresh", "shop", "orders")
      #expect(try await home.dray("run", "orders").status == 0)
      let receipt = try #require(home.text("outbox/receipts/stock/S.csv.receipt.json"))
      try hold("receipt", CommandResult(status: 0, output: receipt, errors: ""), home)
      try hold("status", try await home.dray("status", "--json"), home)
      try hold("show-delivery", try await home.dray("show", "d1", "--json"), home)
      try hold("show-run", try await home.dray("show", "x1", "--json"), home)
      try hold(
        "find-product", try await home.dray("find", "product", "10222000000000", "--json"), home)
      try hold("find-variant", try await home.dray("find", "variant", "SKU-00010", "--json"), home)
      try hold("find-order", try await home.dray("find", "order", "1001", "--json"), home)
      try hold("find-location", try await home.dray("find", "location", "Berlin", "--json"), home)
      try hold(
        "query",
        try await home.dray(
          "query", "--json", "SELECT sku, price, compare_at_price, position FROM variants LIMIT 2"),
        home)
      try hold("audit", try await home.dray("audit", "--json"), home)
      try await holdMetrics(home)
      try home.write("jobs/stock.yaml", TestHome.stock + "\nfoo: 1")
      try hold("check", try await home.dray("check", "--json"), home, status: 78)
    }
  }

  private func holdMetrics(_ home: TestHome) async throws {
    let printed = try await home.dray("status", "--prometheus").output.split(separator: "\n")
      .filter { $0.hasPrefix("# HELP ") }.map { $0.dropFirst(7) }
    let page = try String(
      contentsOf: Self.folder.appendingPathComponent("../../../docs/commands.md"), encoding: .utf8)
    let listed = page.split(separator: "\n").filter { $0.hasPrefix("| `dray_") }.compactMap {
      row -> String? in
      let cells = row.split(separator: "|").map {
        $0.filter { $0 != "`" }.trimmingCharacters(in: .whitespaces)
      }
      return cells.count == 3 ? "\(cells[0]) \(cells[2])" : nil
    }
    #expect(!listed.isEmpty)
    #expect(listed == printed.map(String.init))
  }

  private func hold(
    _ name: String, _ result: CommandResult, _ home: TestHome, status: Int32 = 0
  ) throws {
    #expect(result.status == status, "\(name): \(result)")
    let text = Self.masked(try JSON(parsing: result.output).indentedText + "\n", home)
    let url = Self.folder.appendingPathComponent("golden/\(name).json")
    if ProcessInfo.processInfo.environment["DRAY_WRITE_GOLDEN"] != nil {
      try Data(text.utf8).write(to: url)
    }
    #expect(try String(contentsOf: url, encoding: .utf8) == text, "\(name)")
  }

  private static func masked(_ text: String, _ home: TestHome) -> String {
    text.replacing(home.path, with: "HOME")
      .replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/, with: "TIME")
      .replacing(/"ms": \d+/, with: "\"ms\": 0")
      .replacing(/"sha256": "[0-9a-f]{64}"/, with: "\"sha256\": \"HASH\"")
  }
}
