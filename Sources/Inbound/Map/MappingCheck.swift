// SPDX-License-Identifier: Apache-2.0

import Catalogue
package import Jobs
import Mirror
package import Tables

/// What can be wrong with a job's mapping before any file is there.
package enum Mapping {
  /// Compiles every expression of a job (`where:` and `{sql: …}`) by itself: syntax errors and unknown functions,
  /// each at its place in the job file. Which columns a file has is not known yet, so any name is a column.
  package static func check(_ job: FeedJob) -> [Fault] {
    var faults = checkMap(job)
    for mapping in job.fields {
      guard case .sql(let expression) = mapping.source else { continue }
      if let place = mapping.place, let fault = badPattern(place, in: mapping.field.name) {
        faults.append(fault)
        continue
      }
      guard let error = complaint(about: [expression], where: nil, of: job) else { continue }
      faults.append(
        Fault(
          "bad-expression", at: mapping.position ?? Position(file: job.name, line: 1),
          field: mapping.field.name,
          "the expression is not SQL that SQLite understands: \(error)",
          hint:
            "SQLite's expressions, number(COLUMN) and decimal_add, decimal_sub, decimal_mul, decimal_cmp"
        ))
    }
    if let place = job.filterPlace, let fault = badPattern(place, in: "where") {
      faults.append(fault)
    } else if let filter = job.filter, let error = complaint(about: [], where: filter, of: job) {
      faults.append(
        Fault(
          "bad-expression", at: job.filterPlace?.start ?? Position(file: job.name, line: 1),
          field: "where", "the condition is not SQL that SQLite understands: \(error)"))
    }
    return faults
  }

  /// What can be wrong with an export's SQL before there is a mirror: the regular expressions written in it.
  package static func check(_ job: ExportJob) -> [Fault] {
    [("query", job.queryPlace), ("where", job.filterPlace)].compactMap { key, place in
      place.flatMap { badPattern($0, in: key) }
    }
  }

  /// The first regular expression written in SQL that is none, at its place.
  static func badPattern(_ sql: PlacedText, in key: String) -> Fault? {
    badPattern(in: sql.text).map { offset, reason in
      Fault(
        "bad-pattern", at: sql.position(offset), field: key, reason,
        hint: "docs/mapping.md tells what regular expressions may say")
    }
  }

  /// The first regular expression written in SQL that is none: at which byte, and why.
  static func badPattern(in sql: String) -> (offset: Int, reason: String)? {
    for pattern in SQLPatterns.written(in: sql) {
      if let reason = PatternFunctions.complaint(about: pattern.text) {
        return (pattern.offset, reason)
      }
    }
    return nil
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
