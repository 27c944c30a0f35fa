// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import Sandbox
import Secrets
import ShopifyAdmin
import Synchronization
import Tables
import Testing
import Transport

@testable import Jobs
@testable import Journal
@testable import Mirror
@testable import Outbound

/// From a store's API to the file, with the stand-in store.
@Suite struct `Orders of a store` {
  @Test func `X05 X06 come out whole, then only those that changed, refunds exact`() async throws {
    // One clock for both sides, a hundredth of a second a look: no two events meet.
    let seconds = Mutex(1_785_571_200.0)  // 2026-08-01T08:00:00Z
    let clock: @Sendable () -> Double = {
      seconds.withLock { now in
        now += 0.01
        return now
      }
    }
    var options = SandboxServer.Options()
    options.port = 0
    options.products = 12
    options.orders = 30
    options.bulkDelay = .zero
    options.clock = clock
    let server = try SandboxServer(options)
    let http = HTTPClient()
    let admin = AdminClient(
      AdminConfiguration(
        base: "http://127.0.0.1:\(server.port)", apiVersion: SandboxServer.apiVersion,
        signIn: .token(Secret("sandbox-token"))),
      http: http, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
      clock: AdminClock(
        now: { .seconds(clock()) }, sleep: { _ in await Task.yield() }, jitter: { 0 }))
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "dray-store-\(UUID().uuidString)"
    ).resolvingSymlinksInPath().path(percentEncoded: false)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let now: @Sendable () -> String = {
      Date(timeIntervalSince1970: clock()).formatted(
        .iso8601.year().month().day().time(includingFractionalSeconds: true)) + "Z"
    }
    let exporter = Exporter(
      journal: try Journal(writing: folder + "/journal.sqlite"),
      mirror: try StoreMirror(
        writing: folder + "/mirror.sqlite", now: now, pause: { _ in await Task.yield() }),
      admin: admin, outbox: folder + "/outbox", workDirectory: folder, now: now,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let job = ExportJob(name: "orders", export: "orders", file: "{sequence}.csv", digest: "d")

    /// The rows of a file by column.
    func rows(_ name: String) throws -> [[String: String]] {
      let path = "\(folder)/outbox/orders/\(name)"
      var reader = try CSVReader(path: path, named: name, format: CSVFormat())
      var batch = RecordBatch(columnCount: reader.columns.count)
      var rows: [[String: String]] = []
      while try reader.next(into: &batch) {
        for index in batch.records.indices {
          #expect(batch.records[index].fault == nil)
          rows.append(
            Dictionary(
              uniqueKeysWithValues: reader.columns.enumerated().map {
                ($1, batch.string(index, $0) ?? "")
              }))
        }
      }
      return rows
    }

    let first = try await exporter.run(job)
    let all = try rows("1.csv")
    #expect(first.rows == all.count)
    #expect(Set(all.compactMap { $0["order_name"] }) == Set((1001...1030).map { "#\($0)" }))
    #expect(all.allSatisfy { $0["version"] == "1" })
    for row in all {
      let price = try #require(ExactDecimal(parsing: row["unit_price"] ?? ""))
      let quantity = try #require(ExactDecimal(parsing: row["quantity"] ?? ""))
      let discount = try #require(ExactDecimal(parsing: row["line_discount"] ?? ""))
      let total = price.multiplied(by: quantity)?.subtracting(discount)
      #expect(total?.money == row["line_total"])
    }

    let reply = try await http.send(
      HTTPRequest(
        method: "POST", url: "http://127.0.0.1:\(server.port)/sandbox/refund",
        headers: [("Content-Type", "application/json")],
        body: .bytes((["order": "#1002", "line": 1, "quantity": 1] as JSON).bytes)))
    #expect(reply.status == 200)
    let second = try await exporter.run(job)
    let changed = try rows("2.csv")
    #expect(Set(changed.compactMap { $0["order_name"] }) == ["#1002"])
    #expect(changed.allSatisfy { $0["version"] == "2" })
    #expect(changed.first?["refunded_quantity"] == "1")
    #expect(changed.first?["line_refunded"] != "0.00")
    #expect(second.since == first.until)

    let third = try await exporter.run(job)
    #expect(third.rows == 0)
    #expect(third.sequence == 3)

    try server.stop()
    await http.shutdown(grace: .zero)
    try FileManager.default.removeItem(atPath: folder)
  }
}
