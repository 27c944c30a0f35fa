// SPDX-License-Identifier: Apache-2.0

package import Jobs
package import Journal

/// Decides what a delivery asks of the store: decode, map, compare, rails.
package struct Planner: Sendable {
  package var parts: InboundParts

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
  package func plan(_ delivery: Delivery, of job: FeedJob) async throws(InboundError) -> Verdict {
    throw InboundError(.bug, "contract")
  }
}
