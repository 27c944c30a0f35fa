// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A thread of its own for a call that blocks (accept, sigwait), so that it never takes one of the
/// threads the tasks share.
enum BlockingThread {
  /// Runs `body` to its end.
  static func start(named name: String, _ body: @escaping @Sendable () -> Void) {
    let thread = Thread(block: body)
    thread.name = name
    thread.stackSize = 512 << 10
    thread.start()
  }
}
