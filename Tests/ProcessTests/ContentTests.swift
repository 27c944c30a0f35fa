// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// What stands in a delivery: read exactly, or refused whole with the place, or rejected record by record.
@Suite struct ContentTests {
  /// Bytes that are refused: nothing of them has an effect, and the receipt names the place.
  struct Refused: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var bytes: [UInt8]
    var code: String
    /// `line:column` of the fault.
    var place: String
    /// The feed's further keys: what breaks off is refused by those that say so.
    var keys: String {
      ["truncated", "unclosed-quote"].contains(code) ? "\nall_or_nothing: true" : ""
    }

    init(_ name: String, _ text: String, _ code: String, _ place: String) {
      self.init(name, Array(text.utf8), code, place)
    }

    init(_ name: String, _ bytes: [UInt8], _ code: String, _ place: String) {
      testDescription = name
      self.bytes = bytes
      self.code = code
      self.place = place
    }

    private static let header = "sku,location,available\n"
    private static let good = "SKU-00010,Berlin,700\n"

    static let all = [
      Refused(
        "B02 windows-1252 in UTF-8",
        Array((header + good + "SKU-00011,M").utf8) + [0xFC] + Array("nchen,1\n".utf8),
        "bad-encoding", "3:12"),
      Refused(
        "B04 cut inside quotes", header + good + "SKU-00011,Berlin,\"70", "truncated", "3:18"),
      Refused(
        "B04 cut inside a character",
        Array((header + good + "SKU-00011,M").utf8) + [0xC3], "truncated", "3:12"),
      Refused(
        "B05 an unclosed quote",
        header + good + "\"SKU-00011,Berlin,701\n"
          + String(repeating: good, count: 20_000), "unclosed-quote", "3:1"),
      Refused("B07 no header", "SKU-00010,Berlin,700\n" + good, "missing-column", "1:1"),
      Refused(
        "B07 a column is missing", "sku,location\nSKU-00010,Berlin\n", "missing-column", "1:1"),
      Refused(
        "B07 a column twice", "sku,location,available,sku\nSKU-00010,Berlin,700,X\n",
        "duplicate-column", "1:1"),
      Refused("B10 a NUL byte", header + good + "SKU-00011,Berlin,7\u{0}1\n", "nul-byte", "3:19"),
      Refused(
        "B10 a tail of NUL bytes", Array((header + good).utf8) + [UInt8](repeating: 0, count: 512),
        "nul-byte", "3:1"),
      Refused(
        "B11 a value of 40 MB in quotes",
        header + good + "\"" + String(repeating: "x", count: 40 << 20), "unclosed-quote", "3:1"),
      Refused(
        "B11 a value of 40 MB",
        header + good + "SKU-00011," + String(repeating: "x", count: 40 << 20),
        "field-too-long", "3:1"),
    ]
  }

  @Test(arguments: Refused.all)
  func `B02 B04 B05 B07 B10 B11 a damaged file has no effect and a receipt with the place`(
    _ refused: Refused
  ) async throws {
    let jobs = ["stock": TestHome.stock + refused.keys]
    try await TestHome.with(jobs, sandbox: TestHome.small) { home in
      try home.drop("stock", "STOCK.csv", refused.bytes)
      let result = try await home.dray("run", "stock")
      #expect(result.status == 65, "\(result)")
      try await home.expectNoEffect()
      let receipt = try home.receipt("stock", "STOCK.csv")
      #expect(receipt["state"]?.string == "refused")
      #expect(receipt["faults"]?[0]?["code"]?.string == refused.code, "\(receipt.text)")
      let message = receipt["faults"]?[0]?["message"]?.string ?? ""
      #expect(message.hasPrefix("STOCK.csv:\(refused.place): "), "\(message)")
      #expect(home.names("inbox/stock").isEmpty)
      try await home.expectAudit()
    }
  }

  @Test
  func `B08 another delimiter is refused where the job states one, else recognised`()
    async throws
  {
    let stated = TestHome.stock.replacing("{type: csv}", with: "{type: csv, delimiter: ','}")
    let jobs = ["stated": stated, "silent": TestHome.stock]
    try await TestHome.with(jobs, sandbox: TestHome.small) { home in
      let bytes = Array("sku;location;available\nSKU-00010;Berlin;700\n".utf8)
      try home.drop("stated", "STOCK.csv", bytes)
      #expect(try await home.dray("run", "stated").status == 65)
      try await home.expectNoEffect()
      let refused = try home.receipt("stated", "STOCK.csv")
      #expect(refused["faults"]?[0]?["code"]?.string == "missing-column", "\(refused.text)")
      #expect(
        refused["faults"]?[0]?["message"]?.string?.contains("semicolon") == true, "\(refused.text)")
      try home.drop("silent", "STOCK.csv", bytes)
      #expect(try await home.dray("run", "silent").status == 0)
      let read = try home.receipt("silent", "STOCK.csv")
      #expect(read["applied"]?.int == 1, "\(read.text)")
      #expect(read["read_as"]?["delimiter"]?.string == ";", "\(read.text)")
      try await home.expectAudit()
    }
  }

  /// The same two records, written another way.
  static let alike: [(String, [UInt8])] = {
    let plain = "sku,location,available\nSKU-00010,München,700\nSKU-00011,Berlin,701\n"
    func wide(_ order: (UInt16) -> [UInt8]) -> [UInt8] {
      order(0xFEFF) + plain.utf16.flatMap(order)
    }
    return [
      ("B01 UTF-8 with a byte order mark", [0xEF, 0xBB, 0xBF] + Array(plain.utf8)),
      ("B01 UTF-16, little end first", wide { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
      ("B01 UTF-16, big end first", wide { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }),
      ("B03 lines end in CRLF", Array(plain.replacing("\n", with: "\r\n").utf8)),
      ("B03 lines end in CR", Array(plain.replacing("\n", with: "\r").utf8)),
      ("B03 no last line end", Array(plain.dropLast().utf8)),
      (
        "B07 other order, case and spaces, one column more",
        Array(
          "Available ,NOTE, sku,LOCATION\n700,a,SKU-00010,München\n701,b,SKU-00011,Berlin\n".utf8)
      ),
      (
        "B09 line ends, quotes and delimiters within quotes",
        Array(
          "sku,note,location,available\nSKU-00010,\"a \"\"b\"\",\r\nc\n\nd\",München,700\n\"SKU-00011\",\",\",\"Berlin\",\"701\"\n"
            .utf8)
      ),
    ]
  }()

  @Test(arguments: alike)
  func `B01 B03 B07 B09 the same records are read whatever they are written in`(
    _ name: String, _ bytes: [UInt8]
  ) async throws {
    try await TestHome.with(sandbox: TestHome.small) { home in
      try home.drop("stock", "STOCK.csv", bytes)
      let result = try await home.dray("run", "stock")
      #expect(result.status == 0, "\(name): \(result)")
      try await home.expectOnce(2, by: "inventorySetQuantities", "stock", "STOCK.csv")
      let after = try await home.sandbox.effects().compactMap { $0["after"]?["available"]?.int }
      #expect(Set(after) == [700, 701])
    }
  }

  @Test func `B06 B12 B16 bad records are rejected by their lines and the rest is applied`()
    async throws
  {
    try await TestHome.with(sandbox: TestHome.small) { home in
      try home.drop(
        "stock", "STOCK.csv",
        """
        sku,note,location,available
        SKU-00010,"two
        lines",Berlin,700
        SKU-00011,,Berlin
        SKU-00012,,Berlin,702,9
        NO-SUCH,"a
        b",Berlin,703
        SKU-00013,,Nowhere,704
        SKU-00014,,Berlin,7.5
        SKU-00015,,Berlin,1e3
        SKU-00007,,Berlin,700
        SKU-00016,,Berlin,706

        """)
      #expect(try await home.dray("run", "stock").status == 0)
      try await home.expectOnce(2, by: "inventorySetQuantities", "stock", "STOCK.csv")
      let receipt = try home.receipt("stock", "STOCK.csv")
      #expect(receipt["records"]?.int == 9)
      #expect(receipt["rejected"]?.int == 7, "\(receipt.text)")
      let lines = try home.journal("SELECT line FROM rejections ORDER BY line")
      #expect(lines == ["4", "5", "6", "8", "9", "10", "11"])
      let rejected = home.text("outbox/receipts/stock/STOCK.csv.rejected.csv") ?? ""
      #expect(rejected.contains("NO-SUCH,\"a\nb\",Berlin,703,"), "bytes are kept: \(rejected)")
      #expect(try await home.dray("run", "stock", "--strict").status == 0, "nothing is left")
    }
  }

  @Test func `B15 records alike have one effect, records that contradict each other none`()
    async throws
  {
    try await TestHome.with(sandbox: TestHome.small) { home in
      try home.drop(
        "stock", "STOCK.csv",
        """
        sku,location,available
        SKU-00010,Berlin,700
        SKU-00010,Berlin,700
        SKU-00011,Berlin,701
        SKU-00011,Berlin,702
        SKU-00010,Berlin,700

        """)
      #expect(try await home.dray("run", "stock").status == 0)
      let effects = try await home.sandbox.effects()
      #expect(effects.count == 1, "\(effects.map(\.text))")
      let receipt = try home.receipt("stock", "STOCK.csv")
      #expect(receipt["applied"]?.int == 3 && receipt["rejected"]?.int == 2, "\(receipt.text)")
      let rejected = home.text("outbox/receipts/stock/STOCK.csv.rejected.csv") ?? ""
      #expect(rejected.contains("line 4") && rejected.contains("line 5"), "\(rejected)")
      try await home.expectAudit()
    }
  }

  @Test func `B15 with duplicates last the later record wins and the earlier is superseded`()
    async throws
  {
    let job = TestHome.stock + "\nduplicates: last\n"
    try await TestHome.with(["stock": job], sandbox: TestHome.small) { home in
      try home.drop(
        "stock", "STOCK.csv",
        "sku,location,available\nSKU-00011,Berlin,701\nSKU-00011,Berlin,702\n")
      #expect(try await home.dray("run", "stock").status == 0)
      let effects = try await home.sandbox.effects()
      #expect(effects.map { $0["after"]?["available"]?.int } == [702])
      let receipt = try home.receipt("stock", "STOCK.csv")
      #expect(receipt["applied"]?.int == 1 && receipt["superseded"]?.int == 1)
      try await home.expectAudit()
    }
  }

  @Test func `B20 a DOCTYPE is refused, and passed over only where the job says so`() async throws {
    let ignoring = TestHome.prices.replacing("type: xml,", with: "type: xml, doctype: ignore,")
    try await TestHome.with(
      ["prices": TestHome.prices, "lenient": ignoring], sandbox: TestHome.small
    ) { home in
      let plain = "<!DOCTYPE prices SYSTEM \"http://127.0.0.1:1/p.dtd\">" + TestHome.priceFile(2)
      let hostile =
        "<!DOCTYPE prices [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><prices><item><sku>SKU-00010</sku><price>&x;</price></item></prices>"
      for (job, text) in [("prices", plain), ("prices", hostile), ("lenient", hostile)] {
        try home.drop(job, "P.xml", text)
        let result = try await home.dray("run", job)
        #expect(result.status == 65, "\(result)")
        let fault = try home.receipt(job, "P.xml")["faults"]?[0]
        #expect(
          fault?["code"]?.string == (text == plain ? "doctype" : "internal-subset"),
          "\(fault?.text ?? "")")
      }
      try await home.expectNoEffect()
      try home.drop("lenient", "P.xml", plain)
      #expect(try await home.dray("run", "lenient").status == 0)
      try await home.expectOnce(2, by: "productVariantsBulkUpdate", "lenient", "P.xml")
    }
  }
}
