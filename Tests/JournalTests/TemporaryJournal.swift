// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Journal

/// A journal in a folder of its own, gone when the last reference is.
final class TemporaryJournal {
  let folder: URL
  let journal: Journal
  var path: String { folder.appendingPathComponent("journal.sqlite").path }

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("dray-journal-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    journal = try Journal(writing: folder.appendingPathComponent("journal.sqlite").path)
  }

  deinit {
    do { try FileManager.default.removeItem(at: folder) } catch {
      print("left behind: \(folder.path): \(error)")
    }
  }

  /// A moment, seconds after the first.
  static func time(_ second: Int = 0) -> String {
    "2026-11-21T12:00:\(second < 10 ? "0" : "")\(second).000Z"
  }

  /// A delivery that waits.
  func arrival(_ name: String = "STOCK_1.csv", sha256: String = "a1") throws -> Delivery {
    try journal.insert(
      Arrival(
        job: "stock", name: name, sha256: sha256, bytes: 10, at: Self.time(), spool: "s-\(name)"))
  }

  /// A planned delivery of this many changes, one of them shared by a further record, two unchanged, one
  /// rejected.
  func planned(_ changes: Int, name: String = "STOCK_1.csv") throws -> Delivery {
    let delivery = try arrival(name, sha256: name)
    try journal.writePlan(
      of: delivery.id, operation: "stock.set", jobDigest: "j", at: Self.time(1)
    ) { plan in
      var first: Int64?
      for record in 1...changes {
        let id = try plan.add(
          PlannedChange(
            record: record, line: record + 1, key: "SKU-\(record)", object: "\(record)/1",
            intent: #"{"identity":{},"desired":{"available":"5"},"prior":{"available":"4"}}"#))
        first = first ?? id
      }
      if let first { try plan.addShared(record: changes + 1, line: changes + 2, change: first) }
      try plan.add(
        Rejection(
          record: changes + 2, line: changes + 3, key: "X", code: "UNKNOWN_SKU",
          message: "no variant has the SKU 'X'"))
      return (records: changes + 4, unchanged: 2)
    }
    return try journal.delivery(delivery.id) ?? delivery
  }
}
