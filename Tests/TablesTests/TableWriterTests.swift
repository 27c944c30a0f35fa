// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

@testable import Tables

/// Everything a writer writes of some rows; the first cell tells records apart.
func table(
  _ writer: any TableWriter, _ rows: [[String?]], trailer: TableTrailer? = nil,
  integers: Set<Int> = []
) -> [UInt8] {
  var writer = writer
  var out: [UInt8] = []
  writer.begin(into: &out)
  var last: String?
  for cells in rows {
    var row = WrittenRow()
    for (index, cell) in cells.enumerated() {
      if let cell, integers.contains(index), let number = Int(cell) {
        row.append(number)
      } else if let cell {
        row.append(cell)
      } else {
        row.appendNull()
      }
    }
    writer.write(row, opensRecord: last == nil || cells[0] != last, into: &out)
    last = cells[0]
  }
  writer.end(trailer, into: &out)
  return out
}

@Suite struct `A table` {
  static let columns = [
    WrittenColumn("id", .plain), WrittenColumn("total", .money),
    WrittenColumn("sku", .text, isOfLine: true), WrittenColumn("n", .number, isOfLine: true),
  ]
  static let rows: [[String?]] = [
    ["1", "24.85", "A<&>\"'", "2"], ["1", "24.85", "=1+1", "1"], ["2", nil, nil, nil],
  ]
  static let trailer = TableTrailer(
    rows: 3, records: 2, totals: [(column: 1, sum: "24.85")])

  private func text(_ writer: any TableWriter) -> String {
    String(
      decoding: table(writer, Self.rows, trailer: Self.trailer, integers: [3]), as: UTF8.self)
  }

