// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Tables

extension Classification {
  /// Records of one object are added up: the first one's change carries the sum, the others share it. The figures
  /// are SQLite's 64-bit integers; a sum that leaves the field's limits rejects its records.
  func addUp(_ field: String, file: String) throws(ScratchError) {
    guard let index = stage.fields.firstIndex(where: { $0.name == field }),
      case .integer(let limits) = stage.fields[index].type
    else { return }
    try database.execute(
      """
      CREATE TABLE plan_sums AS
        SELECT r.object, r.first, sum(s.f\(index)) AS amount FROM plan_repeats r
        JOIN plan_matched m ON m.object = r.object JOIN plan_staged s ON s.record = m.record
        GROUP BY r.object, r.first
      """)
    try KeyFaults(stage, of: job, file: file).reject(
      "sum-out-of-range",
      of: """
        s.record IN (SELECT m.record FROM plan_sums t JOIN plan_matched m ON m.object = t.object
          WHERE t.amount NOT BETWEEN \(limits.lowerBound) AND \(limits.upperBound))
        """, hint: "look at these records"
    ) { key, _ in "the records of \(key) add up to more than \(field) may be" }
    try database.execute(
      """
      DELETE FROM plan_matched WHERE record IN (SELECT record FROM plan_rejected);
      UPDATE plan_repeats SET conflict = 0;
      UPDATE plan_matched SET
        desired = json_object('\(field)', CAST(t.amount AS TEXT)), same = t.amount = 0
      FROM plan_sums t WHERE plan_matched.object = t.object AND plan_matched.record = t.first;
      -- What adds nothing by itself is a part of the sum all the same.
      UPDATE plan_matched SET same = t.amount = 0
      FROM plan_sums t WHERE plan_matched.object = t.object AND plan_matched.record <> t.first;
      """)
  }
}
