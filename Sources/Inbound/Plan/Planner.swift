// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Folders
package import Jobs
package import Journal
import Mirror
import Tables

/// Decides what a delivery asks of the store: decode, map, compare, rails.
package struct Planner: Sendable {
  /// What it works with.
  package var parts: InboundParts

  /// A planner for one home.
  package init(parts: InboundParts) { self.parts = parts }

  /// What a plan came to; it stands in the journal when this returns.
  package enum Verdict: Sendable, Equatable {
    /// Changes, rejections and counts are committed; the delivery is `working`.
    case planned(changes: Int)
    /// A rail tripped: the delivery is `held`, nothing else was written.
    case held([Delivery.Reason])
    /// The file as a whole cannot be read: the delivery is `refused`.
    case refused([Delivery.Reason])
  }

  /// Plans a `waiting` delivery, or a `held` one that was approved (then the rails do not apply), in one
  /// transaction. Fetches first what the comparison needs of the store.
  ///
  /// A crash before the transaction leaves nothing; planning again gives the same.
  package func plan(_ delivery: Delivery, of job: FeedJob) async throws(InboundError) -> Verdict {
    guard let spool = delivery.spool else {
      throw InboundError(.bug, "\(delivery.label) has no copy in the spool.")
    }
    let packed = DeliveryFile(
      path: parts.spool.path(spool), name: delivery.name, sha256: delivery.sha256,
      bytes: delivery.bytes)
    let isUndo = delivery.undoOf != nil
    try await freshen(
      for: job, reading: isUndo ? [] : job.mirrorStreams,
      always: isUndo && job.operation.composition != nil)
    var job = job
    var rows: RowFile.About?
    var comparison: Comparison
    var brokenOff: BreakOff?
    do throws(PlanStop) {
      var file = try packed.unpacked(for: job, in: parts.workDirectory)
      if job.makesRows, !isUndo {
        (job, rows, brokenOff) = try makeRows(of: &file, job, name: delivery.label, spool: spool)
      }
      if isUndo {
        comparison = try Undoing(parts: parts, job: job).compare(file, name: delivery.label)
      } else {
        comparison = try await Comparison.make(
          file, of: job, name: delivery.label, mirror: parts.mirror,
          workDirectory: parts.workDirectory,
          before: isWhole(delivery, job) ? namesBefore(delivery.id, job) : nil,
          exported: exported(job))
      }
    } catch {
      switch error {
      case .failed(let error): throw error
      case .refused(let faults):
        return try refuse(
          delivery, packed.recognised(faults, for: job).map { Delivery.Reason($0) })
      }
    }
    comparison.brokenOff = comparison.brokenOff ?? brokenOff
    let end = comparison.brokenOff.map { [$0.reason(for: job.operation)] } ?? []
    let totals = comparison.totals
    if delivery.undoOf == nil, let reason = Self.stop(totals, of: job) {
      return try refuse(delivery, [reason] + end)
    }
    if delivery.approvedSHA256 != delivery.sha256 {
      let kind: RailCheck.Kind =
        delivery.undoOf != nil
        ? .undo : delivery.correction || comparison.isCorrection ? .correction : .file
      let check = RailCheck(
        rails: job.rails, approval: "dray approve \(delivery.label)", kind: kind)
      let reasons = check.reasons(for: try facts(comparison, of: job, before: delivery.id))
      if !reasons.isEmpty {
        do throws(JournalError) {
          try parts.journal.move(delivery.id, to: .held, reasons: reasons + end, at: parts.now())
        } catch { throw InboundError(error) }
        return .held(reasons)
      }
    }
    try commit(comparison, of: delivery, job, rows: rows)
    return .planned(changes: totals.changes)
  }

  /// Whether a delivery says all there is to say, so that what it leaves out counts as left out.
  func isWhole(_ delivery: Delivery, _ job: FeedJob) -> Bool {
    job.absent != .keep && !delivery.correction && !delivery.repeats && delivery.undoOf == nil
  }

  func namesBefore(_ delivery: Int64, _ job: FeedJob) -> Comparison.Names {
    let journal = parts.journal
    return { (each) throws(InboundError) in
      do throws(JournalError) {
        try journal.namedObjects(
          of: job.name, before: delivery, learned: job.operation.rereads.map { _ in "product_id" },
          each: each)
      } catch { throw InboundError(error) }
    }
  }

  /// Which orders the export has written whose unwritten ones are taken off the counts; nil where none is named.
  func exported(_ job: FeedJob) -> Unexported.Exported? {
    guard let export = job.subtractUnexported else { return nil }
    let journal = parts.journal
    return { (orders) throws(InboundError) in
      do throws(JournalError) {
        return try journal.exported(by: export, among: orders)
      } catch { throw InboundError(error) }
    }
  }

  /// What the rails look at; what costs a scan only where a rail asks for it.
  func facts(_ comparison: Comparison, of job: FeedJob, before delivery: Int64)
    throws(InboundError) -> RailCheck.Facts
  {
    let history: Journal.History
    do { history = try parts.journal.history(of: job.name, before: delivery) } catch {
      throw InboundError(error)
    }
    var facts = RailCheck.Facts(totals: comparison.totals)
    facts.header = comparison.header
    facts.lastHeader = history.header
    facts.medianRecords = history.medianRecords
    do throws(ScratchError) {
      let stage = comparison.stage
      if job.rails.maxPriceMove != nil {
        facts.furthest = try stage.furthestPrice(of: job.operation)
      }
      if job.rails.maxDeleted != nil {
        let named = try stage.database.integer("SELECT count(*) FROM plan_before")
        facts.named = named > 0 ? named : comparison.totals.records
        facts.totals.removed = try stage.removedCount(of: job.operation)
      }
    } catch { throw error.asInboundError }
    return facts
  }

  /// Brings the mirror to where the job's comparison needs it: streams never filled are filled unasked, and
  /// `compare: store` takes the store's changes since the last look.
  ///
  /// What is made of several records is taken back only if the store has it as it was left, which only a look
  /// can tell: `always`.
  private func freshen(for job: FeedJob, reading more: [String], always: Bool)
    async throws(InboundError)
  {
    var streams = job.operation.streams
    streams += more.filter { !streams.contains($0) }
    if job.subtractUnexported != nil { streams += ["orders", "fulfillment_orders"] }
    do throws(MirrorError) {
      let unfilled = try parts.mirror.unfilled(streams)
      if !unfilled.isEmpty {
        _ = try await parts.mirror.refresh(
          unfilled, full: true, from: parts.admin, workDirectory: parts.workDirectory)
      }
      switch always ? .store : job.comparison {
      case .mirror: break
      case .store:
        let rest = streams.filter { !unfilled.contains($0) }
        guard !rest.isEmpty else { return }
        _ = try await parts.mirror.refresh(
          rest, from: parts.admin, workDirectory: parts.workDirectory)
      }
    } catch { throw InboundError(error) }
  }

  /// Makes the rows of a delivery, durable beside its copy; afterwards `file` is read by them.
  private func makeRows(
    of file: inout DeliveryFile, _ job: FeedJob, name: String, spool: String
  ) throws(PlanStop) -> (FeedJob, RowFile.About, BreakOff?) {
    let making = RowMaking(
      file: file, job: job, mirror: parts.mirror.path, workDirectory: parts.workDirectory,
      name: name)
    let brokenOff = try making.make(at: parts.spool.rowsDraftPath(spool))
    do throws(FolderError) { try parts.spool.placeRows(of: spool) } catch {
      throw .failed(InboundError(error))
    }
    file.rows = parts.spool.path(Spool.rowsName(spool))
    let (reading, about) = try file.readingRows(job)
    return (reading, about, brokenOff)
  }

  private func refuse(_ delivery: Delivery, _ reasons: [Delivery.Reason]) throws(InboundError)
    -> Verdict
  {
    do throws(JournalError) {
      try parts.journal.move(delivery.id, to: .refused, reasons: reasons, at: parts.now())
    } catch { throw InboundError(error) }
    return .refused(reasons)
  }

  /// `stop_at`: so many records are wrong that the file is not to be trusted.
  static func stop(_ totals: PlanTotals, of job: FeedJob) -> Delivery.Reason? {
    guard let most = job.stopAtPercent,
      RailCheck.exceeds(totals.rejected, of: totals.records, percent: most)
    else { return nil }
    return Delivery.Reason(
      code: "too-many-rejected",
      message: "\(totals.rejected) of \(totals.records) records are rejected "
        + "(\(RailCheck.percent(totals.rejected, of: totals.records))), expected at most "
        + "\(most.shortest)% (`stop_at`); nothing was sent")
  }
}

extension Delivery.Reason {
  /// A fault of the whole file, with its place.
  init(_ fault: Fault) { self.init(code: fault.code, message: fault.description) }
}
