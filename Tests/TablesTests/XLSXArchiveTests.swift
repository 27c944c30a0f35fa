// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Tables

@Suite struct XLSXArchiveTests {
  @Test func `the wide numbers of an archive written as a stream are read`() throws {
    var book = Book(rows: XLSXReaderTests.header + "<row><c><v>7</v></c></row>")
    #expect(try ReadTable(xlsx: book.wide()).rows == [["7", ""]])
    book.strings = ["<si/>"]
    var bytes = book.wide()
    // The wide size of the first entry, beyond what fits in a number.
    let directory = bytes.number(at: bytes.count - 22 - 20 - 56 + 48, 8)
    let extra = directory + 46 + bytes.number(at: directory + 28, 2) + 4
    for index in 0..<8 { bytes[extra + index] = 0xFF }
    #expect(try ReadTable(xlsx: bytes).fault?.code == "bad-zip")
    // The wide end record is said to be far outside.
    bytes = book.wide()
    for index in 0..<8 { bytes[bytes.count - 22 - 12 + index] = 0x7F }
    #expect(try ReadTable(xlsx: bytes).fault?.code == "bad-zip")
  }

  @Test(arguments: [
    ("an old workbook", [0xD0, 0xCF, 0x11, 0xE0, 0, 0, 0, 0], "not-xlsx"),
    ("text", Array("sku,qty\n".utf8), "not-xlsx"),
    ("nothing", [UInt8](), "empty"),
    (
      "a start without an end", Array("PK\u{3}\u{4}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx".utf8),
      "truncated"
    ),
  ])
  func `what is no workbook is refused with what it is`(
    _ name: String, _ bytes: [UInt8], _ code: String
  ) throws {
    #expect(try ReadTable(xlsx: bytes).fault?.code == code)
  }

  @Test func `B04 a workbook that was cut off or damaged is refused`() throws {
    let bytes = Book(rows: XLSXReaderTests.header).bytes()
    #expect(try ReadTable(xlsx: Array(bytes.dropLast(40))).fault?.code == "truncated")
    var damaged = bytes
    // Within the packed bytes of the sheet, its first entry.
    damaged[30 + "xl/worksheets/sheet1.xml".utf8.count + 40] ^= 0x55
    let code = try ReadTable(xlsx: damaged).fault?.code
    #expect(code == "bad-zip" || code == "bad-sheet", "\(code ?? "")")
  }

  @Test func `S08 a sheet that unpacks a thousandfold is refused before it is unpacked`() throws {
    let rows = XLSXReaderTests.header + String(repeating: "<row/>", count: 3_000_000)
    let clock = ContinuousClock()
    let bytes = Book(rows: rows).bytes()
    let time = try clock.measure {
      let table = try ReadTable(xlsx: bytes)
      #expect(table.fault?.code == "zip-bomb")
    }
    #expect(time < .seconds(1))
  }

  @Test func `S08 a sheet that says it is smaller than it is is stopped there`() throws {
    var bytes = Book(rows: XLSXReaderTests.header + String(repeating: "<row/>", count: 3_000_000))
      .bytes()
    // The directory's word for the unpacked size of the first entry.
    let directory = bytes.number(at: bytes.count - 6, 4)
    for index in 0..<4 { bytes[directory + 24 + index] = [0, 0, 1, 0][index] }
    #expect(try ReadTable(xlsx: bytes).fault?.code == "zip-bomb")
  }

  @Test func `S08 entries that overlap, and two of one name, are refused`() throws {
    var bytes = Book(rows: XLSXReaderTests.header).bytes()
    let directory = bytes.number(at: bytes.count - 6, 4)
    let first = "xl/worksheets/sheet1.xml".utf8.count
    // The second entry is said to be where the first is.
    for index in 0..<4 { bytes[directory + 46 + first + 42 + index] = 0 }
    #expect(try ReadTable(xlsx: bytes).fault?.message.contains("entries overlap") == true)

    var twice = Book(rows: XLSXReaderTests.header)
    twice.others = [("a", []), ("a", [])]
    #expect(try ReadTable(book: twice).fault?.message.contains("two entries of one name") == true)
  }

  @Test func `S06 S08 names in an archive lead nowhere, and a DOCTYPE is refused`() throws {
    var book = Book(rows: XLSXReaderTests.header)
    book.others = [
      ("../../../etc/passwd", Array("x".utf8)),
      (
        "xl/_rels/workbook.xml.rels",
        Array(
          "<Relationships><Relationship Id=\"rId1\" Type=\"t/worksheet\" Target=\"../../../../etc/passwd\"/></Relationships>"
            .utf8)
      ),
    ]
    #expect(try ReadTable(book: book).fault?.code == "not-xlsx")
    book.others = [
      (
        "xl/workbook.xml",
        Array(
          "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><workbook>&b;</workbook>".utf8)
      )
    ]
    #expect(try ReadTable(book: book).fault?.code == "doctype")
  }

  @Test(arguments: [
    "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>7</v></c></row>",
    "<row r=\"2\"/><row r=\"2\"/>", "<row r=\"9999999\"/>",
    "<row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row>", "<row r=\"1\"><c r=\"ZZZZ1\"/></row>",
  ])
  func `a sheet that contradicts itself is refused`(_ rows: String) throws {
    #expect(try ReadTable(book: Book(rows: rows)).fault?.code == "bad-sheet")
  }
}
