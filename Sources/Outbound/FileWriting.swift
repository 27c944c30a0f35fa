// SPDX-License-Identifier: Apache-2.0

import Folders
import Jobs
import Mirror
import Tables

/// One file being written: the format's bytes to its draft, rows and records counted, columns summed.
struct FileWriting {
  private var writer: any TableWriter
  private let sink: DraftSink
  private let columns: [WrittenColumn]
  private let summed: [Int]
  private var totals: [ExactDecimal]
  private var buffer: [UInt8] = []
  private var lastKey: String?
  /// Rows written.
  private(set) var rows = 0
  /// Records written, each of one row or several.
  private(set) var records = 0

  /// Bytes kept before they go to the draft.
  private static let limit = 256 << 10

  init(_ writer: any TableWriter, _ layout: ExportLayout, _ job: ExportJob, to sink: DraftSink) {
    self.writer = writer
    self.sink = sink
    columns = layout.written
    summed = layout.totals(of: job)
    totals = summed.map { _ in ExactDecimal(0) }
  }

  /// What stands before the rows.
  mutating func begin() throws(FolderError) {
    writer.begin(into: &buffer)
    try flush(above: Self.limit)
  }

  /// One row; rows with the key of the one before belong to its record. nil: a record of its own.
  mutating func write(_ row: WrittenRow, key: String?) throws(OutboundError) {
    let opens = key == nil || key != lastKey
    lastKey = key
    rows += 1
    if opens { records += 1 }
    for (number, column) in summed.enumerated()
    where opens || columns[column].isOfLine {
      guard !row.isNull(column) else { continue }
      guard let value = ExactDecimal(parsing: row[column]),
        let total = totals[number].adding(value)
      else {
        throw OutboundError(
          .config,
          "'totals' cannot sum \(columns[column].name): '\(row.text(column))' is no exact number"
        )
      }
      totals[number] = total
    }
    writer.write(row, opensRecord: opens, into: &buffer)
    if let complaint = writer.complaint { throw OutboundError(.config, complaint) }
    do throws(FolderError) { try flush(above: Self.limit) } catch { throw OutboundError(error) }
  }

  /// What stands after the rows, and the trailer where the job wants one.
  mutating func end(_ trailer: ExportJob.Trailer) throws(FolderError) {
    switch trailer {
    case .none: writer.end(nil, into: &buffer)
    case .count, .totals:
      writer.end(
        TableTrailer(
          rows: rows, records: records,
          totals: zip(summed, totals).map { column, sum in
            (column: column, sum: columns[column].kind == .money ? sum.money : sum.shortest)
          }), into: &buffer)
    }
    try flush(above: 0)
  }

  private mutating func flush(above limit: Int) throws(FolderError) {
    guard buffer.count > limit else { return }
    try sink.append(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}

extension ExportWriting {
  /// The writer of the job's format.
  func writer(_ layout: ExportLayout) -> any TableWriter {
    let columns = layout.written.map { column in
      var column = column
      column.isNested = job.nested.contains(column.name)
      return column
    }
    switch job.format {
    case .csv(let delimiter):
      let formulas: CSVFormulas =
        switch audience {
        case .system: .kept
        case .spreadsheet: .neutralised
        }
      return CSVTableWriter(columns, delimiter: delimiter, formulas: formulas)
    case .xml(let root, let record, let line):
      let names = XMLTableWriter.Names(
        root: root ?? kind.names.root, record: record ?? kind.names.record,
        line: line ?? kind.names.line)
      return XMLTableWriter(columns, names: names, attributes: about)
    case .jsonLines: return JSONTableWriter(columns, lines: kind.names.line + "s")
    case .json:
      return JSONTableWriter(columns, lines: kind.names.line + "s", isArray: true)
    case .fixed(let places): return FixedTableWriter(columns, places: places)
    case .xlsx: return XLSXTableWriter(columns, title: job.name)
    case .html:
      let from = run.since.flatMap(time.local) ?? "the beginning"
      return HTMLTableWriter(
        columns, title: kind.title,
        note:
          "\(job.name), number \(sequence): from \(from) to \(time.local(run.until) ?? run.until).",
        charts: kind.charts)
    }
  }

  /// What the root of an XML file says of it.
  private var about: [(name: String, value: String)] {
    var about = [(name: "job", value: job.name), (name: "sequence", value: "\(sequence)")]
    if let since = run.since { about.append((name: "since", value: time.local(since) ?? since)) }
    about.append((name: "until", value: time.local(run.until) ?? run.until))
    if run.again != nil { about.append((name: "again", value: run.label)) }
    return about
  }

  /// Whom the file is for: reports are for spreadsheets unless the job says otherwise.
  private var audience: ExportJob.Audience {
    job.audience ?? (kind.isReport ? .spreadsheet : .system)
  }
}
