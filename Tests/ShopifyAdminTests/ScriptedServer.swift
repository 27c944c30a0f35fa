// SPDX-License-Identifier: Apache-2.0

import Glibc
import Transport

/// What the server was sent: one whole request.
struct SeenRequest: Sendable {
  var method: String
  var path: String
  /// Names in lower case.
  var headers: [String: String]
  var body: String
  /// Which connection it came over, from 1.
  var connection: Int
}

/// What the server does once a whole request has arrived.
enum ScriptedReply: Sendable {
  /// A proper reply; the connection stays.
  case reply(Int, [String: String], String)
  /// These bytes, then the connection is closed.
  case bytesThenClose(String)
  /// These bytes, then nothing more, with the connection open.
  case bytesThenSilence(String)
  /// Bytes without end.
  case endless(head: String)
  /// The connection is closed without a byte.
  case close
  /// The connection is reset without a byte.
  case reset

  static func json(_ body: String, status: Int = 200, headers: [String: String] = [:])
    -> ScriptedReply
  {
    .reply(status, headers.merging(["Content-Type": "application/json"]) { own, _ in own }, body)
  }
}

/// A server on this machine's loopback that does as told, request by request, with plain sockets so
/// that it can misbehave. One thread accepts, one serves each connection.
final class ScriptedServer: Sendable {
  private struct State {
    var seen: [SeenRequest] = []
    var connections = 0
    var open: Set<Int32> = []
    var isStopped = false
  }

  let port: Int
  /// One element for each connection the server has closed.
  let closings: AsyncStream<Void>
  private let closed: AsyncStream<Void>.Continuation
  private let listener: Int32
  private let state = Guarded(State())
  private let script: @Sendable (SeenRequest, Int) -> ScriptedReply

  /// The script is asked for each request, with its number from 1.
  init(_ script: @escaping @Sendable (SeenRequest, Int) -> ScriptedReply) throws {
    self.script = script
    (closings, closed) = AsyncStream.makeStream()
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let socket = listener
    let bound = withUnsafeMutableBytes(of: &address) { bytes -> Int32 in
      guard let pointer = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress else {
        return -1
      }
      guard bind(socket, pointer, length) == 0, listen(socket, 64) == 0 else { return -1 }
      return getsockname(socket, pointer, &length)
    }
    guard bound == 0 else { throw TransportError(.localFile, "no loopback socket") }
    port = Int(UInt16(bigEndian: address.sin_port))
    spawn { $0.acceptLoop() }
  }

  var base: String { "http://127.0.0.1:\(port)" }
  var seen: [SeenRequest] { state.withLock { $0.seen } }

  func stop() {
    state.withLock { state in
      state.isStopped = true
      for socket in state.open { shutdown(socket, Int32(SHUT_RDWR)) }
    }
    shutdown(listener, Int32(SHUT_RDWR))
  }

  private func spawn(_ work: @escaping @Sendable (ScriptedServer) -> Void) {
    final class Box {
      let server: ScriptedServer
      let work: @Sendable (ScriptedServer) -> Void
      init(_ server: ScriptedServer, _ work: @escaping @Sendable (ScriptedServer) -> Void) {
        self.server = server
        self.work = work
      }
    }
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { raw in
        guard let raw else { return nil }
        let box = Unmanaged<Box>.fromOpaque(raw).takeRetainedValue()
        box.work(box.server)
        return nil
      }, Unmanaged.passRetained(Box(self, work)).toOpaque())
    pthread_detach(thread)
  }

  private func acceptLoop() {
    while true {
      let socket = accept(listener, nil, nil)
      guard socket >= 0 else {
        close(listener)
        return
      }
      let number = state.withLock { state in
        state.connections += 1
        state.open.insert(socket)
        if state.isStopped { shutdown(socket, Int32(SHUT_RDWR)) }
        return state.connections
      }
      spawn { $0.serve(socket, number) }
    }
  }

  private func serve(_ socket: Int32, _ number: Int) {
    defer {
      state.withLock { _ = $0.open.remove(socket) }
      close(socket)
      closed.yield()
    }
    var buffer: [UInt8] = []
    while let request = readRequest(socket, &buffer, connection: number) {
      let count = state.withLock { state in
        state.seen.append(request)
        return state.seen.count
      }
      switch script(request, count) {
      case .reply(let status, let headers, let body):
        var head = "HTTP/1.1 \(status) Scripted\r\nContent-Length: \(body.utf8.count)\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        guard send(socket, head + "\r\n" + body) else { return }
      case .bytesThenClose(let text):
        _ = send(socket, text)
        return
      case .bytesThenSilence(let text):
        _ = send(socket, text)
        var byte: UInt8 = 0
        while recv(socket, &byte, 1, 0) > 0 {}
        return
      case .endless(let head):
        guard send(socket, head) else { return }
        while send(socket, String(repeating: "x", count: 65536)) {}
        return
      case .close: return
      case .reset:
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
          socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        return
      }
    }
  }

  private func readRequest(_ socket: Int32, _ buffer: inout [UInt8], connection: Int)
    -> SeenRequest?
  {
    let gap = Array("\r\n\r\n".utf8)
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      if let end = buffer.firstRange(of: gap) {
        let lines = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
          .split(separator: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
          let parts = line.split(separator: ":", maxSplits: 1)
          headers[parts[0].lowercased()] =
            parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        if buffer.count >= end.upperBound + length {
          let words = (lines.first ?? "").split(separator: " ")
          let body = String(
            decoding: buffer[end.upperBound..<end.upperBound + length], as: UTF8.self)
          buffer.removeFirst(end.upperBound + length)
          return SeenRequest(
            method: String(words.first ?? ""), path: String(words.dropFirst().first ?? ""),
            headers: headers, body: body, connection: connection)
        }
      }
      let count = recv(socket, &chunk, chunk.count, 0)
      guard count > 0 else { return nil }
      buffer.append(contentsOf: chunk[..<count])
    }
  }

  private func send(_ socket: Int32, _ text: String) -> Bool {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      bytes = bytes.dropFirst(count)
    }
    return true
  }
}
