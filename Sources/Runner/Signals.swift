// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// SIGTERM, SIGINT and SIGHUP as a stream; SIGPIPE ignored.
///
/// A handler that writes to a pipe, not a blocked mask: the runtime parks the main thread in a `sigsuspend`
/// that unblocks every signal, so a mask does not hold.
package enum Signals {
  /// Where the handler writes; -1 while nobody listens. Read and write are safe in a handler.
  private static let writeEnd = Atomic<Int32>(-1)
  private static let outlet = Mutex(Outlet())

  /// Who hears of signals, and those that came while nobody did.
  private struct Outlet {
    var isOpen = false
    var listener: AsyncStream<Int32>.Continuation?
    var kept: [Int32] = []
  }

  /// A reader that has gone away is an error of the write, not the end of the process.
  package static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

  /// From now on signals are kept for whoever asks for the stream.
  package static func open() {
    let isFirst = outlet.withLock { outlet in
      defer { outlet.isOpen = true }
      return !outlet.isOpen
    }
    guard isFirst else { return }
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    writeEnd.store(ends[1], ordering: .sequentiallyConsistent)
    for number in [SIGTERM, SIGINT, SIGHUP] {
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
        if count == 1 { deliver(Int32(byte)) }
        if count == 0 || (count < 0 && errno != EINTR) { return }
      }
    }
  }

  /// Each signal as it comes, beginning with those nobody has heard of yet. Who asks last, hears.
  package static func stream() -> AsyncStream<Int32> {
    open()
    let (stream, continuation) = AsyncStream<Int32>.makeStream()
    outlet.withLock { outlet in
      outlet.listener = continuation
      for number in outlet.kept { continuation.yield(number) }
      outlet.kept = []
    }
    return stream
  }

  private static func deliver(_ number: Int32) {
    outlet.withLock { outlet in
      // A listener that has ended hears nothing.
      if case .enqueued = outlet.listener?.yield(number) { return }
      outlet.kept.append(number)
    }
  }
}
