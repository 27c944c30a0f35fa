// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// A trailer and what is said about it.
struct TrailerCase: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var text: String
  var code: String?
  var line = 0

  init(_ name: String, _ text: String, _ code: String? = nil, line: Int = 0) {
    testDescription = name
    self.text = text
    self.code = code
    self.line = line
  }
}

/// Layouts of delimited files beyond a header and records.
@Suite struct CSVLayoutTests {
  @Test(arguments: [0, 1, 3, 5000])
  func `lines before the header are passed over, whatever is in them`(
    _ skipped: Int
  ) throws {
    let preamble = (0..<skipped).map { "\"line \($0); with, an open quote\r\n" }.joined()
    let table = try ReadTable(csv: preamble + "a;b\r\n1;2\r\n") {
      $0.delimiter = UInt8(ascii: ";")
      $0.skip = skipped
    }
    #expect(table.fault == nil)
    #expect(table.columns == ["a", "b"])
    #expect(table.rows == [["1", "2"]])
    #expect(table.extents.map(\.line) == [skipped + 2])
    #expect(table.slices == [Array("1;2\r\n".utf8)])
  }

  @Test func `a file that ends before its header is empty`() throws {
    let table = try ReadTable(csv: "one\ntwo\n") { $0.skip = 2 }
    #expect(table.fault?.code == "empty")
  }

  @Test(arguments: [0, 2]) func `a file without a header has the names the job gives`(_ skip: Int)
    throws
  {
    let preamble = String(repeating: "x\n", count: skip)
    let table = try ReadTable(csv: preamble + "A,1\nB,2\nB,2,3\n") {
      $0.names = ["sku", "qty"]
      $0.skip = skip
    }
    #expect(table.columns == ["sku", "qty"])
    #expect(table.rows == [["A", "1"], ["B", "2"], ["", ""]])
    #expect(table.extents.map(\.line) == [1, 2, 3].map { $0 + skip })
    #expect(table.extents.map(\.number) == [1, 2, 3])
    #expect(table.extents.map(\.fault?.code) == [nil, nil, "too-many-fields"])
    #expect(table.extents[0].offset == preamble.utf8.count)
  }

  @Test func `our marks on a file without a header are columns of their own`() throws {
    let table = try ReadTable(csv: "A,1,unknown-sku,there is no such SKU\nB,2,bad,it is wrong\n") {
      $0.names = ["sku", "qty"]
    }
    #expect(table.columns == ["sku", "qty", "_code", "_message"])
    #expect(table.rows.map { $0[0] } == ["A", "B"])
  }

  @Test func `lines that begin with the comment are passed over`() throws {
    let text = "# a \"comment\n#\na,b\n#1,2\n1,#2\n\"x\n# y\",3\n# end"
    let table = try ReadTable(csv: text) { $0.comment = "#" }
    #expect(table.fault == nil)
    #expect(table.columns == ["a", "b"])
    #expect(table.rows == [["1", "#2"], ["x\n# y", "3"]])
    #expect(table.extents.map(\.line) == [5, 6])
  }

  @Test func `comments are passed over wherever a large file is cut into pieces`() throws {
    let text = "a,b\n" + (0..<30_000).map { "// \($0)\r\n\($0),x\r\n" }.joined()
    let table = try ReadTable(csv: text) { $0.comment = "//" }
    #expect(table.fault == nil)
    #expect(table.rows == (0..<30_000).map { ["\($0)", "x"] })
    #expect(table.extents.map(\.line) == (0..<30_000).map { $0 * 2 + 3 })
  }

  static let trailers = [
    TrailerCase("agrees", "k;v\nA;1,10\nB;2,20\nTRL;2;3,30\n"),
    TrailerCase("agrees in other digits", "k;v\nA;1,10\nB;2,20\nTRL;002;+3,3000"),
    TrailerCase("in quotes", "k;v\nA;1,10\nB;2,20\n\"TRL\";\"2\";\"3,30\"\n\n"),
    TrailerCase("of no records", "k;v\nTRL;0;0\n"),
    TrailerCase("a wrong count", "k;v\nA;1,10\nTRL;2;1,10\n", "trailer-count", line: 3),
    TrailerCase("no count", "k;v\nA;1,10\nTRL\n", "trailer-count", line: 3),
    TrailerCase("a wrong total", "k;v\nA;1,10\nTRL;1;1,11\n", "trailer-total", line: 3),
    TrailerCase("a value that is no number", "k;v\nA;x\nTRL;1;1,10\n", "trailer-total", line: 2),
    TrailerCase("a ragged record", "k;v\nA\nTRL;1;1,10\n", "trailer-total", line: 2),
    TrailerCase("cut off", "k;v\nA;1,10\nB;2,20\n", "missing-trailer", line: 4),
    TrailerCase("a record after it", "k;v\nA;1,10\nTRL;1;1,10\nB;2\n", "after-trailer", line: 4),
    TrailerCase("twice", "k;v\nA;1\nTRL;1;1\nTRL;1;1\n", "after-trailer", line: 4),
    TrailerCase("no column", "k;w\nA;1\nTRL;1;1\n", "missing-column", line: 1),
  ]

