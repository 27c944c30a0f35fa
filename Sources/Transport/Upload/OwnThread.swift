// SPDX-License-Identifier: Apache-2.0

// Where `sigset_t` comes from, as an optimised build sees it.
internal import CCurl
internal import Glibc
internal import Synchronization

/// Whether what runs on a thread of its own is to end; asked by libcurl about once a second.
package final class StopFlag: Sendable {
  private let flag = Atomic(false)

  /// A flag that is not set.
  package init() {}

  /// Whether it is set.
  package var isSet: Bool { flag.load(ordering: .relaxed) }

  /// Sets it; it is never taken back.
  package func set() { flag.store(true, ordering: .relaxed) }
}

/// A thread for calls that block for long: transfers with servers are few, and SSH blocks by nature, so that none of
/// the threads the tasks share waits for them.
package enum OwnThread {
  /// Runs `body` to its end; cancelling the task sets the flag it is given.
  package static func run<Value: Sendable>(
    _ body: @escaping @Sendable (StopFlag) -> Value
  ) async -> Value {
    let stop = StopFlag()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { done in
        let box = Unmanaged.passRetained(Box { done.resume(returning: body(stop)) })
        var thread = pthread_t()
        let code = pthread_create(
          &thread, nil,
          { box in
            // Signals are for the threads that handle them.
            var all = sigset_t()
            sigfillset(&all)
            pthread_sigmask(SIG_BLOCK, &all, nil)
            if let box { Unmanaged<Box>.fromOpaque(box).takeRetainedValue().body() }
            return nil
          }, box.toOpaque())
        guard code == 0 else {
          // No thread to be had: this one does it.
          box.takeRetainedValue().body()
          return
        }
        pthread_detach(thread)
      }
    } onCancel: {
      stop.set()
    }
  }

  private final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
