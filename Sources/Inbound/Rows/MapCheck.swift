// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Jobs
import Mirror
import Tables

extension Mapping {
  /// Compiles a job's SELECT over tables without rows: the columns and child tables the job declares, its look-up tables
  /// and the mirror's. Where the job declares no columns, any name may be one of the file's.
  static func checkMap(_ job: FeedJob) -> [Fault] {
    guard let map = job.map else { return [] }
    do {
      let statement = try compileEmpty(map, of: job)
      let columns = statement.columns.enumerated()
        .filter { $0.offset != statement.record }.map(\.element)
      do {
        let reading = try job.reading(rowsOf: columns)
        // What `f.*` gives is seen when a file is there.
        let sql = map.sql.text.lowercased()
        let isOpen = job.columns.isEmpty && (sql.contains(".*") || sql.contains("select *"))
        return isOpen ? [] : missing(columns: columns, of: reading)
      } catch { return error.faults }
    } catch { return [error] }
  }

  fileprivate static func compileEmpty(_ map: RowMap, of job: FeedJob) throws(Fault) -> MapStatement
  {
    let tables: FeedTables
    do {
      tables = try FeedTables(
        path: ":memory:", columns: job.columns, children: job.format.childTables, of: job,
        mirror: nil)
    } catch { throw MapFault.of(error, map: map) }
    // `*` gives the columns of a file that is not there: what it comes to is seen when one is.
    let isOpen = job.columns.isEmpty
    return try MapStatement.compile(
      map, over: tables,
      open: isOpen ? [0] + (job.group.isEmpty ? [] : [tables.tables.count - 1]) : [])
  }

  /// The columns `fields:` names and the SELECT lacks.
  private static func missing(columns: [String], of job: FeedJob) -> [Fault] {
    let index = ColumnIndex(columns)
    return job.fields.compactMap { mapping in
      guard let name = mapping.columnName, index.find(name) == .none else { return nil }
      return Fault(
        "unknown-column", at: mapping.position ?? Position(file: job.name, line: 1),
        field: mapping.field.name, "`map:` gives no column '\(name)'",
        expected: columns.map { "'\($0)'" }.joined(separator: ", "),
        hint: nearestName(to: name, among: columns).map { "did you mean '\($0)'?" })
    }
  }
}

extension FeedJob {
  /// The streams of the mirror its SELECT reads; none where it does not compile, which is told when it is to run.
  var mirrorStreams: [String] {
    guard let map else { return [] }
    do {
      return StoreMirror.streams(filling: try Mapping.compileEmpty(map, of: self).mirrorTables)
    } catch { return [] }
  }
}
