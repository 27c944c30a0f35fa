// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables

extension ExportJob {
  /// What `export:` may name.
  package static let kinds = [
    "orders", "order-lines", "shopify-orders", "refunds", "transactions", "fulfillments", "stock",
    "products",
    "daily-sales", "sales-journal", "query",
  ]

  /// Those of them that are reports: for people, a day at a time.
  package static let reports = ["daily-sales", "sales-journal"]
}

/// Makes an export of its settings, and collects what is wrong with them.
struct ExportReading {
  let name: String
  let settings: Settings
  /// The folder of job files.
  let jobs: String
  /// What was wrong, in the order met.
  var faults: [Fault] = []

  /// An export of these settings.
  init(name: String, settings: Settings, jobs: String) {
    self.name = name
    self.settings = settings
    self.jobs = jobs
  }

  /// The job; nil where a required key is faulty. Faults are added.
  mutating func read(bytes: [UInt8]) -> ExportJob? {
    checkFileName()
    checkZone()
    guard let export = settings["export"]?.text, let file = settings["file"]?.text else {
      return nil
    }
    let isReport = ExportJob.reports.contains(export)
    var parts = [bytes]
    var job = ExportJob(name: name, export: export, file: file, digest: "")
    job.filter = settings["where"]?.text
    job.filterPosition = settings["where"]?.position
    job.filterPlace = settings["where"].flatMap { setting in
      setting.text.map { PlacedText($0, at: setting.position, of: bytes) }
    }
    job.zone = settings["zone"]?.text
    job.queryPlace = query(of: export, &parts)
    job.query = job.queryPlace?.text
    job.queryPosition = settings["query"]?.position
    job.key = settings["key"]?.texts ?? []
    if let key = settings["key"], export != "query" {
      faults.append(
        Fault(
          "key-of-export", at: key.keyPosition, "'key' is for 'export: query'",
          hint: "\(export) has a key of its own"))
    }
    job.timing = Timing.read(settings, faults: &faults)
    job.deliver = settings["deliver"]?.texts ?? []
    job.deliverPosition = settings["deliver"]?.position
    job.alert = AlertReading.choice(settings["alert"])
    job.alertPosition = settings["alert"]?.position
    if let retry = settings["retry"]?.duration { job.retry = retry }
    job.format = format(isReport: isReport)
    job.nested = settings["format"]?.table?["nested"]?.texts ?? []
    job.window =
      settings["window"]?.text.flatMap(ExportJob.Window.init) ?? (isReport ? .day : .sinceLast)
    job.rows = settings["rows"]?.text.flatMap(ExportJob.WrittenRows.init)
    job.trailer = settings["trailer"]?.text.flatMap(ExportJob.Trailer.init) ?? .none
    job.totals = settings["totals"]?.texts ?? []
    if let totals = settings["totals"], job.trailer != .totals {
      faults.append(
        Fault(
          "totals-without-trailer", at: totals.keyPosition, "'totals' needs 'trailer: totals'"))
    }
    if let text = settings["returns"]?.text.flatMap(ExportJob.ReturnMoment.init) {
      job.returns = text
    }
    if let returns = settings["returns"], !isReport { forReports(returns) }
    job.accounts = accounts(of: export, &parts)
    if let empty = settings["empty"]?.text.flatMap(ExportJob.EmptyExport.init) { job.empty = empty }
    job.audience = settings["for"]?.text.flatMap(ExportJob.Audience.init)
    job.digest = ConfigFile.digest(parts)
    return job
  }

  private mutating func checkFileName() {
    guard let setting = settings["file"], let text = setting.text else { return }
    do {
      _ = try FileNameTemplate(text)
    } catch {
      faults.append(
        Fault(
          "file-name", at: setting.position, "'file' cannot be that: \(error.reason)",
          expected: "a name such as orders-{sequence}-{until:%Y%m%d}.csv", found: quoted(text)))
    }
  }

  private mutating func checkZone() {
    guard let setting = settings["zone"], let text = setting.text,
      TimeZone(identifier: text) == nil
    else { return }
    faults.append(
      Fault(
        "zone", at: setting.position, "'zone' names no time zone",
        expected: "a name such as Europe/Berlin", found: quoted(text)))
  }

