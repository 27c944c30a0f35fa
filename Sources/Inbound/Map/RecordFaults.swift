// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Jobs
import Tables

extension RecordMapper {
  /// Everything wrong with the record mapped last, which was faulty.
  func faults(
    of index: Int, _ batch: RecordBatch, _ job: FeedJob, _ reader: any RecordReader
  ) -> [Fault] {
    if let expressionError {
      return [
        Fault(
          "expression", at: reader.position(record: index, column: 0, in: batch),
          "an expression cannot be evaluated: \(expressionError)")
      ]
    }
    let words = ValueFaultWords(job: job, moneyDigits: moneyDigits)
    return fields.indices.compactMap { field in
      guard case .fault(let fault) = values[field] else { return nil }
      let mapped = fields[field]
      let source = job.fields.first { $0.field.name == mapped.field.name }?.source
      return words.fault(
        fault, field: mapped.field, source: source ?? .constant(""),
        found: mapped.column.flatMap { batch.string(index, $0) } ?? "",
        at: reader.position(record: index, column: mapped.column ?? 0, in: batch))
    }
  }

  /// Whether the record mapped last has a key and nothing besides but asides, where its operation needs a value.
  func asksNothing(of operation: Operation) -> Bool {
    operation.composition == nil && !operation.values.names.isEmpty
      && !fields.indices.dropFirst(keyCount).contains {
        values[$0] != .absent && !operation.asides.contains(fields[$0].field.name)
      }
  }
}

extension Fault {
  /// A record asks for nothing at all.
  static func nothingAsked(at position: Position) -> Fault {
    Fault("missing-value", at: position, "the record has no value to set")
  }
}
