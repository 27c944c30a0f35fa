// SPDX-License-Identifier: Apache-2.0

/// How long to wait before the next try of something that failed: doubling, capped.
///
/// | failures so far | jitter 0 | jitter 1 |
/// |---|---|---|
/// | 1 | 0.25 s | 0.5 s |
/// | 2 | 0.5 s | 1 s |
/// | 3 | 1 s | 2 s |
/// | 4 | 2 s | 4 s |
/// | 5 | 4 s | 8 s |
/// | 6 | 8 s | 16 s |
/// | 7 and more | 15 s | 30 s |
package struct Backoff: Sendable {
  /// The longest wait.
  package static let ceiling: Duration = .seconds(30)

  /// The wait after so many failures (from 1), spread by `jitter` (0 … 1) over the upper half.
  package static func wait(after failures: Int, jitter: Double) -> Duration {
    let doublings = min(max(failures, 1) - 1, 6)
    let whole = min(Duration.milliseconds(500 << doublings), ceiling)
    return whole * (0.5 + 0.5 * min(max(jitter, 0), 1))
  }
}
