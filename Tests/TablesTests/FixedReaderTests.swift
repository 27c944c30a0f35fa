// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

extension ReadTable {
  init(fixed text: String, _ kinds: [FixedFormat.Kind], encoding: String = "utf-8") throws {
    var format = FixedFormat(kinds: kinds)
    format.encoding = encoding
    let bytes = TextEncoding(named: encoding)?.encode(text) ?? Array(text.utf8)
    try self.init(bytes, .fixed(format), named: "a.txt")
  }
}

@Suite struct FixedReaderTests {
  static let stock = FixedFormat.Kind(columns: [
    FixedFormat.Column("sku", start: 1, width: 6), FixedFormat.Column("qty", start: 7, width: 5),
  ])

  @Test func `values are cut by their places, padding dropped`() throws {
    let table = try ReadTable(fixed: "A-1      12\nB  2     -3\r\nC\n", [Self.stock])
    #expect(table.columns == ["sku", "qty"])
    #expect(table.rows == [["A-1", "12"], ["B  2", "-3"], ["C", ""]])
    #expect(table.extents.map(\.line) == [1, 2, 3])
    #expect(table.positions[1].map(\.description) == ["a.txt:2:1", "a.txt:2:7"])
  }

  @Test(arguments: ["utf-8", "windows-1252", "utf-16le"])
  func `places count characters in every encoding`(_ encoding: String) throws {
    let table = try ReadTable(fixed: "Äö-1     12\nB        13", [Self.stock], encoding: encoding)
    #expect(table.rows == [["Äö-1", "12"], ["B", "13"]])
    let text = "Äö-1     12\n"
    let width = TextEncoding(named: encoding)?.encode(text).count
    #expect(table.extents[0].length == width)
    #expect(table.extents[1].offset == table.extents[0].offset + (width ?? 0))
  }

  static let shipment = [
    FixedFormat.Kind(
      prefix: "H", role: .heading, columns: [FixedFormat.Column("order", start: 2, width: 5)]),
    FixedFormat.Kind(
      prefix: "D",
      columns: [
        FixedFormat.Column("sku", start: 2, width: 4),
        FixedFormat.Column("qty", start: 6, width: 2),
      ]),
    FixedFormat.Kind(prefix: "T", role: .skip),
  ]

  @Test func `a heading's values belong to the records after it`() throws {
    let table = try ReadTable(
      fixed: "DX   9 \nH#1001\nDA   1 \nDB   2 \nH#1002\nDC   3 \nT3\n", Self.shipment)
    #expect(table.columns == ["order", "sku", "qty"])
    #expect(
      table.rows == [
        [nil, "X", "9"], ["#1001", "A", "1"], ["#1001", "B", "2"], ["#1002", "C", "3"],
      ])
  }

  @Test func `a line of no known kind is its own fault`() throws {
    let table = try ReadTable(fixed: "DA   1 \n?what\nDB   2 \n", Self.shipment)
    #expect(table.rows.count == 3)
    #expect(
      table.extents[1].fault?.description
        == "a.txt:2:1: a line of no kind the job knows; expected a line that begins with 'H' or 'D' or 'T', found ?what; name its prefix in the job's format, with `is: skip` where it means nothing (record 2)"
    )
    #expect(table.rows[2] == [nil, "B", "2"])
  }

  @Test func `B10 a NUL byte refuses the file`() throws {
    let table = try ReadTable(fixed: "A\nB\u{0}\n", [Self.stock])
    #expect(table.fault?.code == "nul-byte")
    #expect(table.fault?.position.line == 2)
  }

  @Test func `B02 a byte the encoding does not allow is named with its line`() throws {
    let table = try ReadTable(Array("A\nB".utf8) + [0xFC, 0x0A]) { (path) throws(TableError) in
      try FixedReader(path: path, named: "a.txt", format: FixedFormat(kinds: [Self.stock]))
    }
    #expect(table.fault?.code == "bad-encoding")
    #expect(table.fault?.position.line == 2)
  }

  @Test func `B11 a line without end is refused in bounded memory`() throws {
    let table = try ReadTable(
      fixed: "A\n" + String(repeating: "x", count: 5 << 20), [Self.stock])
    #expect(table.fault?.code == "line-too-long")
    #expect(table.fault?.position.line == 2)
  }

  @Test func `a file longer than one chunk is read whole`() throws {
    let lines = (0..<60_000).map { "S\($0)     ".prefix(6) + "    1" }
    let table = try ReadTable(fixed: lines.joined(separator: "\n"), [Self.stock])
    #expect(table.fault == nil)
    #expect(table.rows.count == 60_000)
    #expect(table.rows.last == ["S59999", "1"])
  }
}
