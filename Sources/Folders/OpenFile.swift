// SPDX-License-Identifier: Apache-2.0

import Crypto
import Glibc

/// One open file, closed when let go.
final class OpenFile: Sendable {
  let descriptor: Int32

  init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// How many bytes are copied at a time.
  private static let chunk = 1 << 20

  func status(_ name: String) throws(FolderError) -> stat {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system("look at", name) }
    return status
  }

  /// Writes all of it.
  func write(_ bytes: UnsafeRawBufferPointer, _ name: String) throws(FolderError) {
    var rest = bytes
    while let start = rest.baseAddress, rest.count > 0 {
      let count = Glibc.write(descriptor, start, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .system("write", name) }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  /// Makes the bytes durable.
  func sync(_ name: String) throws(FolderError) {
    guard fsync(descriptor) == 0 else { throw .system("sync", name) }
  }

  /// Copies the file from its first byte, hashing on the way.
  ///
  /// - Throws: `changed` where there are more than `maxBytes`.
  func copy(
    to target: OpenFile, named name: String, maxBytes: Int
  ) throws(FolderError) -> (bytes: Int, sha256: String) {
    var hash = SHA256()
    var offset = 0
    var buffer = [UInt8](repeating: 0, count: OpenFile.chunk)
    while true {
      let count = pread(descriptor, &buffer, buffer.count, off_t(offset))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .system("read", name) }
      guard count > 0 else { break }
      offset += count
      guard offset <= maxBytes else {
        throw FolderError(
          .changed, code: 0,
          "\(FolderError.shown(name)) grew beyond \(maxBytes) bytes while it was copied")
      }
      let failure = buffer.withUnsafeBytes { bytes -> FolderError? in
        let part = UnsafeRawBufferPointer(rebasing: bytes[..<count])
        hash.update(bufferPointer: part)
        do throws(FolderError) { try target.write(part, name) } catch { return error }
        return nil
      }
      if let failure { throw failure }
    }
    let digest = hash.finalize().map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }
    return (offset, digest.joined())
  }
}
