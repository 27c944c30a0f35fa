// SPDX-License-Identifier: Apache-2.0

import Folders
import Jobs
import Journal
import Tables

/// `NAME.receipt.csv` and `NAME.rejected.*`, in one pass over the outcomes and, where it takes the
/// delivery's own bytes, over the file.
struct ReceiptRecords {
  let job: FeedJob
  /// Where rejected records are put together that rows were made of.
  let scratch: String
  /// The list of records; nil for `receipt: summary`.
  let list: ReceiptFile?
  /// The rejected records; nil where there are none.
  let rejected: ReceiptFile?

  private static let columns = ["record", "line", "key", "outcome", "id", "code", "message"]

  /// Writes both to their drafts.
  ///
  /// - Parameter file: the delivery's bytes; nil where they are not needed.
  /// - Returns: whether any record came back.
  func write(_ outcomes: OutcomePages, file: DeliveryFile?) throws(InboundError) -> Bool {
    var outcomes = outcomes
    var lines = CSVWriter(lineEnd: .lf) { (bytes) throws(InboundError) in
      try list?.append(bytes)
    }
    try lines.write(Self.columns)
    var isAnyBack = false
    if let file {
      isAnyBack =
        try file.rows == nil
        ? read(file, &outcomes, &lines) : readRows(file, &outcomes, &lines)
    }
    while let outcome = try outcomes.next() { try Self.add(outcome, to: &lines) }
    try lines.flush()
    return isAnyBack
  }

  private func read(
    _ file: DeliveryFile, _ outcomes: inout OutcomePages, _ lines: inout CSVWriter<InboundError>
  ) throws(InboundError) -> Bool {
    do throws(PlanStop) {
      var isAnyBack = false
      var reader = try file.open(for: job)
      var copies = try rejectedRecords(of: file, reader)
      var mapper = job.receipt == .all ? try mapper(of: file, reader) : nil
      var batch = RecordBatch(columnCount: reader.columns.count)
      var flow = RecordFlow(takesBeginning: true, heedsStop: false)
      while try flow.next(&reader, into: &batch) {
        copies.look(at: batch, of: reader)
        for index in 0..<batch.count {
          let extent = batch.records[index]
          let outcome: ReceiptLine?
          do { outcome = try outcomes.next(of: extent.number) } catch { throw .failed(error) }
          do throws(InboundError) {
            if let outcome {
              try Self.add(outcome, to: &lines)
            } else if mapper != nil {
              try Self.addUnchanged(index, of: batch, &mapper, to: &lines)
            }
          } catch { throw .failed(error) }
          if let rejected, let outcome, outcome.outcome == .rejected {
            let bytes: [UInt8]
            do { bytes = try copies.copy(index, outcome, of: batch, reader) } catch {
              throw PlanStop(.failure(error))
            }
            do { try rejected.append(bytes) } catch { throw .failed(error) }
            isAnyBack = true
          }
        }
      }
      guard let rejected, isAnyBack else { return false }
      let ending: [UInt8]
      do { ending = try copies.ending(isBrokenOff: flow.brokenOff != nil) } catch {
        throw PlanStop(.failure(error))
      }
      do { try rejected.append(ending) } catch { throw .failed(error) }
      return true
    } catch {
      switch error {
      case .failed(let error): throw error
      case .refused(let faults):
        // It was read when it was planned; the job has been changed since.
        throw InboundError(
          .bug,
          "\(file.name) can no longer be read as the job \(job.name) says: "
            + faults.map(\.description).joined(separator: "; "))
      }
    }
  }

  /// Reads the keys of what is unchanged.
  func mapper(
    of file: DeliveryFile, _ reader: any RecordReader
  ) throws(PlanStop) -> RecordMapper {
    do {
      return try RecordMapper(
        job, columns: DeliveryFile.columns(of: reader, for: job), references: [:], moneyDigits: 2,
        file: file.name)
    } catch { throw .refused(error.faults) }
  }

  func rejectedRecords(
    of file: DeliveryFile, _ reader: any RecordReader
  ) throws(PlanStop) -> any RejectedRecords {
    let slices: FileSlices
    do { slices = try FileSlices(path: file.path) } catch { throw PlanStop(.failure(error)) }
    if let reader = reader as? CSVReader { return RejectedLines(reader, file: slices) }
    if reader is JSONReader { return RejectedObjects(file: slices) }
    if reader is FixedReader { return RejectedPlaces(file: slices) }
    if let reader = reader as? XLSXReader { return RejectedRows(reader) }
    return RejectedElements(file: slices)
  }

  /// Adds the line of a record for which the journal holds no outcome: nothing was to be changed.
  static func addUnchanged(
    _ index: Int, of batch: RecordBatch, _ mapper: inout RecordMapper?,
    to lines: inout CSVWriter<InboundError>
  ) throws(InboundError) {
    let extent = batch.records[index]
    _ = mapper?.map(index, of: batch)
    try add(
      ReceiptLine(
        record: extent.number, line: extent.line, key: mapper?.keyText(index, batch) ?? "",
        outcome: .unchanged), to: &lines)
  }

  static func add(
    _ outcome: ReceiptLine, to lines: inout CSVWriter<InboundError>
  ) throws(InboundError) {
    try lines.write([
      String(outcome.record), String(outcome.line), outcome.key, outcome.outcome.rawValue,
      outcome.id, outcome.code, outcome.message,
    ])
  }
}
