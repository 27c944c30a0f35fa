// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc
import Secrets

/// A secret as a file without a name, in memory only: libssh2 takes a key by its path and nothing else.
final class PrivateFile {
  private let descriptor: Int32
  /// Where this process finds it.
  var path: String { "/proc/self/fd/\(descriptor)" }

  init(_ secret: Secret) throws(UploadError) {
    descriptor = clinux_memory_file()
    guard descriptor >= 0 else {
      throw UploadError(.localFile, "no memory for the key: \(String(cString: strerror(errno)))")
    }
    let isWritten = secret.reveal { text in
      let bytes = Array(text.utf8) + [UInt8(ascii: "\n")]
      return write(descriptor, bytes, bytes.count) == bytes.count
    }
    guard isWritten else {
      throw UploadError(.localFile, "no memory for the key: \(String(cString: strerror(errno)))")
    }
  }

  deinit { close(descriptor) }
}