  @Test func `as CSV has a row a line and its trailer below`() {
    #expect(
      text(CSVTableWriter(Self.columns, formulas: .neutralised)) == """
        id,total,sku,n\r
        1,24.85,"A<&>""'",2\r
        1,24.85,'=1+1,1\r
        2,,,\r
        TRAILER rows=3 records=2,24.85,,\r

        """)
  }

  @Test func `as XML has its lines nested`() {
    let writer = XMLTableWriter(
      Self.columns, names: XMLTableWriter.Names(root: "orders", record: "order", line: "line"),
      attributes: [(name: "job", value: "a \"<b>\n")])
    #expect(
      text(writer) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <orders job="a &quot;&lt;b&gt;&#10;">
          <order>
            <id>1</id>
            <total>24.85</total>
            <lines>
              <line>
                <sku>A&lt;&amp;&gt;&quot;'</sku>
                <n>2</n>
              </line>
              <line>
                <sku>=1+1</sku>
                <n>1</n>
              </line>
            </lines>
          </order>
          <order>
            <id>2</id>
          </order>
          <trailer rows="3" records="2">
            <total of="total">24.85</total>
          </trailer>
        </orders>

        """)
  }

  @Test func `as JSON Lines has an object a record`() {
    #expect(
      text(JSONTableWriter(Self.columns)) == #"""
        {"id":"1","total":"24.85","lines":[{"sku":"A<&>\"'","n":2},{"sku":"=1+1","n":1}]}
        {"id":"2","total":null,"lines":[]}
        {"trailer":{"rows":3,"records":2,"totals":{"total":"24.85"}}}

        """#)
  }

  @Test func `as a page needs nothing from elsewhere`() {
    let page = text(
      HTMLTableWriter(
        Self.columns, title: "<Sales>", note: "May", charts: ["total"]))
    #expect(page.hasPrefix("<!doctype html>"))
    #expect(page.contains("<h1>&lt;Sales&gt;</h1>"))
    #expect(page.contains("<td>A&lt;&amp;&gt;&quot;'</td><td class=n>2</td>"))
    #expect(page.contains("<title>1: 24.85</title></rect>"))
    #expect(!page.contains("<script"))
    #expect(!page.contains("http:") && !page.contains("https:"))
    #expect(page.contains("default-src 'none'"))
  }

  /// Text of anything, characters no format likes among them.
  static func hostile(_ generator: inout SeededGenerator) -> String {
    let pieces = [
      "a", "é", "😀", "\u{0}", "\u{1}", "\u{B}", "\t", "\n", "\r", "\r\n", "\"", "'", "<", ">", "&",
      "]]>", "=", "+", "-", "@", ",", ";", " ", "\u{2028}", "\u{FFFE}", "\u{FFFF}", "\u{FFFD}",
      "<!--", "\\", "_x0041_", "\u{85}", "ﬀ", "\u{200F}", "&amp;",
    ]
    return (0..<Int.random(in: 0...12, using: &generator)).map { _ in
      pieces.randomElement(using: &generator) ?? ""
    }.joined()
  }

  /// What stands for a text in every format.
  static func kept(_ text: String) -> String { text.replacing("\u{0}", with: "\u{FFFD}") }

  @Test(arguments: 0..<40)
  func `S21 of anything is the same when it is read back from CSV`(_ seed: UInt64) throws {
    var generator = SeededGenerator(state: seed &+ 1)
    let rows = (0..<30).map { index in
      ["\(index)", Self.hostile(&generator), Self.hostile(&generator)]
    }
    let columns = ["id", "a", "b"].map { WrittenColumn($0, .text) }
    let read = try ReadTable(
      csv: table(CSVTableWriter(columns), rows.map { $0.map(Optional.some) }))
    #expect(read.fault == nil)
    #expect(read.rows == rows.map { $0.map(Self.kept) })
  }

  @Test(arguments: 0..<40)
  func `S21 S12 of anything is the same when it is read back from JSON Lines`(_ seed: UInt64) throws
  {
    var generator = SeededGenerator(state: seed &+ 1)
    let rows = (0..<30).map { index in ["\(index)", Self.hostile(&generator)] }
    let columns = ["id", "a"].map { WrittenColumn($0, .text) }
    let bytes = table(JSONTableWriter(columns), rows.map { $0.map(Optional.some) })
    let lines = bytes.split(separator: 0x0A)
    #expect(lines.count == rows.count)
    for (line, row) in zip(lines, rows) {
      let read = try JSON(parsing: Array(line))
      #expect(read["a"]?.string == Self.kept(row[1]))
    }
  }

  @Test(arguments: 0..<40)
  func `S21 of anything is the same when it is read back from XML`(_ seed: UInt64) throws {
    var generator = SeededGenerator(state: seed &+ 1)
    let rows = (0..<30).map { index in ["\(index)", Self.hostile(&generator)] }
    let columns = ["id", "a"].map { WrittenColumn($0, .text) }
    let writer = XMLTableWriter(
      columns, names: XMLTableWriter.Names(root: "rows", record: "row", line: "line"))
    let read = try ReadTable(
      xml: table(writer, rows.map { $0.map(Optional.some) }), "/rows/row", ["id", "a"])
    #expect(read.fault == nil)
    let expected = rows.map { row in
      row.map { text in
        String(
          String.UnicodeScalarView(
            text.unicodeScalars.map { scalar in
              switch scalar.value {
              case 9, 10, 13, 32..<0xFFFE, 0x10000...: scalar
              default: "\u{FFFD}"
              }
            }))
      }
    }
    #expect(read.rows == expected)
  }

  static let python = "/usr/bin/python3"

  /// Reads a workbook with Python's own zip and XML readers: every sheet's rows as JSON.
  static let workbookReader = """
    import json, sys, zipfile
    import xml.etree.ElementTree as tree
    n = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
    book = zipfile.ZipFile(sys.argv[1])
    assert book.testzip() is None
    for name in book.namelist():
        tree.fromstring(book.read(name))
    sheets = []
    for name in sorted(n for n in book.namelist() if 'sheets/' in n):
        rows = []
        for row in tree.fromstring(book.read(name)).iter(n + 'row'):
            rows.append([''.join(c.itertext()) for c in row.iter(n + 'c')])
        sheets.append(rows)
    print(json.dumps(sheets))
    """

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: python), "needs Python"))
  func `as a workbook is a sound archive with exact digits, dates and text`() throws {
    let columns = [
      WrittenColumn("a", .text), WrittenColumn("m", .money), WrittenColumn("d", .day),
      WrittenColumn("t", .time), WrittenColumn("n", .number),
    ]
    let rows: [[String?]] = [
      ["=1+1 <b> _x0041_", "0.10", "2026-08-01", "2026-08-01T06:00:00+02:00", "3"],
      ["", nil, nil, nil, nil],
      ["\u{1}é😀\n2", "123456789012345678.90", "later", "1899-01-01T00:00:00Z", "-4"],
      [String(repeating: "x", count: 40_000), "-5.00", "1970-01-01", nil, nil],
    ]
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).xlsx")
    try Data(table(XLSXTableWriter(columns, title: "a/b", mostRows: 4), rows, integers: [4]))
      .write(to: path)
    defer { unlink(path.path()) }
    let process = Process()
    process.executableURL = URL(filePath: Self.python)
    process.arguments = ["-c", Self.workbookReader, path.path()]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let sheets = try JSON(parsing: printed)
    #expect(
      sheets[0] == [
        ["a", "m", "d", "t", "n"],
        ["=1+1 <b> _x005F_x0041_", "0.10", "46235", "46235.2500000000", "3"],
        ["", "", "", "", ""],
        ["\u{FFFD}é😀\n2", "123456789012345678.90", "later", "1899-01-01T00:00:00Z", "-4"],
      ])
    #expect(
      sheets[1] == [
        ["a", "m", "d", "t", "n"],
        [.string(String(repeating: "x", count: 32_766) + "…"), "-5.00", "25569", "", ""],
      ])
  }

  @Test(arguments: [
    ("19.9", "19.90"), ("19.90", "19.90"), ("3", "3.00"), ("-3", "-3.00"), ("0.125", "0.125"),
    ("1.500", "1.50"), ("", ""), ("-", "-"), ("1.2.3", "1.2.3"), (".5", "0.50"), ("1e5", "1e5"),
    ("99999999999999999999999999999999999999999", "99999999999999999999999999999999999999999.00"),
  ])
  func `amounts have two digits at least`(_ text: String, _ written: String) {
    var out: [UInt8] = []
    var text = text
    text.withUTF8 { ExactDecimal.appendMoney(UnsafeRawBufferPointer($0), to: &out) }
    #expect(String(decoding: out, as: UTF8.self) == written)
  }
}
