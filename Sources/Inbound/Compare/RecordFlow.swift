// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Jobs
import Journal
import Tables

/// Hands out a file's records batch by batch, up to its end or to where it breaks off.
///
/// Every pass over a file that is worked up to a break ends with the same record, and so does the receipt's.
struct RecordFlow {
  /// Whether a break ends the file after the records before it; else it refuses the file.
  let takesBeginning: Bool
  /// Whether it ends where the program is being stopped; a receipt is written to its end.
  private let heedsStop: Bool
  /// How many records were handed out.
  private(set) var count = 0
  /// Where the file breaks off; nil while it does not.
  private(set) var brokenOff: BreakOff?

  init(takesBeginning: Bool, heedsStop: Bool = true) {
    self.takesBeginning = takesBeginning
    self.heedsStop = heedsStop
  }

  /// The flow of a file as a job takes it.
  init(_ job: FeedJob) { self.init(takesBeginning: !job.allOrNothing) }

  /// Refills `batch`; false at the end, with an empty batch.
  mutating func next(_ reader: inout any RecordReader, into batch: inout RecordBatch)
    throws(PlanStop) -> Bool
  {
    guard !heedsStop || !Task.isCancelled else { throw .stopping }
    guard brokenOff == nil else { return false }
    do {
      guard try reader.next(into: &batch) else { return false }
      count += batch.count
      return true
    } catch {
      guard takesBeginning, count > 0, case .fault(let fault) = error, fault.isBreak else {
        throw PlanStop(error)
      }
      brokenOff = BreakOff(fault: fault, records: count)
      batch.removeAll()
      return false
    }
  }
}

/// Where a file breaks off whose beginning is worked.
struct BreakOff {
  /// What is wrong there.
  let fault: Fault
  /// How many records stand before it.
  let records: Int

  /// The same for people and for scripts.
  func reason(for operation: Operation) -> Delivery.Reason {
    var fault = fault
    let before =
      records == 1
      ? "the record before it is worked" : "the \(records) records before it are worked"
    let next: String
    if operation.folds == nil {
      next = "when the whole file comes, what was done is unchanged"
    } else {
      fault.hint = nil
      next = "send the rest alone, for what was done would be done twice"
    }
    return Delivery.Reason(
      code: fault.code, message: "\(fault.description); \(before), the rest is not; \(next)")
  }
}
