// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Tables

/// A web server of this machine that keeps what it is sent and answers every request alike.
final class WebSink: Sendable {
  /// One request as it came.
  struct Request: Sendable {
    var line: String
    var headers: [String: String]
    var body: Data

    var json: JSON? {
      do { return try JSON(parsing: Array(body)) } catch { return nil }
    }
  }

  private struct State {
    var requests: [Request] = []
    var status = 200
  }

  private let listener: Listener
  private let state = Mutex(State())
  var port: UInt16 { listener.port }
  var url: String { "http://127.0.0.1:\(port)" }

  init() throws {
    listener = try Listener(blocking: true)
    let thread = Thread { [self] in
      while let connection = listener.next() {
        let one = Thread { self.talk(connection) }
        one.start()
      }
    }
    thread.start()
  }

  func stop() { listener.stop() }

  /// What came, oldest first.
  var requests: [Request] { state.withLock { $0.requests } }

  /// The status of every answer from now on.
  func answer(_ status: Int) { state.withLock { $0.status = status } }

  private func talk(_ connection: Int32) {
    defer { close(connection) }
    var bytes = Data()
    var chunk = [UInt8](repeating: 0, count: 65536)
    func more() -> Bool {
      let count = recv(connection, &chunk, chunk.count, 0)
      guard count > 0 else { return false }
      bytes.append(contentsOf: chunk.prefix(count))
      return true
    }
    while true {
      guard let end = bytes.range(of: Data("\r\n\r\n".utf8)) else {
        guard more() else { return }
        continue
      }
      let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
        .components(separatedBy: "\r\n")
      var headers: [String: String] = [:]
      for line in lines.dropFirst() {
        let halves = line.split(separator: ":", maxSplits: 1).map(String.init)
        guard halves.count == 2 else { continue }
        headers[halves[0].lowercased()] = halves[1].trimmingCharacters(in: .whitespaces)
      }
      let length = Int(headers["content-length"] ?? "0") ?? 0
      bytes.removeSubrange(..<end.upperBound)
      bytes = Data(bytes)
      while bytes.count < length { guard more() else { return } }
      let request = Request(
        line: lines.first ?? "", headers: headers, body: Data(bytes.prefix(length)))
      bytes = Data(bytes.dropFirst(length))
      let status = state.withLock { state in
        state.requests.append(request)
        return state.status
      }
      let answer = Array("HTTP/1.1 \(status) X\r\nContent-Length: 0\r\n\r\n".utf8)
      _ = send(connection, answer, answer.count, Int32(MSG_NOSIGNAL))
    }
  }
}
