// SPDX-License-Identifier: Apache-2.0

/// One call as it is journalled and shown: never a header, never a variable's value.
package struct AdminCall: Sendable {
  /// The root field.
  package var root: String
  /// HTTP status; 0 where there was no reply.
  package var status: Int
  /// From the first byte leaving to the last arriving, waiting for a connection included.
  package var duration: Duration
  /// What the server says it cost; nil where it said nothing.
  package var cost: QueryCost?
  /// A short bounded label: `ok`, `throttled`, `user-errors`, `http-503`, `unknown`, …
  package var label: String
  /// Shopify's request id, if it sent one.
  package var requestID: String?

  /// A call.
  package init(
    root: String, status: Int, duration: Duration, cost: QueryCost?, label: String,
    requestID: String?
  ) {
    self.root = root
    self.status = status
    self.duration = duration
    self.cost = cost
    self.label = label
    self.requestID = requestID
  }
}
