// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// SIGTERM and SIGINT as a stream; SIGPIPE ignored.
///
/// A handler that writes to a pipe, not a blocked mask: the runtime parks the main thread in a `sigsuspend`
/// that unblocks every signal, so a mask does not hold.
package enum Signals {
  /// Where the handler writes; -1 while nobody listens. Read and write are safe in a handler.
  private static let writeEnd = Atomic<Int32>(-1)

  /// A reader that has gone away is an error of the write, not the end of the process.
  package static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

  /// Each SIGTERM or SIGINT from now on, as it comes. Called once in a process.
  package static func stream() -> AsyncStream<Int32> {
    let (stream, continuation) = AsyncStream<Int32>.makeStream()
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return stream }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    writeEnd.store(ends[1], ordering: .sequentiallyConsistent)
    for number in [SIGTERM, SIGINT] {
      signal(number) { number in
        let kept = errno
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(Signals.writeEnd.load(ordering: .sequentiallyConsistent), &byte, 1)
        errno = kept
      }
    }
    let readEnd = ends[0]
    BlockingThread.start(named: "signals") {
      var byte: UInt8 = 0
      while true {
        let count = read(readEnd, &byte, 1)
        if count == 1 { continuation.yield(Int32(byte)) }
        if count == 0 || (count < 0 && errno != EINTR) { return }
      }
    }
    return stream
  }
}
