// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// Secrets go to the store and nowhere else.
@Suite struct CanaryTests {
  static let secret = "shpss_canary0123456789abcdef"
  static let token = "shpat_canary0123456789abcdef"

  @Test(arguments: [200, 401, 403, 500])
  func `S15 a store that echoes token and secret in its errors teaches them to nobody`(
    _ status: Int
  ) async throws {
    try await TestHome.with(sandbox: StockFile.store) { home in
      let echo = try EchoServer(status: status)
      for auth in [
        "access_token: {file: \(home.path)/outside/token}",
        "client_id: app\n    client_secret: {file: \(home.path)/outside/secret}",
      ] {
        try home.write("outside/token", Self.token + "\n", mode: 0o600)
        try home.write("outside/secret", Self.secret + "\n", mode: 0o600)
        try home.write(
          "dray.yaml",
          """
          store:
            shop: sandbox
            api_version: "2026-07"
            auth:
              \(auth)
            endpoint: http://127.0.0.1:\(echo.port)
          """)
        try home.drop("stock", "STOCK.csv", StockFile.of(10...11, available: 990))
        var said = ""
        for command in [["run", "stock"], ["check", "--online"], ["status"], ["show", "d1"]] {
          let running = try home.start(command, environment: ["DRAY_LOG": "trace"])
          let deadline = Date().addingTimeInterval(6)
          // A store that answers 500 is asked again for minutes; a few attempts are enough.
          while running.isRunning, Date() < deadline {
            try await Task.sleep(for: .milliseconds(50))
          }
          running.signal(SIGTERM)
          said += "\(await running.finish(within: 15))"
        }
        #expect(!said.contains(Self.secret) && !said.contains(Self.token), "\(said)")
      }
      #expect(echo.received() > 1, "the secrets were sent")
      #expect(try home.places(of: Self.token) == ["outside/token"])
      #expect(try home.places(of: Self.secret) == ["outside/secret"])
    }
  }
}

/// A server that answers every request with all it was sent.
final class EchoServer: Sendable {
  let port: UInt16
  private let listener: Listener

  init(status: Int) throws {
    listener = try Listener(blocking: true)
    port = listener.port
    let listener = listener
    let thread = Thread {
      while let connection = listener.next() {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(connection, &buffer, buffer.count, 0)
        let asked = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        let body = JSON.object([
          JSON.Member("errors", .string("you sent: \(asked)")),
          JSON.Member("error", .string(asked)), JSON.Member("error_description", .string(asked)),
        ]).bytes
        let head =
          "HTTP/1.1 \(status) Echo\r\nContent-Type: application/json\r\nX-Echo: "
          + asked.replacingOccurrences(of: "\r\n", with: " ")
          + "\r\nContent-Length: \(body.count)\r\nConnection: close\r\n\r\n"
        let reply = Array(head.utf8) + body
        _ = send(connection, reply, reply.count, Int32(MSG_NOSIGNAL))
        close(connection)
      }
    }
    thread.start()
  }

  deinit { listener.stop() }

  /// How many requests came.
  func received() -> Int { listener.accepted() }
}
