// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// What FAULTS asks of XML, with plain paths and with XPath alike.
@Suite struct XMLFaultTests {
  /// Ways to ask for the same two values: walked, and over the record's tree.
  static let ways = [["sku", "@id"], ["sku[1]", "@id[1]"], ["string(sku)", "string(@id)"]]

  @Test(arguments: ways.prefix(2))
  func `B19 records before the place where a document breaks are handed out, whole`(
    _ fields: [String]
  ) throws {
    let items = (1...9000).map { "<item id='\($0)'><sku>S\($0)</sku></item>\n" }.joined()
    let table = try ReadTable(
      xml: ("<a>\n" + items + "<item id='x'><sku>y</item></a>").utf8, "/a/item", fields)
    #expect(table.fault?.code == "not-well-formed")
    #expect(table.fault?.position.line == 9002)
    #expect(table.rows.last?[1] == "\(table.rows.count)")
    #expect(table.rows.count == 9000)
  }

  static let equals = [
    #"<a><item id="1"><sku>A&amp;😀</sku></item></a>"#,
    #"<x:a xmlns:x="urn:x"><x:item x:id="1"><x:sku>A&amp;😀</x:sku></x:item></x:a>"#,
    #"<a xmlns="urn:x"><item id="&#49;"><sku>A<![CDATA[&]]>😀</sku></item></a>"#,
    #"<a><item id="1"><sku>A<!-- c -->&#38;<?p?>&#x1F600;</sku></item></a>"#,
    #"<a><item id="1"><sku>A<b>&amp;</b>&#x1F600;</sku></item></a>"#,
  ]

  @Test(arguments: equals, ways)
  func `B21 the same value, however it is written`(_ text: String, _ fields: [String]) throws {
    let table = try ReadTable(xml: text.utf8, "/a/item", fields)
    #expect(table.fault == nil)
    #expect(table.rows == [["A&😀", "1"]])
  }

  @Test(arguments: ["&#0;", "&#8;", "&#xD800;", "&#xFFFF;", "&#x110000;", "\u{1}"], ways)
  func `B21 what no XML may hold is refused`(_ text: String, _ fields: [String]) throws {
    let table = try ReadTable(
      xml: "<a>\n<item><sku>\(text)</sku></item></a>".utf8, "/a/item", fields)
    #expect(table.fault?.position.line == 2)
    #expect(table.rows.isEmpty)
  }

  static let contradictions: [(String, [UInt8])] = [
    (
      "Windows-1252 bytes, UTF-8 declared",
      Array("<?xml version='1.0' encoding='utf-8'?><a><item><sku>caf".utf8) + [0xE9]
        + Array("</sku></item></a>".utf8)
    ),
    ("UTF-8 bytes, UTF-16 declared", Array("<?xml version='1.0' encoding='utf-16'?><a/>".utf8)),
    (
      "a UTF-8 mark, Windows-1252 declared",
      [0xEF, 0xBB, 0xBF] + Array("<?xml version='1.0' encoding='windows-1252'?><a/>".utf8)
    ),
    (
      "UTF-16 bytes, UTF-8 declared",
      [0xFF, 0xFE]
        + "<?xml version='1.0' encoding='utf-8'?><a/>".utf16.flatMap {
          [UInt8($0 & 255), UInt8($0 >> 8)]
        }
    ),
  ]

  @Test(arguments: contradictions.map(\.0))
  func `B22 an encoding that the bytes contradict is an error`(_ name: String) throws {
    let bytes = try #require(Self.contradictions.first { $0.0 == name }).1
    let table = try ReadTable(xml: bytes, "/a/item", ["sku"])
    #expect(["bad-encoding", "encoding-contradiction"].contains(table.fault?.code ?? ""))
  }

  @Test(arguments: [["n"], ["n[1]"], ["n", "count(x)"]])
  func `B23 absent, empty and null are three things`(_ fields: [String]) throws {
    let text = """
      <a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:nil="urn:nil"><item/>
      <item><n/></item><item><n></n></item><item><n xsi:nil="true"/></item><item><n xsi:nil="1"> </n></item>
      <item><n xsi:nil="false"/></item><item><n nil="true"/></item><item><n nil:nil="true"/></item>
      <item><n xsi:nil="true">x</n></item></a>
      """
    var format = XMLFormat(records: "/a/item", fields: fields)
    format.children = [ChildPaths(name: "ns", path: ".", columns: ["n"], fields: ["n"])]
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data(text.utf8).write(to: path)
    defer { unlink(path.path()) }
    var reader = try openReader(path: path.path(), named: "p.xml", format: .xml(format))
    var batch = RecordBatch(columnCount: 0)
    #expect(try reader.next(into: &batch))
    for table in [batch, batch.children[0]] {
      let kinds = (0..<table.count).map { record in
        let cell = table.cell(record, 0)
        if cell.isAbsent { return "absent" }
        if cell.isNull { return "null" }
        return table.string(record, 0) ?? "?"
      }
      #expect(kinds == ["absent", "", "", "null", "null", "", "", "", "x"])
    }
  }

