// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// systemd's end of sd_notify: a datagram socket that keeps what it is told.
final class NotifySocket: Sendable {
  let path: String
  private let descriptor: Int32
  private let told = Mutex<[String]>([])

  init(_ path: String) throws {
    self.path = path
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
      throw TestSandbox.Failure(text: "too long for a socket: \(path)")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let bound = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard bound == 0 else { throw TestSandbox.Failure(text: "bind \(path): \(errno)") }
  }

  deinit { close(descriptor) }

  /// Every message so far, in order.
  var messages: [String] {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      guard count > 0 else { break }
      let text = String(decoding: buffer[..<count], as: UTF8.self)
      told.withLock { $0.append(text) }
    }
    return told.withLock { $0 }
  }

  /// Whether any message holds a text.
  func heard(_ text: String) -> Bool { messages.contains { $0.contains(text) } }
}
