// SPDX-License-Identifier: Apache-2.0

import Catalogue
package import Folders
import GRDB
package import Jobs
package import Journal
import Logging
import Tables

/// Answers a delivery: receipt and rejected records, from the journal and the delivery's own bytes.
///
/// The durable steps, in order: the list of records, the rejected records, then the summary, each seen
/// whole in the outbox and beside the archived file; the original into the archive; the journal. A
/// crash between two of them leaves the receipt due, and it is written again to the same bytes.
package struct ReceiptWriter: Sendable {
  /// What it works with.
  package var parts: InboundParts
  /// `outbox/receipts/NAME/`.
  package var shelf: Shelf
  /// `archive/NAME/`; the day folder below it is made as needed.
  package var archivePath: String

  package init(parts: InboundParts, shelf: Shelf, archivePath: String) {
    self.parts = parts
    self.shelf = shelf
    self.archivePath = archivePath
  }

  /// After a start: removes what a crash left half written and answers the deliveries whose receipt is
  /// due.
  package func recover(_ unanswered: [Delivery], of job: FeedJob) throws(InboundError) {
    do { try shelf.sweep(keeping: []) } catch { throw InboundError(error) }
    for delivery in unanswered {
      let archive = try DeliveryArchive(delivery, below: archivePath, spool: parts.spool)
      do { try archive.shelf.sweep(keeping: []) } catch { throw InboundError(error) }
      try write(delivery, of: job)
    }
  }

  /// Writes `.receipt.json`, `.receipt.csv` and `.rejected.*` whole, keeps a copy of each beside the
  /// archived file, moves the spool file to the archive where the delivery is final, and records in the
  /// journal that it is answered. Repeating it after a crash at any step gives the same files.
  package func write(_ delivery: Delivery, of job: FeedJob) throws(InboundError) {
    let facts = try facts(of: delivery)
    let planned = try parts.plannedJob(of: facts.told, now: job)
    let job = delivery.undoOf == nil ? planned : planned.undoing
    let counts = facts.counts
    let archive = try DeliveryArchive(delivery, below: archivePath, spool: parts.spool)
    let names = ReceiptNames(delivery, of: job)
    let archived = ReceiptNames(archived: delivery, of: job)
    func places(_ name: KeyPath<ReceiptNames, String>) -> [(shelf: Shelf, name: String)] {
      var places: [(shelf: Shelf, name: String)] = []
      // The plain name holds the newest answer for that file name only.
      if facts.isNewest { places.append((shelf, names[keyPath: name])) }
      if delivery.state.isFinal { places.append((archive.shelf, archived[keyPath: name])) }
      return places
    }

    let needsFile = counts.rejected > 0 || job.receipt == .all && counts.records > 0
    let file = needsFile ? try file(of: delivery, told: facts.told, job, archive) : nil
    let list = job.receipt == .summary ? nil : try ReceiptFile(places(\.records))
    let rejected =
      file != nil && counts.rejected > 0 ? try ReceiptFile(places(\.rejected)) : nil
    let isAnyBack: Bool
    do throws(InboundError) {
      isAnyBack = try ReceiptRecords(
        job: job, scratch: "\(parts.workDirectory)/\(delivery.label).rejected.sqlite", list: list,
        rejected: rejected
      ).write(
        OutcomePages(parts.journal, of: facts.source), file: file)
    } catch {
      let failure = error
      do throws(InboundError) {
        try list?.discard()
        try rejected?.discard()
      } catch { throw failure }
      throw failure
    }
    if let list { try list.place() } else { try ReceiptFile.remove(places(\.records)) }
    if let rejected, isAnyBack {
      try rejected.place()
    } else if rejected != nil || counts.rejected == 0 {
      try rejected?.discard()
      try ReceiptFile.remove(places(\.rejected))
    }
    let summary = try ReceiptFile(places(\.summary))
    let isWithout =
      delivery.state == .settled && (facts.told.mapped?.records ?? counts.records) == 0
    var answered = delivery
    (answered.mapped, answered.absent) = (facts.told.mapped, facts.told.absent)
    let told = ReceiptSummary(
      delivery: answered, operation: job.operation.name, counts: counts,
      changes: facts.changes, calls: facts.calls, points: facts.points,
      faults: (facts.told.brokenOff.map { [$0] } ?? []) + delivery.reasons,
      readAs: try readAs(delivery, job, archive, isWithoutRecords: isWithout))
    try summary.append(told.bytes)
    try summary.place()

    let original = delivery.state.isFinal ? try archive.adopt() : nil
    do { try parts.journal.answered(delivery.id, archived: original, at: parts.now()) } catch {
      throw InboundError(error)
    }
  }

  /// The delivery's bytes; nil where they are gone, or where the job was changed since and no longer
  /// fits them: the receipt is then written from the journal alone.
  private func file(
    of delivery: Delivery, told source: Delivery, _ job: FeedJob, _ archive: DeliveryArchive
  ) throws(InboundError) -> DeliveryFile? {
    guard let path = try archive.path() else { return nil }
    let packed = DeliveryFile(
      path: path, name: delivery.name, sha256: delivery.sha256, bytes: delivery.bytes)
    var madeRows: String?
    if source.mapped != nil {
      // A duplicate tells of the rows of the first delivery with these bytes.
      let rows =
        source.id == delivery.id
        ? archive : try DeliveryArchive(source, below: archivePath, spool: parts.spool)
      madeRows = try rows.rowsPath()
      if madeRows == nil {
        parts.logger.warning(
          "no rejected records are written: the rows made of the file are gone",
          metadata: ["feed": "\(job.name)", "delivery": "\(delivery.label)"])
        return nil
      }
    }
    do throws(PlanStop) {
      var file = try packed.unpacked(for: job, in: parts.workDirectory)
      file.rows = madeRows
      _ = try file.source(for: job)
      if file.rows != nil { _ = try file.readingRows(job) }
      return file
    } catch {
      switch error {
      case .failed(let error): throw error
      case .refused(let faults):
        parts.logger.warning(
          "no rejected records are written: the job no longer fits the file",
          metadata: [
            "feed": "\(job.name)", "delivery": "\(delivery.label)",
            "reason": "\(faults.first?.description ?? "")",
          ])
        return nil
      }
    }
  }

  /// How the delivery's bytes are read; null where they are gone or are our own.
  private func readAs(
    _ delivery: Delivery, _ job: FeedJob, _ archive: DeliveryArchive, isWithoutRecords: Bool
  ) throws(InboundError) -> JSON {
    guard delivery.undoOf == nil, let path = try archive.path() else { return .null }
    do throws(TableError) {
      var recognition = try Recognition(path: path, format: DeliveryFile.format(for: job))
      if isWithoutRecords { recognition.doubts += recognition.withoutRecords(of: job.format) }
      return recognition.json
    } catch {
      switch error {
      // Damaged: what is wrong with it stands among the faults.
      case .fault: return .null
      case .failure(let failure):
        throw InboundError(.disk, "The delivery's bytes cannot be read: \(failure).")
      }
    }
  }

  /// What the journal knows of a delivery.
  private struct Facts {
    /// Whether no later delivery of the job has this file name.
    var isNewest: Bool
    /// Whose outcomes are told: a duplicate repeats the first one's.
    var source: Int64
    /// That delivery.
    var told: Delivery
    var counts: OutcomeCounts
    var changes: Int
    var calls: Int
    var points: Int
  }

  private func facts(of delivery: Delivery) throws(InboundError) -> Facts {
    let source = delivery.duplicateOf ?? delivery.id
    do throws(JournalError) {
      // Calls are noted and go along with the next commit: with this one, before they are counted.
      try parts.journal.flushCalls()
      return try parts.journal.read { db in
        let later = try Bool.fetchOne(
          db,
          sql: "SELECT EXISTS (SELECT 1 FROM deliveries WHERE job = ? AND name = ? AND id > ?)",
          arguments: [delivery.job, delivery.name, delivery.id])
        let totals = try Journal.totals(of: source, db)
        let told =
          source == delivery.id ? delivery : try Journal.delivery(source, db) ?? delivery
        return Facts(
          isNewest: later != true, source: source, told: told,
          counts: try Journal.counts(of: source, db), changes: totals.changes,
          calls: totals.calls, points: totals.points)
      }
    } catch { throw InboundError(error) }
  }
}
