// SPDX-License-Identifier: Apache-2.0

import GRDB

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

// How rows of the journal become values. A state we do not know means a damaged or newer journal: the
// CHECKs of the schema let no other in.

extension RawRepresentable where RawValue == String {
  /// A state as the journal spells it.
  init(journal text: String) throws {
    guard let value = Self(rawValue: text) else {
      throw JournalError(.damaged, "the journal holds '\(text)', which is no \(Self.self)")
    }
    self = value
  }
}

extension Delivery {
  init(_ row: Row) throws {
    let reason: String? = row["reason"]
    let broken: String? = row["broken_off"]
    self.init(
      id: row["id"], job: row["job"], name: row["name"], sha256: row["sha256"],
      bytes: row["bytes"], state: try State(journal: row["state"]), arrivedAt: row["arrived_at"],
      spool: row["spool"], original: row["original"], archived: row["archived"],
      correction: row["correction"], repeats: row["repeats"], duplicateOf: row["duplicate_of"],
      approvedSHA256: row["approved_sha256"], jobDigest: row["job_digest"],
      plannedAt: row["planned_at"], records: row["records"], unchanged: row["unchanged"],
      route: row["route"], reasons: try reason.map(Reason.list) ?? [],
      settledAt: row["settled_at"], receiptedAt: row["receipted_at"],
      pendingName: row["pending_name"], undoOf: row["undo_of"], absent: row["absent"],
      header: row["header"],
      mapped: (row["file_records"] as Int?).map {
        Mapped(records: $0, passedOver: row["passed_over"] ?? 0)
      }, brokenOff: try broken.flatMap { try Reason.list($0).first })
  }
}

extension Delivery.Reason {
  static func list(_ text: String) throws -> [Delivery.Reason] {
    try JSONDecoder().decode([Delivery.Reason].self, from: Data(text.utf8))
  }

  static func text(_ reasons: [Delivery.Reason]) throws -> String? {
    if reasons.isEmpty { return nil }
    return String(decoding: try JSONEncoder().encode(reasons), as: UTF8.self)
  }
}

extension Change {
  /// The columns of a change in the order `init(_:)` reads them: by position, which is what costs least
  /// for a hundred thousand rows.
  static let columns =
    "id, delivery, record, line, key, operation, object, intent, state, batch, item, stale, code, message, result, settled, phase, grp, not_before"

  /// A row that begins with `columns`.
  init(_ row: Row) throws {
    self.init(
      id: row[0], delivery: row[1], record: row[2], line: row[3], key: row[4], operation: row[5],
      object: row[6], intent: row[7], state: try State(journal: row[8]), batch: row[9],
      item: row[10], stale: row[11], code: row[12], message: row[13], result: row[14],
      settled: row[15], phase: row[16], group: row[17], notBefore: row[18])
  }

  /// The changes a query gives, whose columns begin with `columns`.
  static func all(_ db: Database, sql: String, arguments: StatementArguments) throws -> [Change] {
    var changes: [Change] = []
    // A cursor hands out one row after the other without keeping a copy of each.
    let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
    while let row = try rows.next() { changes.append(try Change(row)) }
    return changes
  }
}

extension Batch {
  init(_ row: Row) throws {
    let file: String? = row["file"]
    let variables: Data? = row["variables"]
    self.init(
      id: row["id"], delivery: row["delivery"], key: row["key"],
      variables: Array(variables ?? Data()),
      state: try State(journal: row["state"]), firstSentAt: row["first_sent_at"],
      attempts: row["attempts"], place: file.map { Place(file: $0, line: row["line"]) },
      operation: row["asks"], phase: row["phase"])
  }
}

extension BulkFile {
  init(_ row: Row) throws {
    self.init(
      id: row["id"], delivery: row["delivery"], state: try State(journal: row["state"]),
      createdAt: row["created_at"], operation: row["operation"], asks: row["asks"],
      phase: row["phase"])
  }
}
