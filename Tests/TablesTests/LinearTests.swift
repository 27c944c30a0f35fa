// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import Tables

/// What a reader is given, of any size, made so that a careless reader would take the square of it.
struct Growing: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let format: FileFormat
  /// About so many bytes.
  let make: @Sendable (_ bytes: Int) -> [UInt8]

  init(
    _ name: String, _ format: FileFormat, _ make: @escaping @Sendable (_ bytes: Int) -> [UInt8]
  ) {
    testDescription = name
    self.format = format
    self.make = make
  }

  /// A start, a piece over and over, and an end.
  init(_ name: String, _ format: FileFormat, _ start: String, _ piece: String, _ end: String = "") {
    self.init(name, format) { bytes in
      let count = max(1, (bytes - start.utf8.count - end.utf8.count) / piece.utf8.count)
      return Array((start + String(repeating: piece, count: count) + end).utf8)
    }
  }
}

/// Four times the input takes about four times the work, never the square of it: sixteen times.
///
/// Work is the processor time of the thread, which neither the clock nor other tests change much, and the best of a
/// few tries.
@Suite struct LinearTests {
  private static let csv = FileFormat.csv(CSVFormat())
  private static let row = (1...2000).map { "c\($0)" }.joined(separator: ",") + "\n"

  private static func csv(_ encoding: String) -> FileFormat {
    var format = CSVFormat.recognised
    format.encoding = encoding
    return .csv(format)
  }

  static let tables = [
    Growing("CSV: many tiny records", csv, "a,b\n", "1,\n"),
    Growing("CSV: two thousand columns", csv, row, "1" + row.dropFirst()),
    Growing("CSV: one value of doubled quotes", csv, "a,b\n1,\"", "\"\"", "\"\n"),
    Growing("CSV: quotes around everything", csv, "a,b\n", "\"\"\"\",\"\"\n"),
    Growing("CSV: line ends within quotes", csv, "a,b\n1,\"", "\r\n", "\"\n"),
    Growing("CSV: a code page to be guessed", csv("auto")) { bytes in
      Array("a;b\n".utf8)
        + (0..<bytes / 8).flatMap { _ in Array("Gr".utf8) + [0xFC, 0xDF] + Array("e;1\n".utf8) }
    },
    Growing("CSV: characters of two bytes", csv("gb18030")) { bytes in
      Array("a,b\n".utf8)
        + (0..<bytes / 8).flatMap { _ in [0xC9, 0xCC, 0xC6, 0xB7, 0x2C, 0x31, 0x32, 0x0A] }
    },
    Growing("fixed width: many tiny lines", fixed, "", "x\n"),
    Growing("fixed width: characters of four bytes", fixed, "", "\u{1F600}\n"),
    Growing("fixed width: lines of spaces", fixed, "", String(repeating: " ", count: 500) + "\n"),
  ]

  private static let fixed = FileFormat.fixed(
    FixedFormat(kinds: [FixedFormat.Kind(columns: [FixedFormat.Column("a", start: 1, width: 400)])])
  )

  private static func json(_ records: String, _ fields: String...) -> FileFormat {
    var format = JSONFormat(fields: fields)
    format.records = records
    return .json(format)
  }

  static let documents = [
    Growing("JSON: many tiny records", json("/", "a"), "[", "{},", "{}]"),
    Growing("JSON Lines: many tiny records", json("/", "a"), "", "{}\n"),
    Growing("JSON: one record of many members", json("/", "z"), "[{", "\"a\":1,", "\"z\":2}]"),
    Growing("JSON: one text of escapes", json("/", "z"), "[{\"z\":\"", "\\n\\u00e4", "\"}]"),
    Growing(
      "JSON: nested deeply in each record", json("/", "a"), "[",
      "{\"a\":" + String(repeating: "[", count: 100) + String(repeating: "]", count: 100) + "},",
      "{}]"),
    Growing(
      "JSON: a long list before the records", json("/b", "a"), "{\"x\":[", "[1],", "1],\"b\":[{}]}"),
    Growing(
      "JSON: one long list in a record", json("/", "a/0", "a/99"), "[{\"a\":[", "{\"b\":1},", "1]}]"
    ),
    Growing("XML: many tiny records", xml(["c", "@d"]), "<a>", "<b/>", "</a>"),
    Growing("XML: entities", xml(["c"]), "<a><b><c>", "&amp;&#65;&lt;", "</c></b></a>"),
    Growing("XML: CDATA in pieces", xml(["c"]), "<a><b><c>", "<![CDATA[x]]>y", "</c></b></a>"),
    Growing("XML: comments", xml(["c"]), "<a>", "<b><!-- - --><?p i?></b>", "</a>"),
    Growing(
      "XML: nested to the limit", xml(["c"]), "<a>",
      "<b>" + String(repeating: "<x>", count: 250) + String(repeating: "</x>", count: 250) + "</b>",
      "</a>"),
    Growing(
      "XML: a thousand attributes", xml(["@x999"]), "<a>",
      "<b" + (0..<1000).map { " x\($0)=\"&amp;\"" }.joined() + "/>", "</a>"),
    Growing(
      "XML: two values by turns", xml(["c", "c/d"]), "<a>", "<b><c>x<d>y</d>z</c></b>", "</a>"),
    Growing(
      "XML: one record of many children, by a predicate",
      xml(["c[last()]", "c[. = '2']", "count(c)"]),
      "<a><b>", "<c>\(String(repeating: "1", count: 60))</c>", "<c>2</c></b></a>"),
    Growing(
      "XML: many records by a predicate", xml(["c[@d='1']/e"]), "<a>",
      "<b><c d='1'><e>1</e></c></b>", "</a>"),
    Growing(
      "XML: a child table of one record", rows, "<a><b>",
      "<c f='1'><e>\(String(repeating: "2", count: 90))</e></c>", "</b></a>"),
    Growing(
      "XML: child tables of many records", rows, "<a>", "<b><c f='1'/><c><e>2</e></c></b>", "</a>"),
    Growing(
      "XML: what stands before the records", xml(["../h/i", "c"]), "<a><h><i>1</i></h>",
      "<b><c/></b>", "</a>"),
  ]

