// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// Every export on the real program, one after the other in one home.
@Suite struct ExportKindsTests {
  private static let kinds = [
    "orders", "order-lines", "refunds", "transactions", "fulfillments", "stock", "products",
    "daily-sales", "sales-journal",
  ]
  private static let records = [
    "orders": "/orders/order", "order-lines": "/order_lines/order_line",
    "refunds": "/refunds/refund", "transactions": "/transactions/transaction",
    "fulfillments": "/fulfillments/fulfillment", "stock": "/stock/level",
    "products": "/products/product", "daily-sales": "/daily_sales/day",
    "sales-journal": "/journal/posting",
  ]

  @Test func `every export is written as XML and as JSON Lines, and is the same in both`()
    async throws
  {
    var jobs: [String: String] = [:]
    for kind in Self.kinds {
      let text = "export: \(kind)\nfile: 'f-{sequence}.x'\ntrailer: totals\nwindow: since-last\n"
      jobs["\(kind)-xml"] = text + "format: {type: xml}\n"
      jobs["\(kind)-json"] = text + "format: {type: jsonl}\n"
    }
    try await TestHome.with(jobs, sandbox: ["--products", "6", "--orders", "25"]) { home in
      try await home.sandbox.post("fulfill", ["order": "#1001"])
      try await home.sandbox.post("refund", ["order": "#1002", "line": 1, "quantity": 1])
      for kind in Self.kinds {
        for format in ["xml", "json"] {
          let result = try await home.dray("run", "\(kind)-\(format)")
          #expect(result.status == 0, "\(kind) \(format): \(result)")
        }
        let lines = try #require(home.text("outbox/\(kind)-json/f-1.x")).split(separator: "\n")
        let parsed = try lines.map { try JSON(parsing: String($0)) }
        let trailer = try #require(parsed.last?["trailer"], "\(kind)")
        #expect(trailer["records"]?.int == parsed.count - 1, "\(kind)")
        #expect(parsed.count > 1, "\(kind) has records")
        let first = try #require(parsed.first?.members?.first)
        let path = "\(home.path)/outbox/\(kind)-xml/f-1.x"
        var reader = try XMLReader(
          path: path, named: "f-1.x",
          format: XMLFormat(records: try #require(Self.records[kind]), fields: [first.name]))
        var batch = RecordBatch(columnCount: 1)
        var found: [String?] = []
        while try reader.next(into: &batch) {
          found += batch.records.indices.map { batch.string($0, 0) }
        }
        #expect(found == parsed.dropLast().map { $0[first.name]?.string }, "\(kind)")
        let text = try #require(home.text("outbox/\(kind)-xml/f-1.x"))
        #expect(
          text.contains(
            "<trailer rows=\"\(trailer["rows"]?.int ?? -1)\" records=\"\(found.count)\""),
          "\(kind)")
      }
      try await home.expectAudit()
    }
  }

  @Test func `Shopify's own layout has an order's values on its first row only`() async throws {
    try await TestHome.with(
      ["shopify": "export: shopify-orders\nfile: 's-{sequence}.csv'\n"],
      sandbox: ["--products", "6", "--orders", "12"]
    ) { home in
      let result = try await home.dray("run", "shopify")
      #expect(result.status == 0, "\(result)")
      let text = try #require(home.text("outbox/shopify/s-1.csv"))
      #expect(text.hasPrefix("Name,Email,Financial Status,Paid at,Fulfillment Status,"))
      #expect(text.contains(",Payment Terms Name,Next Payment Due At,Payment References\r\n"))
      var reader = try CSVReader(
        path: "\(home.path)/outbox/shopify/s-1.csv", named: "s-1.csv", format: CSVFormat())
      var batch = RecordBatch(columnCount: reader.columns.count)
      let columns = reader.columns
      func cell(_ name: String, _ record: Int) throws -> String {
        batch.string(record, try #require(columns.firstIndex(of: name))) ?? ""
      }
      var names: Set<String> = []
      while try reader.next(into: &batch) {
        for record in batch.records.indices {
          let isFirst = try names.insert(cell("Name", record)).inserted
          for name in ["Financial Status", "Total", "Id", "Currency", "Subtotal"] {
            #expect(try cell(name, record).isEmpty != isFirst, "\(name)")
          }
          #expect(try !cell("Lineitem name", record).isEmpty)
          let time = try cell("Created at", record)
          #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}/) != nil, "\(time)")
        }
      }
      #expect(names.count == 12)
    }
  }
}
