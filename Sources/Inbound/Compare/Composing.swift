// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Jobs
import Tables

/// Decides what becomes of staged records where several make up one object: they are put in groups by SQL, and each
/// group is composed by the operation's own function, one group in memory at a time. Afterwards the stage's tables
/// hold what `Classification` would have left.
///
/// | table | one row for |
/// |---|---|
/// | `staged` (a view) | a staged record, its fields under their own names |
/// | `plan_grouped` | a record, its group, and what the store is asked for the group's present state with |
struct Composing {
  private let stage: Stage
  private let job: FeedJob
  private let composition: Composition
  private let database: ScratchDatabase

  /// More records than one object can be made of: a key that is mapped wrongly.
  static let mostRecords = 20_000

  /// Over a stage that is filled.
  init(_ stage: Stage, of job: FeedJob, _ composition: Composition) {
    self.stage = stage
    self.job = job
    self.composition = composition
    database = stage.database
  }

  /// Runs every step in one transaction.
  func run(file: String) throws(PlanStop) {
    do throws(ScratchError) {
      try database.execute("BEGIN")
      try group()
      let faults = KeyFaults(stage, of: job, file: file)
      try faults.reject(
        "unknown-key", of: "NOT EXISTS (SELECT 1 FROM plan_grouped g WHERE g.record = s.record)",
        hint: job.operation.unknownHint
      ) { key, _ in "the store has no \(job.operation.objectName) with \(key)" }
      try rejectAmbiguous(faults)
    } catch { throw PlanStop(error) }
    try composeAll()
    do throws(ScratchError) { try database.execute("COMMIT") } catch { throw PlanStop(error) }
  }

  /// The view of the staged records, and their groups.
  private func group() throws(ScratchError) {
    let mapped = stage.fields.indices.map { index in
      "f\(index) AS \(Expressions.quoted(stage.fields[index].name))"
    }
    let names = Set(stage.fields.map(\.name))
    let unmapped = job.operation.fields.filter { !names.contains($0.name) }.map {
      "NULL AS \(Expressions.quoted($0.name))"
    }
    let columns = (["record", "line", "key"] + mapped + unmapped).joined(separator: ", ")
    let keys = stage.fields.prefix(stage.keyCount).map(\.name)
    try database.execute(
      """
      CREATE VIEW staged AS SELECT \(columns) FROM plan_staged;
      CREATE TABLE plan_grouped (record INTEGER NOT NULL, grp TEXT NOT NULL, id TEXT);
      INSERT INTO plan_grouped SELECT DISTINCT record, CAST(grp AS TEXT), CAST(id AS TEXT)
        FROM (\(composition.groups(keys)));
      INSERT OR IGNORE INTO plan_named SELECT id FROM plan_grouped
        WHERE id IS NOT NULL AND \(job.absent == .keep ? 0 : 1);
      CREATE INDEX plan_grouped_record ON plan_grouped(record);
      CREATE INDEX plan_grouped_group ON plan_grouped(grp, record);
      """)
  }

  /// A record that names two groups or two objects, and every record of a group that names two objects.
  private func rejectAmbiguous(_ faults: KeyFaults) throws(ScratchError) {
    try faults.reject(
      "ambiguous-key",
      of: """
        s.record IN (SELECT g.record FROM plan_grouped g JOIN
          (SELECT grp FROM plan_grouped GROUP BY grp HAVING count(DISTINCT id) > 1
            UNION SELECT grp FROM plan_grouped WHERE record IN
              (SELECT record FROM plan_grouped GROUP BY record HAVING count(*) > 1)) a
          ON a.grp = g.grp)
        """,
      naming: """
        (SELECT group_concat(name, ' and ') FROM (SELECT DISTINCT coalesce(h.id, h.grp) AS name
          FROM plan_grouped g JOIN plan_grouped h ON h.grp = g.grp OR h.record = g.record
          WHERE g.record = s.record))
        """, hint: "make it unique in the store, or name the object by id"
    ) { key, objects in "\(key) names several objects: \(objects)" }
    try faults.reject(
      "group-too-large",
      of: """
        s.record IN (SELECT record FROM plan_grouped WHERE grp IN
          (SELECT grp FROM plan_grouped GROUP BY grp HAVING count(*) > \(Self.mostRecords)))
        """, hint: "does the job map the right column?"
    ) { key, _ in
      "\(key) names one \(job.operation.objectName) in more than \(Self.mostRecords) records"
    }
  }

  private func composeAll() throws(PlanStop) {
    do {
      let groups = try database.prepare(
        """
        SELECT grp, min(record) AS first, max(id), sum(record IN (SELECT record FROM plan_rejected))
        FROM plan_grouped GROUP BY grp ORDER BY first
        """)
      let records = try GroupRecords(stage)
      let current = try database.prepare(composition.current)
      // Records of no readable key may be of any group.
      let nameless = try database.integer(
        "SELECT count(*) FROM plan_rejected WHERE record NOT IN (SELECT record FROM plan_staged)")
      var context: String?
      if let sql = composition.context {
        let statement = try database.prepare(sql)
        context = try statement.step() ? statement.text(0) : nil
      }
      let key = stage.fields.prefix(stage.keyCount).map(\.name)
      let outcomes = try OutcomeInsert(stage, quantities: job.operation.quantityFields)
      while try groups.step() {
        guard !Task.isCancelled else { throw PlanStop.stopping }
        let name = groups.text(0) ?? ""
        let rows = try records.rows(of: name)
        if rows.isEmpty { continue }
        var state: String?
        if let id = groups.text(2) {
          current.bind(id, 1)
          state = try current.step() ? current.text(0) : nil
          current.reset()
        }
        let group = Composition.Group(
          name: name, records: rows.map(\.row), current: state, context: context,
          faulty: Int(groups.int64(3)) + nameless, settings: job.settings,
          key: key)
        try outcomes.take(composition.compose(group), of: rows, in: name)
      }
    } catch let stop as PlanStop {
      throw stop
    } catch let error as ScratchError {
      throw PlanStop(error)
    } catch { throw .failed(InboundError(.bug, "\(error)")) }
  }
}

