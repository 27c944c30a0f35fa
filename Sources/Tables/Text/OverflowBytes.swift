// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Bytes that only grow at their end: what is beyond a limit goes to a file without a name, which is gone with the last
/// reference, whatever happens.
final class OverflowBytes {
  /// How many bytes there are.
  var count: Int { written + tail.count }
  /// How many of them stand in memory.
  var inMemory: Int { tail.count + window.count }

  private let limit: Int
  private let path: String
  private var file: (descriptor: CInt, slices: FileSlices)?
  private var written = 0
  /// Those that are not in the file.
  private var tail: [UInt8] = []
  /// Those of the file that were read last, and where they begin in it.
  private var window: [UInt8] = []
  private var windowStart = 0

  private static let windowBytes = 16 << 10
  // O_TMPFILE, a composed macro Swift does not see: 0o20000000 | O_DIRECTORY on every Linux we build for.
  private static let temporary: CInt = 0o20_000_000 | O_DIRECTORY

  /// - Parameter path: the file the bytes come from; theirs stands beside it where that is possible.
  init(limit: Int, beside path: String) {
    self.limit = limit
    self.path = path
  }

  /// Adds bytes that are asked for together.
  func append(_ bytes: some Collection<UInt8>) throws(ReadFailure) {
    if !tail.isEmpty, tail.count + bytes.count > limit { try write() }
    tail.append(contentsOf: bytes)
  }

  /// Bytes that were added together, or some of them.
  func bytes(_ range: Range<Int>) throws(ReadFailure) -> ArraySlice<UInt8> {
    guard range.lowerBound < written, let file else {
      return tail[range.lowerBound - written..<range.upperBound - written]
    }
    if range.lowerBound < windowStart || range.upperBound > windowStart + window.count {
      windowStart = range.lowerBound
      window = try file.slices.bytes(at: windowStart, count: max(range.count, Self.windowBytes))
      guard window.count >= range.count else {
        throw ReadFailure("\(path): its overflow file lost bytes")
      }
    }
    return window[range.lowerBound - windowStart..<range.upperBound - windowStart]
  }

  private func write() throws(ReadFailure) {
    let descriptor = if let file { file.descriptor } else { try make() }
    var done = 0
    while done < tail.count {
      let got = tail.withUnsafeBytes { bytes in
        pwrite(
          descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done,
          off_t(written + done))
      }
      if got > 0 {
        done += got
      } else if errno != EINTR {
        throw failure("writing what does not fit into memory")
      }
    }
    written += done
    tail.removeAll(keepingCapacity: true)
  }

  private func make() throws(ReadFailure) -> CInt {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) + "/" } ?? "."
    for directory in [folder, "/var/tmp", "/tmp"] {
      let descriptor = open(directory, Self.temporary | O_RDWR | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { continue }
      file = (descriptor, FileSlices(descriptor: descriptor, path: path))
      return descriptor
    }
    throw failure("making a temporary file beside it, in /var/tmp or /tmp")
  }

  private func failure(_ what: String) -> ReadFailure {
    ReadFailure("\(path): \(what): \(String(cString: strerror(errno)))")
  }
}
