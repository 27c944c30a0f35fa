// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

/// Where a file breaks off, what stands before it comes first.
struct BreakTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var format: FileFormat
    var text: String
    var first: [String]
    var code: String
    var place: String
    init(
      _ name: String, _ format: FileFormat, _ text: String, _ first: [String], _ code: String,
      _ place: String
    ) {
      (testDescription, self.format, self.text) = (name, format, text)
      (self.first, self.code, self.place) = (first, code, place)
    }
  }

  private static let csv = FileFormat.csv(CSVFormat())
  private static let xml = FileFormat.xml(
    XMLFormat(records: "/p/i", fields: ["sku", "price"]))
  private static let json = FileFormat.json(JSONFormat(fields: ["sku"]))

  static let cases = [
    Case("CSV inside quotes", csv, "a,b\n1,2\n3,4\n5,\"x", ["1", "3"], "truncated", "f:4:3"),
    Case(
      "CSV inside quotes of several lines", csv, "a,b\n1,2\n5,\"x\ny", ["1"], "unclosed-quote",
      "f:3:3"),
    Case(
      "CSV with text after a quote", csv, "a,b\n1,2\n\"5\"x,6\n7,8\n", ["1"], "text-after-quote",
      "f:3:4"),
    Case("CSV inside its last record", csv, "a,b\n1,2\n5", ["1"], "truncated", "f:3:2"),
    Case(
      "XML inside a record", xml, "<p>\n<i><sku>A</sku></i>\n<i><sk", ["A"], "truncated", "f:3:7"),
    Case(
      "XML that is not well-formed", xml, "<p>\n<i><sku>A</sku></i>\n<i><sku>B</i>\n</p>", ["A"],
      "not-well-formed", "f:3:14"),
    Case("JSON inside a record", json, "[{\"sku\":\"A\"},\n{\"sk", ["A"], "truncated", "f:2:5"),
    Case(
      "JSON with brackets that do not fit", json, "[{\"sku\":\"A\"},\n{\"sku\":\"B\"]}", ["A"],
      "not-json", "f:2:11"),
    Case(
      "JSON Lines inside a record", json, "{\"sku\":\"A\"}\n{\"sku\":\"B\"}\n{\"sku\":\"C",
      ["A", "B"],
      "truncated", "f:3:10"),
  ]

  @Test(arguments: cases)
  func `B04 B19 the records before a break come first, then the break`(_ c: Case) throws {
    let table = try ReadTable(Array(c.text.utf8), c.format, named: "f")
    #expect(table.rows.map { $0[0] } == c.first)
    #expect(table.extents.map(\.number) == Array(1...c.first.count))
    #expect(table.fault?.isBreak == true)
    #expect(table.fault?.code == c.code)
    #expect("\(table.fault?.position ?? Position(file: "", line: 0))" == c.place)
  }

  @Test func `B04 a record whose last character is cut off is none`() throws {
    let table = try ReadTable(Array("a,b\n1,2\n3,ä".utf8.dropLast()), Self.csv, named: "f")
    #expect(table.rows == [["1", "2"]])
    #expect(table.fault?.code == "truncated")
    #expect(table.fault?.isBreak == true)
  }

  @Test func `a record whose children may be missing is none`() throws {
    let head = FixedFormat.Kind(
      prefix: "H", role: .record, columns: [FixedFormat.Column("no", start: 2, width: 3)])
    let line = FixedFormat.Kind(
      prefix: "L", role: .child,
      columns: [FixedFormat.Column("sku", start: 2, width: 3)])
    var format = FixedFormat(kinds: [head, line])
    format.encoding = "utf-8"
    let table = try ReadTable(
      Array("H001\nLAAA\nH002\nLBBB\nLCä".utf8.dropLast()), .fixed(format), named: "f")
    #expect(table.rows.map { $0[0] } == ["001"])
    #expect(table.children[0].map(\.record) == [1])
    #expect(table.fault?.code == "truncated")
  }

  /// Whole files; every cut of one gives the first of its records.
  static let whole: [(String, FileFormat, String)] = [
    ("CSV", csv, "\"a\",\"b\"\r\n\"1\",\"x, \"\"y\"\"\"\r\n\"2\",\"ä\nü\"\r\n\"3\",\"\"\n"),
    (
      "XML", xml,
      "<?xml version='1.0'?><p>\n<i><sku>A &amp; B</sku><price>1</price></i><!-- n --><i><sku>C</sku><x/></i>\n</p>\n"
    ),
    ("JSON", json, "[{\"sku\":\"A\\\"\"},\n {\"sku\":\"ä\", \"x\":[1,{}]} , {\"sku\":null}]\n"),
    ("JSON Lines", json, "{\"sku\":\"A\\\"\"}\n{\"sku\":\"ä\",\"x\":[1,{}]}\n{\"sku\":null}\n"),
  ]

  @Test(arguments: whole)
  func `B04 B19 however much of a file is missing, what is read is its first records`(
    _ name: String, _ format: FileFormat, _ text: String
  ) throws {
    let bytes = Array(text.utf8)
    let all = try ReadTable(bytes, format, named: "f").rows
    #expect(all.count >= 2)
    for count in 0..<bytes.count {
      var cut = try ReadTable(Array(bytes[..<count]), format, named: "f")
      // A last line may lack its end: that its last value does is not to be seen.
      if name == "CSV", cut.fault == nil, bytes[..<count].last != 0x0A { _ = cut.rows.popLast() }
      #expect(cut.rows == Array(all.prefix(cut.rows.count)), "the first \(count) bytes")
    }
  }

  @Test(arguments: [
    ("a NUL", "a,b\n1,2\n3,\0\n", "nul-byte"),
    ("another encoding", "a,b\n1,2\n3,\u{1}\n4,5\n", "bad-encoding"),
    ("the header again", "a,b\n1,2\na,b\n3,4\n", "repeated-header"),
  ])
  func `B02 B10 B26 what casts doubt on the whole file is no break`(
    _ name: String, _ text: String, _ code: String
  ) throws {
    let bytes = text.utf8.map { $0 == 1 ? 0xFF : $0 }
    let table = try ReadTable(bytes, Self.csv, named: "f")
    #expect(table.fault?.code == code)
    #expect(table.fault?.isBreak == false)
  }
}
