// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Logging
import Synchronization

@testable import Jobs
@testable import Journal
@testable import Mirror
@testable import Outbound

/// A journal, a mirror and an outbox on disk for one test, and a clock that ticks a second a look.
final class ExportBench: Sendable {
  let folder: String
  let mirror: StoreMirror
  private let ticks = Mutex(0)
  /// How often the mirror was asked to come up to date.
  let refreshes = Mutex(0)

  init() throws {
    folder =
      FileManager.default.temporaryDirectory.appending(path: "dray-out-\(UUID().uuidString)")
      .resolvingSymlinksInPath().path(percentEncoded: false)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    mirror = try StoreMirror(
      writing: folder + "/mirror.sqlite", now: { "2026-08-01T00:00:00.000Z" })
    try sql(
      """
      INSERT INTO shop VALUES (1, 'Example', 'example.myshopify.com', 'EUR', 'Europe/Berlin', 'basic', '')
      """)
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: folder) } catch { print("left: \(folder)") }
  }

  /// Changes the mirror as a refresh would.
  func sql(_ statements: String) throws {
    try DatabaseQueue(path: folder + "/mirror.sqlite").write { try $0.execute(sql: statements) }
  }

  /// The columns an order's row is made of, in the order of the values below.
  static let orderColumns = """
    id, name, email, created_at, processed_at, updated_at, cancelled_at, closed_at, currency,
    presentment_currency, taxes_included, financial_status, fulfillment_status, return_status,
    subtotal, shipping, tax, discounts, total, current_total, refunded, outstanding, customer_id,
    shipping_name, shipping_address1, shipping_address2, shipping_city, shipping_zip,
    shipping_province, shipping_country, note, tags, source, content, known_at, is_test,
    current_subtotal, current_shipping, current_tax, current_discounts, received,
    refunded_shipping, presentment_subtotal, presentment_shipping, presentment_tax,
    presentment_discounts, presentment_total, presentment_current_total, presentment_refunded,
    discount_codes, payment_gateways, attributes, returns_read
    """

  /// An order of one line; `content` is its version.
  func order(
    _ id: Int, content: String, status: String = "PAID", updated: String = "2026-07-01T10:00:00Z",
    refunded: String = "0.0", title: String = "Mug"
  ) throws {
    try DatabaseQueue(path: folder + "/mirror.sqlite").write { db in
      try db.execute(
        sql: """
          INSERT OR REPLACE INTO orders (\(Self.orderColumns)) VALUES (:id, '#' || :id, 'a@example.com',
            '2026-01-15T23:30:00Z', NULL, :updated, NULL, NULL, 'EUR', 'EUR', 1, :status, 'UNFULFILLED',
            'NO_RETURN', '19.9', '4.95', '3.97', '0.0', '24.85', '24.85', :refunded, '0.0', NULL, 'Käthe Weiß',
            'Am Markt 1', NULL, 'Dresden', '01067', NULL, 'DE', NULL, '', 'web', :content, '',
            0, '19.9', '4.95', '3.97', '0.0', '24.85', '0.0', '19.9', '4.95', '3.97', '0.0', '24.85', '24.85',
            '0.0', '', 'bogus', '[]', 1)
          """,
        arguments: [
          "id": id, "updated": updated, "status": status, "refunded": refunded, "content": content,
        ])
      try db.execute(
        sql: """
          INSERT OR REPLACE INTO order_lines (id, order_id, position, variant_id, sku, title, variant_title, vendor,
            quantity, current_quantity, refunded_quantity, unit_price, discount, tax, total, known_at,
            fulfilled_quantity, unfulfilled_quantity, fulfillment_status, tax_lines, is_taxable,
            requires_shipping, is_gift_card, attributes)
          VALUES (:line, :id, 1, 7, '00123', :title, NULL, 'Nordlicht', 2, 2, 0, '9.95', '0', '3.18', '19.90', '',
            0, 2, 'UNFULFILLED', '[]', 1, 1, 0, '[]')
          """, arguments: ["line": id * 10, "id": id, "title": title])
    }
  }

  /// An exporter with the journal opened anew, as after a restart.
  func exporter(refresh: (@Sendable () throws(MirrorError) -> Void)? = nil) throws -> Exporter {
    Exporter(
      journal: try Journal(writing: folder + "/journal.sqlite"), mirror: mirror,
      outbox: folder + "/outbox", now: { self.tick() },
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) { (_) throws(MirrorError) in
      self.refreshes.withLock { $0 += 1 }
      try refresh?()
    }
  }

  private func tick() -> String {
    let second = ticks.withLock { ticks in
      ticks += 1
      return ticks
    }
    return
      "2026-08-01T10:\(second / 60 < 10 ? "0" : "")\(second / 60):\(second % 60 < 10 ? "0" : "")\(second % 60).000Z"
  }

  /// A job that writes orders.
  func job(_ change: (inout ExportJob) -> Void = { _ in }) -> ExportJob {
    var job = ExportJob(
      name: "orders", export: "orders", file: "orders-{sequence}.csv", digest: "d")
    change(&job)
    return job
  }

  /// The names in the job's folder, hidden ones too.
  var names: [String] {
    get throws {
      let path = folder + "/outbox/orders"
      guard FileManager.default.fileExists(atPath: path) else { return [] }
      return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }
  }

  /// The text of a file in the job's folder.
  func text(_ name: String) throws -> String {
    try String(contentsOfFile: folder + "/outbox/orders/" + name, encoding: .utf8)
  }

  /// `order_name version` of every row of a file.
  func orders(_ name: String) throws -> [String] {
    try text(name).split(separator: "\r\n").dropFirst().map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      return "\(cells[1]) \(cells[2])"
    }
  }
}
