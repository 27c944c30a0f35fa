// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// What a consumer of the outbox sees while files are made.
@Suite struct OutboxTests {
  @Test func `X02 whoever looks while an export is written sees whole files only`() async throws {
    try await TestHome.with(
      ["orders": TestHome.orders], sandbox: ["--products", "10", "--orders", "200"]
    ) { home in
      let run = try home.start(["run", "orders"])
      // Every first sight of a name, with what it held then.
      var seen: [String: String] = [:]
      while run.isRunning {
        for name in home.names("outbox/orders") where !name.hasPrefix(".") && seen[name] == nil {
          seen[name] = home.text("outbox/orders/\(name)") ?? ""
        }
        await Task.yield()
      }
      let ended = await run.finish()
      #expect(ended.status == 0, "\(ended)")
      #expect(!seen.isEmpty, "it was looked at in time")
      for (name, text) in seen { #expect(home.text("outbox/orders/\(name)") == text, "\(name)") }
      #expect(home.names("outbox/orders") == ["orders-1.csv", "orders-1.csv.sha256"])
    }
  }

  @Test func `X03 a name that is taken is left alone`() async throws {
    try await TestHome.with(
      ["orders": TestHome.orders], sandbox: ["--products", "10", "--orders", "20"]
    ) { home in
      try home.write("outside/precious.csv", "theirs\n")
      try home.write("outbox/orders/orders-1.csv", "mine\n")
      let first = try await home.dray("run", "orders")
      #expect(first.status == 0, "\(first)")
      #expect(home.text("outbox/orders/orders-1.csv") == "mine\n")
      let file = try #require(try home.journal("SELECT file FROM runs WHERE sequence = 1").first)
      #expect(file != "orders-1.csv")
      #expect(
        home.text("outbox/orders/\(file)")?.split(whereSeparator: \.isNewline).count ?? 0 > 20)
      #expect(home.text("outbox/orders/\(file).sha256")?.contains(file) == true)
      // A link put where the next file goes is not written through.
      try await home.sandbox.post("sell", ["lines": [["sku": "SKU-00010", "quantity": 1]]])
      try FileManager.default.createSymbolicLink(
        atPath: "\(home.path)/outbox/orders/orders-2.csv",
        withDestinationPath: "\(home.path)/outside/precious.csv")
      let second = try await home.dray("run", "orders")
      #expect(second.status == 0, "\(second)")
      #expect(home.text("outside/precious.csv") == "theirs\n")
      #expect(try await home.dray("audit").status == 0)
    }
  }
}
