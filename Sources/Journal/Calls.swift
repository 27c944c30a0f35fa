// SPDX-License-Identifier: Apache-2.0

import GRDB

/// One API call: never a header, never a variable's value.
package struct Call: Sendable, Equatable {
  /// Whose work it is; calls of neither belong to the home.
  package enum Owner: Sendable, Equatable {
    case delivery(Int64)
    case run(Int64)
  }

  /// The work the current task does; set with `Call.$owner.withValue`.
  @TaskLocal package static var owner: Owner?

  /// Whose work it was; nil where it was the home's.
  package var owner: Owner?
  /// When the answer was there, or was given up.
  package var at: String
  /// The root field asked for.
  package var root: String
  /// HTTP status; 0 where there was no reply.
  package var status: Int
  /// How long it took.
  package var milliseconds: Int
  /// Points asked for and points charged; nil where the server did not say.
  package var requested: Int?
  /// Points charged; nil where the server did not say.
  package var actual: Int?
  /// A short bounded label: `ok`, `throttled`, `user-errors`, `http-503`, `unknown`, …
  package var label: String
  /// Shopify's own id of the request, if it sent one.
  package var requestID: String?

  /// A call as it is journalled.
  package init(
    owner: Owner? = Call.owner, at: String, root: String, status: Int, milliseconds: Int,
    requested: Int?, actual: Int?, label: String, requestID: String?
  ) {
    self.owner = owner
    self.at = at
    self.root = root
    self.status = status
    self.milliseconds = milliseconds
    self.requested = requested
    self.actual = actual
    self.label = label
    self.requestID = requestID
  }
}

extension Journal {
  static func insert(_ calls: [Call], _ db: Database) throws {
    if calls.isEmpty { return }
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO calls (delivery, run, at, root, status, milliseconds, requested, actual, label,
          request_id)
        VALUES (?,?,?,?,?,?,?,?,?,?)
        """)
    for call in calls {
      var (delivery, run): (Int64?, Int64?) = (nil, nil)
      switch call.owner {
      case .delivery(let id): delivery = id
      case .run(let id): run = id
      case nil: break
      }
      try statement.execute(arguments: [
        delivery, run, call.at, call.root, call.status, call.milliseconds, call.requested,
        call.actual, call.label, call.requestID,
      ])
    }
  }

  /// The calls made for a delivery or a run, newest first.
  package func calls(of owner: Call.Owner, limit: Int = 1_000) throws(JournalError) -> [Call] {
    let (column, id) =
      switch owner {
      case .delivery(let id): ("delivery", id)
      case .run(let id): ("run", id)
      }
    return try read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM calls WHERE \(column) = ? ORDER BY id DESC LIMIT ?",
        arguments: [id, limit]
      ).map { row in
        Call(
          owner: owner, at: row["at"], root: row["root"], status: row["status"],
          milliseconds: row["milliseconds"], requested: row["requested"], actual: row["actual"],
          label: row["label"], requestID: row["request_id"])
      }
    }
  }

  /// The points charged for a delivery or a run so far.
  package func points(of owner: Call.Owner) throws(JournalError) -> Int {
    let (column, id) =
      switch owner {
      case .delivery(let id): ("delivery", id)
      case .run(let id): ("run", id)
      }
    return try read { db in
      try Int.fetchOne(
        db, sql: "SELECT coalesce(sum(actual), 0) FROM calls WHERE \(column) = ?", arguments: [id])
        ?? 0
    }
  }
}
