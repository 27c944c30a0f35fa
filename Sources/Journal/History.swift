// SPDX-License-Identifier: Apache-2.0

import GRDB

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Journal {
  /// Names as a JSON array; nil for none.
  static func text(of names: [String]) throws -> String? {
    names.isEmpty ? nil : String(decoding: try JSONEncoder().encode(names), as: UTF8.self)
  }

  /// What a job's earlier deliveries were like, for the rails.
  package struct History: Sendable, Equatable {
    /// How many records the last ten settled files had, newest first; corrections and files that broke
    /// off left out.
    package var records: [Int] = []
    /// The columns of the newest of them; nil where none has any.
    package var header: [String]?

    /// No earlier delivery.
    package init() {}

    /// The median of `records`; nil where there are none.
    package var medianRecords: Int? {
      if records.isEmpty { return nil }
      let sorted = records.sorted()
      let middle = sorted.count / 2
      return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
  }

  /// What the files of a job before a delivery were like.
  package func history(of job: String, before delivery: Int64) throws(JournalError) -> History {
    try read { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT records - absent AS records, header FROM deliveries
          WHERE job = ? AND id < ? AND state = 'settled' AND NOT correction AND undo_of IS NULL
            AND broken_off IS NULL
          ORDER BY id DESC LIMIT 10
          """, arguments: [job, delivery])
      var history = History()
      history.records = rows.map { $0["records"] ?? 0 }
      let header = rows.lazy.compactMap { row -> String? in row["header"] }.first
      history.header = try header.map {
        try JSONDecoder().decode([String].self, from: Data($0.utf8))
      }
      return history
    }
  }
}
