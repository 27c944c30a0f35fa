// SPDX-License-Identifier: Apache-2.0

import Glibc

/// `state/lock`: whoever holds it alone opens journal and mirror for writing.
///
/// A lock on the open file description, not a pid file: the kernel gives it back when the process ends,
/// however it ends, so a stale one cannot exist.
package struct StateLock: ~Copyable {
  private let descriptor: Int32

  /// Who holds the lock, for the message to whom it is refused.
  package struct Holder: Error, Sendable, CustomStringConvertible {
    /// What the holder wrote: `pid 4711 (dray serve) since …`.
    package var description: String
  }

  /// Takes the lock at once or not at all.
  ///
  /// - Throws: `Holder` where another process has it, a `RunnerError` where the file cannot be made.
  package static func take(
    at path: String, command: String, now: String
  ) throws(RunnerError) -> Result<StateLock, Holder> {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw RunnerError(
        .cannotWrite, "cannot open \(path): \(String(cString: strerror(errno)))")
    }
    var wanted = wholeFile
    guard fcntl(descriptor, setLock, &wanted) == 0 else {
      defer { close(descriptor) }
      return .failure(Holder(description: text(descriptor)))
    }
    let text = Array("pid \(getpid()) (dray \(command)) since \(now)".utf8)
    guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, text, text.count, 0) == text.count
    else {
      defer { close(descriptor) }
      throw RunnerError(
        .cannotWrite, "cannot write \(path): \(String(cString: strerror(errno)))")
    }
    return .success(StateLock(descriptor: descriptor))
  }

  /// Who holds the lock now; nil where nobody does.
  package static func holder(at path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var found = wholeFile
    // Asks only: a process that starts meanwhile gets its lock.
    guard fcntl(descriptor, getLock, &found) == 0, found.l_type != Int16(F_UNLCK) else {
      return nil
    }
    return text(descriptor)
  }

  /// `F_OFD_SETLK` and `F_OFD_GETLK` of linux/fcntl.h: the lock belongs to the open file description.
  private static let setLock: Int32 = 37
  private static let getLock: Int32 = 36

  private static var wholeFile: flock {
    flock(
      l_type: Int16(F_WRLCK), l_whence: Int16(SEEK_SET), l_start: 0, l_len: 0, l_pid: 0)
  }

  private static func text(_ descriptor: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 200)
    let count = pread(descriptor, &buffer, buffer.count, 0)
    let text = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    return text.isEmpty ? "another process" : text
  }

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }
}
