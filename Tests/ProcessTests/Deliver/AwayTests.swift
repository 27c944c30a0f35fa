// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// A store, a network or a target that is away: nobody has to do anything.
struct AwayTests {
  @Test
  func
    `L10 D33 started without a network, files are taken, wait, are told of, and go out by themselves`()
    async throws
  {
    let sink = try WebSink()
    defer { sink.stop() }
    try await TestHome.with(
      ["stock": StockFile.job()], sandbox: StockFile.store,
      settings: "alerts:\n  ops: {webhook: \"\(sink.url)\", after: 0s}"
    ) { home in
      // A port nobody listens at until the store comes there.
      let port = try Listener().port
      let config = try #require(home.text("dray.yaml"))
      try home.write(
        "dray.yaml",
        config.replacingOccurrences(of: home.sandbox.url, with: "http://127.0.0.1:\(port)"))
      try await home.serving { _ in
        for number in 1...3 {
          try home.drop(
            "stock", "f\(number).csv", StockFile.of(10...12, available: 700 + number))
        }
        try await home.eventually("who should hear of it does") {
          sink.requests.compactMap(\.json).contains {
            $0["begun"]?.array?.contains { $0["kind"]?.string == "unreachable" } == true
          }
        }
        let status = try await home.dray("status")
        #expect(status.output.contains("the store is not reached"), "\(status)")
        let store = try await TestSandbox(
          StockFile.store + ["--port", "\(port)"], scratch: "\(home.path)/scratch")
        for number in 1...3 { try await home.settled("stock", "f\(number).csv", within: 90) }
        // Each file's values, in order, once.
        let effects = try await store.effects().filter { $0["before"] != $0["after"] }
        #expect(effects.count == 9, "\(effects.map(\.text))")
        let last = effects.suffix(3).map(\.text)
        #expect(last.allSatisfy { $0.contains("703") }, "\(last)")
        try await home.eventually("the end is told") {
          sink.requests.compactMap(\.json).contains {
            $0["ended"]?.array?.contains { $0["kind"]?.string == "unreachable" } == true
          }
        }
        await store.stop()
      }
      try await home.expectAudit()
    }
  }

  @Test(.enabled(if: SSHServer.isThere, "there is no OpenSSH server on this machine"))
  func `a target that comes back gets its files in order, by serve alone`() async throws {
    try await SSHServer.with { server in
      try await TestHome.with(
        ["orders": SFTPDeliveryTests.job], sandbox: SFTPDeliveryTests.store,
        settings: "targets:\n  erp: \(server.target(folder: server.path + "/later"))"
      ) { home in
        for _ in 1...3 { #expect(try await home.dray("run", "orders").status == 75) }
        #expect(try home.journal("SELECT state FROM sends") == ["waiting", "waiting", "waiting"])
        try await home.serving { _ in
          try FileManager.default.createDirectory(
            atPath: "\(server.path)/later", withIntermediateDirectories: true)
          try await home.eventually("all three are there", within: 60) {
            try home.journal("SELECT count(*) FROM sends WHERE state = 'sent'") == ["3"]
          }
        }
        #expect(
          try home.journal("SELECT run FROM sends ORDER BY sent_at") == ["1", "2", "3"])
        let status = try await home.dray("status", "--json")
        #expect(status.output.contains("\"troubles\":[]"), "\(status)")
      }
    }
  }
}
