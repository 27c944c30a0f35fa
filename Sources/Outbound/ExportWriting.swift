// SPDX-License-Identifier: Apache-2.0

import Folders
import GRDB
import Jobs
import Journal
import Mirror
import Tables

/// The writing of one file: what differs from what the job wrote last, record by record.
///
/// The mirror is read in one transaction, so the file shows one state of it; what changes meanwhile differs
/// the next time. Records are compared by content alone: neither an event at the window's boundary nor one
/// that shows late can be lost or come twice, and an edit that leaves `updated_at` alone is seen.
struct ExportWriting {
  let exporter: Exporter
  let job: ExportJob
  let run: ExportRun
  let kind: ExportKind
  let time: ZonedTime
  let zone: String
  /// The file's number.
  let sequence: Int

  /// Records compared and written at a time.
  static let pageSize = 1_000
  /// Rows of records kept until they are compared.
  private static let pageRows = 5_000

  /// Writes the file.
  ///
  /// - Returns: how many rows.
  func write(to sink: DraftSink) throws(OutboundError) -> Int {
    _ = try exporter.record(run) { db in try Staging.clear(job.name, db) }
    do {
      return try exporter.mirror.reading { reading in
        let layout = try ExportLayout(job, kind, reading)
        var file = FileWriting(writer(layout), layout, job, to: sink)
        try file.begin()
        if writesAll {
          try writeAll(reading, layout, to: &file)
        } else {
          try writeChanges(reading, layout, to: &file)
        }
        try file.end(job.trailer)
        return file.rows
      }
    } catch let error as OutboundError {
      throw error
    } catch let error as FolderError {
      throw OutboundError(error)
    } catch is CancellationError {
      throw Exporter.stopped(job)
    } catch { throw ExportLayout.config(error, job, kind) }
  }

  private var writesAll: Bool {
    switch job.rows {
    case .all: true
    case .changes: false
    case nil: kind.writesAll || (kind.picking.isByRows && kind.key.isEmpty && job.key.isEmpty)
    }
  }

  private func writeChanges(
    _ reading: MirrorReading, _ layout: ExportLayout, to file: inout FileWriting
  ) throws {
    switch kind.picking {
    case .objects(let sql):
      var page: [Record] = []
      try reading.rows(sql, arguments) { row in
        guard let record = Record(row) else { return }
        page.append(record)
        guard page.count >= Self.pageSize else { return }
        try write(try changed(page), reading, layout, to: &file)
        page.removeAll(keepingCapacity: true)
      }
      try write(try changed(page), reading, layout, to: &file)
    case .events(let sql):
      var (page, new): ([Record], [Record]) = ([], [])
      try reading.rows(sql, arguments) { row in
        guard let record = Record(row) else { return }
        page.append(record)
        guard page.count >= Self.pageSize else { return }
        new += try changed(page)
        page.removeAll(keepingCapacity: true)
      }
      new += try changed(page)
      guard !new.isEmpty else { return }
      try rows(of: new, reading, layout) { row, key in try file.write(row, key: key) }
      try stage(new)
    case .rows: try writeRows(reading, layout, to: &file)
    }
  }

  /// Objects and all their rows.
  private func write(
    _ objects: [Record], _ reading: MirrorReading, _ layout: ExportLayout,
    to file: inout FileWriting
  ) throws {
    guard !Task.isCancelled else { throw Exporter.stopped(job) }
    guard !objects.isEmpty else { return }
    // Objects the filter leaves nothing of were not written: they are compared again next time.
    var written = Set<String>()
    var last = ""
    try rows(of: objects, reading, layout) { row, key in
      try file.write(row, key: key)
      guard let key, key != last else { return }
      written.insert(key)
      last = key
    }
    try stage(objects.filter { written.contains($0.key) })
  }

  /// The rows of what is picked, their cells ready to be written.
  private func rows(
    of picked: [Record], _ reading: MirrorReading, _ layout: ExportLayout,
    _ body: (WrittenRow, String?) throws -> Void
  ) throws {
    var arguments = arguments
    arguments["objects"] = Self.list(picked)
    let text = RowText(layout, time)
    var cells = WrittenRow()
    try reading.rows(layout.statement, arguments) { row in
      text.read(row, into: &cells)
      try body(cells, layout.key(row))
    }
  }

  /// Records as a JSON array of `[key, version]`, written straight to text: there may be millions.
  private static func list(_ records: [Record]) -> String {
    var text: [UInt8] = []
    for record in records {
      text.append(UInt8(ascii: text.isEmpty ? "[" : ","))
      text.append(UInt8(ascii: "["))
      (Int(record.key).map { JSON($0) } ?? .string(record.key)).write(to: &text)
      text.append(UInt8(ascii: ","))
      JSON(record.version).write(to: &text)
      text.append(UInt8(ascii: "]"))
    }
    if text.isEmpty { text.append(UInt8(ascii: "[")) }
    text.append(UInt8(ascii: "]"))
    return String(decoding: text, as: UTF8.self)
  }