  @Test func `B23 elements that nobody asked for do not matter`() throws {
    let table = try ReadTable(
      xml: "<a><more/><item><x><sku>no</sku></x><sku>A</sku><y/></item></a>".utf8, "/a/item",
      ["sku", "sku[1]", "none"])
    #expect(table.rows == [["A", "A", nil]])
  }

  /// Documents made to cost much for their size.
  static let floods: [(name: String, code: String?, text: @Sendable () -> String)] = [
    (
      "deep nesting in a record", "xml-limit",
      {
        "<a><item>" + String(repeating: "<b>", count: 100_000)
      }
    ),
    (
      "a million attributes", "xml-limit",
      {
        "<a><item " + (0..<1_000_000).map { "a\($0)=''" }.joined(separator: " ") + "/></a>"
      }
    ),
    (
      "a text of 20 MB", "xml-limit",
      {
        "<a><item><sku>" + String(repeating: "x", count: 20_000_000) + "</sku></item></a>"
      }
    ),
    (
      "a record of a million elements", "xml-limit",
      {
        "<a><item>" + String(repeating: "<f/>", count: 1_000_000) + "</item></a>"
      }
    ),
    (
      "a header of a million elements", "xml-limit",
      {
        "<a><h>" + String(repeating: "<f/>", count: 1_000_000) + "</h><item/></a>"
      }
    ),
    (
      "more and more header", "xml-limit",
      {
        "<a>" + String(repeating: "<h/><item/>", count: 300_000) + "</a>"
      }
    ),
    (
      "records with many elements", nil,
      {
        "<a>"
          + String(
            repeating: "<item>" + String(repeating: "<f/>", count: 20_000) + "</item>", count: 20)
          + "</a>"
      }
    ),
    (
      "many rows", nil,
      {
        "<a><item>" + String(repeating: "<l><m>1</m></l>", count: 20_000) + "</item></a>"
      }
    ),
  ]

  @Test(arguments: floods.indices)
  func `B24 S07 XPath sees no document that would use up the machine`(_ index: Int) throws {
    let flood = Self.floods[index]
    // What compares nodes rejects a record of many; the rows are to be read.
    let fields = ["sku[1]", "f[last()]/@x", "count(f | .//f)", "/a/h[last()]"]
    let table = try ReadTable(
      xml: flood.text().utf8, "/a/item", flood.name == "many rows" ? ["sku[1]"] : fields
    ) {
      $0.children = [
        ChildPaths(
          name: "l", path: "l", columns: ["m", "sku", "n"],
          fields: ["m", "../sku", "count(../l)"])
      ]
    }
    #expect(table.fault?.code == flood.code, "\(flood.name): \(String(describing: table.fault))")
    if flood.name == "many rows" {
      #expect(table.children[0].count == 20_000)
      #expect(table.children[0].last?.values == ["1", nil, "20000"])
    } else {
      #expect(table.extents.allSatisfy { flood.code != nil || $0.fault?.code == "xpath-limit" })
    }
  }

  @Test func `an expression may take as many steps as its record is large`() throws {
    let text =
      "<a><item>" + String(repeating: "<f><g/></f>", count: 5_000) + "</item><item><f/></item></a>"
    let table = try ReadTable(xml: text.utf8, "/a/item", ["count(f[count(../f) > 1])"])
    #expect(table.fault == nil)
    #expect(table.extents[0].fault?.code == "xpath-limit")
    #expect(table.rows[1] == ["0"])
  }

  @Test(arguments: ["1 div 2", "number(sku)", "1 div 0", "sum(p)"])
  func `a number that is not whole is a fault, for it has been rounded`(_ path: String) throws {
    let table = try ReadTable(
      xml: "<a><item><sku>A</sku><p>0.1</p><p>0.2</p></item></a>".utf8, "/a/item", [path])
    #expect(table.extents.first?.fault?.code == "inexact-number")
  }

  @Test func `a long value from outside of the records stands once in a batch`() throws {
    let long = String(repeating: "x", count: 900_000)
    let items = String(repeating: "<item/>", count: 60_000)
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data("<a><h>\(long)</h>\(items)</a>".utf8).write(to: path)
    defer { unlink(path.path()) }
    let format = XMLFormat(records: "/a/item", fields: ["/a/h"])
    var reader = try openReader(path: path.path(), named: "p.xml", format: .xml(format))
    var batch = RecordBatch(columnCount: 1)
    var count = 0
    while try reader.next(into: &batch) {
      count += batch.count
      #expect(batch.bytes.count == 900_000)
      #expect(batch.cell(batch.count - 1, 0).length == 900_000)
    }
    #expect(count == 60_000)
  }
}
