// SPDX-License-Identifier: Apache-2.0

package import Catalogue
package import Jobs
package import Journal

/// What `dray plan` shows of a file: the same comparison as a plan, nothing written.
package struct Preview: Sendable {
  /// The totals; nil where the file as a whole is refused.
  package var totals: PlanTotals?
  /// Why the file would be refused; empty where it would not.
  package var refused: [Delivery.Reason] = []
  /// The rails it would trip.
  package var held: [Delivery.Reason] = []

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
    let file = DeliveryFile(path: path, name: name, sha256: "", bytes: bytes)
    let comparison: Comparison
    do throws(PlanStop) {
      comparison = try await Comparison.make(
        file, of: job, name: "preview", mirror: parts.mirror, workDirectory: parts.workDirectory,
        before: job.absent == .keep ? nil : namesBefore(.max, job))
    } catch {
      switch error {
      case .failed(let error): throw error
      case .refused(let faults): preview.refused = faults.map { Delivery.Reason($0) }
      }
      return preview
    }
    preview.totals = comparison.totals
    if let reason = Self.stop(comparison.totals, of: job) { preview.refused = [reason] }
    preview.held = RailCheck(
      rails: job.rails, approval: "dray approve, once it is delivered",
      kind: comparison.isCorrection ? .correction : .file
    ).reasons(for: try facts(comparison, of: job, before: .max))
    do {
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
}