  @Test(arguments: trailers) func `a trailer must be there and agree`(_ c: TrailerCase) throws {
    let table = try ReadTable(csv: c.text) {
      $0.delimiter = UInt8(ascii: ";")
      var total = CSVFormat.Trailer.Total(column: "v", field: 3)
      total.decimal = UInt8(ascii: ",")
      total.marks = ["."]
      $0.trailer = .init(begins: "TRL", count: 2, total: total)
    }
    #expect(table.fault?.code == c.code)
    #expect(table.fault?.position.line ?? 0 == c.line)
    #expect(table.rows.allSatisfy { $0.first != "TRL" })
  }

  @Test func `a trailer far behind agrees to the last digit`() throws {
    let text = "k,v\n" + (0..<100_000).map { "\($0),0.01\n" }.joined()
    func table(_ trailer: String) throws -> ReadTable {
      try ReadTable(csv: text + trailer) {
        $0.trailer = .init(begins: "T,", count: 2, total: .init(column: "v", field: 3))
      }
    }
    #expect(try table("T,100000,1000.00\n").fault == nil)
    #expect(try table("T,100000,1000.00\n").rows.count == 100_000)
    #expect(
      try table("T,100000,1000.0000001\n").fault?.description
        == "a.csv:100002:1: the last line does not hold the sum of the column; expected 1000, found "
        + "1000.0000001; the file was changed or cut short: send it anew (field v)")
  }

  @Test func `rejected records of ours need no trailer`() throws {
    let table = try ReadTable(csv: "k,v,_code,_message\nA,1,x,y\n") {
      $0.trailer = .init(begins: "TRL", count: 2)
    }
    #expect(table.fault == nil)
    #expect(table.rows.count == 1)
  }

  @Test func `B26 a header in the middle refuses the file where it stands`() throws {
    let table = try ReadTable(csv: "sku,qty\r\nA,1\r\nB,2\r\nsku,qty\nC,3\n")
    #expect(
      table.fault?.description
        == "a.csv:4:1: the header stands here once more; two files were joined into one: send them "
        + "one by one (record 2)")
  }

  @Test(arguments: ["a,b\n", "a,b", "\u{FEFF}a,b\r\n", "a,b\n\n\n"])
  func `B25 only a header is a table without records`(_ text: String) throws {
    for format in [CSVFormat(), .recognised] {
      let table = try ReadTable(csv: text) { $0 = format }
      #expect(table.fault == nil)
      #expect(table.columns == ["a", "b"])
      #expect(table.rows.isEmpty)
    }
  }

  @Test func `B07 a repeated header is a fault only where the job names it`() throws {
    let text = "sku,Total,total\nA,1,2\n"
    let table = try ReadTable(csv: text) { $0.required = ["sku"] }
    #expect(table.columns == ["sku", "Total", "total (2)"])
    #expect(try ReadTable(csv: text) { $0.required = ["Total (2)"] }.fault == nil)
    #expect(try ReadTable(csv: text) { $0.required = ["Total"] }.fault?.code == "duplicate-column")
  }

  @Test func `S08 an archive is no text`() throws {
    let zip = try ReadTable(csv: Array("PK\u{3}\u{4}hello".utf8))
    #expect(zip.fault?.code == "zip")
    let packed = try ReadTable(csv: [0x1F, 0x8B, 8, 0, 0])
    #expect(packed.fault?.code == "nested-archive")
  }

  static let pages: [(String, String)] = [
    ("shift_jis", "商品ソ表示カｶﾅ"), ("gb18030", "商品𠀀ü€"), ("big5", "商品許功蓋"), ("euc-jp", "商品ｶ丂"),
    ("euc-kr", "상품코드"), ("gbk", "商品编号"),
  ]

  @Test(arguments: pages) func `code pages of several bytes are read, with exact places`(
    _ c: (name: String, text: String)
  ) throws {
    let encoding = try #require(TextEncoding(named: c.name))
    let record = encoding.encode("\"\(c.text),\"\"x\",\(c.text)\r\n")
    var bytes = encoding.encode("k,v\r\n")
    for _ in 0..<4_000 { bytes += record }
    let table = try ReadTable(csv: bytes) { $0.encoding = c.name }
    #expect(table.fault == nil)
    #expect(table.rows.count == 4_000)
    #expect(table.rows.allSatisfy { $0 == ["\(c.text),\"x", c.text] })
    #expect(table.slices.allSatisfy { $0 == record })
    #expect(table.positions.last?[1].column == c.text.count + 8)
  }

  @Test func `a character of several bytes that is cut off refuses the file as truncated`() throws {
    let table = try ReadTable(csv: Array("a,b\n1,2\n3,x".utf8) + [0x8F]) {
      $0.encoding = "shift_jis"
    }
    #expect(table.fault?.code == "truncated")
    #expect(table.fault?.position.line == 3)
  }

  @Test(arguments: ["utf-7", "iso-2022-jp", "IBM037", "no-such"])
  func `encodings with a state or without ASCII are none that can be read`(_ name: String) {
    #expect(TextEncoding(named: name) == nil)
  }
}
