// SPDX-License-Identifier: Apache-2.0

import Jobs
import Mirror
import Tables

/// What one job writes: its SQL as it is run, and its columns.
struct ExportLayout {
  /// The SELECT, filtered and in order.
  let statement: String
  /// Its columns; those whose names begin with `_` are for the comparison only, and not written.
  let columns: [ExportColumn]
  /// The columns that are written, by their place in `columns`.
  let shown: [Int]
  /// Where the columns of the key stand; empty where every row is a record.
  let key: [Int]
  /// Where a column named `version` stands, which is filled in here.
  let version: Int?
  /// The same among the columns that are written.
  private let shownVersion: Int?

  /// The layout of a job; throws `config` at the place of the SQL that is wrong.
  init(_ job: ExportJob, _ kind: ExportKind, _ reading: MirrorReading) throws(OutboundError) {
    let sql = job.query ?? kind.sql
    let keyNames = job.key.isEmpty ? kind.key : job.key
    let quoted = keyNames.map { "\"\($0)\"" }.joined(separator: ", ")
    let order = kind.order.isEmpty || !job.key.isEmpty ? quoted : kind.order
    let statement = Self.statement(sql, filter: job.filter, order: order)
    self.statement = statement
    let names: [String]
    do {
      names = try reading.columns(Self.statement(sql, filter: job.filter, order: ""))
    } catch { throw Self.config(error, job, kind) }
    columns = names.map { name in
      kind.columns.first { $0.name == name } ?? ExportColumn(name, .value, "")
    }
    var key: [Int] = []
    for name in keyNames {
      guard let index = names.firstIndex(of: name) else {
        throw Self.config("the key's column '\(name)' is not among its columns", names, job)
      }
      key.append(index)
    }
    self.key = key
    version = names.firstIndex(of: "version")
    let shown = names.indices.filter { !names[$0].hasPrefix("_") }
    self.shown = shown
    shownVersion = shown.firstIndex { names[$0] == "version" }
    if case .xml = job.format,
      let bad = names.first(where: { !$0.hasPrefix("_") && !XMLTableWriter.isName($0) })
    {
      throw Self.config("'\(bad)' cannot be the name of an XML element", names, job)
    }
    for name in job.nested where !names.contains(name) {
      throw Self.config("'nested' names '\(name)', which is not among its columns", names, job)
    }
    if case .fixed(let places) = job.format,
      let bad = places.first(where: { !names.contains($0.name) })
    {
      throw Self.config(
        "'format' has a place for '\(bad.name)', which is not among its columns", names, job)
    }
    for name in job.totals where !names.contains(name) {
      throw Self.config("'totals' names '\(name)', which is not among its columns", names, job)
    }
  }

  /// The columns as the writers know them.
  var written: [WrittenColumn] {
    shown.map { WrittenColumn(columns[$0].name, columns[$0].kind, isOfLine: columns[$0].isOfLine) }
  }

  /// The columns a trailer sums, by their place among those that are written.
  func totals(of job: ExportJob) -> [Int] {
    switch job.trailer {
    case .none, .count: []
    case .totals:
      shown.indices.filter { index in
        let column = columns[shown[index]]
        return job.totals.isEmpty ? column.isSummed : job.totals.contains(column.name)
      }
    }
  }

  /// The key of a row: its cells one after the other, where there are several with their lengths, so that no two keys meet; nil where
  /// every row is a record.
  func key(_ row: borrowing ScanRow) -> String? {
    guard !key.isEmpty else { return nil }
    var text = ""
    for index in key {
      let cell = row.bytes(index).map { String(decoding: $0, as: UTF8.self) } ?? ""
      text += key.count == 1 ? cell : "\(cell.utf8.count):\(cell)"
    }
    return text
  }

  /// A row with the version in its place.
  func numbered(_ row: WrittenRow, _ number: Int) -> WrittenRow {
    guard let shownVersion else { return row }
    return row.replacing(shownVersion, with: number)
  }

  /// A SELECT as it is run: what is picked and the account map before it, the job's filter and the order after it.
  static func statement(_ sql: String, filter: String?, order: String) -> String {
    // The line ends keep a comment at an end from swallowing what follows.
    let condition = filter.map { "\nWHERE (\($0)\n)" } ?? ""
    let sorted = order.isEmpty ? "" : "\nORDER BY \(order)"
    return """
      WITH picked(key, version) AS (SELECT value ->> 0, value ->> 1 FROM json_each(:objects)),
      accounts(name, account) AS (SELECT key, value FROM json_each(:accounts))
      SELECT * FROM (
      \(withoutSemicolon(sql))
      )\(condition)\(sorted)
      """
  }

  private static func withoutSemicolon(_ sql: String) -> Substring {
    var text = sql[...]
    while let last = text.last, last.isWhitespace || last == ";" { text.removeLast() }
    return text
  }

  /// What SQLite says of the job's own SQL, at its place.
  static func config(_ error: any Error, _ job: ExportJob, _ kind: ExportKind) -> OutboundError {
    guard let error = error as? MirrorError else { return OutboundError(.bug, "\(error)") }
    guard error.kind.isAboutSQL else { return OutboundError(error) }
    guard job.filter != nil || job.query != nil else {
      return OutboundError(.bug, "\(job.export): \(error)")
    }
    let words =
      error.description == "not authorized"
      ? "only reading is allowed here: one SELECT over the mirror" : error.description
    return config(words, kind.columns.map(\.name), job)
  }

  private static func config(_ words: String, _ names: [String], _ job: ExportJob) -> OutboundError
  {
    let (key, position) =
      job.query == nil
      ? ("where", job.filterPosition)
      : (job.filter == nil ? "query" : "query' or 'where", job.queryPosition)
    let place = position.map { "\($0): " } ?? ""
    let columns = names.isEmpty ? "" : "; its columns are \(names.joined(separator: ", "))"
    return OutboundError(.config, "\(place)'\(key)' cannot be used: \(words)\(columns)")
  }
}

extension MirrorError.Kind {
  fileprivate var isAboutSQL: Bool {
    switch self {
    case .sql: true
    case .missing, .full, .damaged, .timeLimit, .store, .result, .other: false
    }
  }
}
