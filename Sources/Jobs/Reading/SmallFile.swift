// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A plain file of bounded size, read whole, with what the system says of the very file that was read.
struct SmallFile {
  /// Its content.
  var bytes: [UInt8]
  /// Permission bits.
  var mode: mode_t
  /// The owner's user id.
  var owner: uid_t

  /// Why there is none.
  enum Refusal: Error, Equatable {
    /// `errno` of what failed.
    case system(Int32)
    /// A folder, device or FIFO.
    case notPlain
    /// More bytes than the limit.
    case tooLarge(Int)
  }

  /// Reads a file; symbolic links are followed, for admins link config into place.
  init(_ path: String, limit: Int) throws(Refusal) {
    // Without O_NONBLOCK a FIFO would hold us here.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { throw .system(errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system(errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notPlain }
    guard status.st_size <= limit else { throw .tooLarge(status.st_size) }
    mode = status.st_mode & 0o7777
    owner = status.st_uid
    bytes = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count == 0 { return }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw .system(errno)
      }
      bytes += buffer[..<count]
      // It may have grown since it was looked at.
      guard bytes.count <= limit else { throw .tooLarge(bytes.count) }
    }
  }
}

/// What the system calls an error.
func systemText(_ code: Int32) -> String { String(cString: strerror(code)) }
