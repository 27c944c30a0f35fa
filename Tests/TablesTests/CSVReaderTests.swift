// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

/// A file and the rows it holds.
struct CSVCase: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var text: String
  var rows: [[String]]

  init(_ name: String, _ text: String, _ rows: [[String]]) {
    testDescription = name
    self.text = text
    self.rows = rows
  }
}

@Suite struct CSVReaderTests {
  static let layouts = [
    CSVCase("LF", "a,b\n1,2\n3,4\n", [["1", "2"], ["3", "4"]]),
    CSVCase("CRLF", "a,b\r\n1,2\r\n3,4\r\n", [["1", "2"], ["3", "4"]]),
    CSVCase("CR", "a,b\r1,2\r3,4\r", [["1", "2"], ["3", "4"]]),
    CSVCase("mixed", "a,b\r1,2\n3,4\r\n", [["1", "2"], ["3", "4"]]),
    CSVCase("LF, unfinished", "a,b\n1,2\n3,4", [["1", "2"], ["3", "4"]]),
    CSVCase("CRLF, unfinished", "a,b\r\n1,2\r\n3,4", [["1", "2"], ["3", "4"]]),
    CSVCase("quoted, unfinished", "a,b\n\"1\",2\n3,\"4\"", [["1", "2"], ["3", "4"]]),
    CSVCase("empty lines", "\n\na,b\n\n1,2\r\n\r\n3,4\n\n", [["1", "2"], ["3", "4"]]),
  ]

  @Test(arguments: layouts)
  func `B03 mixed line ends and a missing last one read alike`(_ c: CSVCase) throws {
    let table = try ReadTable(csv: c.text)
    #expect(table.fault == nil)
    #expect(table.columns == ["a", "b"])
    #expect(table.rows == c.rows)
  }

  @Test func `B09 doubled quotes are kept wherever a large file is cut into pieces`() throws {
    let fills = (0..<20_000).map { String(repeating: "x", count: $0 % 37) }
    let table = try ReadTable(csv: "a,b\n" + fills.map { "1,\"\"\"hi\"\"\($0)\"\n" }.joined())
    #expect(table.fault == nil)
    #expect(table.rows == fills.map { ["1", "\"hi\"\($0)"] })
  }

  @Test func `without quotes a quote is a character wherever it stands`() throws {
    let text = "a;b\n\"3/4\" pipe;\"\n\"x;y\"\n\"\";'\n"
    let table = try ReadTable(csv: text) {
      $0.delimiter = UInt8(ascii: ";")
      $0.quote = CSVFormat.noQuote
    }
    #expect(table.fault == nil)
    #expect(table.rows == [["\"3/4\" pipe", "\""], ["\"x", "y\""], ["\"\"", "'"]])
    let recognised = try ReadTable(csv: text) {
      $0 = .recognised
      $0.quote = CSVFormat.noQuote
    }
    #expect(recognised.rows == table.rows)
    let refused = try ReadTable(csv: "a;b\n1;\u{0}2\n") { $0.quote = CSVFormat.noQuote }
    #expect(refused.fault?.code == "nul-byte")
  }

  static let contents = [
    CSVCase("newline", "a,b\n\"x\ny\",2\n", [["x\ny", "2"]]),
    CSVCase("CRLF", "a,b\n\"x\r\ny\",2\n", [["x\r\ny", "2"]]),
    CSVCase("delimiter", "a,b\n\"x,y\",2\n", [["x,y", "2"]]),
    CSVCase("doubled quotes", "a,b\n\"say \"\"hi\"\"\",2\n", [["say \"hi\"", "2"]]),
    CSVCase("only quotes", "a,b\n\"\"\"\",\"\"\n", [["\"", ""]]),
    CSVCase("empty", "a,b\n,\n", [["", ""]]),
    CSVCase("a quote inside", "a,b\n5\" pipe,2\n", [["5\" pipe", "2"]]),
    CSVCase("spaces", "a,b\n x , \"y\n", [[" x ", " \"y"]]),
    CSVCase(
      "long", "a,b\n\(String(repeating: "x", count: 77)),\ttab\n",
      [[String(repeating: "x", count: 77), "\ttab"]]),
    CSVCase("no ASCII", "a,b\n\"ä\"\"ö\",😀\n", [["ä\"ö", "😀"]]),
  ]

  @Test(arguments: contents)
  func `B09 what is quoted is kept exactly`(_ c: CSVCase) throws {
    let table = try ReadTable(csv: c.text)
    #expect(table.fault == nil)
    #expect(table.rows == c.rows)
  }

  static let utf16 = [false, true]

  @Test func `B01 a UTF-8 byte order mark is no part of the header`() throws {
    let table = try ReadTable(csv: "\u{FEFF}sku,n\nA,1\n") { $0.required = ["sku"] }
    #expect(table.columns == ["sku", "n"])
    #expect(table.rows == [["A", "1"]])
    #expect(table.extents.first?.offset == 9)
  }

