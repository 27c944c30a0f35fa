// SPDX-License-Identifier: Apache-2.0

import Jobs
import Tables

/// What SQLite says of a SELECT, as a fault at its place in the job file.
enum MapFault {
  /// Why a SELECT does not compile.
  static func of(
    _ error: ScratchError, map: RowMap, tables: FeedTables, denied: String?
  ) -> Fault {
    let words = error.description
    var position = map.sql.position(max(0, error.offset ?? 0))
    if let denied {
      return Fault(
        "not-allowed", at: position, field: "map", "the SELECT may only read: \(denied)",
        expected: "a SELECT over \(list(tables)), and the mirror")
    }
    if let name = words.dropping("no such table: ") {
      if error.offset == nil { position = map.sql.position(of: plain(name)) }
      return Fault(
        "unknown-table", at: position, field: "map", "there is no table '\(name)'",
        expected: "\(list(tables)), or a table of the mirror",
        hint: nearestName(to: plain(name), among: names(tables)).map { "did you mean '\($0)'?" }
          ?? "`dray find --help` and docs/mirror.md list the mirror's tables")
    }
    if let name = words.dropping("no such column: ") {
      if error.offset == nil { position = map.sql.position(of: plain(name)) }
      let columns = tables.tables.flatMap(\.columns) + ["record", "line"]
      return Fault(
        "unknown-column", at: position, field: "map", "there is no column '\(name)'",
        found: "the columns " + columns.prefix(30).joined(separator: ", "),
        hint: nearestName(to: plain(name), among: columns).map { "did you mean '\($0)'?" })
    }
    return Fault(
      "bad-map", at: position, field: "map",
      "the SELECT is not SQL that SQLite understands: \(words)")
  }

  /// Why its tables cannot be made.
  static func of(_ error: ScratchError, map: RowMap) -> Fault {
    Fault(
      "bad-map", at: map.sql.position(0), field: "map",
      "the SELECT cannot be compiled: \(error.description)")
  }

  /// A name without the table before it.
  static func plain(_ name: String) -> String {
    name.split(separator: ".").last.map(String.init) ?? name
  }

  private static func names(_ tables: FeedTables) -> [String] {
    tables.tables.map(\.name) + tables.others
  }

  private static func list(_ tables: FeedTables) -> String {
    names(tables).map { "'\($0)'" }.joined(separator: ", ")
  }
}

extension String {
  /// What follows a prefix; nil where the text does not begin with it.
  func dropping(_ prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}
