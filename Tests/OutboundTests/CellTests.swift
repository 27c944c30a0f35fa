// SPDX-License-Identifier: Apache-2.0

import GRDB
import Tables
import Testing

@testable import Jobs
@testable import Mirror
@testable import Outbound

@Suite struct `A cell` {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String { "\(kind) \(value.debugDescription) for \(audience)" }
    var kind: CellKind
    var value: String
    var audience: ExportJob.Audience = .system
    var cell: String
  }

  static let cases: [Case] = [
    Case(kind: .text, value: "Mug", cell: "Mug"),
    Case(kind: .text, value: "Mug; big", cell: "\"Mug; big\""),
    Case(kind: .text, value: "5\" Mug", cell: "\"5\"\" Mug\""),
    Case(kind: .text, value: "one\r\ntwo", cell: "\"one\r\ntwo\""),
    Case(kind: .text, value: "nul\u{0}byte", cell: "nul\u{FFFD}byte"),
    Case(kind: .text, value: "🎁 ünïcode", cell: "🎁 ünïcode"),
    Case(kind: .text, value: "=1+1", cell: "=1+1"),
    Case(kind: .money, value: "19.9", cell: "19.90"),
    Case(kind: .money, value: "19.905", cell: "19.905"),
    Case(kind: .money, value: "-3", audience: .spreadsheet, cell: "-3.00"),
    Case(kind: .money, value: "99999999999999999999.99", cell: "99999999999999999999.99"),
    Case(kind: .plain, value: "-5", audience: .spreadsheet, cell: "-5"),
    Case(kind: .time, value: "2026-03-29T00:59:59Z", cell: "2026-03-29T01:59:59+01:00"),
    Case(kind: .time, value: "2026-03-29T01:00:00Z", cell: "2026-03-29T03:00:00+02:00"),
    Case(kind: .time, value: "2026-10-25T01:00:00.123Z", cell: "2026-10-25T02:00:00+01:00"),
    Case(kind: .time, value: "1969-12-31T23:30:00Z", cell: "1970-01-01T00:30:00+01:00"),
    Case(kind: .time, value: "2024-02-29T23:30:00Z", cell: "2024-03-01T00:30:00+01:00"),
    Case(kind: .time, value: "later", cell: "later"),
  ]

  static let spreadsheet: [Case] = [
    ("=cmd()", "'=cmd()"), ("@SUM(A1)", "'@SUM(A1)"), ("+x", "'+x"), ("-x", "'-x"), ("＝1", "'＝1"),
    ("\t=1", "\"'\t=1\""), (" =1", "\"' =1\""), ("\"=1", "\"'\"\"=1\""), ("'=1", "'=1"),
    ("a=1", "a=1"), ("", "\"\""), ("1-1", "1-1"), ("-1", "-1"),
  ].map { Case(kind: .text, value: $0.0, audience: .spreadsheet, cell: $0.1) }

  @Test(arguments: cases + spreadsheet)
  func `S13 S14 S21 is exact, and a formula only where it is wanted`(_ it: Case) throws {
    let time = try #require(ZonedTime(zone: "Europe/Berlin"))
    let text = RowText([(index: 0, kind: it.kind)], time)
    var cells = WrittenRow()
    let bench = try ExportBench()
    try bench.mirror.reading { reading in
      try reading.rows("SELECT :value", ["value": it.value]) { text.read($0, into: &cells) }
    }
    var line: [UInt8] = []
    var writer = CSVTableWriter(
      [WrittenColumn("x", it.kind)], delimiter: UInt8(ascii: ";"),
      formulas: it.audience == .spreadsheet ? .neutralised : .kept)
    writer.write(cells, opensRecord: true, into: &line)
    #expect(String(decoding: line, as: UTF8.self) == it.cell + "\r\n")
  }
}

@Suite struct `Every export` {
  @Test func `can be named in a job`() {
    #expect(ExportKind.all.map(\.name) + ["query"] == ExportJob.kinds)
  }

  @Test(arguments: ExportKind.all.map(\.name))
  func `has the columns its SELECT gives`(_ name: String) throws {
    let bench = try ExportBench()
    let kind = try #require(ExportKind.named(name))
    let columns = try bench.mirror.reading { reading in
      try reading.columns(ExportLayout.statement(kind.sql, filter: nil, order: kind.order))
    }
    #expect(columns == kind.columns.map(\.name))
  }
}
