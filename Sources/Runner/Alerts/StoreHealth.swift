// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Whether the store answers, as the calls of this process tell it.
package final class StoreHealth: Sendable {
  private struct State {
    var answers = 0
    var isAway: Bool?
    var words = ""
  }

  private let state = Mutex(State())

  /// Nothing is known.
  package init() {}

  /// A call ended with an HTTP status; 0 where no reply came. From 500 on the store is there, but not at work.
  package func heard(status: Int) {
    guard status > 0, status < 500 else {
      return missed(status == 0 ? "the store does not answer" : "the store answers \(status)")
    }
    state.withLock { state in
      state.answers += 1
      state.isAway = false
    }
  }

  /// Something could not be done because the store was not reached.
  package func missed(_ words: String) {
    state.withLock { state in
      state.isAway = true
      state.words = words
    }
  }

  /// How many calls were answered.
  var answers: Int { state.withLock { $0.answers } }

  /// Whether it is away, and how that shows; nil before the first call.
  var verdict: (isAway: Bool, words: String)? {
    state.withLock { state in state.isAway.map { ($0, state.words) } }
  }
}
