// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// `map:` over what repeats within a record, in every format that has it: whole processes, judged by the sandbox.
@Suite struct ChildTableTests {
  /// Three items with their stock by place: the first sets two, the second one that cannot be, the third has none.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// The job's `format:` and what depends on it.
    var format: String
    var name: String
    var text: String
    /// What comes back, with its own marks taken out.
    var rejected: String
    var ending: String
    /// The line of the second item.
    var line: Int

    static let all = [
      Case(
        testDescription: "XML",
        format: """
          format: {type: xml, records: /items/item}
          columns: {art: "@no"}
          children:
            stock: {path: places/place, columns: {site: "@site", qty: .}}
          """,
        name: "S.xml",
        text: """
          <items><item no="SKU-00010"><places><place site="B">701</place>
            <place site="H">702</place></places></item>
          <item no="SKU-00011"><places><place site="B">many</place></places></item>
          <item no="SKU-00012"><places/></item></items>
          """,
        rejected: """
          <item no="SKU-00011"><places><place site="B">many</place></places></item>
          """, ending: "xml", line: 3),
      Case(
        testDescription: "JSON",
        format: """
          format: {type: json, records: /items}
          columns: {art: no}
          children:
            stock: {path: places, columns: {site: site, qty: qty}}
          """,
        name: "S.json",
        text: """
          {"items": [{"no": "SKU-00010", "places": [{"site": "B", "qty": 701}, {"site": "H", "qty": "702"}]},
           {"no": "SKU-00011", "places": [{"site": "B", "qty": "many"}]},
           {"no": "SKU-00012", "places": []}]}
          """,
        rejected: #""no": "SKU-00011", "places": [{"site": "B", "qty": "many"}]}"#,
        ending: "json", line: 2),
      Case(
        testDescription: "fixed width",
        format: """
          format:
            type: fixed
            kinds:
              A: {columns: {art: {start: 2, width: 10}}}
              P: {is: child, table: stock, columns: {site: {start: 2, width: 1}, qty: {start: 3, width: 6}}}
          """,
        name: "S.txt",
        text: "ASKU-00010\nPB   701\nPH   702\nASKU-00011\nPB  many\nASKU-00012\n",
        rejected: "ASKU-00011\nPB  many\n", ending: "txt", line: 4),
    ]

    var job: String {
      """
      feed: stock.set
      quiet: 0s
      \(format)
      map: |
        SELECT f.record, f.art AS sku, lookup('sites', s.site) AS location, number(s.qty) AS available
        FROM feed f JOIN stock s USING (record)
      """
    }
  }

  @Test(arguments: Case.all)
  func `rows of a child table are records, and what fails comes back as its record`(_ it: Case)
    async throws
  {
    try await TestHome.with(["stock": it.job], sandbox: TestHome.small) { home in
      try home.write("jobs/tables/sites.csv", "key,value\nB,Berlin\nH,Hamburg\n")
      try home.drop("stock", it.name, it.text)
      let first = try await home.dray("run", "stock")
      #expect(first.status == 0, "\(first)")
      let receipt = try home.receipt("stock", it.name)
      #expect(receipt["applied"]?.int == 2, "\(receipt.text)")
      #expect(receipt["rejected"]?.int == 1 && receipt["records"]?.int == 3, "\(receipt.text)")
      #expect(receipt["file_records"]?.int == 3 && receipt["passed_over"]?.int == 1)
      let after = try await home.sandbox.effects().compactMap { $0["after"]?["available"]?.int }
      #expect(after.sorted() == [701, 702])
      let list = home.text("outbox/receipts/stock/\(it.name).receipt.csv") ?? ""
      #expect(list.contains(",\(it.line),") && list.contains("'many' is not a number"), "\(list)")
      let rejected = home.text("outbox/receipts/stock/\(it.name).rejected.\(it.ending)") ?? ""
      #expect(rejected.contains(it.rejected), "\(rejected)")
      #expect(!rejected.contains("SKU-00010") && !rejected.contains("SKU-00012"), "\(rejected)")

      try home.drop(
        "stock", "\(it.name).rejected.\(it.ending)",
        rejected.replacing("  many", with: "   703").replacing("many", with: "703"))
      let second = try await home.dray("run", "stock")
      #expect(second.status == 0, "\(second)")
      let answer = try home.receipt("stock", "\(it.name).rejected.\(it.ending)")
      #expect(answer["correction"]?.bool == true && answer["applied"]?.int == 1, "\(answer.text)")
      try await home.expectAudit()
    }
  }

  /// `text` as gzip makes it.
  private static func packed(_ text: String) async throws -> [UInt8] {
    let file = NSTemporaryDirectory() + UUID().uuidString
    try Data(text.utf8).write(to: URL(filePath: file))
    let gzip = try Command(
      ["gzip", "-9", file], program: "/usr/bin/env", scratch: NSTemporaryDirectory())
    #expect(await gzip.finish().status == 0)
    defer { unlink(file + ".gz") }
    return Array(try Data(contentsOf: URL(filePath: file + ".gz")))
  }

  @Test(arguments: Case.all)
  func `B27 a packed file goes through map as what is in it`(_ it: Case) async throws {
    try await TestHome.with(["stock": it.job], sandbox: TestHome.small) { home in
      try home.write("jobs/tables/sites.csv", "key,value\nB,Berlin\nH,Hamburg\n")
      let bytes = try await Self.packed(it.text)
      try home.drop("stock", it.name + ".gz", bytes)
      let first = try await home.dray("run", "stock")
      #expect(first.status == 0, "\(first)")
      let receipt = try home.receipt("stock", it.name + ".gz")
      #expect(receipt["applied"]?.int == 2 && receipt["rejected"]?.int == 1, "\(receipt.text)")
      #expect(receipt["read_as"]?["packed"]?.string == "gzip", "\(receipt.text)")
      let rejected = home.text("outbox/receipts/stock/\(it.name).rejected.\(it.ending)") ?? ""
      #expect(rejected.contains(it.rejected), "\(rejected)")
      try home.drop("stock", "CUT-" + it.name + ".gz", Array(bytes.dropLast(9)))
      let cut = try await home.dray("run", "stock")
      #expect(cut.status == 65, "\(cut)")
      #expect(try await home.sandbox.effects().count == 2)
      try await home.expectAudit()
    }
  }

  @Test func `B12 numbers of JSON have a point, its texts the job's mark`() async throws {
    let job = """
      feed: price.set
      quiet: 0s
      format: {type: json, decimal: ",", thousands: "."}
      fields:
        sku: sku
        price: price
        compare_at_price: {sql: "decimal_mul(number(\\"uvp\\"), 2)"}
      """
    try await TestHome.with(["prices": job], sandbox: TestHome.small) { home in
      try home.drop(
        "prices", "P.json",
        #"[{"sku":"SKU-00010","price":1.5,"uvp":1000.25},{"sku":"SKU-00011","price":"1.234,56","uvp":"1.500"},"#
          + #"{"sku":"SKU-00012","price":"1.5","uvp":3}]"#)
      #expect(try await home.dray("run", "prices").status == 0)
      let after = try await home.sandbox.effects().compactMap {
        "\($0["after"]?["price"]?.string ?? "") \($0["after"]?["compareAtPrice"]?.string ?? "")"
      }
      #expect(after.sorted() == ["1.50 2000.50", "1234.56 3000.00"])
      #expect(
        try home.journal("SELECT line || ' ' || code FROM rejections") == ["1 ambiguous-number"])
    }
  }
}
