// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Folders
import Foundation
import GRDB
import Jobs
import Journal
import Tables
import Testing

@testable import Inbound

/// A home with the folders receipts go to.
struct ReceiptHome {
  let home: FeedHome
  let writer: ReceiptWriter

  init() throws {
    home = try FeedHome()
    writer = ReceiptWriter(
      parts: home.parts, shelf: try Shelf(path: home.folder + "/receipts/feed"),
      archivePath: home.folder + "/archive/feed")
  }

  /// A text below the home; nil where it is not there.
  func text(_ path: String) -> String? {
    bytes(path).map { String(decoding: $0, as: UTF8.self) }
  }

  func bytes(_ path: String) -> [UInt8]? {
    FileManager.default.contents(atPath: "\(home.folder)/\(path)").map(Array.init)
  }

  /// Every file below a folder and what it holds.
  func files(_ folder: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: "\(home.folder)/\(folder)") {
      files[name] = bytes("\(folder)/\(name)")
    }
    return files
  }

  func delivery(_ id: Int64) throws -> Delivery {
    try #require(try home.parts.journal.delivery(id))
  }

  /// Plans a delivery: record 1 is applied, 2 rejected by the file, 3 by the store, 4 the same as 1, 5
  /// unknown, 6 and what is more unchanged.
  func plan(_ delivery: Delivery, records: Int = 6, line: (Int) -> Int = { $0 + 1 }) throws {
    try home.parts.journal.writePlan(
      of: delivery.id, operation: "stock.set", jobDigest: "digest", at: FeedHome.now
    ) { writer in
      func change(_ record: Int) throws -> Int64 {
        try writer.add(
          PlannedChange(
            record: record, line: line(record), key: "k\(record)", object: "o\(record)",
            intent: "{}"))
      }
      let first = try change(1)
      try writer.add(
        Rejection(
          record: 2, line: line(2), key: "k2", code: "not-a-number", message: "found \"x;y\""))
      _ = try change(3)
      try writer.addShared(record: 4, line: line(4), change: first)
      _ = try change(5)
      return (records, records - 5)
    }
    try home.parts.journal.write { db in
      try db.execute(
        sql: """
          UPDATE changes SET state = 'applied', settled = id, result = 'gid://1' WHERE record = 1;
          UPDATE changes SET state = 'rejected', settled = id, code = 'INVALID', message = 'nö'
            WHERE record = 3;
          """)
    }
  }

  /// Gives the last open change its outcome and settles the delivery.
  func settle(_ delivery: Delivery) throws -> Delivery {
    try home.parts.journal.write { db in
      try db.execute(
        sql: """
          UPDATE changes SET state = 'parked', settled = id, code = 'lost', message = 'no answer'
          WHERE delivery = ? AND record = 5
          """, arguments: [delivery.id])
    }
    #expect(try home.parts.journal.settleIfDone(delivery.id, at: FeedHome.now))
    return try self.delivery(delivery.id)
  }
}

@Suite struct ReceiptTests {
  static let file = "sku;wh;qty\r\n1;B;1\r\n2;B;\"x\"\r\n3;B;3\r\n4;B;4\r\n5;B;5\r\n6;B;6"

  static let lines = #"""
    record,line,key,outcome,id,code,message
    1,2,k1,applied,gid://1,,
    2,3,k2,rejected,,not-a-number,"found ""x;y"""
    3,4,k3,rejected,o3,INVALID,nö
    4,5,k1,applied,gid://1,,together with record 1
    5,6,k5,parked,o5,lost,no answer

