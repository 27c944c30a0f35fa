// SPDX-License-Identifier: Apache-2.0

import Jobs
import Tables

/// Makes the rows of a grouped file whose job has no SELECT: every row stays a record of its own, with the values of the
/// group's columns filled down.
struct Regrouping {
  let file: DeliveryFile
  let job: FeedJob
  let columns: [String]
  let groupColumns: [Int]

  /// Writes the rows to a file, which is not synced yet; where the delivery's file breaks off, if it does.
  func write(_ reader: inout any RecordReader, to path: String) throws(PlanStop) -> BreakOff? {
    let used = columns.indices.filter { !Correction.columns.contains(columns[$0]) }
    var groups = RowGroups(groupColumns)
    var broken: [(record: Int, fault: Fault)] = []
    var about = RowFile.About()
    do {
      let names = RowNames(used.map { columns[$0] }).names
      let rows = try RowFile(path: path, columns: names)
      var flow = RecordFlow(job)
      try file.forEachBatch(of: &reader, &flow) { batch throws(PlanStop) in
        for index in 0..<batch.count {
          let place = groups.place(index, of: batch)
          let extent = batch.records[index]
          if place.isFirst { about.records += 1 }
          do throws(ScratchError) {
            if let fault = extent.fault {
              broken.append((place.group, FeedStaging.fault(ofGroupWith: extent.number, fault)))
              try rows.add(record: place.group, line: extent.line, fault: fault)
            } else {
              if place.broken != nil, broken.last?.record != place.group, let last = broken.last {
                broken.append((place.group, last.fault))
              }
              try rows.add(record: place.group, line: extent.line) { row, first in
                bind(index, of: batch, used, groups, to: row, first)
              }
            }
          } catch { throw PlanStop(error) }
        }
      }
      if let end = flow.brokenOff, let group = groups.last, broken.last?.record != group {
        // It may go on behind the break.
        broken.append((group, FeedStaging.fault(ofGroupWith: end.records + 1, end.fault)))
      }
      try rows.mark(records: broken)
      about.header = reader is CSVReader || reader is XLSXReader ? used.map { columns[$0] } : []
      about.isCorrection = Correction.marks(reader)
      try rows.seal(about, columns: names)
      return flow.brokenOff
    } catch let stop as PlanStop {
      throw stop
    } catch let error as ScratchError {
      throw PlanStop(error)
    } catch { throw .failed(InboundError(.bug, "\(error)")) }
  }

  private func bind(
    _ index: Int, of batch: RecordBatch, _ used: [Int], _ groups: RowGroups,
    to row: ScratchStatement, _ first: Int
  ) {
    for (place, column) in used.enumerated() {
      let cell = batch.cell(index, column)
      let isEmpty = !cell.hasValue || cell.length == 0
      if isEmpty, let group = groupColumns.firstIndex(of: column) {
        row.bind(groups.value(group).span, first + place)
      } else if cell.hasValue {
        let start = Int(cell.start)
        row.bind(
          batch.bytes.span.extracting(start..<start + Int(cell.length)), first + place)
      } else {
        row.bindNull(first + place)
      }
    }
  }
}