/// A group's records, as they stand on the stage.
private struct GroupRecords {
  struct Staged {
    var row: Composition.Row
    var key: String
  }

  private let statement: ScratchStatement
  private let names: [String]

  init(_ stage: Stage) throws(ScratchError) {
    names = stage.fields.map(\.name)
    let columns = stage.fields.indices.map { "CAST(s.f\($0) AS TEXT), s.p\($0)" }
    statement = try stage.database.prepare(
      """
      SELECT s.record, s.line, s.key, \(columns.joined(separator: ", "))
      FROM plan_grouped g JOIN plan_staged s ON s.record = g.record
      WHERE g.grp = ? AND g.record NOT IN (SELECT record FROM plan_rejected) ORDER BY s.record
      """)
  }

  /// The records of a group that are not rejected, in the order of the file.
  func rows(of group: String) throws(ScratchError) -> [Staged] {
    statement.bind(group, 1)
    defer { statement.reset() }
    var rows: [Staged] = []
    while try statement.step() {
      var values: [String: String?] = [:]
      for (index, name) in names.enumerated() where statement.int64(4 + 2 * index) != 0 {
        values.updateValue(statement.text(3 + 2 * index), forKey: name)
      }
      rows.append(
        Staged(
          row: Composition.Row(
            record: Int(statement.int64(0)), line: Int(statement.int64(1)), values: values),
          key: statement.text(2) ?? ""))
    }
    return rows
  }
}

/// Puts what a group's records come to on the stage.
private struct OutcomeInsert {
  private let reject: StageInsert
  private let matched: ScratchStatement
  private let shared: ScratchStatement
  private let superseded: ScratchStatement
  private let quantities: [String]

  init(_ stage: Stage, quantities: [String]) throws(ScratchError) {
    reject = try StageInsert(stage)
    self.quantities = quantities
    matched = try stage.database.prepare(
      """
      INSERT INTO plan_matched (record, object, identity, desired, prior, same, zeroed, above, asks)
      VALUES (?, ?, ?, ?, ?, 0, ?, ?, NULL)
      """)
    shared = try stage.database.prepare("INSERT INTO plan_shared VALUES (?, ?, ?)")
    superseded = try stage.database.prepare(
      "INSERT INTO plan_superseded VALUES (?, ?, ?, ?, ?, ?)")
  }

  /// Takes a group's outcomes; each record must have exactly one.
  func take(
    _ composed: [Composition.Composed], of rows: [GroupRecords.Staged], in group: String
  ) throws {
    var outcomes: [Int: Composition.Composed.Outcome] = [:]
    for one in composed where outcomes.updateValue(one.outcome, forKey: one.record) != nil {
      throw InboundError(.bug, "record \(one.record) of \(group) was given two outcomes")
    }
    guard outcomes.count == rows.count else {
      throw InboundError(
        .bug, "\(group) has \(rows.count) records but \(outcomes.count) were given an outcome")
    }
    for staged in rows {
      guard let outcome = outcomes[staged.row.record] else {
        throw InboundError(.bug, "record \(staged.row.record) of \(group) was given no outcome")
      }
      try insert(outcome, of: staged, among: outcomes)
    }
  }

  private func insert(
    _ outcome: Composition.Composed.Outcome, of staged: GroupRecords.Staged,
    among outcomes: [Int: Composition.Composed.Outcome]
  ) throws {
    let (record, line) = (staged.row.record, staged.row.line)
    switch outcome {
    case .unchanged: break
    case .change(let intent):
      bind(intent, to: matched, from: 2, record: record)
      let zeroed = quantities.contains { name in
        (intent.desired[name] ?? nil) == "0" && isAboveZero(intent, name)
      }
      matched.bind(zeroed ? 1 : 0, 6)
      matched.bind(quantities.contains { isAboveZero(intent, $0) } ? 1 : 0, 7)
      try matched.run()
    case .shared(let other):
      switch outcomes[other] {
      case .change:
        shared.bind(Int64(record), 1)
        shared.bind(Int64(line), 2)
        shared.bind(Int64(other), 3)
        try shared.run()
      case .unchanged: break
      case .rejected(let code, let message):
        try insert(.rejected(code: code, message: message), of: staged, among: outcomes)
      case .shared, .superseded, nil:
        throw InboundError(.bug, "record \(record) shares record \(other), which has no change")
      }
    case .rejected(let code, let message):
      try reject.reject(
        record: record, line: line, key: staged.key, code: code, message: message)
    case .superseded(let byLine, let intent):
      bind(intent, to: superseded, from: 3, record: record)
      superseded.bind(Int64(byLine), 2)
      try superseded.run()
    }
  }

  private func isAboveZero(_ intent: Intent, _ name: String) -> Bool {
    (intent.prior[name] ?? nil).flatMap { Int($0) }.map { $0 > 0 } ?? false
  }

  private func bind(
    _ intent: Intent, to statement: ScratchStatement, from first: Int, record: Int
  ) {
    statement.bind(Int64(record), 1)
    let parts = intent.parts
    statement.bind(intent.object, first)
    statement.bind(parts.identity, first + 1)
    statement.bind(parts.desired, first + 2)
    statement.bind(parts.prior, first + 3)
  }
}
