// SPDX-License-Identifier: Apache-2.0

import Glibc

/// SIGTERM and SIGINT as a stream; SIGPIPE ignored.
package enum Signals {
  /// Blocks the signals for this thread and those it starts. Call before any other thread exists.
  package static func block() {
    signal(SIGPIPE, SIG_IGN)
    var set = watched
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  /// Each SIGTERM or SIGINT as it comes.
  package static func stream() -> AsyncStream<Int32> {
    let (stream, continuation) = AsyncStream<Int32>.makeStream()
    BlockingThread.start(named: "signals") {
      var set = watched
      while true {
        var number: Int32 = 0
        guard sigwait(&set, &number) == 0 else { return }
        continuation.yield(number)
      }
    }
    return stream
  }

  private static var watched: sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGTERM)
    sigaddset(&set, SIGINT)
    return set
  }
}
