// SPDX-License-Identifier: Apache-2.0

import Glibc
package import Tables

/// `state/control.sock`: where commands reach the process that holds the lock.
///
/// One line of JSON in (the request), lines of JSON out: `{"line":…}` as things happen and
/// `{"exit":N}` at the end. The folder is private (0700), so whoever can connect may command.
package final class ControlSocket: Sendable {
  private let descriptor: Int32
  private let path: String

  /// One command's connection.
  package struct Caller: Sendable {
    fileprivate let descriptor: Int32

    /// Sends one line; a caller that has gone away is no concern of the work.
    package func tell(_ json: JSON) {
      var bytes = json.bytes
      bytes.append(UInt8(ascii: "\n"))
      var offset = 0
      while offset < bytes.count {
        let sent = bytes.withUnsafeBytes { buffer in
          send(
            descriptor, buffer.baseAddress.map { $0 + offset }, buffer.count - offset,
            Int32(MSG_NOSIGNAL))
        }
        guard sent > 0 else { return }
        offset += sent
      }
    }

    /// Sends the exit code and ends the connection.
    package func finish(exit code: Int32) {
      tell(["exit": JSON(Int(code))])
      close(descriptor)
    }
  }

  /// Listens at `path`, replacing what a dead holder left there. The caller holds the lock.
  package init(path: String) throws(RunnerError) {
    self.path = path
    unlink(path)
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw ControlSocket.failure("make", path) }
    let bound = try UnixAddress(path).withPointer { bind(descriptor, $0, $1) }
    guard bound == 0, chmod(path, 0o600) == 0, listen(descriptor, 16) == 0 else {
      throw ControlSocket.failure("listen at", path)
    }
  }

  /// Requests as they come, each with its caller, until `close()`.
  package func requests() -> AsyncStream<(Request, Caller)> {
    let (stream, continuation) = AsyncStream<(Request, Caller)>.makeStream()
    let listener = descriptor
    BlockingThread.start(named: "control") {
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else {
          if errno == EINTR || errno == ECONNABORTED { continue }
          break
        }
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        let caller = Caller(descriptor: connection)
        guard let line = LineReader(descriptor: connection).next(), let json = parsed(line),
          let request = Request(json)
        else {
          caller.tell(["line": "not a request of this version of dray"])
          caller.finish(exit: RunnerError.Kind.bug.rawValue)
          continue
        }
        continuation.yield((request, caller))
      }
      continuation.finish()
    }
    return stream
  }

  /// Stops listening and removes the socket.
  package func stop() {
    unlink(path)
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }

  fileprivate static func failure(_ verb: String, _ path: String) -> RunnerError {
    RunnerError(.cannotWrite, "cannot \(verb) \(path): \(String(cString: strerror(errno)))")
  }
}

/// A command's side of the control socket.
package struct ControlClient {
  /// Sends a request to the holder and hands on what it says; the exit code, or nil where no holder
  /// listens (any more).
  package static func ask(
    _ request: Request, at path: String, line: (String) -> Void
  ) throws(RunnerError) -> Int32? {
    let descriptor = socket(
      AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw ControlSocket.failure("make", path) }
    defer { close(descriptor) }
    let connected = try UnixAddress(path).withPointer { connect(descriptor, $0, $1) }
    guard connected == 0 else { return nil }
    ControlSocket.Caller(descriptor: descriptor).tell(request.json)
    let reader = LineReader(descriptor: descriptor)
    while let text = reader.next() {
      guard let json = parsed(text) else { break }
      if let said = json["line"]?.string { line(said) }
      if let code = json["exit"]?.int { return Int32(code) }
    }
    throw RunnerError(
      .pending, "the running dray ended before it answered; its journal keeps the work, ask again")
  }
}

private func parsed(_ line: [UInt8]) -> JSON? {
  do { return try JSON(parsing: line) } catch { return nil }
}

/// Lines of at most 1 MiB from a descriptor.
private final class LineReader {
  private let descriptor: Int32
  private var buffer: [UInt8] = []

  init(descriptor: Int32) { self.descriptor = descriptor }

  func next() -> [UInt8]? {
    while true {
      if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
        defer { buffer.removeSubrange(...end) }
        return Array(buffer[..<end])
      }
      guard buffer.count < 1 << 20 else { return nil }
      var chunk = [UInt8](repeating: 0, count: 4096)
      let count = recv(descriptor, &chunk, chunk.count, 0)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      buffer.append(contentsOf: chunk.prefix(count))
    }
  }
}