  /// The SQL of `query:`, or what stands in the file it names.
  private mutating func query(of export: String, _ parts: inout [[UInt8]]) -> PlacedText? {
    guard let setting = settings["query"], let text = setting.text else {
      if export == "query", !settings.faulty.contains("query") {
        faults.append(
          Fault(
            "no-query", at: settings.position, "'export: query' has no 'query'",
            hint: "give it a SELECT, or the name of a file with one"))
      }
      return nil
    }
    guard text.hasSuffix(".sql"), !text.contains(where: \.isWhitespace) else {
      return PlacedText(text, at: setting.position, of: parts[0])
    }
    guard !text.contains("/"), !text.hasPrefix(".") else {
      faults.append(
        Fault(
          "query-file", at: setting.position, "'query' cannot name that file",
          expected: "the name of a file beside the job", found: quoted(text)))
      return nil
    }
    do {
      let bytes = try ConfigFile.read("\(jobs)/\(text)", as: "jobs/\(text)")
      parts.append(bytes)
      return PlacedText(
        String(decoding: bytes, as: UTF8.self),
        at: Position(file: "jobs/\(text)", line: 1, column: 1), of: bytes)
    } catch {
      guard error.code == "no-such-file" else {
        faults.append(error)
        return nil
      }
      faults.append(
        Fault("query-file", at: setting.position, "there is no file jobs/\(text)"))
      return nil
    }
  }

  private mutating func format(isReport: Bool) -> TableFormat {
    guard let setting = settings["format"], let table = setting.table else {
      return .csv(delimiter: UInt8(ascii: ","))
    }
    switch table["type"]?.text {
    case "tsv": return .csv(delimiter: 0x09)
    case "xml":
      for key in ["root", "record", "line"] {
        guard let name = table[key], let text = name.text, !XMLTableWriter.isName(text) else {
          continue
        }
        faults.append(
          Fault(
            "element-name", at: name.position, "'\(key)' cannot be the name of an element",
            expected: "letters, digits, '-', '_' and '.', a letter first", found: quoted(text)))
      }
      return .xml(
        root: table["root"]?.text, record: table["record"]?.text, line: table["line"]?.text)
    case "jsonl": return .jsonLines
    case "json": return .json
    case "fixed": return .fixed(places(table["columns"]?.table))
    case "xlsx": return .xlsx
    case "html":
      if !isReport { forReports(setting) }
      return .html
    default: return .csv(delimiter: table["delimiter"]?.character ?? UInt8(ascii: ","))
    }
  }

  private mutating func places(_ block: Settings?) -> [FixedTableWriter.Place] {
    var places: [FixedTableWriter.Place] = []
    for entry in block?.entries ?? [] {
      guard let table = entry.table, let start = table["start"]?.integer,
        let width = table["width"]?.integer
      else { continue }
      let span = start..<start + width
      if let other = places.first(where: { ($0.start..<$0.start + $0.width).overlaps(span) }) {
        faults.append(
          Fault(
            "fixed-place", at: entry.keyPosition,
            "the columns '\(entry.key)' and '\(other.name)' share characters",
            hint: "give each a place of its own"))
      }
      places.append(
        FixedTableWriter.Place(
          entry.key, start: start, width: width, isRight: table["align"]?.text == "right",
          padding: UInt8(ascii: table["pad"]?.text == "zero" ? "0" : " ")))
    }
    return places
  }

  private mutating func accounts(of export: String, _ parts: inout [[UInt8]]) -> [String: String] {
    guard let setting = settings["accounts"], let table = setting.text else { return [:] }
    guard export == "sales-journal" else {
      faults.append(
        Fault(
          "accounts-of-export", at: setting.keyPosition, "'accounts' is for 'export: sales-journal'"
        ))
      return [:]
    }
    do throws(ConfigError) {
      let table = try LookupTable.read(table, folder: jobs + "/tables", namedAt: setting.position)
      parts.append(table.bytes)
      return table.values
    } catch {
      faults += error.faults
      return [:]
    }
  }

  private mutating func forReports(_ setting: Setting) {
    faults.append(
      Fault(
        "for-reports", at: setting.keyPosition, "this is for reports",
        expected: ExportJob.reports.map { "'export: \($0)'" }.joined(separator: " or ")))
  }
}
