// SPDX-License-Identifier: Apache-2.0

/// Time and chance as the client uses them; a test brings its own.
package struct AdminClock: Sendable {
  /// Monotonic time since any fixed moment.
  package var now: @Sendable () -> Duration
  /// Waits; throws `CancellationError` where the task is cancelled meanwhile.
  package var sleep: @Sendable (Duration) async throws -> Void
  /// A number from 0 to 1, a new one each time, that spreads waits.
  package var jitter: @Sendable () -> Double

  /// A clock.
  package init(
    now: @escaping @Sendable () -> Duration,
    sleep: @escaping @Sendable (Duration) async throws -> Void,
    jitter: @escaping @Sendable () -> Double
  ) {
    self.now = now
    self.sleep = sleep
    self.jitter = jitter
  }

  /// The machine's monotonic clock and random numbers.
  package static var system: AdminClock {
    let start = ContinuousClock.now
    return AdminClock(
      now: { start.duration(to: .now) },
      sleep: { try await Task.sleep(for: $0, clock: .continuous) },
      jitter: { Double.random(in: 0...1) })
  }
}
