// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Jobs
import Tables

extension FeedJob {
  /// Whether the rows made of one record of the file stand or fall together: those of a `group:`, and those of any record
  /// where they are added up, for a record that comes back must not bring again what was done.
  var rowsStandTogether: Bool {
    !group.isEmpty || (map != nil && operation.folds != nil)
  }
}

/// The rows that are rejected because another row of their record is, learnt from a comparison; the next comparison is made
/// without them.
///
/// What a rejected row does to others (sums, objects of several records, contradictions) then follows by itself, and may
/// reject further records: comparisons are repeated until none is added.
final class StandTogether {
  /// The rows of records of which a row is rejected.
  let rows: RecordSet
  /// How many such records there are.
  let records: Int
  private let stage: Stage
  private let own: ScratchStatement
  private let other: ScratchStatement

  /// What a rejected row is told.
  struct Reason {
    var code: String
    var message: String
  }

  /// Looks at a comparison of the rows in a file; nil where it rejects no row of a record of which it does not reject all
  /// but those of `before`.
  init?(after stage: Stage, rowsAt path: String, before: StandTogether?) throws(ScratchError) {
    self.stage = stage
    let database = stage.database
    guard try database.integer("SELECT EXISTS (SELECT 1 FROM plan_rejected)") != 0 else {
      return nil
    }
    let attach = try database.prepare("ATTACH ? AS made")
    attach.bind("file:\(Stage.uriPath(path))?mode=ro&immutable=1", 1)
    try attach.run()
    // The first row that is at fault itself speaks for its record.
    try database.execute(
      """
      CREATE TABLE plan_broken (source INTEGER PRIMARY KEY, record INTEGER NOT NULL);
      INSERT OR IGNORE INTO plan_broken SELECT m._record, r.record
        FROM plan_rejected r JOIN made.mapped m ON m._row = r.record
        ORDER BY r.code = '\(Self.code)', r.record;
      """)
    records = try database.integer("SELECT count(*) FROM plan_broken")
    var rows = RecordSet()
    let members = try database.prepare(
      "SELECT _row FROM made.mapped WHERE _record IN (SELECT source FROM plan_broken)")
    while try members.step() { rows.insert(Int(members.int64(0))) }
    self.rows = rows
    own = try database.prepare("SELECT code, message FROM plan_rejected WHERE record = ?")
    other = try database.prepare(
      """
      SELECT r.record, r.line, r.message FROM made.mapped m JOIN plan_broken b ON b.source = m._record
        JOIN plan_rejected r ON r.record = b.record
      WHERE m._row = ?
      """)
    let isNew = records > before?.records ?? 0
    let rejected = try database.integer("SELECT count(*) FROM plan_rejected")
    let isWhole = before == nil && rows.count == rejected
    guard isNew, !isWhole else { return nil }
  }

  /// What is said of a row that is rejected for another one's sake.
  static let code = "broken-group"

  /// Why one of the rows is rejected: its own reason, or that of another row of its record.
  func reason(of row: Int, file: String) throws(ScratchError) -> Reason {
    own.bind(Int64(row), 1)
    defer { own.reset() }
    if try own.step() { return Reason(code: own.text(0) ?? "", message: own.text(1) ?? "") }
    other.bind(Int64(row), 1)
    defer { other.reset() }
    guard try other.step() else { return Reason(code: Self.code, message: "") }
    let place = Position(file: file, line: Int(other.int64(1)))
    return Reason(
      code: Self.code,
      message:
        "row \(other.int64(0)), which belongs to the same record, is rejected, so that nothing of it is done; "
        + "\(place): \(other.text(2) ?? "")")
  }
}
