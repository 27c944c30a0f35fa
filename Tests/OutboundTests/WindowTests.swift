// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Jobs
@testable import Mirror
@testable import Outbound

@Suite struct `A window` {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String { "\(window) \(zone) \(slot)" }
    var window: ExportJob.Window
    var zone: String
    var slot: String
    var until: String
  }

  static let cases: [Case] = [
    Case(
      window: .day, zone: "Europe/Berlin", slot: "2026-03-30T01:00:00Z",
      until: "2026-03-29T22:00:00Z"),
    // The day the clocks went forward began in winter time.
    Case(
      window: .day, zone: "Europe/Berlin", slot: "2026-03-29T12:00:00Z",
      until: "2026-03-28T23:00:00Z"),
    Case(
      window: .day, zone: "Europe/Berlin", slot: "2026-10-25T23:30:00Z",
      until: "2026-10-25T23:00:00Z"),
    Case(
      window: .month, zone: "Europe/Berlin", slot: "2026-04-01T00:00:00Z",
      until: "2026-03-31T22:00:00Z"),
    Case(
      window: .month, zone: "America/New_York", slot: "2026-04-01T00:00:00Z",
      until: "2026-03-01T05:00:00Z"),
    // Midnight did not exist there that day.
    Case(
      window: .day, zone: "America/Santiago", slot: "2026-09-06T12:00:00Z",
      until: "2026-09-06T04:00:00Z"),
    Case(
      window: .day, zone: "Pacific/Kiritimati", slot: "2026-08-01T10:00:00Z",
      until: "2026-08-01T10:00:00Z"),
  ]

  @Test(arguments: cases) func `of days or months ends where they do`(_ it: Case) async throws {
    let bench = try ExportBench()
    let job = bench.job {
      $0.window = it.window
      $0.zone = it.zone
    }
    let run = try await bench.exporter().run(job, slot: it.slot)
    #expect(run.until == it.until)
    #expect(run.state == .done)
  }

  @Test func `that has not ended writes no file and takes no number`() async throws {
    let bench = try ExportBench()
    try bench.order(1001, content: "a")
    let job = bench.job { $0.window = .day }
    let first = try await bench.exporter().run(job, slot: "2026-08-01T01:00:00Z")
    let again = try await bench.exporter().run(job, slot: "2026-08-01T02:00:00Z")
    let next = try await bench.exporter().run(job, slot: "2026-08-02T01:00:00Z")
    #expect(first.sequence == 1)
    #expect(again.state == .empty)
    #expect(again.message == "no day has ended since the last file")
    #expect(next.sequence == 2)
    #expect(next.since == first.until)
  }

  @Test func `of days leaves out what was made later`() async throws {
    let bench = try ExportBench()
    try bench.order(1001, content: "a")
    let job = bench.job { $0.window = .day }
    // The order was made 2026-01-16 00:30 in Berlin.
    _ = try await bench.exporter().run(job, slot: "2026-01-16T05:00:00Z")
    _ = try await bench.exporter().run(job, slot: "2026-01-17T05:00:00Z")
    #expect(try bench.orders("orders-1.csv") == [])
    #expect(try bench.orders("orders-2.csv") == ["#1001 1"])
  }
}

@Suite struct `SQL of one's own` {
  @Test func `with a key comes out where a row is new or differs`() async throws {
    let bench = try ExportBench()
    try bench.order(1001, content: "a")
    try bench.order(1002, content: "a")
    let job = bench.job {
      $0.export = "query"
      $0.query = """
        SELECT id, name, 0 AS version, financial_status AS status, local_day(created_at, :zone) AS day
        FROM orders;
        """
      $0.key = ["id"]
      $0.trailer = .count
    }
    _ = try await bench.exporter().run(job)
    try bench.order(1002, content: "b", status: "REFUNDED")
    _ = try await bench.exporter().run(job)
    #expect(
      try bench.text("orders-1.csv")
        == "id,name,version,status,day\r\n1001,#1001,1,PAID,2026-01-16\r\n1002,#1002,1,PAID,2026-01-16\r\nTRAILER rows=2 records=2,,,,\r\n"
    )
    #expect(
      try bench.text("orders-2.csv")
        == "id,name,version,status,day\r\n1002,#1002,2,REFUNDED,2026-01-16\r\nTRAILER rows=1 records=1,,,,\r\n"
    )
  }

  @Test(arguments: [
    ("DELETE FROM orders", "near \"DELETE\": syntax error"),
    (
      "SELECT 1 FROM pragma_user_version",
      "only reading is allowed here: one SELECT over the mirror"
    ),
    ("SELECT id FROM orders WHERE id > :from", "there is no parameter ':from'"),
    ("SELECT name FROM orders", "the key's column 'id' is not among its columns"),
  ])
  func `that is wrong or wants to write takes no slot`(_ sql: String, _ words: String) async throws
  {
    let bench = try ExportBench()
    try bench.order(1001, content: "a")
    let job = bench.job {
      $0.export = "query"
      $0.query = sql
      $0.key = ["id"]
    }
    let exporter = try bench.exporter()
    let error = await #expect(throws: OutboundError.self) { try await exporter.run(job) }
    #expect(error?.kind == .config)
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }
}
