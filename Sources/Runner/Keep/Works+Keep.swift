// SPDX-License-Identifier: Apache-2.0

import Foundation
import Inbound
import Jobs
import Journal
import Mirror

extension Works {
  /// How often it is looked for what is old enough to go.
  static let keepInterval = Duration.seconds(3_600)
  /// Steps a command takes at its end; `serve` takes all there are.
  static let keepSteps = 200

  /// Lets go of what is older than `keep:` says, again and again, until cancelled.
  func clearOld(report: @escaping @Sendable (Event) -> Void) async -> RunnerError? {
    while !Task.isCancelled {
      do throws(JournalError) {
        while !Task.isCancelled, try clearOnce(steps: 1, report: report) { await Task.yield() }
      } catch { return RunnerError(.cannotWrite, error.description) }
      do { try await Task.sleep(for: Works.keepInterval) } catch { break }
    }
    return nil
  }

  /// Lets go of some of what is older than `keep:` says, in so many steps at most; whether there is more. A clock that
  /// cannot be right lets nothing go.
  func clearOnce(
    steps: Int, report: @escaping @Sendable (Event) -> Void
  ) throws(JournalError) -> Bool {
    let now = parts.now()
    guard WallClock.plausible(now) != nil else { return false }
    var isMore = false
    if let keep = config.keep.journal {
      let cutoff = try parts.journal.time(Int(keep.components.seconds), before: now)
      let mark: Int64
      do throws(MirrorError) { mark = try parts.mirror.journalMark } catch { return false }
      for _ in 0..<steps {
        isMore = try parts.journal.forget(before: cutoff, copiedUpTo: mark)
        guard isMore else { break }
      }
    }
    if let keep = config.keep.archive {
      let cutoff = try parts.journal.time(Int(keep.components.seconds), before: now)
      let cleared = try clearArchive(before: String(cutoff.prefix(10)), most: steps, report: report)
      isMore = isMore || cleared == steps
    }
    return isMore
  }

  /// Removes the archive's days before a day, each whole, but for those with a delivery whose file may be needed yet.
  private func clearArchive(
    before day: String, most: Int, report: @escaping @Sendable (Event) -> Void
  ) throws(JournalError) -> Int {
    let files = FileManager.default
    var cleared = 0
    for job in names(config.folders.archive) {
      for name in names("\(config.folders.archive)/\(job)") where name < day && isDay(name) {
        guard cleared < most else { return cleared }
        guard try !parts.journal.needsArchive(job, day: name) else { continue }
        let path = "\(config.folders.archive)/\(job)/\(name)"
        do {
          try files.removeItem(atPath: path)
          cleared += 1
          report(.note("archive: removed \(job)/\(name)"))
        } catch {
          report(.trouble("archive: cannot remove \(path): \(error.localizedDescription)"))
        }
      }
    }
    return cleared
  }

  private func names(_ folder: String) -> [String] {
    // A folder that is not there yet holds nothing.
    do { return try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } catch {
      return []
    }
  }

  private func isDay(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    return bytes.count == 10
      && bytes.enumerated().allSatisfy { index, byte in
        index == 4 || index == 7 ? byte == UInt8(ascii: "-") : (48...57).contains(byte)
      }
  }
}
