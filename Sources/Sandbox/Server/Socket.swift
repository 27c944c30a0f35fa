// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#endif

/// Why a port could not be served.
package struct SandboxServerError: Error, CustomStringConvertible {
  package var description: String
}

/// A TCP socket on the loopback interface.
struct Socket: Sendable {
  let descriptor: Int32

  /// Listens; port 0 takes a free one.
  static func listening(port: Int) throws -> (Socket, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw fault("cannot open a socket") }
    var yes: Int32 = 1
    setsockopt(
      descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(clamping: port)).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
    }
    guard bound == 0, listen(descriptor, 128) == 0 else {
      let error = fault("cannot listen on 127.0.0.1:\(port)")
      _ = Glibc.close(descriptor)
      throw error
    }
    _ = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(descriptor, $0, &length)
      }
    }
    return (Socket(descriptor: descriptor), Int(UInt16(bigEndian: address.sin_port)))
  }

  private static func fault(_ what: String) -> SandboxServerError {
    SandboxServerError(description: "\(what): \(String(cString: strerror(errno)))")
  }

  /// The next connection; nil once the socket is shut.
  func accept() -> Socket? {
    while true {
      let connection = Glibc.accept(descriptor, nil, nil)
      if connection >= 0 {
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        var yes: Int32 = 1
        setsockopt(
          connection, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        return Socket(descriptor: connection)
      }
      switch errno {
      case EINTR, ECONNABORTED: continue
      case EMFILE, ENFILE: Socket.pause(milliseconds: 50)
      default: return nil
      }
    }
  }

  /// Bytes as they come; empty at the end of the stream, nil on an error.
  func read(upTo count: Int) -> [UInt8]? {
    while true {
      var got = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
        got = recv(descriptor, buffer.baseAddress, count, 0)
        initialized = max(0, got)
      }
      if got >= 0 { return bytes }
      if errno != EINTR { return nil }
    }
  }

  /// Sends all; false when the other side is gone.
  @discardableResult
  func write(_ bytes: some Sequence<UInt8>) -> Bool {
    let bytes = Array(bytes)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { buffer in
        send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Closes with a reset instead of a farewell.
  func reset() {
    var none = linger(l_onoff: 1, l_linger: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_LINGER, &none, socklen_t(MemoryLayout<linger>.size))
    close()
  }

  /// Wakes whoever reads or accepts here.
  func shut() { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }

  func close() { _ = Glibc.close(descriptor) }

  /// Waits until the other side goes away, at most so long.
  func awaitFarewell(seconds: Int) {
    var state = pollfd(descriptor: descriptor)
    _ = poll(&state, 1, Int32(seconds * 1000))
  }

  static func pause(milliseconds: Int) {
    _ = poll(nil, 0, Int32(clamping: milliseconds))
  }
}

extension pollfd {
  /// Watches for the other side's end of stream alone.
  fileprivate init(descriptor: Int32) {
    self.init(fd: descriptor, events: 0x2000 /* POLLRDHUP */, revents: 0)
  }
}
