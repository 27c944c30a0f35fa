// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Jobs
import Tables

extension FeedJob {
  /// Whether its records are made before they are planned.
  var makesRows: Bool { map != nil || !group.isEmpty }

  /// The job as it reads the rows its SELECT gave: its fields are theirs, and what SQL computed has SQL's decimal point.
  ///
  /// - Throws: columns that are no fields of the operation, and what the fields lack.
  func reading(rowsOf columns: [String]) throws(FaultList) -> FeedJob {
    guard let map else { return self }
    var job = self
    job.numbers = NumberMarks()
    job.columns = []
    guard fields.isEmpty else { return job }
    var faults: [Fault] = []
    for column in columns {
      if let field = operation.field(named: column) {
        job.fields.append(
          FieldMapping(
            field: field, source: .column(column), position: map.sql.position(of: column)))
      } else {
        let names = operation.fields.map(\.name)
        let near = nearestName(to: column, among: names)
        faults.append(
          Fault(
            "unknown-field", at: map.sql.position(of: column), field: "map",
            "\(operation.name) has no field '\(column)'",
            hint: near.map { "did you mean '\($0)'?" }
              ?? "its fields are \((names + operation.openFields.map { $0.prefix + $0.rest }).joined(separator: ", ")); `fields:` may say what a column is for"
          ))
      }
    }
    faults += KeyCheck.faults(
      of: Set(job.fields.map(\.field.name)), operation: operation, at: map.sql.position(0))
    guard faults.isEmpty else { throw FaultList(faults: faults) }
    return job
  }
}
