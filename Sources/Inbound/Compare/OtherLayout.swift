// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Jobs
import Tables

// A file that does not fit its job: what it looks like instead.

extension DeliveryFile {
  /// Refusals, with the layout the file seems to have instead of the job's where that is why.
  func recognised(_ faults: [Fault], for job: FeedJob) -> [Fault] {
    guard var fault = faults.first else { return faults }
    let recognition: Recognition
    do { recognition = try Recognition(path: path) } catch { return faults }
    // Damage has places of its own, further down.
    let isOfAnotherKind =
      fault.position.line <= 1 && recognition.confidence >= Recognition.enough
      && !recognition.isKind(of: job.format)
    guard isOfAnotherKind || ["missing-column", "wrong-root", "no-records"].contains(fault.code),
      let hint = otherLayout(recognition, for: job, isOfAnotherKind: isOfAnotherKind)
    else { return faults }
    fault.hint = hint
    return [fault] + faults.dropFirst()
  }

  /// What the file looks like, and what reads it; nil where that is not known to be something else than the job's.
  private func otherLayout(_ recognition: Recognition, for job: FeedJob, isOfAnotherKind: Bool)
    -> String?
  {
    let presets = Preset.available(jobs: job.folder)
    for sight in sights(recognition, for: job) {
      let fits = Preset.fitting(sight, among: presets)
      guard !fits.contains(where: { $0.preset.name == job.preset }) || isOfAnotherKind else {
        return nil
      }
      let own = fits.first { $0.preset.operations.contains(job.operation.name) }?.preset
      guard let fit = own ?? fits.first?.preset else { continue }
      let way =
        own == nil
        ? "a job with feed: \(fit.operations[0]) and preset: \(fit.name) reads it"
        : "`preset: \(fit.name)` reads it"
      return "this looks like \(fit.name): \(way)"
    }
    guard isOfAnotherKind, let kind = recognition.words else { return nil }
    return "this looks like \(kind), and the job \(job.name) reads \(job.format.words)"
  }

  /// What presets are told of the file, as the job splits it into columns and as its bytes say.
  private func sights(_ recognition: Recognition, for job: FeedJob) -> [Layout.Sight] {
    var sights = [recognition.sight]
    var table: FileFormat?
    switch (job.format, recognition.kind) {
    case (.csv(var csv), .csv):
      csv.required = []
      table = .csv(csv)
    case (_, .xlsx): table = .xlsx(XLSXFormat())
    case (_, .csv), (_, .xml), (_, .json), (_, .fixed), (_, .foreign), (_, .empty), (_, .unknown):
      break
    }
    if let table {
      do {
        let reader = try openReader(path: path, named: name, format: table)
        sights.insert(Layout.Sight(columns: reader.columns), at: 0)
      } catch { return sights }
    }
    return sights
  }
}

extension Recognition {
  /// Whether the bytes may be of the kind that a job reads; true where they are of no kind that can be told.
  fileprivate func isKind(of format: FileFormat) -> Bool {
    switch (kind, format) {
    case (.csv, .csv), (.csv, .fixed), (.fixed, .csv), (.fixed, .fixed): true
    case (.xml, .xml), (.json, .json), (.xlsx, .xlsx): true
    case (.foreign, _), (.empty, _), (.unknown, _): true
    case (.csv, _), (.xml, _), (.json, _), (.fixed, _), (.xlsx, _): false
    }
  }

  /// What a receipt says of a document in which no record was found: empty for other kinds of files.
  func withoutRecords(of format: FileFormat) -> [String] {
    switch kind {
    case .xml(let shape):
      ["nothing is at \(shape.records ?? ""): it is taken for a document without records"]
    case .json(let shape):
      [
        "the array at \(format.recordsOfJSON ?? "/\(shape.records)") is empty: it is taken for a document without records"
      ]
    case .csv, .xlsx:
      ["there is a header and nothing below it: it is taken for a table without records"]
    case .fixed, .foreign, .empty, .unknown: []
    }
  }

  /// The kind in words; nil where there is nothing to say of it.
  fileprivate var words: String? {
    switch kind {
    case .csv: "delimited text"
    case .xml(let shape): "XML with <\(shape.root)> as its root"
    case .json: "JSON"
    case .fixed: "lines of fixed width"
    case .xlsx: "an XLSX workbook"
    case .foreign, .empty, .unknown: nil
    }
  }
}

extension FileFormat {
  /// Where a job says that the records of a JSON document are; nil for other formats.
  fileprivate var recordsOfJSON: String? {
    guard case .json(let json) = self, !json.records.isEmpty else { return nil }
    return json.records
  }

  fileprivate var words: String {
    switch self {
    case .csv: "delimited text"
    case .xml: "XML"
    case .json: "JSON"
    case .fixed: "lines of fixed width"
    case .xlsx: "XLSX"
    }
  }
}
