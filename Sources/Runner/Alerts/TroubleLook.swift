// SPDX-License-Identifier: Apache-2.0

import Folders
import GRDB
package import Journal
import Outbound

extension Troubles {
  /// The kinds that follow from what else the journal holds; the others are noted by whoever meets them.
  private static let derived: [Trouble.Kind] = [.held, .refused, .broken, .parked, .unsent]

  /// Brings the troubles that follow from the journal's other tables up to date: begins what is new, ends what is gone.
  package func look() throws(JournalError) {
    let found = try held() + refused() + broken() + parked() + unsent()
    for trouble in found { try begin(trouble) }
    let ids = Set(found.map(\.id))
    for (trouble, _) in try current()
    where Self.derived.contains(trouble.kind) && !ids.contains(trouble.id) {
      try end(trouble.kind, key: trouble.key)
    }
  }

  private func held() throws(JournalError) -> [Trouble] {
    try deliveries(
      """
      SELECT id FROM deliveries INDEXED BY deliveries_open
      WHERE state IN ('waiting','working','held') AND state = 'held' AND approved_sha256 IS NOT sha256 ORDER BY id
      """
    ).map { delivery in
      Trouble(
        .held, key: delivery.label, job: delivery.job,
        message:
          "\(FolderError.shown(delivery.name)) is held: \(delivery.reasons.map(\.message).joined(separator: "; "))",
        hint: "`dray approve \(delivery.label)` sends it, `dray refuse \(delivery.label)` does not")
    }
  }

  /// Refused deliveries after which no other of the job has gone well; those a person refused are known to a person.
  private func refused() throws(JournalError) -> [Trouble] {
    try deliveries(
      """
      SELECT id FROM deliveries d INDEXED BY deliveries_refused
      WHERE state = 'refused' AND id > coalesce(
        (SELECT max(id) FROM deliveries s INDEXED BY deliveries_settled
         WHERE s.job = d.job AND s.state = 'settled'), 0)
      ORDER BY id
      """
    ).filter { delivery in !delivery.reasons.contains { $0.code == "refused-by-person" } }.map {
      delivery in
      Trouble(
        .refused, key: delivery.label, job: delivery.job,
        message:
          "\(FolderError.shown(delivery.name)) is refused: \(delivery.reasons.map(\.message).joined(separator: "; "))",
        hint: "nothing of it was sent; mend the file and drop it again")
    }
  }

  /// Deliveries that broke off, after which no whole file of the job has gone well; mended records are not one.
  private func broken() throws(JournalError) -> [Trouble] {
    try deliveries(
      """
      SELECT id FROM deliveries d INDEXED BY deliveries_broken
      WHERE broken_off IS NOT NULL AND id > coalesce(
        (SELECT max(id) FROM deliveries s INDEXED BY deliveries_settled
         WHERE s.job = d.job AND s.state = 'settled' AND s.broken_off IS NULL
           AND NOT s.correction AND s.undo_of IS NULL), 0)
      ORDER BY id
      """
    ).map { delivery in
      Trouble(
        .broken, key: delivery.label, job: delivery.job,
        message:
          "\(FolderError.shown(delivery.name)) breaks off: \(delivery.brokenOff?.message ?? "")",
        hint: "its receipt tells what became of the records before that")
    }
  }

  private func deliveries(_ sql: String) throws(JournalError) -> [Delivery] {
    var found: [Delivery] = []
    for id in try journal.read({ db in try Int64.fetchAll(db, sql: sql) }) {
      if let delivery = try journal.delivery(id) { found.append(delivery) }
    }
    return found
  }

  private func parked() throws(JournalError) -> [Trouble] {
    try journal.read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT d.id AS id, d.job AS job, d.name AS name, count(*) AS n
          FROM changes c INDEXED BY changes_parked JOIN deliveries d ON d.id = c.delivery
          WHERE c.state = 'parked' GROUP BY d.id ORDER BY d.id
          """
      ).map { row in
        let (id, count, name): (Int64, Int, String) = (row["id"], row["n"], row["name"])
        return Trouble(
          .parked, key: "d\(id)", job: row["job"],
          message:
            "\(count) change\(count == 1 ? "" : "s") of \(FolderError.shown(name)) \(count == 1 ? "is" : "are") parked",
          hint: "`dray show d\(id)` tells why; `dray retry d\(id)` takes them up again")
      }
    }
  }

  private func unsent() throws(JournalError) -> [Trouble] {
    try journal.failedSends().map { send in
      Trouble(
        .unsent, key: send.label, job: send.job,
        message:
          "\(FolderError.shown(send.file)) was not delivered to \(send.target): \(send.message ?? "")",
        hint: "once that is mended, `dray retry x\(send.run)`")
    }
  }
}
