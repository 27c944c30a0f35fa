// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Testing

/// The program is killed at any point of a delivery while the partner fetches whatever stands there.
@Suite(
  .serialized,
  .enabled(if: SSHServer.isThere, "there is no OpenSSH server on this machine"))
struct SFTPCrashTests {
  /// What the partner fetched, and how often.
  private func collect(_ server: SSHServer, _ fetched: inout [Data]) throws {
    for name in try server.names() where !name.hasSuffix(".part") {
      if let bytes = server.bytes(name) { fetched.append(bytes) }
      try FileManager.default.removeItem(atPath: "\(server.inbox)/\(name)")
    }
  }

  /// Puts the one file on its way again, as if never tried.
  private func reset(_ home: TestHome, _ server: SSHServer) async throws {
    let queue = try DatabaseQueue(path: "\(home.path)/state/journal.sqlite")
    try await queue.write { db in
      try db.execute(
        sql: """
          UPDATE sends SET state = 'failed', uploaded_at = NULL, sent_at = NULL, attempts = 0
          """)
    }
    try queue.close()
    for name in try server.names() {
      try FileManager.default.removeItem(atPath: "\(server.inbox)/\(name)")
    }
  }

  @Test(arguments: [Points.Action.kill, .killAfter])
  func
    `killed between upload, rename and the journal, a file that is fetched at once arrives exactly once`(
      _ action: Points.Action
    ) async throws
  {
    try await SSHServer.with { server in
      try await TestHome.with(
        ["orders": SFTPDeliveryTests.job], sandbox: SFTPDeliveryTests.store,
        settings: "targets:\n  erp: \(server.target())"
      ) { home in
        let points = try #require(try await Points(scratch: home.path), "a C compiler is needed")
        #expect(try await home.dray("run", "orders").status == 0)
        let written = FileManager.default.contents(
          atPath: "\(home.path)/outbox/orders/orders-1.csv")
        try await reset(home, server)
        let count = "\(home.path)/count"
        let whole = try await home.start(
          ["retry", "x1"], environment: points.environment(count: count)
        ).finish()
        #expect(whole.status == 0, "\(whole)")
        let counted = try Points.counted(count)
        let chosen = Points.chosen(of: counted, sample: 20)
        var statuses: [Int32] = []
        for point in chosen {
          try await reset(home, server)
          var fetched: [Data] = []
          let killed = try await home.start(
            ["retry", "x1"],
            environment: points.environment(count: "\(count)-\(point)", at: point, action)
          ).finish()
          statuses.append(killed.status)
          try collect(server, &fetched)
          let again = try await home.dray("retry", "x1")
          #expect(again.status == 0, "point \(point) of \(counted): \(again)")
          try collect(server, &fetched)
          #expect(fetched == [written], "point \(point) of \(counted): \(fetched.count) arrived")
          #expect(try server.names() == [], "point \(point) of \(counted)")
        }
        #expect(statuses.filter { $0 == 137 }.count > chosen.count / 2, "\(statuses)")
        print("delivery, \(action.rawValue): \(chosen.count) points tried of \(counted) counted")
      }
    }
  }
}