    """#

  static let rejected =
    "sku;wh;qty;_code;_message\r\n2;B;\"x\";not-a-number;\"found \"\"x;y\"\"\"\r\n3;B;3;INVALID;nö\r\n"

  @Test func `a receipt tells what became of each record, and the original is archived`() throws {
    let receipts = try ReceiptHome()
    let delivery = try receipts.home.delivery(Self.file)
    try receipts.plan(delivery)
    try receipts.writer.write(try receipts.settle(delivery), of: try FeedHome.stockJob())

    #expect(receipts.text("receipts/feed/x.csv.receipt.csv") == Self.lines)
    #expect(receipts.text("receipts/feed/x.csv.rejected.csv") == Self.rejected)
    let summary = try JSON(parsing: receipts.bytes("receipts/feed/x.csv.receipt.json") ?? [])
    #expect(summary["delivery"]?.string == "d1")
    #expect(summary["state"]?.string == "settled")
    let counts = ["records", "applied", "unchanged", "rejected", "superseded", "pending", "parked"]
    #expect(counts.map { summary[$0]?.int } == [6, 2, 1, 2, 0, 0, 1])
    #expect(summary["totals"] == ["changes": 3, "calls": 0])
    #expect(summary["sha256"]?.string == delivery.sha256)

    let day = "archive/feed/2026-11-21/"
    #expect(receipts.text(day + "x.csv") == Self.file)
    for ending in ["receipt.csv", "rejected.csv", "receipt.json"] {
      #expect(
        receipts.bytes(day + "x.csv.d1.\(ending)")
          == receipts.bytes("receipts/feed/x.csv.\(ending)"))
    }
    let answered = try receipts.delivery(delivery.id)
    #expect(answered.archived == "feed/2026-11-21/x.csv")
    #expect(answered.spool == nil)
    #expect(answered.pendingName == nil)
    #expect(answered.receiptedAt == FeedHome.now)
    #expect(try receipts.files("spool").isEmpty)
  }

  @Test func `receipt all lists what is unchanged, summary lists nothing`() throws {
    let receipts = try ReceiptHome()
    let delivery = try receipts.home.delivery(Self.file)
    try receipts.plan(delivery)
    let settled = try receipts.settle(delivery)
    try receipts.writer.write(settled, of: try FeedHome.stockJob { $0.receipt = .all })
    #expect(
      receipts.text("receipts/feed/x.csv.receipt.csv") == Self.lines + "6,7,6 / B,unchanged,,,\n")
    try receipts.writer.write(
      try receipts.delivery(delivery.id), of: try FeedHome.stockJob { $0.receipt = .summary })
    #expect(receipts.bytes("receipts/feed/x.csv.receipt.csv") == nil)
    #expect(receipts.text("receipts/feed/x.csv.rejected.csv") == Self.rejected)
    #expect(receipts.bytes("archive/feed/2026-11-21/x.csv.d1.receipt.csv") == nil)
  }

  @Test func `while work is pending the receipt says so and the original stays`() throws {
    let receipts = try ReceiptHome()
    let delivery = try receipts.home.delivery(Self.file)
    try receipts.plan(delivery)
    try receipts.writer.write(try receipts.delivery(delivery.id), of: try FeedHome.stockJob())
    let summary = try JSON(parsing: receipts.bytes("receipts/feed/x.csv.receipt.json") ?? [])
    #expect(summary["pending"]?.int == 1)
    #expect(
      receipts.text("receipts/feed/x.csv.receipt.csv")?.contains("5,6,k5,pending,o5,,") == true)
    #expect(try receipts.files("spool").count == 1)
    #expect(try receipts.files("archive").keys.allSatisfy { !$0.hasSuffix(".csv") })
  }

  @Test func `a held and a refused delivery are answered with the reason`() throws {
    let receipts = try ReceiptHome()
    let delivery = try receipts.home.delivery(Self.file)
    let reason = Delivery.Reason(code: "max-changed", message: "dray approve d1")
    try receipts.home.parts.journal.move(
      delivery.id, to: .held, reasons: [reason], at: FeedHome.now)
    try receipts.writer.write(try receipts.delivery(delivery.id), of: try FeedHome.stockJob())
    let held = try JSON(parsing: receipts.bytes("receipts/feed/x.csv.receipt.json") ?? [])
    #expect(held["faults"] == [["code": "max-changed", "message": "dray approve d1"]])
    #expect(try receipts.files("spool").count == 1)

    try receipts.home.parts.journal.move(
      delivery.id, to: .refused, reasons: [reason], at: FeedHome.now)
    try receipts.writer.write(try receipts.delivery(delivery.id), of: try FeedHome.stockJob())
    #expect(receipts.text("archive/feed/2026-11-21/x.csv") == Self.file)
    #expect(receipts.bytes("receipts/feed/x.csv.rejected.csv") == nil)
    #expect(try receipts.files("spool").isEmpty)
  }

  @Test func `a duplicate repeats what the first one came to`() throws {
    let receipts = try ReceiptHome()
    let job = try FeedHome.stockJob()
    let first = try receipts.home.delivery(Self.file)
    try receipts.plan(first)
    try receipts.writer.write(try receipts.settle(first), of: job)
    let before = try receipts.files("receipts")

    let again = try receipts.home.delivery(Self.file)
    try receipts.home.parts.journal.write { db in
      try db.execute(
        sql: """
          UPDATE deliveries SET state = 'duplicate', duplicate_of = 1, settled_at = arrived_at WHERE id = 2
          """)
    }
    try receipts.writer.write(try receipts.delivery(again.id), of: job)
    let after = try receipts.files("receipts")
    #expect(after["feed/x.csv.receipt.csv"] == before["feed/x.csv.receipt.csv"])
    #expect(after["feed/x.csv.rejected.csv"] == before["feed/x.csv.rejected.csv"])
    let summary = try JSON(parsing: after["feed/x.csv.receipt.json"] ?? [])
    #expect(summary["delivery"]?.string == "d2")
    #expect(summary["duplicate_of"]?.string == "d1")
    #expect(summary["rejected"]?.int == 2)
    #expect(try receipts.delivery(again.id).archived == "feed/2026-11-21/x.csv.d2")
  }

  @Test func `the plain name holds the newest answer, and nothing of an older one`() throws {
    let receipts = try ReceiptHome()
    let job = try FeedHome.stockJob()
    let first = try receipts.home.delivery(Self.file)
    try receipts.plan(first)
    try receipts.writer.write(try receipts.delivery(first.id), of: job)
    #expect(receipts.bytes("receipts/feed/x.csv.rejected.csv") != nil)

    let second = try receipts.home.delivery("sku;wh;qty\n1;B;1\n")
    try receipts.home.parts.journal.writePlan(
      of: second.id, operation: "stock.set", jobDigest: "digest", at: FeedHome.now
    ) { _ in (1, 1) }
    #expect(try receipts.home.parts.journal.settleIfDone(second.id, at: FeedHome.now))
    try receipts.writer.write(try receipts.delivery(second.id), of: job)
    let newest = try receipts.files("receipts")
    #expect(newest["feed/x.csv.rejected.csv"] == nil)

    try receipts.writer.write(try receipts.settle(first), of: job)
    #expect(try receipts.files("receipts") == newest)
    #expect(receipts.text("archive/feed/2026-11-21/x.csv.d1.rejected.csv") == Self.rejected)
    #expect(try receipts.delivery(first.id).archived == "feed/2026-11-21/x.csv.d1")
  }

  @Test func `rejected elements come back in their envelope, marked`() throws {
    let receipts = try ReceiptHome()
    let items = (1...6).map { "<item a='\($0)'><sku>\($0)</sku></item>" }
    let start = "<?xml version=\"1.0\"?>\n<!-- <x> -->\n<p:prices xmlns:p=\"urn:p\">\n  <date/>\n  "
    let delivery = try receipts.home.delivery(
      start + items.joined(separator: "\n  ") + "\n</p:prices>\n", name: "p.xml")
    try receipts.plan(delivery)
    var job = try FeedHome.stockJob()
    job.format = .xml(XMLFormat(records: "/prices/item", fields: ["sku", "wh", "qty"]))
    job.columns = ["sku", "wh", "qty"]
    try receipts.writer.write(try receipts.settle(delivery), of: job)
    let marked = start.replacing("\"urn:p\">", with: "\"urn:p\" rejected=\"dray\">")
    #expect(
      receipts.text("receipts/feed/p.xml.rejected.xml")
        == "\(marked)<!-- line 3: not-a-number: found \"x;y\" -->\n\(items[1])\n"
        + "<!-- line 4: INVALID: nö -->\n\(items[2])\n</p:prices>\n")
  }

  @Test func `the marks of a correction are written anew, not twice`() throws {
    let receipts = try ReceiptHome()
    let file =
      "sku;wh;qty;_code;_message\n1;B;1;a;b\n2;B;2;old;\"o;ld\"\n3;B;3;old;\n4;B;4;;\n5;B;5;;\n6;B;6;;\n"
    let delivery = try receipts.home.delivery(file)
    try receipts.plan(delivery)
    try receipts.writer.write(try receipts.settle(delivery), of: try FeedHome.stockJob())
    #expect(
      receipts.text("receipts/feed/x.csv.rejected.csv")
        == "sku;wh;qty;_code;_message\n2;B;2;not-a-number;\"found \"\"x;y\"\"\"\n3;B;3;INVALID;nö\n"
    )
  }

  static let encodings = ["windows-1252", "utf-16"]

  @Test(arguments: encodings)
  func `rejected records stay in the file's encoding`(_ encoding: String) throws {
    func encode(_ text: String) -> [UInt8] {
      encoding == "utf-16"
        ? ("\u{FEFF}" + text).utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        : text.unicodeScalars.map { UInt8($0.value) }
    }
    let receipts = try ReceiptHome()
    let delivery = try receipts.home.delivery(encode(Self.file.replacing("2;B", with: "é;B")))
    try receipts.plan(delivery)
    var job = try FeedHome.stockJob()
    if case .csv(var format) = job.format {
      format.encoding = encoding
      job.format = .csv(format)
    }
    try receipts.writer.write(try receipts.settle(delivery), of: job)
    #expect(
      receipts.bytes("receipts/feed/x.csv.rejected.csv")
        == encode(Self.rejected.replacing("2;B", with: "é;B")))
  }

  @Test func `a job that was changed since keeps no receipt from being written`() throws {
    let receipts = try ReceiptHome()
    let delivery = try receipts.home.delivery(Self.file)
    try receipts.plan(delivery)
    var job = try FeedHome.stockJob { $0.receipt = .all }
    job.format = .csv(CSVFormat())
    try receipts.writer.write(try receipts.settle(delivery), of: job)
    #expect(receipts.text("receipts/feed/x.csv.receipt.csv") == Self.lines)
    #expect(receipts.bytes("receipts/feed/x.csv.rejected.csv") == nil)
    #expect(try receipts.delivery(delivery.id).archived == "feed/2026-11-21/x.csv")
  }

  static let crashes = [
    "before the first file", "with a draft left behind", "after the records",
    "after the outbox", "after the move", "after the move to a name of its own",
  ]

  @Test(arguments: crashes)
  func `C15 a receipt cut short anywhere is written again to the same bytes`(_ crash: String) throws
  {
    let job = try FeedHome.stockJob()
    let isTaken = crash.hasSuffix("of its own")
    func prepared() throws -> (ReceiptHome, Delivery) {
      let receipts = try ReceiptHome()
      if isTaken {
        let other = try Shelf(path: receipts.home.folder + "/archive/feed/2026-11-21")
        try other.write([1], as: "x.csv", replacing: false)
      }
      let delivery = try receipts.home.delivery(Self.file)
      try receipts.plan(delivery)
      return (receipts, try receipts.settle(delivery))
    }
    let (whole, answered) = try prepared()
    try whole.writer.write(answered, of: job)

    let (broken, due) = try prepared()
    let outbox = broken.writer.shelf
    let day = try Shelf(path: broken.home.folder + "/archive/feed/2026-11-21")
    switch crash {
    case "with a draft left behind":
      try outbox.append([0x72], to: try outbox.draft(for: "x.csv.receipt.csv"))
      try day.append([0x72], to: try day.draft(for: "x.csv.d1.receipt.csv"))
    case "after the records":
      try outbox.write(Array(Self.lines.utf8), as: "x.csv.receipt.csv", replacing: true)
    case "after the outbox":
      for (name, bytes) in try whole.files("receipts/feed") {
        try outbox.write(bytes, as: name, replacing: true)
      }
    case "after the move", "after the move to a name of its own":
      let spool = try #require(due.spool)
      try day.adopt(
        spoolFile: broken.home.parts.spool.path(spool), as: isTaken ? "x.csv.d1" : "x.csv")
    default: break
    }
    #expect(try broken.home.parts.journal.unanswered(of: "feed").map(\.id) == [due.id])
    try broken.writer.recover([due], of: job)

    #expect(try broken.files("receipts") == whole.files("receipts"))
    #expect(try broken.files("archive") == whole.files("archive"))
    #expect(try broken.delivery(due.id).archived == whole.delivery(answered.id).archived)
    #expect(try broken.home.parts.journal.unanswered(of: "feed").isEmpty)
    #expect(try broken.files("spool").isEmpty)
  }

  @Test func `many lines are told in order, page by page`() throws {
    let receipts = try ReceiptHome()
    let delivery = try receipts.home.delivery("sku;wh;qty\n")
    let records = 25_000
    try receipts.home.parts.journal.writePlan(
      of: delivery.id, operation: "stock.set", jobDigest: "digest", at: FeedHome.now
    ) { writer in
      for record in (1...records).reversed() {
        try writer.add(
          PlannedChange(record: record, line: record, key: "k", object: "o\(record)", intent: "{}"))
      }
      return (records, 0)
    }
    try receipts.writer.write(try receipts.delivery(delivery.id), of: try FeedHome.stockJob())
    let text = try #require(receipts.text("receipts/feed/x.csv.receipt.csv"))
    let numbers = text.split(separator: "\n").dropFirst().map { Int($0.prefix { $0 != "," }) }
    #expect(numbers == (1...records).map { $0 })
  }
}
