// SPDX-License-Identifier: Apache-2.0

import Tables

/// The statements that put records on a stage.
struct StageInsert {
  private let staged: ScratchStatement
  private let rejected: ScratchStatement

  /// Prepares them.
  init(_ stage: Stage) throws(ScratchError) {
    let marks = stage.fields.map { _ in ", ?, ?" }.joined()
    staged = try stage.database.prepare("INSERT INTO plan_staged VALUES (?, ?, ?\(marks))")
    rejected = try stage.database.prepare(
      "INSERT OR IGNORE INTO plan_rejected VALUES (?, ?, ?, ?, ?)")
  }

  /// Stages the record a mapper has just mapped.
  func stage(
    _ extent: RecordBatch.Extent, key: String, _ mapper: RecordMapper, _ batch: RecordBatch
  ) throws(ScratchError) {
    staged.bind(Int64(extent.number), 1)
    staged.bind(Int64(extent.line), 2)
    staged.bind(key, 3)
    for (index, value) in mapper.values.enumerated() {
      let parameter = 4 + index * 2
      switch value {
      case .integer(let number): staged.bind(number, parameter)
      case .decimal, .text:
        if let text = mapper.canonicalText(index, batch) { staged.bind(text, parameter) }
      case .cleared, .absent, .fault: staged.bindNull(parameter)
      }
      staged.bind(value == .absent ? 0 : 1, parameter + 1)
    }
    try staged.run()
  }

  /// Rejects a record: the first fault's code, everyone's words.
  func reject(_ extent: RecordBatch.Extent, key: String, faults: [Fault]) throws(ScratchError) {
    try reject(
      record: extent.number, line: extent.line, key: key, code: faults.first?.code ?? "rejected",
      message: faults.map(\.message).joined(separator: "; "))
  }

  /// Rejects a record.
  func reject(record: Int, line: Int, key: String, code: String, message: String)
    throws(ScratchError)
  {
    rejected.bind(Int64(record), 1)
    rejected.bind(Int64(line), 2)
    rejected.bind(key, 3)
    rejected.bind(code, 4)
    rejected.bind(message, 5)
    try rejected.run()
  }
}