  /// Records that are compared row by row, a page at a time.
  private func writeRows(
    _ reading: MirrorReading, _ layout: ExportLayout, to file: inout FileWriting
  ) throws {
    let text = RowText(layout, time)
    var page = RecordPage()
    try reading.rows(layout.statement, arguments) { row in
      if page.records.count >= Self.pageSize || page.rows.count >= Self.pageRows,
        !page.continues(row, layout)
      {
        try flush(&page, layout, to: &file)
      }
      page.add(row, layout, text)
    }
    try flush(&page, layout, to: &file)
  }

  private func flush(
    _ page: inout RecordPage, _ layout: ExportLayout, to file: inout FileWriting
  ) throws {
    guard !Task.isCancelled else { throw Exporter.stopped(job) }
    let finished = page.finished()
    let changed = try changed(finished.map(\.record))
    var versions: [String: Int] = [:]
    for record in changed { versions[record.key] = record.version }
    for (record, range) in finished {
      guard let version = versions[record.key] else { continue }
      for row in page.rows[range] { try file.write(layout.numbered(row, version), key: record.key) }
    }
    try stage(changed)
    page = RecordPage()
  }

  private func writeAll(
    _ reading: MirrorReading, _ layout: ExportLayout, to file: inout FileWriting
  ) throws {
    switch kind.picking {
    case .rows:
      let text = RowText(layout, time)
      var cells = WrittenRow()
      try reading.rows(layout.statement, arguments) { row in
        text.read(row, into: &cells)
        try file.write(cells, key: layout.key(row))
      }
    case .objects(let sql), .events(let sql):
      // The rows of events are made of all of them together.
      let size = kind.picking.isPaged ? Self.pageSize : Int.max
      var page: [Record] = []
      func write() throws {
        guard !Task.isCancelled else { throw Exporter.stopped(job) }
        guard !page.isEmpty else { return }
        try rows(of: page, reading, layout) { row, key in try file.write(row, key: key) }
        page.removeAll(keepingCapacity: true)
      }
      try reading.rows(sql, arguments) { row in
        guard let record = Record(row), !record.content.isEmpty else { return }
        page.append(record)
        if page.count >= size { try write() }
      }
      try write()
    }
  }

  /// What every statement may name.
  private var arguments: [String: String?] {
    [
      "since": run.since, "until": run.until, "before": before, "zone": zone, "objects": "[]",
      "accounts": accounts, "returns": job.returns.rawValue,
    ]
  }

  /// Nothing that began later belongs to a window of whole days.
  private var before: String {
    switch job.window {
    case .sinceLast: "9999"
    case .day, .month: run.until
    }
  }

  private var accounts: String {
    JSON.object(
      job.accounts.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }
    )
    .text
  }

  /// Those whose content is not what the job wrote last, with the version they come out as.
  private func changed(_ page: [Record]) throws(OutboundError) -> [Record] {
    guard !page.isEmpty else { return [] }
    let keys = JSON.array(page.map { .string($0.key) }).text
    let known: [String: (content: String, version: Int, run: Int64)]
    do throws(JournalError) {
      known = try exporter.journal.read { db in
        let rows = try Row.fetchAll(
          db,
          sql: """
            SELECT key, content, version, run FROM exported
            WHERE job = ? AND key IN (SELECT value FROM json_each(?))
            """, arguments: [job.name, keys])
        return Dictionary(
          uniqueKeysWithValues: rows.map {
            ($0["key"], ($0["content"], $0["version"], $0["run"]))
          })
      }
    } catch { throw OutboundError(error) }
    return page.compactMap { record in
      guard !record.content.isEmpty else { return nil }
      if let original = run.again {
        guard let last = known[record.key], last.run == original else { return nil }
        var record = record
        record.version = last.version
        return record
      }
      guard let last = known[record.key] else { return record }
      guard last.content != record.content else { return nil }
      var record = record
      record.version = last.version + 1
      return record
    }
  }

  private func stage(_ records: [Record]) throws(OutboundError) {
    guard !records.isEmpty, run.again == nil else { return }
    // An array of some thousand: a first run of a large shop has millions of events.
    for start in stride(from: 0, to: records.count, by: 10_000) {
      let rows = JSON.array(
        records[start..<min(start + 10_000, records.count)].map {
          [.string($0.key), JSON($0.version), .string($0.content)]
        })
      _ = try exporter.record(run) { db in
        try Staging.add(rows, run: run.id, job.name, db)
      }
    }
  }
}

extension ExportKind.Picking {
  fileprivate var isByRows: Bool {
    switch self {
    case .rows: true
    case .objects, .events: false
    }
  }

  fileprivate var isPaged: Bool {
    switch self {
    case .objects: true
    case .events, .rows: false
    }
  }
}
