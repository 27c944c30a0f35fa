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

  static let orders =
    [
      FixedFormat.Kind(
        prefix: "O", columns: [FixedFormat.Column("order", start: 2, width: 5)]),
      FixedFormat.Kind(
        prefix: "L", role: .child,
        columns: [
          FixedFormat.Column("sku", start: 2, width: 3),
          FixedFormat.Column("qty", start: 5, width: 2),
        ]),
      FixedFormat.Kind(
        prefix: "P", role: .child, columns: [FixedFormat.Column("parcel", start: 2, width: 9)],
        table: "parcels"),
      FixedFormat.Kind(prefix: "-", role: .skip),
    ]

  @Test func `lines below a record are the rows of its child tables`() throws {
    let table = try ReadTable(
      fixed: "O1001\nLA  1\n-\nLBäx2\nPDHL\nO1002\nO1003\nLC  12", Self.orders)
    #expect(table.columns == ["order"])
    #expect(table.rows == [["1001"], ["1002"], ["1003"]])
    #expect(table.children[0].map(\.values) == [["A", "1"], ["Bäx", "2"], ["C", "12"]])
    #expect(table.children[0].map(\.record) == [1, 1, 3])
    #expect(table.children[0].map(\.line) == [2, 4, 8])
    #expect(table.children[0][1].positions == ["a.txt:4:2", "a.txt:4:5"])
    #expect(table.children[1].map(\.values) == [["DHL"]])
    #expect(
      table.slices.map { String(decoding: $0, as: UTF8.self) } == [
        "O1001\nLA  1\n-\nLBäx2\nPDHL\n", "O1002\n", "O1003\nLC  12",
      ])
  }

  @Test func `a child line without a record is a fault of its own`() throws {
    let table = try ReadTable(fixed: "LA  1\nO1001\nLB  1\n", Self.orders)
    #expect(table.extents.map { $0.fault?.code } == ["orphan-line", nil])
    #expect(table.rows == [[nil], ["1001"]])
    #expect(table.children[0].map(\.record) == [2])
  }

  @Test func `a record's children stay in its batch`() throws {
    let text = (0..<6000).map { "O\(10_000 + $0)\n" + "LA  1\nLB  2\n" }.joined()
    let table = try ReadTable(fixed: text, Self.orders)
    #expect(table.rows.count == 6000)
    #expect(table.children[0].count == 12_000)
    #expect(table.children[0].last?.record == 6000)
  }

  @Test func `B11 a record that never ends is stopped at the limit`() throws {
    let text = "O1001\n" + String(repeating: "LA  1\n", count: 3_000_000)
    #expect(try ReadTable(fixed: text, Self.orders).fault?.code == "record-too-long")
  }
}
