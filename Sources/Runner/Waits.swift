// SPDX-License-Identifier: Apache-2.0

/// The wait before the next try of something that failed: doubling up to a longest, the upper half spread by chance so
/// that many do not come back at one moment. A span of our own clock, which no clock change moves.
///
/// | failures | 1 | 2 | 3 | 4 | 5 | 6 | more |
/// |---|---|---|---|---|---|---|---|
/// | from 2 s to 60 s, jitter 0 | 1 | 2 | 4 | 8 | 16 | 30 | 30 |
/// | from 2 s to 60 s, jitter 1 | 2 | 4 | 8 | 16 | 32 | 60 | 60 |
struct Waits: Sendable {
  /// The first wait at most.
  let first: Duration
  /// No wait is longer.
  let longest: Duration
  private(set) var failures = 0

  init(from first: Duration, to longest: Duration) {
    self.first = first
    self.longest = longest
  }

  /// Counts a failure; the wait after it. `jitter` is from 0 to 1.
  mutating func next(jitter: Double) -> Duration {
    failures += 1
    let whole = min(first * (1 << min(failures - 1, 20)), longest)
    return whole * (0.5 + 0.5 * min(max(jitter, 0), 1))
  }

  /// It went well: the next failure is the first.
  mutating func reset() { failures = 0 }
}
