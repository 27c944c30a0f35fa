// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import GRDB
import ShopifyAdmin
import Synchronization
import Testing

@testable import Jobs
@testable import Journal
@testable import Mirror
@testable import Outbound

@Suite struct `An export of orders` {
  @Test func `writes the file, then its checksum, and says what is in it`() async throws {
    let bench = try ExportBench()
    try bench.order(1001, content: "a")
    let run = try await bench.exporter().run(bench.job())
    #expect(run.state == .done)
    #expect(run.label == "x1")
    #expect(run.sequence == 1)
    #expect(run.rows == 1)
    #expect(run.since == nil)
    #expect(run.file == "orders-1.csv")
    #expect(try bench.names == ["orders-1.csv", "orders-1.csv.sha256"])
    let text = try bench.text("orders-1.csv")
    let hash = SHA256.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined()
    #expect(run.sha256 == hash)
    #expect(run.bytes == text.utf8.count)
    #expect(try bench.text("orders-1.csv.sha256") == "\(hash)  orders-1.csv\n")
    let lines = text.split(separator: "\r\n")
    #expect(lines[0] == ExportKind.orders.columns.map(\.name).joined(separator: ",")[...])
    #expect(
      lines[1]
        == "1001,#1001,1,2026-01-16T00:30:00+01:00,2026-07-01T12:00:00+02:00,,,,PAID,UNFULFILLED,NO_RETURN,EUR,EUR,true,,a@example.com,10010,1,00123,Mug,,Nordlicht,7,2,2,0,9.95,0.00,3.18,19.90,0.00,0.00,19.90,4.95,3.97,0.00,24.85,24.85,0.00,0.00,Käthe Weiß,Am Markt 1,,01067,Dresden,,DE,,,web"
    )
  }

  @Test func `X08 an order comes out once for each of its versions, however late it shows`()
    async throws
  {
    let bench = try ExportBench()
    try bench.order(1001, content: "a", updated: "2026-08-01T10:00:01Z")
    try bench.order(1003, content: "a", updated: "2026-08-01T10:00:01Z")
    let first = try await bench.exporter().run(bench.job())
    // Late: changed before the first window's end, seen after it; and in the same second as another.
    try bench.order(1002, content: "a", updated: "2026-08-01T10:00:01Z")
    try bench.order(1003, content: "b", updated: "2026-08-01T10:00:01Z")
    // Read again by the overlap, and the same.
    try bench.order(1001, content: "a", updated: "2026-08-01T10:00:01Z")
    let second = try await bench.exporter().run(bench.job())
    #expect(try bench.orders("orders-1.csv") == ["#1001 1", "#1003 1"])
    #expect(try bench.orders("orders-2.csv") == ["#1002 1", "#1003 2"])
    #expect(second.since == first.until)
  }

  @Test func `an order that is not complete in the mirror waits until it is`() async throws {
    let bench = try ExportBench()
    try bench.order(1001, content: "")
    _ = try await bench.exporter().run(bench.job())
    try bench.order(1001, content: "a")
    _ = try await bench.exporter().run(bench.job())
    #expect(try bench.orders("orders-1.csv") == [])
    #expect(try bench.orders("orders-2.csv") == ["#1001 1"])
  }

  @Test func `refunds of a line add up exactly`() async throws {
    let bench = try ExportBench()
    try bench.order(1001, content: "a", refunded: "0.3")
    try bench.sql(
      """
      INSERT INTO refunds (id, order_id, updated_at, total, currency, presentment_total, presentment_currency)
        VALUES (1, 1001, '', '0.1', 'EUR', '0.1', 'EUR'), (2, 1001, '', '0.2', 'EUR', '0.2', 'EUR');
      INSERT INTO refund_lines (id, refund_id, order_line_id, quantity, subtotal, tax, restock)
        VALUES (1, 1, 10010, 1, '0.1', '0.02', ''), (2, 2, 10010, 1, '0.2', '0.03', '');
      """)
    _ = try await bench.exporter().run(bench.job())
    let line = try bench.text("orders-1.csv").split(separator: "\r\n")[1]
    let cells = line.split(separator: ",", omittingEmptySubsequences: false)
    let names = ExportKind.orders.columns.map(\.name)
    let row = Dictionary(uniqueKeysWithValues: zip(names, cells))
    #expect(row["line_refunded"] == "0.30")
    #expect(row["line_refunded_tax"] == "0.05")
    #expect(row["order_refunded"] == "0.30")
  }

  @Test func `where leaves orders for later, when it holds`() async throws {
    let bench = try ExportBench()
    let job = bench.job { $0.filter = "financial_status = 'PAID' -- only these" }
    try bench.order(1001, content: "a", status: "PENDING")
    try bench.order(1002, content: "a")
    _ = try await bench.exporter().run(job)
    try bench.order(1001, content: "b")
    _ = try await bench.exporter().run(job)
    #expect(try bench.orders("orders-1.csv") == ["#1002 1"])
    #expect(try bench.orders("orders-2.csv") == ["#1001 1"])
  }

  @Test(arguments: [
    ("status = 'PAID'", "no such column: status"),
    ("order_id IN (", "incomplete input"),
    (
      "order_id = 1) UNION SELECT (1",
      "SELECTs to the left and right of UNION do not have the same number of result columns"
    ),
    ("(DELETE FROM orders)", "near \"DELETE\": syntax error"),
  ])
  func `where that is wrong takes no slot`(_ filter: String, _ words: String) async throws {
    let bench = try ExportBench()
    try bench.order(1001, content: "a")
    let job = bench.job { $0.filter = filter }
    let exporter = try bench.exporter()
    let error = await #expect(throws: OutboundError.self) { try await exporter.run(job) }
    #expect(error?.kind == .config)
    let told = error?.description.firstRange(of: "; its columns are order_id, ").flatMap {
      error?.description[..<$0.lowerBound]
    }
    #expect(told == "'where' cannot be used: \(words)")
    #expect(try exporter.journal.exportRuns().isEmpty)
    #expect(bench.refreshes.withLock { $0 } == 0)
  }

  @Test(arguments: ExportJob.EmptyExport.allCases)
  func `X07 a window without rows writes a header or nothing, and its slot is kept`(
    _ empty: ExportJob.EmptyExport
  ) async throws {
    let bench = try ExportBench()
    let job = bench.job { $0.empty = empty }
    let first = try await bench.exporter().run(job)
    try bench.order(1001, content: "a")
    let second = try await bench.exporter().run(job)
    switch empty {
    case .header:
      #expect(first.state == .done)
      #expect(try bench.text("orders-1.csv").hasSuffix(",source\r\n"))
      #expect(second.file == "orders-2.csv")
    case .none:
      #expect(first.state == .empty)
      #expect(first.file == nil)
      #expect(second.file == "orders-1.csv")
    }
    #expect(first.rows == 0)
    #expect(second.rows == 1)
    #expect(second.since == first.until)
  }

  @Test func `a slot runs once`() async throws {
    let bench = try ExportBench()
    try bench.order(1001, content: "a")
    let first = try await bench.exporter().run(bench.job(), slot: "2026-08-01T06:00:00Z")
    try bench.order(1001, content: "b")
    let second = try await bench.exporter().run(bench.job(), slot: "2026-08-01T06:00:00Z")
    #expect(first == second)
    #expect(try bench.names == ["orders-1.csv", "orders-1.csv.sha256"])
  }

  @Test func `X09 a slot whose store is away stays, and runs with the same window`() async throws {
    let bench = try ExportBench()
    try bench.order(1001, content: "a")
    let away = MirrorError(.store(AdminError(.unreachable, "no route")), "orders: no route")
    let broken = try bench.exporter { () throws(MirrorError) in throw away }
    let error = await #expect(throws: OutboundError.self) { try await broken.run(bench.job()) }
    #expect(error?.kind == .store)
    #expect(try bench.names == [])
    let claimed = try broken.journal.openExportRuns(of: "orders")
    #expect(claimed.map(\.state) == [.claimed])
    let run = try await bench.exporter().run(bench.job())
    #expect(run.id == claimed.first?.id)
    #expect(run.until == claimed.first?.until)
    #expect(run.state == .done)
  }

  @Test func `X03 a taken name is left alone and the file numbered`() async throws {
    let bench = try ExportBench()
    try bench.order(1001, content: "a")
    let path = bench.folder + "/outbox/orders"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Data("theirs".utf8).write(to: URL(filePath: path + "/orders-1.csv"))
    try Data("theirs".utf8).write(to: URL(filePath: path + "/orders-1-2.csv.sha256"))
    let run = try await bench.exporter().run(bench.job())
    #expect(run.file == "orders-1-3.csv")
    #expect(try bench.text("orders-1.csv") == "theirs")
    #expect(try bench.text("orders-1-2.csv.sha256") == "theirs")
    #expect(try bench.text("orders-1-3.csv.sha256") == "\(run.sha256 ?? "")  orders-1-3.csv\n")
  }

  @Test func `the name holds the job, the sequence and the window in the export's zone`()
    async throws
  {
    let bench = try ExportBench()
    let job = bench.job {
      $0.file = "{job}_{sequence}_{since}_{until:%Y-%m-%d %H%M}.csv"
      $0.zone = "Asia/Kolkata"
    }
    let first = try await bench.exporter().run(job)
    let second = try await bench.exporter().run(job)
    #expect(first.file == "orders_1_beginning_2026-08-01 1530.csv")
    #expect(second.file == "orders_2_20260801T153001_2026-08-01 1530.csv")
  }

  @Test func `thousands of orders pass in pages, in order`() async throws {
    let bench = try ExportBench()
    try bench.sql(
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
      INSERT INTO orders (\(ExportBench.orderColumns)) SELECT i, '#' || i, NULL, '2026-01-15T23:30:00Z', NULL, '2026-01-15T23:30:00Z', NULL,
        NULL, 'EUR', 'EUR', 1, NULL, 'UNFULFILLED', 'NO_RETURN', '0', '0', '0', '0', '0', '0', '0', '0', NULL, NULL,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 'c' || i, '', 0, '0', '0', '0', '0', '0', '0', '0', '0',
        '0', '0', '0', '0', '0', '', '', '[]', 1 FROM n;
      """)
    let run = try await bench.exporter().run(bench.job())
    #expect(run.rows == 2500)
    let orders = try bench.orders("orders-1.csv")
    #expect(orders == (1...2500).map { "#\($0) 1" })
    try bench.sql("UPDATE orders SET content = 'new' WHERE id IN (1, 1500, 2500)")
    _ = try await bench.exporter().run(bench.job())
    #expect(try bench.orders("orders-2.csv") == ["#1 2", "#1500 2", "#2500 2"])
  }
}
