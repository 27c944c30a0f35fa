// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Jobs
import Tables

/// Adds what a delivery leaves out: objects its feed named before and has now left out often enough become records
/// of their own, numbered after the file's, on line 0.
struct Absent {
  private let stage: Stage
  private let job: FeedJob
  private let database: ScratchDatabase

  /// Over a stage whose records are matched with their objects.
  init(_ stage: Stage, of job: FeedJob) {
    self.stage = stage
    self.job = job
    database = stage.database
  }

  /// Adds their records after number `last`; gives how many.
  func add(after last: Int, before: Comparison.Names) throws(PlanStop) -> Int {
    guard job.absent != .keep else { return 0 }
    do {
      try database.execute("BEGIN")
      let insert = try database.prepare("INSERT INTO plan_before VALUES (?, ?)")
      try before { object, absences in
        insert.bind(object, 1)
        insert.bind(Int64(absences), 2)
        try insert.run()
      }
      try database.execute(
        """
        INSERT INTO plan_absent SELECT object FROM plan_before
          WHERE absences + 1 >= \(job.absentAfter) AND object NOT IN (SELECT object FROM plan_named);
        CREATE TABLE plan_left AS SELECT row_number() OVER (ORDER BY object) + \(last) AS record, *
          FROM (\(changes));
        INSERT INTO plan_staged (record, line, key) SELECT record, 0, coalesce(key, object) FROM plan_left;
        INSERT INTO plan_matched (record, object, identity, desired, prior, same, zeroed, above, asks)
          SELECT record, object, identity, desired, prior, same, \(zeroes), \(zeroes), \(asks)
          FROM plan_left;
        COMMIT
        """)
      return try database.integer("SELECT count(*) FROM plan_left")
    } catch let error as ScratchError {
      throw PlanStop(error)
    } catch let error as InboundError {
      throw .failed(error)
    } catch { throw .failed(InboundError(.bug, "\(error)")) }
  }

  private var absence: Absence? { job.operation.absences[job.absent.rawValue] }

  private var asks: String { absence.map { "'\($0.operation)'" } ?? "NULL" }

  /// Whether a row takes a quantity from above zero to zero.
  private var zeroes: String { job.absent == .zero ? "NOT same" : "0" }

  /// The objects left out that the store has, and what they are asked.
  private var changes: String { absence?.changes ?? zeroing }

  /// The quantity the job maps, set to zero where it is above.
  private var zeroing: String {
    let operation = job.operation
    let quantity =
      operation.quantityFields.first { name in stage.fields.contains { $0.name == name } }
      ?? operation.quantityFields.first ?? ""
    let column = Expressions.quoted(quantity)
    let identity = operation.identity.map {
      "'\($0)', CAST(o.\(Expressions.quoted($0)) AS TEXT)"
    }.joined(separator: ", ")
    let keys = stage.fields.prefix(stage.keyCount).map {
      "coalesce(o.\(Expressions.quoted($0.name)), '')"
    }
    return """
      SELECT o.object AS object, \(keys.joined(separator: " || ' / ' || ")) AS key,
        json_object(\(identity)) AS identity, json_object('\(quantity)', '0') AS desired,
        json_object('\(quantity)', CAST(o.\(column) AS TEXT)) AS prior,
        coalesce(o.\(column), 0) <= 0 AS same
      FROM plan_absent a JOIN (\(operation.objects)) o ON o.object = a.object
      """
  }
}
