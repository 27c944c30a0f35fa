// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A file whose parts are asked for by offset.
package final class FileSlices {
  private let descriptor: CInt
  private let path: String

  /// Opens a file.
  package init(path: String) throws(ReadFailure) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ReadFailure("\(path): \(String(cString: strerror(errno)))") }
  }

  /// Takes an open file, to be closed with this; `path` is for messages.
  init(descriptor: CInt, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit { close(descriptor) }

  /// How many bytes it has.
  package func size() throws(ReadFailure) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw ReadFailure("\(path): \(String(cString: strerror(errno)))")
    }
    return Int(status.st_size)
  }

  /// Up to `count` bytes from an offset; fewer only at the end of the file.
  package func bytes(at offset: Int, count: Int) throws(ReadFailure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = bytes.withUnsafeMutableBytes { buffer in
        pread(
          descriptor, UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]).baseAddress,
          count - filled, off_t(offset + filled))
      }
      if got == 0 { break }
      if got > 0 {
        filled += got
      } else if errno != EINTR {
        throw ReadFailure("\(path): \(String(cString: strerror(errno)))")
      }
    }
    bytes.removeLast(count - filled)
    return bytes
  }
}
