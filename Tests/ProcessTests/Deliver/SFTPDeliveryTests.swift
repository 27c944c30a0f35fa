// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Exported files and a real OpenSSH server.
@Suite(.enabled(if: SSHServer.isThere, "there is no OpenSSH server on this machine"))
struct SFTPDeliveryTests {
  static let job = TestHome.orders + "\ndeliver: erp\n"
  static let store = ["--products", "5", "--orders", "20"]

  /// A home whose orders go to the server.
  private func with(
    limits: String = "", job: String = Self.job, target: (SSHServer) -> String = { $0.target() },
    settings: String = "", _ body: (TestHome, SSHServer) async throws -> Void
  ) async throws {
    try await SSHServer.with(limits: limits) { server in
      try await TestHome.with(
        ["orders": job], sandbox: Self.store,
        settings: "targets:\n  erp: \(target(server))\n\(settings)"
      ) { home in try await body(home, server) }
    }
  }

  private func outbox(_ home: TestHome, _ name: String) -> Data? {
    FileManager.default.contents(atPath: "\(home.path)/outbox/orders/\(name)")
  }

  @Test func `a file is there once, whole and under its name`() async throws {
    try await with { home, server in
      let first = try await home.dray("run", "orders")
      #expect(first.status == 0, "\(first)")
      #expect(first.output.contains("x1 orders: orders-1.csv is at erp\n"), "\(first)")
      #expect(try server.names() == ["orders-1.csv"])
      #expect(server.bytes("orders-1.csv") == outbox(home, "orders-1.csv"))
      // Collected; the next run brings only the next file.
      try FileManager.default.removeItem(atPath: "\(server.inbox)/orders-1.csv")
      let second = try await home.dray("run", "orders")
      #expect(second.status == 0, "\(second)")
      #expect(try server.names() == ["orders-2.csv"])
      let shown = try await home.dray("show", "x1")
      #expect(shown.output.contains("erp     sent "), "\(shown)")
      try await home.expectAudit()
    }
  }

  @Test func `another host key is never talked to, and the message says which it was`() async throws
  {
    let other = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    try await with(target: { $0.target(hostKey: other) }) { home, server in
      let run = try await home.dray("run", "orders")
      #expect(run.status == 75, "\(run)")
      #expect(
        run.output.contains(
          "127.0.0.1: the server's key is \(server.fingerprint), expected \(other); if its operator confirms the new one, put it in 'host_key'"
        ), "\(run)")
      #expect(try server.names() == [])
      let status = try await home.dray("status")
      #expect(status.output.contains("nothing gets to the target erp"), "\(status)")
      // Mended, it goes out by itself.
      let config = try #require(home.text("dray.yaml"))
      try home.write("dray.yaml", config.replacingOccurrences(of: other, with: server.fingerprint))
      let again = try await home.dray("run", "orders")
      #expect(again.status == 0, "\(again)")
      #expect(try server.names() == ["orders-1.csv", "orders-2.csv"])
      let after = try await home.dray("status", "--json")
      #expect(after.output.contains("\"troubles\":[]"), "\(after)")
    }
  }

  @Test func `a key that is not let in, a folder that is not there, a server that is away`()
    async throws
  {
    try await with(target: { $0.target(key: "host") }) { home, server in
      let denied = try await home.dray("run", "orders")
      #expect(denied.status == 75, "\(denied)")
      #expect(
        denied.output.contains("is not let in; check 'user' and the key or password"), "\(denied)")
      let config = try #require(home.text("dray.yaml"))
      let mended = config.replacingOccurrences(of: "/host}", with: "/user}")
      try home.write("dray.yaml", mended.replacingOccurrences(of: "/in\"", with: "/none\""))
      let missing = try await home.dray("run", "orders")
      #expect(
        missing.output.contains("there is no folder \(server.path)/none"), "\(missing)")
      let check = try await home.dray("check", "--online")
      #expect(check.status == 69, "\(check)")
      #expect(check.errors.contains("target erp: 127.0.0.1: cannot open the folder"), "\(check)")
      try home.write("dray.yaml", mended)
      let fine = try await home.dray("check", "--online")
      #expect(fine.output.contains("target erp: reached, signed in"), "\(fine)")
      await server.stop()
      let away = try await home.dray("run", "orders")
      #expect(away.status == 75, "\(away)")
      #expect(away.output.contains("Couldn't connect to server"), "\(away)")
      let waiting = try home.journal("SELECT state FROM sends")
      #expect(waiting.allSatisfy { $0 == "waiting" }, "\(waiting)")
    }
  }

  @Test func `another file of that name is not overwritten, and retry takes it up`() async throws {
    try await with { home, server in
      try Data("theirs".utf8).write(to: URL(fileURLWithPath: "\(server.inbox)/orders-1.csv"))
      let run = try await home.dray("run", "orders")
      #expect(
        run.output.contains(
          "another file named orders-1.csv is there already and is not overwritten"), "\(run)")
      #expect(server.bytes("orders-1.csv") == Data("theirs".utf8))
      #expect(try home.journal("SELECT state FROM sends") == ["failed"])
      let status = try await home.dray("status")
      #expect(status.output.contains("orders-1.csv was not delivered to erp"), "\(status)")
      // It keeps no other file waiting.
      _ = try await home.dray("run", "orders")
      #expect(try server.names() == ["orders-1.csv", "orders-2.csv"])
      try FileManager.default.removeItem(atPath: "\(server.inbox)/orders-1.csv")
      let retry = try await home.dray("retry", "x1")
      #expect(retry.status == 0, "\(retry)")
      #expect(server.bytes("orders-1.csv") == outbox(home, "orders-1.csv"))
      #expect(try home.journal("SELECT state FROM sends") == ["sent", "sent"])
    }
  }

  @Test func `a full disk there leaves no file of ours under its name`() async throws {
    // sshd may write no file larger than a block, as on a full disk.
    try await with(limits: "trap '' XFSZ; ulimit -f 1;") { home, server in
      let run = try await home.dray("run", "orders")
      #expect(run.status == 75, "\(run)")
      #expect(run.output.contains("cannot write orders-1.csv.part"), "\(run)")
      #expect(try server.names().filter { !$0.hasSuffix(".part") } == [])
      #expect(try home.journal("SELECT state FROM sends") == ["waiting"])
    }
  }

  @Test func `a file that is gone from the outbox, or changed there, is left to a person`()
    async throws
  {
    try await with { home, server in
      await server.stop()
      _ = try await home.dray("run", "orders")
      try home.write("outbox/orders/orders-1.csv", "something else")
      let changed = try await home.dray("retry", "x1")
      #expect(changed.status == 75, "\(changed)")
      #expect(
        changed.output.contains(
          "orders-1.csv in the outbox is not what was written there; put the original back and say `dray retry x1`"
        ), "\(changed)")
      try FileManager.default.removeItem(atPath: "\(home.path)/outbox/orders/orders-1.csv")
      let gone = try await home.dray("retry", "x1")
      #expect(gone.output.contains("orders-1.csv is not in the outbox any more"), "\(gone)")
      #expect(try home.journal("SELECT state FROM sends") == ["failed"])
    }
  }
}
