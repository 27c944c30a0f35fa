// SPDX-License-Identifier: Apache-2.0

package import Folders
package import Jobs
package import Journal

/// Takes files from an inbox into the journal: spool copy synced, journal committed, original removed.
package struct Taker: Sendable {
  package var parts: InboundParts

  package init(parts: InboundParts) { self.parts = parts }

  /// What one look at an inbox came to.
  package struct Look: Sendable {
    /// Deliveries new in the journal, in order of arrival; `duplicate` and `refused` ones included.
    package var taken: [Delivery] = []
    /// The soonest moment a settling file may be ready; nil where none settles.
    package var again: Duration?
    /// Names passed over, with the reason, for `status`.
    package var ignored: [(name: String, reason: String)] = []
  }

  /// Takes every ready file of a feed's inbox, in order of arrival.
  package func look(_ inbox: Inbox, of job: FeedJob, renamed: Set<String>) throws(InboundError)
    -> Look
  {
    throw InboundError(.bug, "contract")
  }

  /// Takes a file a person named: copied and left. `repeating` sends known bytes again.
  package func take(path: String, of job: FeedJob, repeating: Bool) throws(InboundError) -> Delivery
  {
    throw InboundError(.bug, "contract")
  }

  /// After a start: finishes removals that a crash cut short, sweeps the spool. An inbox file that is the
  /// recorded original of a delivery is only removed.
  package func recover(_ inbox: Inbox, of job: FeedJob) throws(InboundError) {}
}
