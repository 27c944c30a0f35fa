// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@Suite struct ForeignFileTests {
  static let interchanges: [(String, ForeignFile?)] = [
    ("ISA*00*          *00*          *01*999999999", .x12),
    ("\u{FEFF}\nISA|00|          |", .x12),
    ("UNA:+.? 'UNB+UNOC:3+A+B", .edifact),
    ("UNB+UNOC:3+4399901876613:14", .edifact),
    ("ISA,NAME\n1,2\n", nil), ("ISA1234", nil), ("UNA;UNB;X\n", nil), ("", nil),
  ]

  @Test(arguments: interchanges)
  func `an EDI interchange is refused by its name`(_ text: String, _ kind: ForeignFile?) throws {
    #expect(ForeignFile.recognised(in: Array(text.utf8)) == kind)
    guard let kind else { return }
    let table = try ReadTable(Array(text.utf8), .csv(CSVFormat()))
    #expect(
      table.fault?.description
        == "a.csv:1:1: the file is \(kind.words), which Dray does not read; have an EDI converter write CSV, or XML such as UBL, of it"
    )
  }

  static let others: [(ForeignFile?, [UInt8])] = [
    (.zip, Array("PK\u{3}\u{4}hello".utf8)),
    (
      .ods,
      Array("PK\u{3}\u{4}".utf8) + Array(repeating: 0, count: 26)
        + Array("mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK".utf8)
    ),
    (.xls, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]),
    (.pdf, Array("%PDF-1.7\n%".utf8)),
    (.html, Array("\r\n<!DOCTYPE HTML>\n<title>Sign in</title>".utf8)),
    (.html, Array("<HTML lang='de'><body>".utf8)), (nil, Array("<htmls><a/></htmls>".utf8)),
    (.sevenZip, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4]),
    (.rar, Array("Rar!\u{1A}\u{7}\0".utf8)),
    (.bzip2, Array("BZh91AY&SY".utf8)), (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
    (.zstd, [0x28, 0xB5, 0x2F, 0xFD, 0]), (.parquet, Array("PAR1\u{15}".utf8)),
    (.sqlite, Array("SQLite format 3\0".utf8)),
    (.tar, Array("a.csv".utf8) + Array(repeating: 0, count: 252) + Array("ustar\0".utf8)),
    (.gzip, [0x1F, 0x8B, 8, 0]), (nil, Array("BZh,PAR1\n".utf8)), (nil, Array("sku,qty\n".utf8)),
  ]

  @Test(arguments: others)
  func `what is no table is refused by its name, not read as one`(
    _ kind: ForeignFile?, _ bytes: [UInt8]
  ) throws {
    #expect(ForeignFile.recognised(in: bytes) == kind)
    let found = Recognition(bytes, isWhole: true)
    let table = try ReadTable(bytes, .csv(CSVFormat()))
    if let kind {
      #expect(found.kind == .foreign(kind))
      #expect(
        table.fault?.message.contains(kind.words) == true, "\(String(describing: table.fault))")
    } else {
      #expect(table.fault == nil)
    }
  }

  @Test func `a page is read where the job reads its elements`() throws {
    let page = "<html><body><table><tr><td>A</td></tr><tr><td>B</td></tr></table></body></html>"
    let table = try ReadTable(
      Array(page.utf8), .xml(XMLFormat(records: "/html/body/table/tr", fields: ["td"])))
    #expect(table.rows == [["A"], ["B"]])
  }
}
