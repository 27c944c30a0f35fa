// SPDX-License-Identifier: Apache-2.0

import ShopifyAdmin
import Transport

/// A clock on which sleeping takes no time and moves the hands.
final class FakeClock: Sendable {
  private let state = Guarded((now: Duration.zero, sleeps: [Duration]()))

  /// The waits asked for, in order.
  var sleeps: [Duration] { state.withLock { $0.sleeps } }

  func advance(by time: Duration) { state.withLock { $0.now += time } }

  var clock: AdminClock {
    AdminClock(
      now: { self.state.withLock { $0.now } },
      sleep: { wait in
        try Task.checkCancellation()
        self.state.withLock { state in
          state.now += wait
          state.sleeps.append(wait)
        }
        await Task.yield()
      },
      jitter: { 0 })
  }
}
