// SPDX-License-Identifier: Apache-2.0

import Glibc

/// One conversion of the C library between two character sets, closed when the last holder lets go.
final class Iconv {
  private let handle: iconv_t

  /// What became of some bytes.
  enum Outcome: Equatable {
    /// All of them were turned.
    case turned([UInt8])
    /// They end inside a character.
    case unfinished
    /// They mean nothing.
    case undefined
  }

  /// nil where the C library does not know both names.
  init?(from source: String, to target: String) {
    guard let handle = iconv_open(target, source), Int(bitPattern: handle) != -1 else { return nil }
    self.handle = handle
  }

  deinit { _ = iconv_close(handle) }

  /// Turns bytes on their own, from the encoding's first state; what it holds back is handed out too.
  func turn(_ bytes: some Collection<UInt8>) -> Outcome {
    let count = bytes.count
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: count * 7 + 16) { room in
      for (index, byte) in bytes.enumerated() { room[index] = CChar(bitPattern: byte) }
      var from = room.baseAddress
      var to = from.map { $0 + count }
      var (inputLeft, outputLeft) = (count, room.count - count)
      _ = iconv(handle, nil, nil, nil, nil)
      // A composing encoding holds the last character back until it is told that no more comes.
      let failed =
        iconv(handle, &from, &inputLeft, &to, &outputLeft) == -1
        || iconv(handle, nil, nil, &to, &outputLeft) == -1
      if failed { return errno == EILSEQ ? .undefined : .unfinished }
      let turned = room[count..<room.count - outputLeft].map { UInt8(bitPattern: $0) }
      return turned.isEmpty ? .unfinished : .turned(turned)
    }
  }
}
