// SPDX-License-Identifier: Apache-2.0

/// Lets so many homes be worked at once: tests run side by side, but each of them starts processes, and a machine
/// that starts a hundred of them answers none in time.
actor Turnstile {
  static let homes = Turnstile(places: 8)

  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(places: Int) { free = places }

  /// Waits for a place, in the order of asking.
  func enter() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  /// Gives the place back.
  func leave() {
    if waiting.isEmpty {
      free += 1
    } else {
      waiting.removeFirst().resume()
    }
  }
}
