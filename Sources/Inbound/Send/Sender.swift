// SPDX-License-Identifier: Apache-2.0

package import Catalogue
package import Jobs
package import Journal

/// Sends a planned delivery's changes until each is settled: batch, send, settle, copy to the mirror.
package struct Sender: Sendable {
  package var parts: InboundParts

  package init(parts: InboundParts) { self.parts = parts }

  /// How sending ended.
  package enum Ending: Sendable, Equatable {
    /// No change of the delivery is open any more; the delivery is `settled` in the journal.
    case settled
    /// Some changes stay open, for this reason; to be taken up again not before `after`.
    case pending(reason: String, after: Duration)
  }

  /// Settles what is open of a `working` delivery: unknown outcomes first, by the recovery class, then
  /// what is planned. Safe to call again after any crash.
  package func send(_ delivery: Delivery, of job: FeedJob) async throws(InboundError) -> Ending {
    throw InboundError(.bug, "contract")
  }

  /// Both routes' estimate for so many changes, from the bucket as the server reported it.
  package func estimates(changes: Int, groups: Int, operation: Operation) -> [RouteEstimate] { [] }

  /// Copies to the mirror what the journal settled after the mirror's mark. Called at every start.
  package func catchUpMirror() throws(InboundError) {}
}

/// What a route would take.
package struct RouteEstimate: Sendable, Equatable {
  package var route: Route
  package var requests: Int
  package var points: Int
  package var time: Duration
}
