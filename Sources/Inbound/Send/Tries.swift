// SPDX-License-Identifier: Apache-2.0

import ShopifyAdmin

/// The waits between tries, until patience is used up.
struct Tries {
  private var patience: Duration
  private let jitter: @Sendable () -> Double
  private var failures = 0

  /// `jitter` as in `InboundParts`.
  init(patience: Duration, jitter: @escaping @Sendable () -> Double) {
    self.patience = patience
    self.jitter = jitter
  }

  /// The wait before the next try; nil where none is left.
  mutating func next() -> Duration? {
    failures += 1
    let wait = Backoff.wait(after: failures, jitter: jitter())
    guard wait <= patience else { return nil }
    patience -= wait
    return wait
  }
}