  private static func xml(_ fields: [String]) -> FileFormat {
    .xml(XMLFormat(records: "/a/b", fields: fields))
  }

  private static let rows: FileFormat = {
    var format = XMLFormat(records: "/a/b", fields: ["@id"])
    format.children = [
      ChildPaths(name: "cs", path: "c", columns: ["f", "e", "id"], fields: ["@f", "e", "../@id"])
    ]
    return .xml(format)
  }()

  private static func book(_ rows: String, _ count: Int, strings: [String] = []) -> [UInt8] {
    var book = Book(rows: XLSXReaderTests.header + String(repeating: rows, count: max(1, count)))
    book.strings = strings
    return book.bytes()
  }

  // In a book every row has to differ, or it would unpack to too many times its size.
  private static let xlsx = FileFormat.xlsx(XLSXFormat())
  static let books = [
    Growing("XLSX: many tiny rows", xlsx) { bytes in
      book((0..<bytes / 60).map { "<row><c><v>\($0 * 7919)</v></c></row>" }.joined(), 1)
    },
    Growing("XLSX: rows of four thousand cells", xlsx) { bytes in
      book(
        "<row>" + (0..<4000).map { "<c><v>\($0 * 31)</v></c>" }.joined() + "</row>", bytes / 80_000)
    },
    Growing("XLSX: many shared texts, named from the last to the first", xlsx) { bytes in
      let count = bytes / 60
      return book(
        (0..<count).map { "<row><c t=\"s\"><v>\(count - 1 - $0)</v></c></row>" }.joined(), 1,
        strings: (0..<count).map { "<si><t>_x0041_\($0)</t></si>" })
    },
  ]

  static let packed = [
    Growing("gzip: many members of one byte", csv) { bytes in
      let member: [UInt8] = [
        0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x4B, 4, 0, 0x43, 0xBE, 0xB7, 0xE8, 1, 0, 0, 0,
      ]
      return (0..<bytes / member.count).flatMap { _ in member }
    }
  ]

  @Test(arguments: tables + documents + books)
  func `S09 four times the file is no more than some four times the work`(_ it: Growing) throws {
    try expectLinear(it) { path, _ in
      var reader = try openReader(path: path, named: "f", format: it.format)
      var batch = RecordBatch(columnCount: reader.columns.count)
      var records = 0
      while try reader.next(into: &batch) {
        for record in 0..<batch.count where reader.columns.count > 0 {
          #expect(batch.records[record].fault == nil)
          _ = reader.position(record: record, column: 0, in: batch)
        }
        records += batch.count
      }
      #expect(records > 0)
    }
  }

  @Test(arguments: packed)
  func `S09 four times the packed file is no more than some four times the work`(_ it: Growing)
    throws
  {
    try expectLinear(it) { path, _ in
      _ = try Gunzip.unpack(path: path, named: "f", limits: Gunzip.Limits(bytes: 1 << 20)) { _ in }
    }
  }

  static let samples =
    tables + documents + [
      Growing("nothing but quotes", csv, "", "\""),
      Growing("quotes, delimiters and line ends", csv, "", "\",;\t|\"\n"),
      Growing("one line of delimiters", csv, "", ",;"),
      Growing("tags that never end", csv, "", "<a>"),
      Growing("brackets that never end", csv, "", "["),
      Growing("objects that never end", csv, "", "{\"a\":"),
      Growing("bytes of no encoding", csv) { bytes in
        (0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 97 | 0x80) }
      },
    ]

  @Test(arguments: samples)
  func `S09 four times the sample is recognised in some four times the work`(_ it: Growing) throws {
    try expectLinear(it, bytes: 16 << 10) { _, bytes in
      let found = Recognition(bytes, isWhole: true)
      #expect(0...99 ~= found.confidence)
    }
  }

  private func expectLinear(
    _ it: Growing, bytes: Int = 64 << 10, work: (_ path: String, _ bytes: [UInt8]) throws -> Void
  ) throws {
    let (small, large) = (it.make(bytes), it.make(4 * bytes))
    let files = (try ScratchFile(small), try ScratchFile(large))
    // What is made once a process, such as tables of encodings.
    try work(files.0.path, small)
    var least = (Double.infinity, Double.infinity)
    for _ in 0..<4 {
      least.0 = min(least.0, try processorTime { try work(files.0.path, small) })
      least.1 = min(least.1, try processorTime { try work(files.1.path, large) })
      if least.1 < 6 * least.0 { return }
    }
    #expect(least.1 < 8 * least.0, "\(least.0) s, and for four times as much \(least.1) s")
  }

  private func processorTime(_ work: () throws -> Void) throws -> Double {
    func now() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    let before = now()
    try work()
    return now() - before
  }
}
