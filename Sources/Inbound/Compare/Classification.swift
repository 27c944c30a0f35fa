// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Jobs
import Tables

/// Decides what becomes of every staged record, set by set. Afterwards `plan_matched` holds, for every object
/// the delivery asks something of, exactly the record that asks it; all other records stand in
/// `plan_rejected`, `plan_shared` or `plan_superseded`, or are unchanged.
struct Classification {
  let stage: Stage
  let job: FeedJob
  let database: ScratchDatabase

  /// Over a stage that is filled.
  init(_ stage: Stage, of job: FeedJob) {
    self.stage = stage
    self.job = job
    database = stage.database
  }

  /// Runs every step in one transaction.
  func run(file: String) throws(ScratchError) {
    try database.execute("BEGIN")
    try match()
    try rejectKeys(file: file)
    try settleRepeats(file: file)
    try database.execute("COMMIT")
  }

  /// Joins the staged records with the objects their keys name.
  private func match() throws(ScratchError) {
    let operation = job.operation
    let names = stage.fields.map { Expressions.quoted($0.name) }
    let values = stage.fields.indices.dropFirst(stage.keyCount).filter {
      !operation.asides.contains(stage.fields[$0].name)
    }
    let current = stage.fields.indices.map { index in
      if case .money = stage.fields[index].type {
        "money(o.\(names[index]))"
      } else {
        "o.\(names[index])"
      }
    }
    let keys = (0..<stage.keyCount).map { "o.\(names[$0]) = s.f\($0)" }
    let same = values.map { "(NOT s.p\($0) OR s.f\($0) IS \(current[$0]))" }
    let quantities = values.filter {
      operation.quantityFields.contains(stage.fields[$0].name)
    }
    let zeroed = quantities.map {
      "(s.p\($0) AND s.f\($0) = 0 AND o.\(names[$0]) > 0)"
    }
    let above = quantities.map { "(s.p\($0) AND o.\(names[$0]) > 0)" }
    let identity = operation.identity.map {
      "'\($0)', CAST(o.\(Expressions.quoted($0)) AS TEXT)"
    }.joined(separator: ", ")
    // What the file says the store has is what is changed from: the store itself then tells whether it is so.
    let expected = stage.fields.firstIndex { $0.name == operation.expectation }
    try database.execute(
      """
      INSERT OR IGNORE INTO plan_matched (record, object, identity, desired, prior, same, zeroed, above)
      SELECT s.record, o.object,
        \(expected.map {
          "iif(s.f\($0) IS NULL, json_object(\(identity)), json_object(\(identity), '\(Intent.expected)', CAST(s.f\($0) AS TEXT)))"
        } ?? "json_object(\(identity))"),
        \(object(of: values) { "CAST(s.f\($0) AS TEXT)" }),
        \(object(of: values) { index in
          let current = "CAST(\(current[index]) AS TEXT)"
          return expected.map { "coalesce(CAST(s.f\($0) AS TEXT), \(current))" } ?? current
        }),
        \(sameness(same)),
        coalesce(\(zeroed.isEmpty ? "0" : zeroed.joined(separator: " OR ")), 0),
        coalesce(\(above.isEmpty ? "0" : above.joined(separator: " OR ")), 0)
      FROM plan_staged s CROSS JOIN (\(operation.objects)) o
      WHERE \(keys.joined(separator: " AND "))
      """)
    if job.subtractUnexported != nil { try Unexported(stage).subtract() }
    guard job.absent != .keep else { return }
    // Before anything is taken out: what a rejected record names is named all the same.
    try database.execute("INSERT OR IGNORE INTO plan_named SELECT object FROM plan_matched")
  }

  /// Whether a record changes nothing: its values are the store's, or add nothing. One without values, e.g. a
  /// deletion, always does.
  private func sameness(_ same: [String]) -> String {
    switch job.operation.folds {
    case .sum(let field):
      let index = stage.fields.firstIndex { $0.name == field } ?? 0
      return "s.f\(index) = 0"
    case nil: return same.isEmpty ? "0" : same.joined(separator: " AND ")
    }
  }

  /// A JSON object of the value fields the record has.
  private func object(of values: [Int], _ value: (Int) -> String) -> String {
    if values.isEmpty { return "json_object()" }
    let members = values.map { "'\(stage.fields[$0].name)', \(value($0))" }
    let whole = "json_object(\(members.joined(separator: ", ")))"
    let missing = values.map { "iif(s.p\($0), '$.\"\"', '$.\(stage.fields[$0].name)')" }
    let all = values.map { "s.p\($0)" }.joined(separator: " AND ")
    return "iif(\(all), \(whole), json_remove(\(whole), \(missing.joined(separator: ", "))))"
  }

