// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A value behind a pthread lock.
///
/// `Synchronization.Mutex` would do, but on Linux its futex is invisible to the thread sanitizer, which
/// then reports races that are none; a pthread lock it understands.
package final class Guarded<Value>: @unchecked Sendable {
  // The proof for `@unchecked`: `value` is private and only touched between lock and unlock, and the
  // lock's memory is allocated once and never moves.
  private var value: Value
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>

  /// Guards a value.
  package init(_ value: Value) {
    self.value = value
    mutex = .allocate(capacity: 1)
    let code = pthread_mutex_init(mutex, nil)
    precondition(code == 0, "a plain pthread lock needs no resource that can run out")
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  /// Runs `use` alone. It must not call back into this lock.
  package func withLock<Result>(_ use: (inout Value) -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return use(&value)
  }
}
