// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Folders
import Foundation
import GRDB
import Jobs
import Journal
import Logging
import Mirror
import Secrets
import ShopifyAdmin
import Tables
import Transport

@testable import Inbound

/// A home in a folder of its own, gone with it: a journal, a spool, and a mirror filled by SQL. Its clock stands
/// still, and its store is never there.
final class FeedHome {
  static let now = "2026-11-21T12:00:00.000Z"

  let folder: String
  let parts: InboundParts
  let planner: Planner

  /// A home whose mirror holds what `sql` inserts; all streams count as filled.
  init(mirror sql: String = FeedHome.smallStore) throws {
    folder = NSTemporaryDirectory() + "feed-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder + "/work", withIntermediateDirectories: true)
    let mirror = try StoreMirror(writing: folder + "/mirror.sqlite", now: { FeedHome.now })
    try DatabaseQueue(path: folder + "/mirror.sqlite").write { database in
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO streams (name, watermark, full_at) VALUES
            ('locations', '\(Self.now)', '\(Self.now)'), ('products', '\(Self.now)', '\(Self.now)'),
            ('inventory', '\(Self.now)', '\(Self.now)');
          INSERT INTO shop (id, name, domain, currency, zone, plan, known_at) VALUES
            (1, 'Example', 'example.myshopify.com', 'EUR', 'Europe/Berlin', 'basic', '\(Self.now)');
          \(sql)
          """)
    }
    parts = InboundParts(
      journal: try Journal(writing: folder + "/journal.sqlite"), mirror: mirror,
      admin: AdminClient(
        AdminConfiguration(
          base: "http://127.0.0.1:1", apiVersion: "2026-07", signIn: .token(Secret("none"))),
        http: HTTPClient(), logger: Logger(label: "test")),
      spool: try Spool(path: folder + "/spool"), workDirectory: folder + "/work",
      now: { FeedHome.now }, logger: Logger(label: "test"))
    planner = Planner(parts: parts)
  }

  deinit {
    do {
      try FileManager.default.removeItem(atPath: folder)
    } catch { print("\(folder) is left behind: \(error)") }
  }

  /// Four variants at two locations; `TWIN` names two of them.
  static let smallStore = """
    INSERT INTO locations VALUES (10, 'Berlin', 1, '\(now)'), (20, 'Leipzig', 1, '\(now)');
    INSERT INTO variants (id, product_id, item_id, title, sku, barcode, price, compare_at_price, position,
      updated_at, known_at) VALUES
      (101, 1, 1001, 'S', 'A-1', '4006381333931', '9.5', NULL, 1, '\(now)', '\(now)'),
      (102, 1, 1002, 'M', '007', NULL, '10.00', '12.00', 2, '\(now)', '\(now)'),
      (103, 2, 1003, 'L', 'TWIN', NULL, '1.00', NULL, 1, '\(now)', '\(now)'),
      (104, 2, 1004, 'XL', 'TWIN', NULL, '1.00', NULL, 2, '\(now)', '\(now)'),
      (105, 3, 1005, 'XS', 'B-1', NULL, '3.00', NULL, 1, '\(now)', '\(now)');
    INSERT INTO inventory_levels
      SELECT v.item_id, l.id, 'gid://shopify/InventoryLevel/' || v.item_id || '?x=' || l.id,
        5, 7, '\(now)', '\(now)'
      FROM variants v CROSS JOIN locations l;
    """

  /// A stock feed of `sku;wh;qty`.
  static func stockJob(_ change: (inout FeedJob) -> Void = { _ in }) throws -> FeedJob {
    var csv = CSVFormat()
    csv.delimiter = UInt8(ascii: ";")
    return try job(
      .stockSet, format: .csv(csv),
      ["sku": .column("sku"), "location": .column("wh"), "available": .column("qty")], change)
  }

  /// A price feed of `sku;price;was`.
  static func priceJob(_ change: (inout FeedJob) -> Void = { _ in }) throws -> FeedJob {
    var csv = CSVFormat()
    csv.delimiter = UInt8(ascii: ";")
    return try job(
      .priceSet, format: .csv(csv),
      ["sku": .column("sku"), "price": .column("price"), "compare_at_price": .column("was")], change
    )
  }

  /// A job over an operation's fields, which compares with the mirror as it stands.
  static func job(
    _ operation: Catalogue.Operation, format: FileFormat, _ sources: [String: FieldMapping.Source],
    _ change: (inout FeedJob) -> Void = { _ in }
  ) throws -> FeedJob {
    let fields = operation.fields.compactMap { field in
      sources[field.name].map { source in
        FieldMapping(field: field, source: source, position: Position(file: "job", line: 1))
      }
    }
    var job = FeedJob(
      name: "feed", operation: operation, format: format, fields: fields, digest: "digest")
    job.comparison = .mirror
    change(&job)
    return job
  }

  /// A delivery of these bytes that waits.
  func delivery(_ text: String, name: String = "x.csv", correction: Bool = false) throws -> Delivery
  {
    try delivery(Array(text.utf8), name: name, correction: correction)
  }

  /// A delivery of these bytes that waits.
  func delivery(_ bytes: [UInt8], name: String = "x.csv", correction: Bool = false) throws
    -> Delivery
  {
    let path = folder + "/" + UUID().uuidString
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let taken = try parts.spool.copy(of: path, maxBytes: .max)
    return try parts.journal.insert(
      Arrival(
        job: "feed", name: name, sha256: taken.sha256, bytes: taken.bytes, at: Self.now,
        spool: taken.spoolName, correction: correction))
  }

  /// What the journal says of each record, in order: `record outcome detail`.
  func outcomes(_ delivery: Delivery) throws -> [String] {
    try parts.journal.read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT text FROM (
            SELECT record, record || ' ' || state || ' ' || object || ' ' || intent AS text
              FROM changes WHERE delivery = :id
            UNION ALL
            SELECT s.record, s.record || ' shares ' || c.record
              FROM shared_records s JOIN changes c ON c.id = s.change WHERE s.delivery = :id
            UNION ALL
            SELECT record, record || ' rejected ' || code || ' ' || line || ' ' || message
              FROM rejections WHERE delivery = :id)
          ORDER BY record
          """, arguments: ["id": delivery.id])
    }
  }

  /// Takes every change of a delivery as applied, and the delivery as settled.
  func settle(_ delivery: Delivery) throws {
    let changes = try parts.journal.planned(of: delivery.id, limit: 1_000)
    try parts.journal.settle(at: Self.now) { settling, _ in
      for change in changes { try settling.settle(change, as: .applied) }
    }
    _ = try parts.journal.settleIfDone(delivery.id, at: Self.now)
  }

  /// The objects the feed has named, each with how often it was left out.
  func names() throws -> [String] {
    try parts.journal.read { database in
      try String.fetchAll(
        database, sql: "SELECT object || ' ' || absences FROM named_objects ORDER BY object")
    }
  }
}
