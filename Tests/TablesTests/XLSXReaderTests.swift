// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Tables

@Suite struct XLSXReaderTests {
  static let header =
    "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>sku</t></is></c><c r=\"C1\" t=\"str\"><v>qty</v></c></row>"

  @Test func `cells are found by their places, with the values a person sees`() throws {
    var book = Book(
      rows: Self.header + """
        <row r="3"><c r="C3"><v>12</v></c></row>
        <row r="4"><c r="A4" t="s"><v>0</v></c><c r="B4"><v>9</v></c><c r="C4" t="b"><v>1</v></c></row>
        <row r="5"><c r="A5" t="s"><v>1</v></c><c r="C5" t="b"><v>0</v></c></row>
        <row r="6"/><row r="7"><c r="A7" s="0"/></row>
        <row><c t="inlineStr"><is><r><t>a</t></r><r><t xml:space="preserve"> &amp; b</t></r><rPh><t>x</t></rPh></is></c></row>
        """)
    book.strings = [
      "<si><t>A-1</t></si>",
      "<si><r><t>B</t></r><r><t>_x000D_2_x005F_x0041_</t></r><rPh><t>no</t></rPh></si>",
    ]
    let table = try ReadTable(book: book)
    #expect(table.fault == nil)
    #expect(table.columns == ["sku", "qty"])
    #expect(
      table.rows == [["", "12"], ["A-1", "TRUE"], ["B\r2_x0041_", "FALSE"], ["a & b", ""]])
    #expect(table.extents.map(\.line) == [3, 4, 5, 8])
    #expect(table.extents.map(\.number) == [1, 2, 3, 4])
    #expect(table.positions[1].map(\.description) == ["a.xlsx:4:1", "a.xlsx:4:3"])
  }

  struct Number: CustomTestStringConvertible, Sendable {
    var value: String
    var code = ""
    var text: String
    var testDescription: String { "\(value) as \(code.isEmpty ? "General" : code)" }
  }

  static let numbers = [
    Number(value: "4006381333931", text: "4006381333931"),
    Number(value: "4.006381333931E+12", text: "4006381333931"),
    Number(value: "12345678901234567890", text: "12345678901234567890"),
    Number(value: "-3", text: "-3"),
    Number(value: "0.1", text: "0.1"),
    Number(value: "1E-3", text: "0.001"),
    Number(value: "19.989999999999998", text: "19.99"),
    Number(value: "0.30000000000000004", text: "0.3"),
    Number(value: "-9.9999999999999999", text: "-10"),
    Number(value: "1.0", text: "1"),
    Number(value: "0.0", text: "0"),
    Number(value: "-0.0", text: "0"),
    Number(value: "1E+300", text: "1E+300"),
    Number(value: "1234.5", code: "#,##0.00 \"days\"", text: "1234.5"),
    Number(value: "0.19", code: "0%", text: "0.19"),
    Number(value: "46235", code: "yyyy\\-mm\\-dd", text: "2026-08-01"),
    Number(value: "46235", code: "[$-407]d. mmmm yyyy;@", text: "2026-08-01"),
    Number(value: "46235.58690972222", code: "dd.mm.yy hh:mm", text: "2026-08-01T14:05:09"),
    Number(value: "46235.999999999996", code: "yyyy-mm-dd hh:mm:ss", text: "2026-08-02T00:00:00"),
    Number(value: "46235.5", code: "dd/mm/yyyy", text: "2026-08-01T12:00:00"),
    Number(value: "0.75", code: "h:mm AM/PM", text: "18:00:00"),
    Number(value: "1.25", code: "[h]:mm", text: "1900-01-01T06:00:00"),
    Number(value: "1", code: "d/m/yy", text: "1900-01-01"),
    Number(value: "59", code: "d/m/yy", text: "1900-02-28"),
    Number(value: "60", code: "d/m/yy", text: "60"),
    Number(value: "61", code: "d/m/yy", text: "1900-03-01"),
    Number(value: "-1", code: "d/m/yy", text: "-1"),
    Number(value: "5", code: "\"d\"0", text: "5"),
    Number(value: "5", code: "General", text: "5"),
    Number(value: "5", code: "mmm", text: "1900-01-05"),
    Number(value: "x", text: "x"),
  ]

  @Test(arguments: numbers)
  func `B13 numbers and dates are given exactly, as digits and in ISO 8601`(_ number: Number)
    throws
  {
    var book = Book(
      rows: Self.header + "<row r=\"2\"><c r=\"A2\" s=\"1\"><v>\(number.value)</v></c></row>")
    let code = number.code.replacing("\"", with: "&quot;")
    book.styles =
      "<numFmts><numFmt numFmtId=\"200\" formatCode=\"\(code)\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
      + "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"\(number.code.isEmpty ? 0 : 200)\"/></cellXfs>"
    #expect(try ReadTable(book: book).rows == [[number.text, ""]])
  }

  @Test func `numbers have the job's decimal mark, days may count from 1904`() throws {
    var book = Book(
      rows: Self.header
        + "<row><c><v>1.5</v></c><c/><c s=\"0\"><v>44773</v></c></row>")
    book.styles = "<cellXfs><xf numFmtId=\"14\"/></cellXfs>"
    book.properties = "<workbookPr date1904=\"1\"/>"
    book.sheets[0].xml = book.sheets[0].xml.replacing("<c><v>1.5", with: "<c s=\"9\"><v>1.5")
    let table = try ReadTable(book: book) { $0.decimal = UInt8(ascii: ",") }
    #expect(table.rows == [["1,5", "2026-08-01"]])
  }

  @Test func `sheets are chosen by name, the first visible one unasked`() throws {
    var book = Book(rows: "")
    book.sheets = [
      ("Notes", Self.header), ("Prices", Self.header + "<row><c><v>1</v></c></row>"),
    ]
    #expect(try ReadTable(book: book).rows.isEmpty)
    #expect(try ReadTable(book: book) { $0.sheet = "prices" }.rows == [["1", ""]])
    #expect(
      try ReadTable(book: book) { $0.sheet = "Stock" }.fault?.description
        == "a.xlsx:1:1: the workbook has no sheet 'Stock'; expected Stock, found 'Notes', 'Prices'; correct `sheet:` in the job's format, or leave it out for the first sheet"
    )
  }

  @Test func `recognition tells which sheet is read of which`() throws {
    var book = Book(rows: "")
    book.sheets = [("Notes", Self.header), ("Prices", Self.header), ("Old", "")]
    let file = try ScratchFile(book.bytes())
    let first = try Recognition(path: file.path)
    #expect(first.kind == .xlsx)
    #expect(first.evidence.last == "the sheet 'Notes' is read, not 'Prices', 'Old'")
    var format = XLSXFormat()
    format.sheet = "prices"
    let named = try Recognition(path: file.path, format: .xlsx(format))
    #expect(named.evidence.last == "the sheet 'Prices' is read, not 'Notes', 'Old'")
  }

  @Test func `rows before the header are passed over`() throws {
    let moved = Self.header.replacing("r=\"1\"", with: "r=\"4\"").replacing("1\" t", with: "4\" t")
    let book = Book(
      rows: "<row r=\"1\"><c r=\"B1\" t=\"str\"><v>Report</v></c></row>" + moved
        + "<row><c><v>1</v></c></row>")
    let table = try ReadTable(book: book) { $0.skip = 2 }
    #expect(table.columns == ["sku", "qty"])
    #expect(table.rows == [["1", ""]])
    #expect(table.extents[0].line == 5)
  }

  @Test func `a cell with an error is its record's fault`() throws {
    let table = try ReadTable(
      book: Book(
        rows: Self.header
          + "<row><c><v>1</v></c><c t=\"e\"><v>#REF!</v></c><c t=\"e\"><v>#N/A</v></c></row><row><c t=\"e\"><v>#N/A</v></c></row>"
      ))
    // The error in a column without a name is nobody's.
    #expect(table.rows == [["1", "#N/A"], ["", ""]])
    #expect(
      table.extents[1].fault?.description
        == "a.xlsx:3:1: a cell holds an error; expected a value, found #N/A; mend the formula in the sheet (record 2, field sku)"
    )
  }

  @Test func `a formula gives its last result, whatever kind that is`() throws {
    let table = try ReadTable(
      book: Book(
        rows: Self.header + """
          <row><c t="str"><f>A1&amp;"x"</f><v>skux</v></c><c/><c><f>1+1</f><v>2</v></c></row>
          <row><c t="b"><f>1=1</f><v>1</v></c><c/><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>
          <row><c t="str"><f>""</f><v></v></c><c/><c><f ca="1">NOW()</f></c></row>
          <row><c t="d"><v>2026-08-01T00:00:00</v></c></row>
          """))
    #expect(table.rows == [["skux", "2"], ["", ""], ["2026-08-01T00:00:00", ""]])
    #expect(table.extents[1].fault?.code == "cell-error")
  }

  @Test func `a workbook of the strict kind is read`() throws {
    var book = Book(
      rows: Self.header + "<row><c t=\"s\"><v>0</v></c><c/><c s=\"0\"><v>46235</v></c></row>")
    book.strings = ["<si><t>A-1</t></si>"]
    book.styles = "<cellXfs><xf numFmtId=\"14\"/></cellXfs>"
    let strict = "http://purl.oclc.org/ooxml/"
    let types = "\(strict)officeDocument/relationships/"
    book.others = [
      (
        "_rels/.rels",
        "<Relationships><Relationship Id=\"r1\" Type=\"\(types)officeDocument\" Target=\"book/main.xml\"/></Relationships>"
      ),
      (
        "book/main.xml",
        "<x:workbook xmlns:x=\"\(strict)spreadsheetml/main\" xmlns:r=\"\(types)\" conformance=\"strict\"><x:workbookPr dateCompatibility=\"0\"/>"
          + "<x:sheets><x:sheet name=\"S\" sheetId=\"1\" r:id=\"r7\"/></x:sheets></x:workbook>"
      ),
      (
        "book/_rels/main.xml.rels",
        "<Relationships><Relationship Id=\"r7\" Type=\"\(types)worksheet\" Target=\"../xl/worksheets/sheet1.xml\"/>"
          + "<Relationship Id=\"r8\" Type=\"\(types)sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>"
          + "<Relationship Id=\"r9\" Type=\"\(types)styles\" Target=\"/xl/styles.xml\"/></Relationships>"
      ),
    ].map { ($0.0, Array($0.1.utf8)) }
    let table = try ReadTable(book: book)
    #expect(table.fault == nil)
    #expect(table.rows == [["A-1", "2026-08-01"]])
  }

  @Test func `columns the job needs are held against the header`() throws {
    let book = Book(rows: Self.header)
    #expect(try ReadTable(book: book) { $0.required = [" SKU"] }.fault == nil)
    #expect(
      try ReadTable(book: book) { $0.required = ["price"] }.fault?.code == "missing-column")
    #expect(try ReadTable(book: Book(rows: "")).fault?.code == "no-header")
  }

  @Test func `a sheet longer than one piece is read whole`() throws {
    let rows = (2...20_000).map {
      "<row r=\"\($0)\"><c r=\"A\($0)\" t=\"inlineStr\"><is><t>S\($0)</t></is></c><c r=\"C\($0)\"><v>\($0)</v></c></row>"
    }
    let table = try ReadTable(book: Book(rows: Self.header + rows.joined(separator: "\n")))
    #expect(table.fault == nil)
    #expect(table.rows.count == 19_999)
    #expect(
      table.rows.enumerated().allSatisfy {
        $0.element == ["S\($0.offset + 2)", "\($0.offset + 2)"]
      })
  }
}
