// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// What `dray explain --job` prints of jobs whose records are not the file's rows.
@Suite struct ExplainJobTests {
  private static let wide = """
    feed: stock.set
    format: {type: csv, delimiter: ";"}
    map: |
      SELECT f.record, f.sku, c.name AS location, number(c.value) AS available
      FROM feed f JOIN cells c USING (record) WHERE c.number > 1 AND c.value <> ''
    """

  @Test func `a map: is told by its rows, with the line of the file each is from`() async throws {
    try await TestHome.with(["wide": Self.wide], sandbox: TestHome.small) { home in
      try home.write(
        "scratch/w.csv", "sku;Berlin;Hamburg\nSKU-00010;5;6\nSKU-00011;;7\nSKU-00012;x;8\n")
      let path = "\(home.path)/scratch/w.csv"
      let told = try await home.dray("explain", path, "--job", "wide")
      #expect(told.status == 0, "\(told)")
      #expect(told.output.contains("wide asks stock.set:"), "\(told.output)")
      #expect(
        told.output.contains("\nsku        sku        (faulty)  SKU-00010  SKU-00010\n"),
        "\(told.output)")
      #expect(told.output.contains("'x' is not a number written like 1234.50"), "\(told.output)")
      let json = try JSON(
        parsing: await home.dray("explain", path, "--job", "wide", "--json", "--records", "9")
          .output)
      let first = json["job"]?["first"]?.array ?? []
      #expect(first.compactMap { $0["line"]?.int }.sorted() == [2, 2, 3, 4], "\(json.text)")
      let good = first.filter { $0["outcome"]?.string == "mapped" }
      #expect(
        good.map { $0["values"]?["location"]?["set"]?.string } == ["Berlin", "Hamburg", "Hamburg"],
        "\(json.text)")
      #expect(good.map { $0["values"]?["available"]?["set"]?.string } == ["5", "6", "7"])
    }
  }

  @Test func `a group: is told with its columns filled down`() async throws {
    let job = """
      feed: shipment.create
      format: {type: csv}
      group: order_no
      fields:
        order: order_no
        sku: sku
        quantity: qty
        tracking_number: tracking
      """
    try await TestHome.with(["ship": job], sandbox: TestHome.small) { home in
      try home.write(
        "scratch/s.csv",
        "order_no,sku,qty,tracking\n#1001,SKU-00010,1,T1\n,SKU-00011,2,\n#1002,SKU-00012,1,T2\n")
      let told = try JSON(
        parsing: await home.dray(
          "explain", "\(home.path)/scratch/s.csv", "--job", "ship", "--json"
        ).output)
      let first = told["job"]?["first"]?.array ?? []
      #expect(
        first.map { $0["values"]?["order"]?["set"]?.string } == ["#1001", "#1001", "#1002"],
        "\(told.text)")
      #expect(first.map { $0["line"]?.int } == [2, 3, 4])
      #expect(told["faulty"]?.int == 0)
    }
  }

  @Test func `a workbook is told with the job that reads it`() async throws {
    let job = """
      feed: stock.set
      format: {type: xlsx, sheet: Stock, decimal: ","}
      fields: {sku: sku, location: location, available: available}
      where: "note <> 'old'"
      """
    try await TestHome.with(["book": job], sandbox: TestHome.small) { home in
      var writer = XLSXTableWriter(
        ["sku", "location", "available", "note"].map {
          WrittenColumn($0, $0 == "available" ? .money : .text)
        }, title: "Stock")
      var out: [UInt8] = []
      writer.begin(into: &out)
      for cells in [
        ["SKU-00010", "Berlin", "700", "new"], ["SKU-00011", "Berlin", "1.5", "new"],
        ["SKU-00012", "Berlin", "3", "old"],
      ] {
        var row = WrittenRow()
        for cell in cells { row.append(cell) }
        writer.write(row, opensRecord: true, into: &out)
      }
      writer.end(nil, into: &out)
      try home.write("scratch/b.xlsx", out)
      let path = "\(home.path)/scratch/b.xlsx"
      let told = try await home.dray("explain", path, "--job", "book")
      #expect(told.status == 0, "\(told)")
      #expect(told.output.hasPrefix("b.xlsx: "), "\(told.output)")
      #expect(told.output.contains("book asks stock.set:"), "\(told.output)")
      #expect(told.output.contains("(passed over)"), "\(told.output)")
      #expect(told.output.contains("1,5"), "\(told.output)")
      #expect(told.output.contains("\n3 records, 1 of them with faults"), "\(told.output)")
    }
  }
}
