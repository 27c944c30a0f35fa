// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

/// A document in which nothing is where records should be: without records, or of another layout.
@Suite struct XMLWithoutRecordsTests {
  @Test(arguments: [
    "<a/>", "<a><list/></a>", "<a><!-- none --><list> </list><more/></a>",
    "<a><list><header day='1'><by>x</by></header></list></a>",
  ])
  func `a document that has the place for records and nothing like them has none`(_ text: String)
    throws
  {
    let table = try ReadTable(xml: text.utf8, "/a/list/item | /a/lists/item", ["sku"])
    #expect(table.fault == nil && table.rows.isEmpty, "\(String(describing: table.fault))")
  }

  @Test(arguments: [
    ("<a>\n<list><items/><header/><items/></list></a>", "<items> (2 times), <header> in <list>", 2),
    ("<a><other><item><sku>1</sku></item></other></a>", "<other> in <a>", 1),
    ("<a><item/><item/><list><x/></list><list><x/></list></a>", "<x> (2 times) in <list>", 1),
    ("<a><b/><c/><d/><e/><f/></a>", "<b>, <c>, <d>, <e>, … in <a>", 1),
  ])
  func `one with other things in their place is refused, and they are named`(
    _ text: String, _ found: String, _ line: Int
  ) throws {
    for fields in [["sku"], ["sku[1]"]] {
      let table = try ReadTable(xml: text.utf8, "/a/list/item | /a/lists/item", fields)
      #expect(table.fault?.code == "no-records")
      #expect(table.fault?.found == found)
      #expect(table.fault?.position.line == line)
    }
  }

  @Test func `a header that the job speaks of is no stranger`() throws {
    let text = "<a><list><header><day>1</day></header><header/></list></a>"
    let table = try ReadTable(xml: text.utf8, "/a/list/item", ["sku", "/a/list/header[1]/day"])
    #expect(table.fault == nil)
  }

  @Test func `one record is enough`() throws {
    let text = "<a><list><x/><x/><item><sku>1</sku></item></list></a>"
    #expect(try ReadTable(xml: text.utf8, "/a/list/item", ["sku"]).rows == [["1"]])
  }

  @Test(arguments: [
    ("iso-8859-1", "ISO-8859-1"), ("windows-1252", "windows-1252"), ("shift_jis", "Shift_JIS"),
  ])
  func `B22 the encoding that an XML declaration names is what is said to be read`(
    _ name: String, _ declared: String
  ) {
    let bytes = Array("<?xml version='1.0' encoding='\(declared)'?><a><b/><b/></a>".utf8)
    #expect(Recognition(bytes, isWhole: true).encoding?.name == name)
    let marked = [0xEF, 0xBB, 0xBF] + bytes
    #expect(Recognition(marked, isWhole: true).encoding?.name == "utf-8")
    let utf8 = Array("<?xml version='1.0' encoding='UTF-8'?><a><b/><b/></a>".utf8)
    #expect(Recognition(utf8, isWhole: true).encoding?.name == "utf-8")
  }

  @Test func `where a job says where records are, that is what is said`() throws {
    let bytes = Array("<!DOCTYPE a><a><b><c/></b><b/></a>".utf8)
    var format = XMLFormat(records: "/a/b/c", fields: ["d"])
    format.ignoresDoctype = true
    let found = Recognition(bytes, isWhole: true, format: .xml(format))
    guard case .xml(let markup) = found.kind else {
      Issue.record("no XML")
      return
    }
    #expect(markup.records == "/a/b/c" && found.doubts.isEmpty && found.confidence == 95)
  }
}
