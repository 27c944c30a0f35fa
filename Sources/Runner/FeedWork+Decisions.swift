// SPDX-License-Identifier: Apache-2.0

import Catalogue
package import Inbound
import Jobs
package import Journal

/// What a person decides about a delivery, and the pass of `dray run`.
extension FeedWork {
  /// Passes until no file of the inbox is being written any more: `dray run` waits `quiet` out.
  package func passUntilStill() async throws(InboundError) -> Rest {
    var rest = try await pass()
    while let again = rest.settlingAfter, rest.pendingAfter == nil {
      report(.note("\(job.name): waiting \(again) until files being written stand still"))
      do { try await Task.sleep(for: again) } catch { return rest }
      let next = try await pass()
      rest.settlingAfter = nil
      rest.add(next)
    }
    if rest.deliveries == 0, !rest.isBlocked {
      report(.note("\(job.name): nothing waits in its inbox"))
    }
    return rest
  }

  /// Approves a held delivery, bound to the bytes that were looked at; the plan is made afresh.
  package func approve(_ delivery: Delivery) throws(InboundError) {
    do { try parts.journal.approve(delivery.id) } catch {
      throw InboundError(.journal, error.description)
    }
    report(.note("\(delivery.label) \(delivery.job): approved"))
  }

  /// Refuses a held delivery: nothing (more) of it is sent.
  package func refuse(_ delivery: Delivery) throws(InboundError) {
    do throws(JournalError) {
      if delivery.plannedAt == nil {
        try parts.journal.move(
          delivery.id, to: .refused,
          reasons: delivery.reasons + [
            Delivery.Reason(code: "refused-by-person", message: "a person refused it")
          ], at: parts.now())
      } else {
        try parts.journal.refuseRest(
          of: delivery.id, code: "refused-by-person", message: "a person refused the rest",
          at: parts.now())
      }
    } catch {
      throw InboundError(.journal, error.description)
    }
    let ended = try current(delivery)
    report(
      ended.state == .refused
        ? .refused(ended) : .note("\(ended.label) \(ended.job): a person refused the rest"))
    try receipts.write(ended, of: job)
  }

  /// The delivery that takes this one back already; nil where none does.
  package func undoing(_ delivery: Delivery) throws(InboundError) -> Delivery? {
    do { return try parts.journal.undo(of: delivery.id) } catch {
      throw InboundError(.journal, error.description)
    }
  }

  /// Makes the delivery that takes a settled one back.
  package func undo(_ delivery: Delivery) throws(InboundError) {
    guard let undo = try Undoing(parts: parts, job: job).make(of: delivery) else {
      report(.note("\(delivery.label) \(delivery.job): it changed nothing, so nothing is undone"))
      return
    }
    report(.note("\(undo.label) \(undo.job): takes \(delivery.label) back"))
  }

  /// Takes parked and refused changes up again, except where a later delivery changed the object.
  package func retry(_ delivery: Delivery) throws(InboundError) {
    let again: Journal.Retry
    do {
      again = try parts.journal.retry(
        delivery.id, restarting: Catalogue.Operation.all.filter(\.restarts).map(\.name),
        at: parts.now())
    } catch {
      throw InboundError(.journal, error.description)
    }
    var text = "\(delivery.label) \(delivery.job): \(again.planned) changes taken up again"
    if again.superseded > 0 {
      text += ", \(again.superseded) left: a later delivery has changed their objects since"
    }
    report(.note(text))
    // With nothing planned again there is nothing to settle, but the receipt has changed.
    if again.planned == 0, again.superseded > 0 {
      try receipts.write(try current(delivery), of: job)
    }
  }
}
