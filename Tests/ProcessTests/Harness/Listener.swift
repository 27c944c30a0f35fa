// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// A port of this machine, to see who knocks at it.
final class Listener: Sendable {
  private let descriptor: Int32
  private let count = Atomic(0)
  let port: UInt16

  /// Where it is not blocking, `next` is nil when nobody waits.
  init(blocking: Bool = false) throws {
    let mode = blocking ? 0 : Int32(SOCK_NONBLOCK.rawValue)
    descriptor = socket(
      AF_INET, Int32(SOCK_STREAM.rawValue) | mode | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = descriptor
    let isOpen = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 16) == 0
          && getsockname(listener, $0, &length) == 0
      }
    }
    guard isOpen else { throw TestSandbox.Failure(text: "no listener: \(errno)") }
    port = UInt16(bigEndian: address.sin_port)
  }

  deinit { close(descriptor) }

  /// The next connection; nil once stopped.
  func next() -> Int32? {
    let connection = accept(descriptor, nil, nil)
    guard connection >= 0 else { return nil }
    count.add(1, ordering: .relaxed)
    return connection
  }

  /// How many connections `next` gave.
  func accepted() -> Int { count.load(ordering: .relaxed) }

  /// How many connections wait now.
  func connections() -> Int {
    var waiting = 0
    while let connection = next() {
      close(connection)
      waiting += 1
    }
    return waiting
  }

  /// Ends a blocked `next`.
  func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}
