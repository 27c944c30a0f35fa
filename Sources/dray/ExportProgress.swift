// SPDX-License-Identifier: Apache-2.0

import GRDB
import Tables

/// How far an export has got, as the journal has it.
struct ExportProgress {
  var until: String?
  var sequence: Int?
  var unfinished: Int

  /// The watermark and the runs not yet done of one export.
  static func of(_ job: String, _ database: Database) throws -> ExportProgress {
    let mark = try Row.fetchOne(
      database, sql: "SELECT until, sequence FROM watermarks WHERE job = ?", arguments: [job])
    let unfinished = try Int.fetchOne(
      database,
      sql: "SELECT count(*) FROM runs WHERE job = ? AND state IN ('claimed','sealed','placed')",
      arguments: [job])
    return ExportProgress(
      until: mark?["until"], sequence: mark?["sequence"], unfinished: unfinished ?? 0)
  }

  /// A run's facts by column; nil where there is none of that number.
  static func run(_ id: Int64, _ database: Database) throws -> [(name: String, value: JSON)]? {
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT 'x' || id AS id, job, slot, state, since, until, iif(sequence > 0, sequence, NULL) AS sequence, file, sha256, bytes, rows, message,
          finished_at
        FROM runs WHERE id = ?
        """, arguments: [id])
    return row?.map { column, value in
      switch value.storage {
      case .int64(let number): (column, JSON(Int(number)))
      case .string(let text): (column, .string(text))
      case .null, .double, .blob: (column, .null)
      }
    }
  }
}
