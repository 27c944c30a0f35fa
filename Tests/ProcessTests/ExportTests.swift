// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// Exports as whole processes: nothing is lost between two files, and nothing comes twice.
@Suite struct ExportTests {
  /// The rows of an exported file by column name.
  private func rows(_ home: TestHome, _ file: String) throws -> [[String: String]] {
    let text = try #require(home.text("outbox/\(file)"), "\(home.names("outbox"))")
    let table = Self.cells(text)
    guard let header = table.first else { return [] }
    return table.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }

  /// The cells of delimited text, line by line; a quoted cell may hold delimiters and line ends.
  private static func cells(_ text: String) -> [[String]] {
    var (table, line, cell, isQuoted) = ([[String]](), [String](), "", false)
    for character in text {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        line.append(cell)
        cell = ""
      case let end where end.isNewline && !isQuoted:
        table.append(line + [cell])
        (line, cell) = ([], "")
      default: cell.append(character)
      }
    }
    return table
  }

  /// The exported files, oldest first.
  private func files(_ home: TestHome) -> [String] {
    home.names("outbox").filter { $0.hasSuffix(".csv") && !$0.hasPrefix("receipts") }
  }

  private func run(_ home: TestHome) async throws -> [[String: String]] {
    let before = Set(files(home))
    let result = try await home.dray("run", "orders")
    #expect(result.status == 0, "\(result)")
    let new = files(home).filter { !before.contains($0) }
    #expect(new.count == 1, "\(new)")
    return try new.first.map { try rows(home, $0) } ?? []
  }

  @Test func `X01 X12 a file is whole, has its checksum, and no draft is left`() async throws {
    try await TestHome.with(
      ["orders": TestHome.orders], sandbox: ["--products", "10", "--orders", "60"]
    ) { home in
      let rows = try await run(home)
      #expect(Set(rows.compactMap { $0["order_name"] }).count == 60)
      #expect(rows.allSatisfy { $0["version"] == "1" })
      let file = try #require(files(home).first)
      let data = try Data(contentsOf: URL(fileURLWithPath: "\(home.path)/outbox/\(file)"))
      let sum = try await Command(
        ["\(home.path)/outbox/\(file)"], program: "/usr/bin/sha256sum",
        scratch: "\(home.path)/scratch"
      ).finish()
      let hash = sum.output.prefix(64)
      #expect(hash.count == 64)
      #expect(home.text("outbox/\(file).sha256")?.hasPrefix(hash) == true)
      #expect(data.last == UInt8(ascii: "\n"))
      #expect(
        home.names("outbox").allSatisfy {
          $0.hasSuffix(".csv") || $0.hasSuffix(".sha256") || !$0.contains(".")
        },
        "\(home.names("outbox"))")
      try await home.expectAudit()
    }
  }

  @Test func `X08 each version of an order comes out once, edits and late ones among them`()
    async throws
  {
    try await TestHome.with(
      ["orders": TestHome.orders], sandbox: ["--products", "10", "--orders", "12"]
    ) { home in
      #expect(Set(try await run(home).compactMap { $0["order_name"] }).count == 12)
      // Two edits in one second, and an order that comes in meanwhile.
      try await home.sandbox.post("order-edit", ["order": "#1001", "note": "one"])
      try await home.sandbox.post("order-edit", ["order": "#1001", "note": "two"])
      try await home.sandbox.post(
        "sell", ["lines": [["sku": "SKU-00010", "quantity": 2]], "note": "late"])
      let second = try await run(home)
      #expect(Set(second.compactMap { $0["order_name"] }) == ["#1001", "#1013"])
      #expect(
        second.filter { $0["order_name"] == "#1001" }
          .allSatisfy { $0["version"] == "2" && $0["note"] == "two" })
      #expect(second.filter { $0["order_name"] == "#1013" }.allSatisfy { $0["version"] == "1" })
      // The window overlaps the last one: nothing comes again.
      #expect(try await run(home).isEmpty, "X07 a header alone")
      // An edit at the very second of the last look.
      try await home.sandbox.post("order-edit", ["order": "#1002", "note": "boundary"])
      let fourth = try await run(home)
      #expect(Set(fourth.compactMap { $0["order_name"] }) == ["#1002"])
      #expect(
        try home.journal("SELECT sequence FROM runs ORDER BY id") == ["1", "2", "3", "4"])
      try await home.expectNoEffectOfOurs()
      try await home.expectAudit()
    }
  }

  @Test func `X06 refunds show up with the order, once for each`() async throws {
    try await TestHome.with(
      ["orders": TestHome.orders], sandbox: ["--products", "10", "--orders", "0"]
    ) { home in
      try await home.sandbox.post("sell", ["lines": [["sku": "SKU-00010", "quantity": 3]]])
      let first = try #require(try await run(home).first)
      #expect(first["quantity"] == "3" && first["refunded_quantity"] == "0")
      let name = try #require(first["order_name"])
      for done in 1...2 {
        try await home.sandbox.post(
          "refund", ["order": .string(name), "line": 1, "quantity": 1, "restock": true])
        let rows = try await run(home)
        #expect(rows.count == 1)
        #expect(rows.first?["version"] == String(done + 1))
        #expect(rows.first?["refunded_quantity"] == String(done))
        #expect(rows.first?["current_quantity"] == String(3 - done))
      }
      #expect(try await run(home).isEmpty)
    }
  }

  @Test func `X07 with empty none a window without rows writes no file and keeps the sequence`()
    async throws
  {
    try await TestHome.with(
      ["orders": TestHome.orders + "\nempty: none\n"],
      sandbox: ["--products", "10", "--orders", "3"]
    ) { home in
      _ = try await run(home)
      let quiet = try await home.dray("run", "orders")
      #expect(quiet.status == 0, "\(quiet)")
      #expect(files(home).count == 1)
      #expect(try home.journal("SELECT state FROM runs ORDER BY id") == ["done", "empty"])
      try await home.sandbox.post("order-edit", ["order": "#1001", "note": "x"])
      _ = try await run(home)
      #expect(files(home).count == 2)
      #expect(
        try home.journal("SELECT sequence FROM runs WHERE sequence IS NOT NULL ORDER BY id")
          == ["1", "2"])
    }
  }

  @Test(arguments: ["orders:1:hang", "bulkOperationRunQuery:1:hang", "download:1:hang"])
  func `X10 killed while it reads the orders, nothing half stands there and the next run has all`(
    _ faults: String
  ) async throws {
    try await TestHome.with(
      ["orders": TestHome.orders],
      sandbox: ["--products", "10", "--orders", "20", "--faults", faults]
    ) { home in
      let command = try home.start(["run", "orders"])
      // The first look reads in bulk; a root it does not ask for is no fault.
      let isHit = try await home.eventually {
        try await home.faultHits("hang", within: 0.1) || !command.isRunning
      }
      #expect(isHit)
      command.signal(SIGKILL)
      let first = await command.finish()
      if first.status != 0 { #expect(files(home).isEmpty) }
      try await home.sandbox.clearFaults()
      if first.status != 0 { #expect(try await home.dray("run", "orders").status == 0) }
      let orders = try files(home).flatMap { try rows(home, $0) }.compactMap { $0["order_name"] }
      #expect(Set(orders).count == 20)
      try await home.expectAudit()
    }
  }

  @Test func `X10 pages that fail half-way leave no file, and the same slot goes on`() async throws
  {
    try await TestHome.with(
      ["refunds": "export: refunds\nfile: 'r-{sequence}.xml'\nformat: {type: xml}\n"],
      sandbox: ["--products", "10", "--orders", "60"]
    ) { home in
      // A frozen shop from the second page or bulk look on.
      try await home.sandbox.script("orders:2+:http-402,bulkOperation:2+:http-402,nodes:*:http-402")
      let stopped = try await home.dray("run", "refunds")
      #expect(stopped.status == 69, "\(stopped)")
      #expect(home.names("outbox").allSatisfy { !$0.hasSuffix(".xml") })
      #expect(try home.journal("SELECT state, sequence FROM runs") == ["claimed|NULL"])
      let until = try home.journal("SELECT until FROM runs")
      try await home.sandbox.clearFaults()
      let finished = try await home.dray("run", "refunds")
      #expect(finished.status == 0, "\(finished)")
      #expect(try home.journal("SELECT id, state, sequence FROM runs") == ["1|done|1"])
      #expect(try home.journal("SELECT until FROM runs") == until)
      let text = try #require(home.text("outbox/refunds/r-1.xml"))
      #expect(text.hasSuffix("</refunds>\n"))
      try await home.expectAudit()
    }
  }

  @Test func `X11 S13 a file is written again, formulas neutralised where people read it`()
    async throws
  {
    try await TestHome.with(
      ["orders": TestHome.orders + "\nfor: spreadsheet\n"],
      sandbox: ["--products", "10", "--orders", "3"]
    ) { home in
      try await home.sandbox.post("order-edit", ["order": "#1001", "note": "=HYPERLINK(1)"])
      try await home.sandbox.post("order-edit", ["order": "#1002", "note": "-12.50"])
      _ = try await run(home)
      let again = try await home.dray("run", "orders", "--again", "x1")
      #expect(again.status == 0, "\(again)")
      #expect(again.output.contains("wrote x1 again as orders-1-again-x2.csv"), "\(again)")
      let name = try #require(home.names("outbox").first { $0.hasSuffix("orders-1-again-x2.csv") })
      let rows = try rows(home, name)
      #expect(rows.first { $0["order_name"] == "#1001" }?["note"] == "'=HYPERLINK(1)")
      #expect(rows.first { $0["order_name"] == "#1002" }?["note"] == "-12.50")
      #expect(home.names("outbox").contains("\(name).sha256"))
      #expect(try await run(home).isEmpty)
      #expect(
        try home.journal("SELECT sequence FROM runs WHERE sequence > 0 ORDER BY id") == ["1", "2"])
      try await home.expectAudit()
    }
  }
}
