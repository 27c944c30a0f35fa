// SPDX-License-Identifier: Apache-2.0

/// How long to wait before trying again.
///
/// | failures | 1 | 2 | 3 | 4 | 5 | 6 | more |
/// |---|---|---|---|---|---|---|---|
/// | seconds | 0.5 | 1 | 2 | 4 | 8 | 16 | 30 |
enum Backoff {
  /// The wait after so many failures in a row, 1 at least.
  static func wait(afterFailures failures: Int) -> Duration {
    if failures > 6 { return .seconds(30) }
    return .milliseconds(500 << max(0, failures - 1))
  }
}

/// The waits between tries, until patience is used up.
struct Tries {
  private var patience: Duration
  private var failures = 0

  init(patience: Duration) { self.patience = patience }

  /// The wait before the next try; nil where none is left.
  mutating func next() -> Duration? {
    failures += 1
    let wait = Backoff.wait(afterFailures: failures)
    guard wait <= patience else { return nil }
    patience -= wait
    return wait
  }
}
