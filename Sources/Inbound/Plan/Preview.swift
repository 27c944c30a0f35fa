// SPDX-License-Identifier: Apache-2.0

package import Catalogue
package import Jobs
package import Journal
import Mirror

/// What `dray plan` shows of a file: the same comparison as a plan, nothing written.
package struct Preview: Sendable {
  /// The totals; nil where the file as a whole is refused.
  package var totals: PlanTotals?
  /// Why the file would be refused; empty where it would not.
  package var refused: [Delivery.Reason] = []
  /// The rails it would trip.
  package var held: [Delivery.Reason] = []
  /// Where the file breaks off, if it does: only what stands before that would be worked.
  package var brokenOff: Delivery.Reason?
  /// What each step of the operation would have to do, in order.
  package var steps: [Extent] = []

  /// How much one step would have to do.
  package struct Extent: Sendable, Equatable {
    /// The step, from 0.
    package var phase: Int
    /// How many changes go through it.
    package var changes: Int
    /// How many different groups they fall into (a request carries items of one).
    package var groups: Int

    /// So much.
    package init(phase: Int, changes: Int, groups: Int) {
      self.phase = phase
      self.changes = changes
      self.groups = groups
    }
  }

  /// One line of a preview.
  package enum Line: Sendable {
    /// What would change, old → new.
    case change(record: Int, line: Int, key: String, Intent)
    /// A record that would be rejected.
    case rejected(Rejection)
  }
}

extension Planner {
  /// Compares a file with the mirror as it stands and writes nothing. `each` gets the changes, then the rejected
  /// records, in order; it returns false to hear no more.
  ///
  /// - Parameters:
  ///   - path: Where the bytes are.
  ///   - name: What messages call the file.
  ///   - bytes: How many bytes it has.
  package func preview(
    path: String, name: String, bytes: Int, of job: FeedJob,
    each: (Preview.Line) throws -> Bool
  ) async throws(InboundError) -> Preview {
    var preview = Preview()
    // A file named on the command line is the caller's own: no need to guard its hashes with its own hash.
    let packed = DeliveryFile(path: path, name: name, sha256: "", bytes: bytes)
    var job = job
    let rows = "\(parts.workDirectory)/preview.rows.sqlite"
    defer { ScratchDatabase.remove(rows) }
    var brokenOff: BreakOff?
    let comparison: Comparison
    do throws(PlanStop) {
      var file = try packed.unpacked(for: job, in: parts.workDirectory)
      if job.makesRows {
        brokenOff = try RowMaking(
          file: file, job: job, mirror: parts.mirror.path, workDirectory: parts.workDirectory,
          name: "preview"
        ).make(at: rows)
        file.rows = rows
        (job, _) = try file.readingRows(job)
      }
      comparison = try await Comparison.make(
        file, of: job, name: "preview", mirror: parts.mirror, workDirectory: parts.workDirectory,
        before: job.absent == .keep ? nil : namesBefore(.max, job), exported: exported(job))
    } catch {
      switch error {
      case .failed(let error): throw error
      case .refused(let faults):
        preview.refused = packed.recognised(faults, for: job).map { Delivery.Reason($0) }
      }
      return preview
    }
    preview.totals = comparison.totals
    preview.brokenOff = (comparison.brokenOff ?? brokenOff)?.reason(for: job.operation)
    if let reason = Self.stop(comparison.totals, of: job) { preview.refused = [reason] }
    preview.held = RailCheck(
      rails: job.rails, approval: "dray approve, once it is delivered",
      kind: comparison.isCorrection ? .correction : .file
    ).reasons(for: try facts(comparison, of: job, before: .max))
    do {
      preview.steps = try extents(comparison, of: job.operation)
      try comparison.stage.forEachChange(groupColumn: nil) { change, _ in
        let intent = try Intent(object: change.object, text: change.intent)
        return try each(
          .change(record: change.record, line: change.line, key: change.key, intent))
      }
      try comparison.stage.forEachRejection { try each(.rejected($0)) }
    } catch let error as ScratchError {
      throw error.asInboundError
    } catch let error as InboundError {
      throw error
    } catch { throw InboundError(.bug, "\(error)") }
    return preview
  }

  /// How much each step would have to do.
  private func extents(_ comparison: Comparison, of operation: Catalogue.Operation) throws
    -> [Preview.Extent]
  {
    guard operation.isPhased else {
      let totals = comparison.totals
      return [Preview.Extent(phase: 0, changes: totals.changes, groups: totals.groups)]
    }
    var changes: [Int: Int] = [:]
    var groups: [Int: Set<Int>] = [:]
    try comparison.stage.forEachChange(groupColumn: nil) { change, _ in
      let intent = try Intent(object: change.object, text: change.intent)
      let group = (operation.dependency(intent) ?? change.object).hashValue
      var next = operation.phase(intent, 0)
      while let phase = next {
        changes[phase, default: 0] += 1
        groups[phase, default: []].insert(group)
        next = operation.phase(intent, phase + 1)
      }
      return true
    }
    return changes.keys.sorted().map { phase in
      Preview.Extent(
        phase: phase, changes: changes[phase] ?? 0, groups: groups[phase]?.count ?? 0)
    }
  }
}
