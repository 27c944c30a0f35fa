// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Jobs
import Tables

/// A delivery's bytes and how to read them: every pass over the file opens it anew.
struct DeliveryFile: Sendable {
  /// Where the bytes are.
  let path: String
  /// What the user calls the file.
  let name: String
  /// Keys the fingerprints.
  let sha256: String
  /// How many bytes it has, unpacked.
  let bytes: Int
  /// Holds what came packed.
  var unpacked: Unpacked?
  /// Where the rows are that `map:` or `group:` made of its records; nil where its records are what is worked.
  var rows: String?

  init(path: String, name: String, sha256: String, bytes: Int) {
    self.path = path
    self.name = name
    self.sha256 = sha256
    self.bytes = bytes
  }

  /// The job's format, with every column the job speaks of required.
  static func format(for job: FeedJob) -> FileFormat {
    // Behind a SELECT the fields name its columns, not the file's.
    if job.map != nil { return job.format }
    switch job.format {
    case .csv(var csv):
      csv.required += job.namedColumns.filter { !csv.required.contains($0) }
      return .csv(csv)
    case .xlsx(var xlsx):
      xlsx.required += job.namedColumns.filter { !xlsx.required.contains($0) }
      return .xlsx(xlsx)
    case .xml, .json, .fixed: return job.format
    }
  }

  /// Opens what a job works: the rows made of its records, or the records themselves.
  func open(for job: FeedJob) throws(PlanStop) -> any RecordReader {
    guard let rows else { return try source(for: job) }
    do { return try RowReader(path: rows, named: name) } catch { throw PlanStop(error) }
  }

  /// The job as it reads the rows made of this file, and what they are said to be.
  func readingRows(_ job: FeedJob) throws(PlanStop) -> (FeedJob, RowFile.About) {
    let reader: RowReader
    do { reader = try RowReader(path: rows ?? "", named: name) } catch { throw PlanStop(error) }
    do {
      return (try job.reading(rowsOf: reader.columns), reader.about)
    } catch { throw .refused(error.faults) }
  }

  /// Opens the file itself; the columns the job maps must be there.
  func source(for job: FeedJob) throws(PlanStop) -> any RecordReader {
    do {
      return try openReader(path: path, named: name, format: Self.format(for: job))
    } catch { throw PlanStop(error) }
  }

  /// The job with the fields that follow from the file's columns.
  func fitted(_ job: FeedJob) throws(PlanStop) -> FeedJob {
    guard !job.openColumns.isEmpty, bytes > 0 else { return job }
    return job.fitted(to: Self.columns(of: try open(for: job), for: job))
  }

  /// What the job calls the reader's columns.
  static func columns(of reader: any RecordReader, for job: FeedJob) -> [String] {
    job.columns.isEmpty || reader is RowReader ? reader.columns : job.columns
  }

  /// Hands out the file's records batch by batch, as far as `flow` goes.
  func forEachBatch(
    of reader: inout any RecordReader, _ flow: inout RecordFlow,
    _ body: (inout RecordBatch) throws(PlanStop) -> Void
  ) throws(PlanStop) {
    var batch = RecordBatch(columnCount: reader.columns.count)
    while try flow.next(&reader, into: &batch) { try body(&batch) }
  }
}

/// Why planning ends early.
enum PlanStop: Error {
  /// The file as a whole is wrong: the delivery is refused.
  case refused([Fault])
  /// The world is.
  case failed(InboundError)

  /// We are stopping; the delivery stays as it was.
  static let stopping = PlanStop.failed(
    InboundError(.stopped, "Stopped while planning; nothing was decided."))

  /// What a reader threw.
  init(_ error: TableError) {
    switch error {
    case .fault(let fault): self = .refused([fault])
    case .failure(let failure):
      self = .failed(
        InboundError(.disk, "The delivery's copy in the spool cannot be read: \(failure)."))
    }
  }

  /// What the comparison's database said.
  init(_ error: ScratchError) { self = .failed(error.asInboundError) }
}
