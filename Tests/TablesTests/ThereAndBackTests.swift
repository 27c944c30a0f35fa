// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Tables

/// What each writer writes reads back as it was, and is the same when it is written again.
@Suite struct ThereAndBackTests {
  static let columns = ["id", "a", "b"].map { WrittenColumn($0, .text) }

  /// Rows of anything, the same for each seed.
  static func rows(_ seed: UInt64) -> [[String]] {
    var generator = SeededGenerator(state: seed &+ 77)
    return (0..<20).map { index in
      ["\(index)", hostile(&generator), hostile(&generator)]
    }
  }

  private static func hostile(_ generator: inout SeededGenerator) -> String {
    `A table`.kept(`A table`.hostile(&generator))
  }

  private static func written(_ writer: any TableWriter, _ rows: [[String]]) -> [UInt8] {
    table(writer, rows.map { $0.map(Optional.some) })
  }

  struct Way: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var format: FileFormat
    var writer: @Sendable () -> any TableWriter
    /// What the format can hold of a text.
    var kept: @Sendable (String) -> String = { $0 }
  }

  static let ways: [Way] = {
    var tabs = CSVFormat()
    tabs.delimiter = 0x09
    let names = XMLTableWriter.Names(root: "rows", record: "row", line: "line")
    let places = [
      FixedTableWriter.Place("a", start: 8, width: 60),
      FixedTableWriter.Place("id", start: 1, width: 5),
      FixedTableWriter.Place("b", start: 70, width: 60, isRight: true),
    ]
    let kind = FixedFormat.Kind(columns: [
      FixedFormat.Column("id", start: 1, width: 5), FixedFormat.Column("a", start: 8, width: 60),
      FixedFormat.Column("b", start: 70, width: 60),
    ])
    @Sendable func noControl(_ text: String) -> String {
      String(
        String.UnicodeScalarView(
          text.unicodeScalars.map {
            $0.value < 0x20 && ![9, 10, 13].contains($0.value) || $0.value & 0xFFFE == 0xFFFE
              ? "\u{FFFD}" : $0
          }))
    }
    return [
      Way(testDescription: "CSV", format: .csv(CSVFormat())) { CSVTableWriter(columns) },
      Way(testDescription: "TSV", format: .csv(tabs)) { CSVTableWriter(columns, delimiter: 0x09) },
      Way(testDescription: "JSON Lines", format: .json(JSONFormat(fields: ["id", "a", "b"]))) {
        JSONTableWriter(columns)
      },
      Way(testDescription: "JSON", format: .json(JSONFormat(fields: ["id", "a", "b"]))) {
        JSONTableWriter(columns, isArray: true)
      },
      Way(
        testDescription: "XML",
        format: .xml(XMLFormat(records: "/rows/row", fields: ["id", "a", "b"])),
        writer: { XMLTableWriter(columns, names: names) }, kept: noControl),
      Way(
        testDescription: "XLSX", format: .xlsx(XLSXFormat()),
        writer: { XLSXTableWriter(columns, title: "A & B") }, kept: noControl),
      Way(
        testDescription: "fixed width", format: .fixed(FixedFormat(kinds: [kind])),
        writer: { FixedTableWriter(columns, places: places) },
        kept: { text in
          // Padding and control characters are spaces.
          var text = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }[...]
          while text.first == " " { text.removeFirst() }
          while text.last == " " { text.removeLast() }
          return String(String.UnicodeScalarView(text))
        }),
    ]
  }()

  @Test(arguments: ways, 0..<12)
  func `S21 rows of anything read back as they were written, and are written the same again`(
    _ way: Way, _ seed: UInt64
  ) throws {
    let rows = Self.rows(seed)
    let bytes = Self.written(way.writer(), rows)
    let read = try ReadTable(bytes, way.format)
    #expect(read.fault == nil)
    #expect(read.extents.allSatisfy { $0.fault == nil })
    let back = read.rows.map { $0.map { $0 ?? "" } }
    #expect(back == rows.map { $0.map(way.kept) })
    let again = Self.written(way.writer(), back)
    #expect(try ReadTable(again, way.format).rows == read.rows)
    // Where spaces are padding, those a value had of its own are gone.
    if case .fixed = way.format { return }
    #expect(again == bytes)
  }

  @Test(arguments: 0..<12)
  func `S14 an export for spreadsheets that was read in again is not neutralised twice`(
    _ seed: UInt64
  ) throws {
    let rows = Self.rows(seed)
    let writer = { CSVTableWriter(Self.columns, formulas: .neutralised) }
    let once = Self.written(writer(), rows)
    let read = try ReadTable(once, .csv(CSVFormat()))
    let twice = Self.written(writer(), read.rows.map { $0.map { $0 ?? "" } })
    #expect(try ReadTable(twice, .csv(CSVFormat())).rows == read.rows)
  }

  @Test func `a value too long for its place is complained of, never cut`() {
    var writer = FixedTableWriter(
      Self.columns, places: [FixedTableWriter.Place("id", start: 1, width: 3)])
    var (out, row) = ([UInt8](), WrittenRow())
    row.append("123")
    writer.write(row, opensRecord: true, into: &out)
    #expect(writer.complaint == nil)
    row.removeAll()
    row.append("1234")
    writer.write(row, opensRecord: true, into: &out)
    #expect(
      writer.complaint == "the column id has room for 3 characters, and row 2 has 4: '1234'")
  }

  @Test func `numbers may be filled up with zeros behind their sign`() {
    let place = FixedTableWriter.Place(
      "id", start: 2, width: 6, isRight: true, padding: UInt8(ascii: "0"))
    let bytes = Self.written(
      FixedTableWriter([WrittenColumn("id", .number)], places: [place]), [["-12"], ["7"]])
    #expect(String(decoding: bytes, as: UTF8.self) == " -00012\r\n 000007\r\n")
  }

  static let nested = [
    WrittenColumn("id", .plain), WrittenColumn("lines", .value, isNested: true),
    WrittenColumn("note", .text),
  ]
  static let order = [
    [
      "1",
      #"[{"@n":1,"sku":"A<","qty":2.50,"gone":null},{"sku":"B","a b":[true,{"x":""}]}]"#, "[1]",
    ], ["2", "[1", "{}"],
  ]

  @Test func `JSON in a nested column is part of a JSON record, and text is not`() throws {
    let bytes = Self.written(JSONTableWriter(Self.nested, isArray: true), Self.order)
    #expect(
      String(decoding: bytes, as: UTF8.self) == """
        [
        {"id":"1","lines":[{"@n":1,"sku":"A<","qty":2.50,"gone":null},{"sku":"B","a b":[true,{"x":""}]}],"note":"[1]"},
        {"id":"2","lines":"[1","note":"{}"}
        ]

        """)
    #expect(Self.written(JSONTableWriter(Self.nested, isArray: true), []) == Array("[]\n".utf8))
  }

  @Test func `JSON in a nested column is elements in XML`() {
    let names = XMLTableWriter.Names(root: "orders", record: "order", line: "line")
    let bytes = Self.written(XMLTableWriter(Self.nested, names: names), Self.order)
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == """
        <?xml version="1.0" encoding="UTF-8"?>
        <orders>
          <order>
            <id>1</id>
            <lines>
              <line n="1">
                <sku>A&lt;</sku>
                <qty>2.50</qty>
              </line>
              <line>
                <sku>B</sku>
                <member name="a b">[true,{"x":""}]</member>
              </line>
            </lines>
            <note>[1]</note>
          </order>
          <order>
            <id>2</id>
            <lines>[1</lines>
            <note>{}</note>
          </order>
        </orders>

        """.replacing("[true,{\"x\":\"\"}]", with: "[true,{&quot;x&quot;:&quot;&quot;}]"))
  }

  static let hasPython = FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")
  static let hasXMLLint = FileManager.default.isExecutableFile(atPath: "/usr/bin/xmllint")

  private static func run(_ program: String, _ arguments: [String]) throws -> (Int32, String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let out = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: out, as: UTF8.self))
  }

  @Test(.enabled(if: hasPython, "no python3 on this machine"))
  func `Python reads the same rows from JSON, JSON Lines and TSV`() throws {
    let rows = (0..<5).flatMap { Self.rows($0) }
    let script = """
      import json, csv, sys, io
      kind, path = sys.argv[1:]
      text = open(path, encoding='utf-8', newline='').read()
      if kind == 'json': rows = [[r['id'], r['a'], r['b']] for r in json.loads(text)]
      elif kind == 'jsonl': rows = [[r['id'], r['a'], r['b']] for r in map(json.loads, text.split('\\n')[:-1])]
      else: rows = list(csv.reader(io.StringIO(text, newline=''), delimiter='\\t', strict=True))[1:]
      sys.stdout.write(json.dumps(rows))
      """
    let writers: [(String, any TableWriter)] = [
      ("json", JSONTableWriter(Self.columns, isArray: true)),
      ("jsonl", JSONTableWriter(Self.columns)),
      ("tsv", CSVTableWriter(Self.columns, delimiter: 0x09)),
    ]
    for (kind, writer) in writers {
      let file = try ScratchFile(Self.written(writer, rows))
      let (status, out) = try Self.run("/usr/bin/python3", ["-c", script, kind, file.path])
      #expect(status == 0)
      let read = try JSON(parsing: out).array?.map { $0.array?.map { $0.string ?? "" } ?? [] }
      #expect(read == rows, "\(kind)")
    }
  }

  static let hasOpenpyxl: Bool = {
    guard hasPython else { return false }
    do { return try run("/usr/bin/python3", ["-c", "import openpyxl"]).0 == 0 } catch {
      return false
    }
  }()

  @Test(.enabled(if: hasOpenpyxl, "no openpyxl on this machine"))
  func `openpyxl reads the same rows from a workbook`() throws {
    let rows = (0..<20).map { ["\($0)", "é <\($0)>", "=1+\($0)"] }
    let file = try ScratchFile(
      Self.written(XLSXTableWriter(Self.columns, title: "A"), rows), ending: ".xlsx")
    let script = """
      import openpyxl, json, sys
      sheet = openpyxl.load_workbook(sys.argv[1], read_only=True).active
      print(json.dumps([[c for c in r] for r in sheet.iter_rows(min_row=2, values_only=True)]))
      """
    let (status, out) = try Self.run("/usr/bin/python3", ["-c", script, file.path])
    #expect(status == 0)
    let read = try JSON(parsing: out).array?.map { $0.array?.map { $0.string ?? "" } ?? [] }
    #expect(read == rows)
  }

  @Test(.enabled(if: hasXMLLint, "no xmllint on this machine"), arguments: 0..<6)
  func `xmllint finds XML well-formed`(_ seed: UInt64) throws {
    let names = XMLTableWriter.Names(root: "rows", record: "row", line: "line")
    let file = try ScratchFile(
      Self.written(XMLTableWriter(Self.columns, names: names), Self.rows(seed)))
    #expect(try Self.run("/usr/bin/xmllint", ["--noout", "--nonet", file.path]).0 == 0)
  }
}
