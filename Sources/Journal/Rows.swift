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
    self.init(
      id: row["id"], job: row["job"], name: row["name"], sha256: row["sha256"],
      bytes: row["bytes"], state: try State(journal: row["state"]), arrivedAt: row["arrived_at"],
      spool: row["spool"], original: row["original"], archived: row["archived"],
      correction: row["correction"], repeats: row["repeats"], duplicateOf: row["duplicate_of"],
      approvedSHA256: row["approved_sha256"], jobDigest: row["job_digest"],
      plannedAt: row["planned_at"], records: row["records"], unchanged: row["unchanged"],
      route: row["route"], reasons: try reason.map(Reason.list) ?? [],
      settledAt: row["settled_at"], receiptedAt: row["receipted_at"],
      pendingName: row["pending_name"])
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
  init(_ row: Row) throws {
    self.init(
      id: row["id"], delivery: row["delivery"], record: row["record"], line: row["line"],
      key: row["key"], operation: row["operation"], object: row["object"], intent: row["intent"],
      state: try State(journal: row["state"]), batch: row["batch"], item: row["item"],
      stale: row["stale"], code: row["code"], message: row["message"], result: row["result"],
      settled: row["settled"])
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
      attempts: row["attempts"], place: file.map { Place(file: $0, line: row["line"]) })
  }
}

extension BulkFile {
  init(_ row: Row) throws {
    self.init(
      id: row["id"], delivery: row["delivery"], state: try State(journal: row["state"]),
      createdAt: row["created_at"], operation: row["operation"])
  }
}