  /// B16: a key that names nothing rejects its record, and so does one that names two objects, naming both.
  private func rejectKeys(file: String) throws(ScratchError) {
    let faults = KeyFaults(stage, of: job, file: file)
    try faults.reject(
      "unknown-key", of: "NOT EXISTS (SELECT 1 FROM plan_matched m WHERE m.record = s.record)",
      hint: job.operation.unknownHint
    ) { key, _ in "the store has no \(job.operation.objectName) with \(key)" }
    try faults.reject(
      "ambiguous-key",
      of: "s.record IN (SELECT record FROM plan_matched GROUP BY record HAVING count(*) > 1)",
      naming:
        "(SELECT group_concat(object, ' and ') FROM plan_matched m WHERE m.record = s.record)",
      hint: "make it unique in the store, or name the object by id"
    ) { key, objects in "\(key) names several objects: \(objects)" }
    try database.execute(
      "DELETE FROM plan_matched WHERE record IN (SELECT record FROM plan_rejected)")
  }

  /// B15: records that name one object. Alike, they share one change; otherwise the job's `duplicates:`
  /// decides.
  private func settleRepeats(file: String) throws(ScratchError) {
    try database.execute(
      "INSERT OR IGNORE INTO plan_objects SELECT object, record FROM plan_matched ORDER BY record")
    guard database.changes < (try database.integer("SELECT count(*) FROM plan_matched")) else {
      return
    }
    try database.execute(
      """
      CREATE INDEX plan_matched_object ON plan_matched(object, record);
      CREATE TABLE plan_repeats AS
        SELECT object, min(record) AS first, max(record) AS last,
          count(DISTINCT desired) > 1 AS conflict
        FROM plan_matched GROUP BY object HAVING count(*) > 1;
      """)
    switch (job.operation.folds, job.duplicates) {
    case (.sum(let field), _): try addUp(field, file: file)
    case (nil, .reject): try rejectConflicts(file: file)
    case (nil, .last): try supersedeConflicts()
    }
    try database.execute(
      """
      INSERT INTO plan_shared SELECT m.record, s.line, r.first
        FROM plan_repeats r JOIN plan_matched m ON m.object = r.object AND m.record <> r.first
        JOIN plan_staged s ON s.record = m.record
        WHERE NOT r.conflict AND NOT m.same;
      DELETE FROM plan_matched WHERE record IN (SELECT m.record
        FROM plan_repeats r JOIN plan_matched m ON m.object = r.object
        WHERE m.record <> iif(r.conflict, r.last, r.first));
      """)
  }

  private func rejectConflicts(file: String) throws(ScratchError) {
    let query = try database.prepare(
      """
      SELECT s.record, s.line, s.key, a.line, fm.desired, b.line, om.desired
      FROM (SELECT r.object, r.first, (SELECT min(x.record) FROM plan_matched x
          WHERE x.object = r.object AND x.desired <> f.desired) AS other
        FROM plan_repeats r JOIN plan_matched f ON f.object = r.object AND f.record = r.first
        WHERE r.conflict) c
      JOIN plan_matched fm ON fm.object = c.object AND fm.record = c.first
      JOIN plan_matched om ON om.object = c.object AND om.record = c.other
      JOIN plan_staged a ON a.record = c.first
      JOIN plan_staged b ON b.record = c.other
      JOIN plan_matched m ON m.object = c.object
      JOIN plan_staged s ON s.record = m.record
      """)
    let insert = try StageInsert(stage)
    while try query.step() {
      let (record, line, key) = row(query)
      let fault = Fault(
        "conflicting-records", at: Position(file: file, line: line, record: record),
        "line \(query.int64(3)) asks for \(query.text(4) ?? "") and line \(query.int64(5)) for "
          + "\(query.text(6) ?? "") of one \(job.operation.objectName)",
        hint: "keep one of them, or say `duplicates: last` in the job \(job.name)")
      try insert.reject(
        record: record, line: line, key: key, code: fault.code, message: fault.message)
    }
    try database.execute(
      "DELETE FROM plan_matched WHERE record IN (SELECT record FROM plan_rejected)")
  }

  /// The last record wins. Those before it that ask for something else are superseded by it.
  private func supersedeConflicts() throws(ScratchError) {
    try database.execute(
      """
      INSERT INTO plan_superseded
        SELECT m.record, w.line, m.object, m.identity, m.desired, m.prior
        FROM plan_repeats r JOIN plan_matched m ON m.object = r.object AND m.record <> r.last
        JOIN plan_staged w ON w.record = r.last
        JOIN plan_matched l ON l.object = r.object AND l.record = r.last
        WHERE r.conflict AND m.desired <> l.desired;
      INSERT INTO plan_shared SELECT m.record, s.line, r.last
        FROM plan_repeats r JOIN plan_matched m ON m.object = r.object AND m.record <> r.last
        JOIN plan_staged s ON s.record = m.record
        JOIN plan_matched l ON l.object = r.object AND l.record = r.last
        WHERE r.conflict AND m.desired = l.desired AND NOT l.same;
      """)
  }

  private func row(_ query: ScratchStatement) -> (record: Int, line: Int, key: String) {
    (Int(query.int64(0)), Int(query.int64(1)), query.text(2) ?? "")
  }
}
