// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Synchronization
import Testing

@testable import Folders

/// A temporary folder with an inbox, a spool and a clock that only moves when told. Removed at the end.
final class TestFolder: Sendable {
  static let quiet = Duration.seconds(10)

  let path: String
  let inbox: Inbox
  let spool: Spool
  private let clock: Hands

  private final class Hands: Sendable {
    let now = Atomic<UInt64>(1_000_000_000_000)
  }

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "dray-\(UUID())").path
    let clock = Hands()
    self.clock = clock
    inbox = try Inbox(path: path + "/inbox", quiet: TestFolder.quiet) {
      clock.now.load(ordering: .relaxed)
    }
    spool = try Spool(path: path + "/spool")
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: path) } catch { print("left behind: \(path)") }
  }

  func pass(_ time: Duration) {
    clock.now.wrappingAdd(UInt64(time / .nanoseconds(1)), ordering: .relaxed)
  }

  func inboxPath(_ name: String) -> String { "\(path)/inbox/\(name)" }

  /// Writes a file in place, whole.
  func drop(_ name: String, _ text: String) throws {
    try text.write(toFile: inboxPath(name), atomically: false, encoding: .utf8)
  }

  /// Adds to a file in place.
  func append(_ name: String, _ text: String) throws {
    let file = try #require(FileHandle(forWritingAtPath: inboxPath(name)))
    try file.seekToEnd()
    try file.write(contentsOf: Data(text.utf8))
    try file.close()
  }

  /// Sets a file's times as an uploader may.
  func setModified(_ name: String, _ seconds: Int) {
    let times = [timespec(tv_sec: seconds, tv_nsec: 0), timespec(tv_sec: seconds, tv_nsec: 0)]
    utimensat(AT_FDCWD, inboxPath(name), times, 0)
  }

  /// The system's own time of the last change of a file.
  func changed(_ name: String) -> Int64 {
    var status = stat()
    stat(inboxPath(name), &status)
    return status.st_ctim.nanoseconds
  }

  func scan(_ pattern: String = "*", renamed: Set<String> = []) throws -> [Inbox.Candidate] {
    try inbox.scan(matching: pattern, renamed: renamed)
  }

  /// The stamps of what is ready.
  func ready(renamed: Set<String> = []) throws -> [Inbox.FileStamp] {
    try scan(renamed: renamed).compactMap { candidate in
      switch candidate {
      case .ready(let stamp): stamp
      case .settling, .ignored: nil
      }
    }
  }

  /// Waits the quiet period out.
  func settled() throws -> [Inbox.FileStamp] {
    _ = try scan()
    pass(TestFolder.quiet)
    return try ready()
  }

  func take(_ stamp: Inbox.FileStamp) throws -> Inbox.Taken {
    try inbox.take(stamp, into: spool, maxBytes: 1 << 30)
  }

  func spooled(_ taken: Inbox.Taken) throws -> String {
    try String(contentsOfFile: spool.path(taken.spoolName), encoding: .utf8)
  }

  func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)").sorted()
  }
}

/// The kind of error an operation ends with; nil where it ends well.
func failure(_ work: () throws -> Void) -> FolderError.Kind? {
  do { try work() } catch { return (error as? FolderError)?.kind }
  return nil
}
