// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Jobs
import Tables

/// Rejects staged records whose keys say nothing, or too much.
struct KeyFaults {
  private let stage: Stage
  private let job: FeedJob
  private let file: String

  /// Over a stage that is filled.
  init(_ stage: Stage, of job: FeedJob, file: String) {
    self.stage = stage
    self.job = job
    self.file = file
  }

  /// Rejects the records of `plan_staged s` for which a condition is true.
  ///
  /// - Parameters:
  ///   - naming: an expression whose text the words may need.
  ///   - hint: what a person should do.
  ///   - words: what is wrong, of the key and that text.
  func reject(
    _ code: String, of condition: String, naming: String = "''", hint: String,
    _ words: (_ key: String, _ named: String) -> String
  ) throws(ScratchError) {
    let query = try stage.database.prepare(
      "SELECT s.record, s.line, s.key, \(naming) FROM plan_staged s WHERE \(condition)")
    let insert = try StageInsert(stage)
    let names = stage.fields.prefix(stage.keyCount).map(\.name).joined(separator: " / ")
    while try query.step() {
      let (record, line) = (Int(query.int64(0)), Int(query.int64(1)))
      let key = query.text(2) ?? ""
      let fault = Fault(
        code, at: Position(file: file, line: line, record: record),
        words("\(names) '\(key)'", query.text(3) ?? ""),
        hint: hint)
      try insert.reject(
        record: record, line: line, key: key, code: fault.code, message: fault.message)
    }
  }
}
