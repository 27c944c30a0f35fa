// SPDX-License-Identifier: Apache-2.0

import Foundation
import Journal
import Synchronization

/// A journal in a folder of its own, and a clock that a test sets; gone when the last reference is.
final class RunnerJournal: Sendable {
  let folder: URL
  let journal: Journal
  private let second = Mutex(0)

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("dray-runner-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    journal = try Journal(writing: folder.appendingPathComponent("journal.sqlite").path)
  }

  deinit {
    do { try FileManager.default.removeItem(at: folder) } catch {
      print("left behind: \(folder.path): \(error)")
    }
  }

  /// Sets the clock to so many seconds after noon.
  func set(second: Int) { self.second.withLock { $0 = second } }

  /// The time now.
  @Sendable func now() -> String {
    let seconds = second.withLock { $0 }
    return Date(timeIntervalSince1970: 1_795_262_400 + Double(seconds)).formatted(
      Date.ISO8601FormatStyle(includingFractionalSeconds: true, timeZone: .gmt))
  }
}
