// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The clock on the wall of the processes of one home, and of its stand-in store, set as a test wants (`clock.c`,
/// preloaded). It goes on from where it was set.
final class ShiftedClock {
  private let home: TestHome
  private let library: String
  private var path: String { "\(home.path)/scratch/shift" }

  /// What the processes are started with.
  var environment: [String: String] { ["LD_PRELOAD": library, "CLOCK_SHIFT": path] }

  /// A clock for a home, set to a moment, e.g. `2027-03-28T00:59:00Z`.
  init(_ home: TestHome, _ moment: String) async throws {
    self.home = home
    let points = try #require(
      try await Points(scratch: "\(home.path)/scratch"), "a C compiler is needed")
    library = try await points.compiled("clock.c", scratch: "\(home.path)/scratch")
    try await set(moment)
  }

  /// Sets it, at once for processes that run; the store's with it.
  func set(_ moment: String) async throws {
    try set(ours: moment)
    try await home.sandbox.control("clock", moment)
  }

  /// Sets ours alone.
  func set(ours moment: String) throws {
    let wanted = try #require(ISO8601DateFormatter().date(from: moment), "\(moment)")
    let shift = Int((wanted.timeIntervalSinceNow).rounded(.up))
    // Whole by rename: a process may look at any time.
    try home.write("scratch/shift.new", "\(shift)")
    guard rename("\(path).new", path) == 0 else {
      throw TestSandbox.Failure(text: "rename \(path): \(errno)")
    }
  }

  /// A command under this clock, run to its end.
  func dray(_ arguments: String...) async throws -> CommandResult {
    try await home.start(arguments, environment: environment).finish()
  }
}