  @Test(arguments: utf16)
  func `B01 UTF-16 with a byte order mark is decoded`(_ bigEndian: Bool) throws {
    let text = "\u{FEFF}sku,n\r\nÄ😀,\"1\"\"\"\r\nB,2\r\n"
    let bytes = text.utf16.flatMap { unit in
      let pair = [UInt8(unit >> 8), UInt8(unit & 255)]
      return bigEndian ? pair : pair.reversed()
    }
    let table = try ReadTable(csv: bytes)
    #expect(table.columns == ["sku", "n"])
    #expect(table.rows == [["Ä😀", "1\""], ["B", "2"]])
    #expect(table.slices.map(\.count) == [22, 10])
    #expect(table.slices.joined().count + 2 + 14 == bytes.count)
    #expect(table.positions[0][1] == Position(file: "a.csv", line: 2, column: 5, record: 1))
  }

  @Test func `B02 bytes of windows-1252 in a UTF-8 file refuse it at their place`() throws {
    let table = try ReadTable(csv: Array("a,b\n1,2\n3,caf".utf8) + [0xE9, 0x0A])
    #expect(table.rows.isEmpty)
    #expect(
      table.fault?.description
        == "a.csv:3:6: a byte that is not UTF-8; expected UTF-8, found byte E9; set the job's "
        + "encoding to the file's own, most likely windows-1252 (record 2)")
  }

  @Test func `B02 a declared fallback reads the records that are not UTF-8`() throws {
    let bytes = Array("a,b\nü,\"2\"\"\"\n3,caf".utf8) + [0xE9, 0x0A] + Array("4,é\n".utf8)
    let table = try ReadTable(csv: bytes) { $0.fallbackEncoding = "windows-1252" }
    #expect(table.fault == nil)
    #expect(table.rows == [["ü", "2\""], ["3", "café"], ["4", "é"]])
  }

  static let encodings: [(String, [UInt8], String)] = [
    ("windows-1252", [0x80, 0xE9], "€é"), ("iso-8859-15", [0xA4, 0xE9], "€é"),
    ("windows-1251", [0xCF, 0xF0], "Пр"), ("IBM437", [0x81, 0x9B], "ü¢"),
    ("IBM850", [0x81, 0x9B], "üø"), ("iso-8859-1", [0xE9], "é"),
  ]

  @Test(arguments: encodings)
  func `a single-byte encoding is read, and its records keep their bytes`(
    _ c: (name: String, bytes: [UInt8], text: String)
  ) throws {
    let record = Array("\"x\"\"".utf8) + c.bytes + Array("\",".utf8) + c.bytes + [0x0A]
    let table = try ReadTable(csv: Array("a,b\n".utf8) + record + Array("1,2\n".utf8)) {
      $0.encoding = c.name
    }
    #expect(table.rows == [["x\"" + c.text, c.text], ["1", "2"]])
    #expect(table.slices == [record, Array("1,2\n".utf8)])
  }

  @Test func `a byte that the encoding leaves undefined refuses the file`() throws {
    let table = try ReadTable(csv: Array("a,b\n1,x".utf8) + [0x81, 0x0A]) {
      $0.encoding = "windows-1252"
    }
    #expect(table.fault?.code == "bad-encoding")
    #expect(table.fault?.position == Position(file: "a.csv", line: 2, column: 4, record: 1))
  }

  static let truncations: [(String, [UInt8], Position)] = [
    (
      "inside quotes", Array("a,b\n1,2\n3,\"four".utf8),
      Position(file: "a.csv", line: 3, column: 3, record: 2)
    ),
    (
      "inside a character", Array("a,b\n1,2\n3,caf".utf8) + [0xC3],
      Position(file: "a.csv", line: 3, column: 6, record: 2)
    ),
    (
      "inside a UTF-16 unit", [0xFF, 0xFE, 0x61, 0, 0x0A, 0, 0x62],
      Position(file: "a.csv", line: 2, column: 1)
    ),
  ]

  @Test(arguments: truncations)
  func `B04 a cut off file is refused as truncated`(
    _ c: (name: String, bytes: [UInt8], place: Position)
  ) throws {
    let table = try ReadTable(csv: c.bytes)
    #expect(table.fault?.code == "truncated")
    #expect(table.fault?.position == c.place)
  }

  @Test(arguments: ["", "x\"y\""])
  func `B05 an unclosed quote names its own line`(_ later: String) throws {
    var text = "a,b\n1,2\n3,4\n5,\"six\n"
    for number in 0..<200_000 { text += "\(number),\(later)\n" }
    let table = try ReadTable(csv: text)
    #expect(table.fault?.code == "unclosed-quote")
    #expect(table.fault?.position == Position(file: "a.csv", line: 4, column: 3, record: 3))
  }

  @Test func `B05 an unclosed quote that a later quoted field ends names its own line`() throws {
    let table = try ReadTable(csv: "a,b\n1,2\n3,\"four\n5,\"six\"\n7,8\n")
    #expect(table.fault?.code == "unclosed-quote")
    #expect(table.fault?.position == Position(file: "a.csv", line: 3, column: 3, record: 2))
  }

  @Test func `text after a closing quote refuses the file at its place`() throws {
    let table = try ReadTable(csv: "a,b\n1,\"5\" pipe\"\n")
    #expect(
      table.fault?.description
        == "a.csv:2:6: a closing quote is followed by text; expected a delimiter or the end of "
        + "the line; double quotes that belong to the value; or state `quote: none` where none has a meaning (record 1)"
    )
  }

  @Test func `B06 a ragged row has a fault of its own and the rest goes on`() throws {
    let table = try ReadTable(csv: "a,b,c\n1,2\n1,2,3\n1,2,3,4\nx,y,z\n")
    #expect(table.fault == nil)
    #expect(table.rows == [["", "", ""], ["1", "2", "3"], ["", "", ""], ["x", "y", "z"]])
    #expect(table.extents.map(\.fault?.code) == ["too-few-fields", nil, "too-many-fields", nil])
    #expect(
      table.extents[2].fault?.description
        == "a.csv:4:1: the record has more values than the header has columns; expected 3, found 4"
        + "; a delimiter inside a value needs quotes around the value (record 3)")
    #expect(table.slices[2] == Array("1,2,3,4\n".utf8))
  }

  static let headers: [(String, String?)] = [
    ("SKU,Price\n", nil), (" price , sku \n", nil), ("other,sku,price\n", nil),
    ("sku,price,\n", nil), ("\"SKU\",\"PRICE\"\n", nil), ("sku,price,SKU \n", "duplicate-column"),
    ("sku,cost\n", "missing-column"), ("\n\n", "empty"), ("", "empty"), (",,\n", "missing-header"),
    ("sku;price\n", "missing-column"),
  ]

  @Test(arguments: headers)
  func `B07 columns are found by name, leniently, and a doubtful header refuses the file`(
    _ header: String, _ code: String?
  ) throws {
    let table = try ReadTable(csv: header) { $0.required = ["sku", "Price"] }
    #expect(table.fault?.code == code)
    #expect(table.rows.isEmpty)
  }

  @Test func `B07 the fault of a wrong delimiter names the likely one`() throws {
    let table = try ReadTable(csv: "sku;price\nA;1\n") { $0.required = ["sku", "price"] }
    #expect(
      table.fault?.description
        == "a.csv:1:1: required columns are missing; expected sku, price, found sku;price; the "
        + "file seems to be delimited by a semicolon: correct the job's delimiter (field sku)")
  }

  @Test(arguments: [
    "a,b\n1,\u{0}\n", "a,\u{0}b\n1,2\n", "a,b\n1,\"\u{0}\"\n", "a,b\n1,2\n\u{0}\u{0}",
  ])
  func `B10 a NUL anywhere refuses the file`(_ text: String) throws {
    let table = try ReadTable(csv: text)
    #expect(table.fault?.code == "nul-byte")
    #expect(table.rows.isEmpty)
  }

  static let floods: [(String, String, String)] = [
    ("a value", "a,b\n1,2\n3,", "field-too-long"),
    ("a quoted value", "a,b\n1,2\n3,\"", "unclosed-quote"),
    ("a header", "", "field-too-long"),
  ]

  @Test(arguments: floods)
  func `B11 a value without end meets a limit`(
    _ c: (name: String, start: String, code: String)
  ) throws {
    let bytes = Array(c.start.utf8) + [UInt8](repeating: 0x78, count: 16 << 20)
    let table = try ReadTable(csv: bytes)
    #expect(table.fault?.code == c.code)
    #expect(table.fault?.position.line == (c.start.isEmpty ? 1 : 3))
  }

  @Test func `B11 a record of a million values meets a limit`() throws {
    let table = try ReadTable(
      csv: Array("a,b\n1,2\n".utf8) + [UInt8](repeating: 0x2C, count: 9 << 20))
    #expect(table.fault?.code == "record-too-long")
  }

  @Test func `records larger than a chunk are whole`() throws {
    let long = String(repeating: "ab,\"\"\n", count: 100_000)
    let table = try ReadTable(csv: "a,b\n1,\"\(long)\"\n3,4\n")
    #expect(table.fault == nil)
    #expect(table.rows == [["1", String(repeating: "ab,\"\n", count: 100_000)], ["3", "4"]])
    #expect(table.extents.map(\.line) == [2, 100_003])
  }

  @Test func `positions name the line and the character column of each value`() throws {
    let table = try ReadTable(csv: "a,b,c\n\"x\ny\",\"é\"\"\",z\n1,2,3\n")
    #expect(table.positions[0].map(\.description) == ["a.csv:2:2", "a.csv:3:5", "a.csv:3:10"])
    #expect(table.positions[1].map(\.description) == ["a.csv:4:1", "a.csv:4:3", "a.csv:4:5"])
    #expect(table.positions[1][0].record == 2)
  }

  @Test func `only a header is a table without records`() throws {
    let table = try ReadTable(csv: "a,b\n")
    #expect(table.fault == nil)
    #expect(table.rows.isEmpty)
  }
}
