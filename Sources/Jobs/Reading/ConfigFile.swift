// SPDX-License-Identifier: Apache-2.0

import Crypto
import Glibc
import Tables

/// A small file that an admin wrote.
enum ConfigFile {
  /// Larger ones are no config.
  static let limit = 64 << 20

  /// The bytes of a file, which messages call `name`.
  static func read(_ path: String, as name: String) throws(Fault) -> [UInt8] {
    let place = Position(file: name, line: 1)
    do {
      return try SmallFile(path, limit: limit).bytes
    } catch {
      switch error {
      case .system(ENOENT):
        throw Fault("no-such-file", at: place, "there is no such file")
      case .system(let code):
        throw Fault("unreadable", at: place, "the file cannot be read: \(systemText(code))")
      case .notPlain:
        throw Fault("unreadable", at: place, "this is no plain file")
      case .tooLarge(let size):
        throw Fault(
          "too-large", at: place, "the file is too large for a config file",
          expected: "at most \(limit) bytes", found: "\(size)")
      }
    }
  }

  /// The SHA-256 of some files' bytes, each set off from the next: 64 lower-case hexadecimal digits.
  static func digest(_ files: [[UInt8]]) -> String {
    var hash = SHA256()
    for bytes in files {
      hash.update(data: withUnsafeBytes(of: UInt64(bytes.count).bigEndian) { Array($0) })
      hash.update(data: bytes)
    }
    return hash.finalize().map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }.joined()
  }
}
