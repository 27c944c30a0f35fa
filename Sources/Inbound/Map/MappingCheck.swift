// SPDX-License-Identifier: Apache-2.0

import Catalogue
package import Jobs
package import Tables

/// What can be wrong with a job's mapping before any file is there.
package enum Mapping {
  /// Compiles every expression of a job (`where:` and `{sql: …}`) by itself: syntax errors and unknown functions,
  /// each at its place in the job file. Which columns a file has is not known yet, so any name is a column.
  package static func check(_ job: FeedJob) -> [Fault] {
    var faults = checkMap(job)
    for mapping in job.fields {
      guard case .sql(let expression) = mapping.source,
        let error = complaint(about: [expression], where: nil, of: job)
      else { continue }
      faults.append(
        Fault(
          "bad-expression", at: mapping.position ?? Position(file: job.name, line: 1),
          field: mapping.field.name,
          "the expression is not SQL that SQLite understands: \(error)",
          hint:
            "SQLite's expressions, number(COLUMN) and decimal_add, decimal_sub, decimal_mul, decimal_cmp"
        ))
    }
    if let filter = job.filter, let error = complaint(about: [], where: filter, of: job) {
      faults.append(
        Fault(
          "bad-expression", at: job.filterPosition ?? Position(file: job.name, line: 1),
          field: "where", "the condition is not SQL that SQLite understands: \(error)"))
    }
    return faults
  }

  /// What SQLite says of expressions when every column they name is there; nil where it is content.
  private static func complaint(about expressions: [String], where filter: String?, of job: FeedJob)
    -> String?
  {
    var columns = job.columns
    let unknown = "no such column: "
    // Each round learns one column of it; no expression has a thousand.
    for _ in 0..<1000 {
      do throws(ScratchError) {
        _ = try Expressions(
          expressions, where: filter, columns: columns.isEmpty ? ["_"] : columns,
          numbers: job.numbers, lookups: job.lookups)
        return nil
      } catch {
        guard error.description.hasPrefix(unknown) else { return error.description }
        let name = String(error.description.dropFirst(unknown.count))
        guard !columns.contains(name), !name.contains(".") else { return error.description }
        columns.append(name)
      }
    }
    return "it names too many columns"
  }
}
