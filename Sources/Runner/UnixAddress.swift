// SPDX-License-Identifier: Apache-2.0

import Glibc

/// `sockaddr_un`; the path is limited to 107 bytes by the system. One that begins with `@` is in Linux's abstract name
/// space.
struct UnixAddress {
  private var address = sockaddr_un()
  private let length: socklen_t

  init(_ path: String) throws(RunnerError) {
    address.sun_family = sa_family_t(AF_UNIX)
    var bytes = Array(path.utf8)
    let capacity = MemoryLayout.size(ofValue: address.sun_path)
    guard bytes.count < capacity else {
      throw RunnerError(
        .config,
        "the path \(path) is longer than the \(capacity - 1) bytes a socket may have; "
          + "choose a shorter --home")
    }
    let start = MemoryLayout<sockaddr_un>.size - capacity
    if bytes.first == UInt8(ascii: "@") {
      // Every byte of an abstract name counts, so none may follow it.
      bytes[0] = 0
      length = socklen_t(start + bytes.count)
    } else {
      length = socklen_t(MemoryLayout<sockaddr_un>.size)
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
  }

  func withPointer(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
    }
  }
}
