// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// Workbooks as deliveries, and the formats exports share with feeds, on the real program.
@Suite struct WorkbookTests {
  private static func workbook(_ rows: [[String]], _ columns: [String]) -> [UInt8] {
    var writer = XLSXTableWriter(
      columns.map { WrittenColumn($0, $0 == "available" ? .money : .text) }, title: "Stock & more",
      preamble: [["Stock of the day"]])
    var out: [UInt8] = []
    writer.begin(into: &out)
    for cells in rows {
      var row = WrittenRow()
      for cell in cells { row.append(cell) }
      writer.write(row, opensRecord: true, into: &out)
    }
    writer.end(nil, into: &out)
    return out
  }

  /// The rows of a workbook, the header first.
  private static func rows(_ path: String) throws -> [[String]] {
    var format = XLSXFormat()
    format.skip = 1
    var reader = try XLSXReader(path: path, named: "a.xlsx", format: format)
    var batch = RecordBatch(columnCount: reader.columns.count)
    var rows = [reader.columns]
    while try reader.next(into: &batch) {
      for record in 0..<batch.count {
        rows.append(reader.columns.indices.map { batch.string(record, $0) ?? "" })
      }
    }
    return rows
  }

  @Test func `a rejected row comes back in a workbook and is accepted once it is mended`()
    async throws
  {
    let job = """
      feed: stock.set
      quiet: 0s
      format: {type: xlsx, sheet: Stock & more, skip: 1}
      fields: {sku: sku, location: location, available: available}
      """
    let columns = ["sku", "location", "available", "note"]
    try await TestHome.with(["stock": job], sandbox: TestHome.small) { home in
      try home.drop(
        "stock", "STOCK.xlsx",
        Self.workbook(
          [["SKU-00010", "Berlin", "700", "=1+1"], ["SKU-00011", "Berlin", "many", "é"]], columns))
      let first = try await home.dray("run", "stock")
      #expect(first.status == 0, "\(first)")
      #expect(try home.receipt("stock", "STOCK.xlsx")["applied"]?.int == 1)
      let path = "\(home.path)/outbox/receipts/stock/STOCK.xlsx.rejected.xlsx"
      var rows = try Self.rows(path)
      #expect(rows[0] == columns + ["_code", "_message"])
      #expect(rows.count == 2)
      #expect(rows[1].prefix(5) == ["SKU-00011", "Berlin", "many", "é", "not-a-whole-number"])

      rows[1][2] = "701"
      try home.drop(
        "stock", "STOCK.xlsx.rejected.xlsx",
        Self.workbook(Array(rows.dropFirst()), rows[0]))
      let second = try await home.dray("run", "stock")
      #expect(second.status == 0, "\(second)")
      let answer = try home.receipt("stock", "STOCK.xlsx.rejected.xlsx")
      #expect(answer["correction"]?.bool == true)
      #expect(answer["applied"]?.int == 1, "\(answer.text)")
      #expect(try await home.sandbox.effects().count == 2)
      try await home.expectAudit()
    }
  }

  @Test func `an export is JSON, fixed-width lines, or XML nested from JSON columns`() async throws
  {
    let query = """
      export: query
      file: "f-{sequence}.x"
      query: "SELECT 7 AS id, 'A-1' AS sku, json_array(json_object('n', 1), json_object('n', 2)) AS parts, '[1]' AS note"
      rows: all
      """
    let jobs = [
      "json": query + "\nformat: {type: json, nested: parts}\n",
      "xml": query + "\nformat: {type: xml, root: all, record: one, nested: [parts]}\n",
      "fixed": query
        + "\nformat: {type: fixed, columns: {sku: {start: 1, width: 5}, id: {start: 6, width: 4, align: right, pad: zero}}}\n",
      "short": query + "\nformat: {type: fixed, columns: {sku: {start: 1, width: 2}}}\n",
    ]
    try await TestHome.with(jobs, sandbox: TestHome.small) { home in
      for job in ["json", "xml", "fixed"] {
        let result = try await home.dray("run", job)
        #expect(result.status == 0, "\(job): \(result)")
      }
      let json = try JSON(parsing: home.text("outbox/json/f-1.x") ?? "")
      #expect(json[0]?["id"]?.int == 7)
      #expect(json[0]?["parts"]?.text == #"[{"n":1},{"n":2}]"#)
      #expect(json[0]?["note"]?.string == "[1]")
      let xml = (home.text("outbox/xml/f-1.x") ?? "").split(whereSeparator: \.isWhitespace).joined()
      #expect(
        xml.contains("<parts><part><n>1</n></part><part><n>2</n></part></parts><note>[1]</note>"),
        "\(xml)")
      #expect(home.text("outbox/fixed/f-1.x") == "A-1  0007\r\n")
      let short = try await home.dray("run", "short")
      #expect(short.status == 78, "\(short)")
      #expect(home.names("outbox/short").isEmpty)
    }
  }
}
