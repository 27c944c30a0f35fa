// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite
import Jobs
import Mirror
import Tables

/// Makes the rows of a delivery whose job has `map:` or `group:`, once, before it is planned.
///
/// The file is read once into tables; the SELECT runs over them; its rows go into a `RowFile`. Records that cannot be
/// read become rows that are rejected, records that make the SELECT fail too, and records of which no row comes are
/// passed over and counted.
struct RowMaking {
  let file: DeliveryFile
  let job: FeedJob
  /// The mirror's file; nil for a mirror without rows.
  let mirror: String?
  let workDirectory: String
  /// What the scratch files are called.
  let name: String

  /// Writes the rows to a file, which is not synced yet.
  ///
  /// - Returns: where the delivery's file breaks off, if it does.
  func make(at path: String) throws(PlanStop) -> BreakOff? {
    var reader = try file.source(for: job)
    let columns = DeliveryFile.columns(of: reader, for: job)
    let used = columns.indices.filter { !Correction.columns.contains(columns[$0]) }
    let groupColumns = try groupColumns(among: columns)
    guard let map = job.map else {
      return try Regrouping(file: file, job: job, columns: columns, groupColumns: groupColumns)
        .write(&reader, to: path)
    }
    let scratch = "\(workDirectory)/\(name).map.sqlite"
    defer { ScratchDatabase.remove(scratch) }
    ScratchDatabase.remove(scratch)
    do {
      let tables = try FeedTables(
        path: scratch, columns: used.map { columns[$0] }, children: reader.children, of: job,
        mirror: mirror)
      // Columns that a preset names and the file lacks are NULL.
      let statement = try MapStatement.compile(
        map, over: tables, open: map.isOptional ? Array(tables.tables.indices) : [])
      let names = statement.columns.enumerated().filter { $0.offset != statement.record }
        .map(\.element)
      let rows = try RowFile(path: path, columns: names)
      try tables.database.execute("BEGIN")
      var staging = try FeedStaging(
        tables, for: statement, columns: used, names: columns, children: reader.children.count,
        groupColumns: groupColumns)
      var batch = RecordBatch(columnCount: reader.columns.count)
      var flow = RecordFlow(job)
      while try flow.next(&reader, into: &batch) {
        try staging.take(batch) { (record, line, fault) throws(ScratchError) in
          try rows.add(record: record, line: line, fault: fault)
        }
      }
      if let end = flow.brokenOff { staging.breakOff(end) }
      try staging.finish { (record, line, fault) throws(ScratchError) in
        try rows.add(record: record, line: line, fault: fault)
      }
      try tables.database.execute("COMMIT")
      var run = MapRun(map: map, tables: tables, statement: statement, rows: rows)
      try run.run(&staging, file: file.name)
      var about = RowFile.About()
      about.header = reader is CSVReader || reader is XLSXReader ? used.map { columns[$0] } : []
      about.isCorrection = Correction.marks(reader)
      about.records = staging.records
      about.passedOver = staging.staged.count - run.seen.count
      try rows.seal(about, columns: names)
      return flow.brokenOff
    } catch let stop as PlanStop {
      throw stop
    } catch let fault as Fault {
      throw .refused([fault])
    } catch let error as ScratchError {
      throw PlanStop(error)
    } catch { throw .failed(InboundError(.bug, "\(error)")) }
  }

  private func groupColumns(among columns: [String]) throws(PlanStop) -> [Int] {
    let index = ColumnIndex(columns)
    var places: [Int] = []
    var faults: [Fault] = []
    for name in job.group {
      switch index.find(name) {
      case .one(let place): places.append(place)
      case .none, .several:
        faults.append(
          Fault(
            "missing-column", at: Position(file: file.name, line: 1),
            "the file has not one column \(name), which `group:` names", expected: name,
            found: columns.prefix(30).joined(separator: ", "),
            hint: "correct the file's header or `group:` of the job \(job.name)"))
      }
    }
    guard faults.isEmpty else { throw .refused(faults) }
    return places
  }
}
