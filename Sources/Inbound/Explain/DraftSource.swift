// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite
import Tables

/// What a drafted job reads its fields from: the file's records, or each row of what repeats in them.
struct DraftSource {
  /// The columns that fields may name.
  var columns: [ColumnSurvey]
  /// The job's `columns`, `children` and `map`, a line each; empty where records are read as they are.
  var lines: [String] = []
  /// What is to be said of it; nil: nothing.
  var guess: String?

  /// The records as they are, then each child table joined with its records.
  static func all(of explanation: Explanation) -> [DraftSource] {
    [DraftSource(columns: explanation.columns)]
      + explanation.children.map { joined($0, with: explanation.columns) }
  }

  /// The records' child tables as a comment, for a job that does not read them.
  static func comment(on children: [Explanation.Child]) -> [String] {
    guard !children.isEmpty else { return [] }
    return ["# What repeats in each record; `children:` and `map:` read it (docs/mapping.md):"]
      + children.map { "#   \(declared($0.paths, columns: $0.paths.columns))" }
  }

  private static func joined(_ child: Explanation.Child, with records: [ColumnSurvey])
    -> DraftSource
  {
    let table = free(child.paths.name, besides: ["feed", "cells"])
    let paths = records.map(\.name)
    let names = SampleNames.distinct(paths + child.paths.columns.map { "\(table)/\($0)" })
      .map { free($0, besides: ["record", "line"]) }
    let (own, rows) = (names.prefix(paths.count), names.dropFirst(paths.count))
    var named = child.paths
    named.name = table
    let taken =
      own.map { "f.\(identifier($0))" } + rows.map { "c.\(identifier($0))" }
    let columns = zip(own, paths).map { JSON.Member($0, .string($1)) }
    return DraftSource(
      columns: zip(names, records + child.columns).map { $1.named($0) },
      lines: (columns.isEmpty ? [] : ["columns: \(YAML.flow(.object(columns)))"]) + [
        "children:", "  \(declared(named, columns: Array(rows)))", "map: |",
        "  SELECT f.record, \(taken.joined(separator: ", "))",
        "  FROM feed f JOIN \(identifier(table)) c USING (record)",
      ],
      guess: "a record for each \(child.paths.path) in a record of the file")
  }

  private static func declared(_ paths: ChildPaths, columns: [String]) -> String {
    let columns = zip(columns, paths.fields).map { JSON.Member($0, .string($1)) }
    let table: JSON = ["path": .string(paths.path), "columns": .object(columns)]
    return "\(YAML.scalar(paths.name)): \(YAML.flow(table))"
  }

  /// A name that is none of those the mapping keeps for itself.
  private static func free(_ name: String, besides kept: Set<String>) -> String {
    kept.contains(name.lowercased()) ? name + "_value" : name
  }

  /// A name as SQL takes it.
  private static func identifier(_ name: String) -> String {
    let isPlain = name.utf8.allSatisfy {
      $0 == UInt8(ascii: "_") || UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20
        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
    }
    let isKeyword = sqlite3_keyword_check(name, Int32(name.utf8.count)) != 0
    let startsWithDigit =
      name.utf8.first.map { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } ?? true
    return isPlain && !isKeyword && !startsWithDigit
      ? name : "\"" + name.replacing("\"", with: "\"\"") + "\""
  }
}
