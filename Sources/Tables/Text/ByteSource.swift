// SPDX-License-Identifier: Apache-2.0

import Glibc

/// An open file, read from its start to its end, closed when the last reader lets go.
final class ByteSource {
  private let descriptor: CInt
  private let path: String

  /// Opens a file.
  init(path: String) throws(ReadFailure) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ReadFailure("\(path): \(String(cString: strerror(errno)))") }
  }

  deinit { close(descriptor) }

  /// Fills `bytes` from `start` on with up to `count` bytes; less only at the end of the file.
  func read(into bytes: inout [UInt8], at start: Int, count: Int) throws(ReadFailure) -> Int {
    var filled = 0
    while filled < count {
      let got = bytes.withUnsafeMutableBytes { buffer in
        Glibc.read(
          descriptor,
          UnsafeMutableRawBufferPointer(rebasing: buffer[(start + filled)...])
            .baseAddress, count - filled)
      }
      if got == 0 { break }
      if got > 0 {
        filled += got
      } else if errno != EINTR {
        throw ReadFailure("\(path): \(String(cString: strerror(errno)))")
      }
    }
    return filled
  }
}
