// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// Empty files, and bytes that came before.
@Suite struct SameBytesTests {
  @Test func `A11 a file without bytes is refused and answered, unless the job accepts it`()
    async throws
  {
    try await TestHome.with(
      ["stock": TestHome.stock, "lax": StockFile.job("empty: accept")], sandbox: StockFile.store
    ) { home in
      try home.drop("stock", "EMPTY.csv", "")
      let refused = try await home.dray("run", "stock")
      #expect(refused.status == 65, "\(refused)")
      let receipt = try home.receipt("stock", "EMPTY.csv")
      #expect(receipt["state"]?.string == "refused")
      #expect(receipt["faults"]?.array?.first?["code"]?.string == "empty")
      #expect(home.names("inbox/stock").isEmpty)
      #expect(home.names("archive/stock").contains { $0.hasSuffix("/EMPTY.csv") })

      try home.drop("lax", "EMPTY.csv", "")
      let accepted = try await home.dray("run", "lax")
      #expect(accepted.status == 0, "\(accepted)")
      #expect(try home.receipt("lax", "EMPTY.csv")["state"]?.string == "settled")
      #expect(try home.receipt("lax", "EMPTY.csv")["records"]?.int == 0)
      #expect(try await home.sandbox.effects().isEmpty)
    }
  }

  @Test func `A13 A14 the same bytes are sent once, and the receipt names the original`()
    async throws
  {
    try await TestHome.with(sandbox: StockFile.store) { home in
      let text = StockFile.of(10...12, available: 911)
      try home.drop("stock", "STOCK.csv", text)
      _ = try await home.dray("run", "stock")
      for name in ["STOCK.csv", "OTHER.csv"] {
        try home.drop("stock", name, text)
        let again = try await home.dray("run", "stock")
        #expect(again.status == 0, "\(again)")
        #expect(again.output.contains("the same bytes as d1"), "\(again)")
        let receipt = try home.receipt("stock", name)
        #expect(receipt["state"]?.string == "duplicate")
        #expect(receipt["duplicate_of"]?.string == "d1")
        #expect(receipt["applied"]?.int == 3, "it repeats what the first came to")
        #expect(home.names("inbox/stock").isEmpty)
      }
      #expect(try await home.sandbox.effects().count == 3)
      #expect(try await home.dray("audit").status == 0)
    }
  }

  @Test func `A13 where the job says so the same bytes are worked again`() async throws {
    try await TestHome.with(
      ["stock": StockFile.job("repeat: send")], sandbox: StockFile.store
    ) { home in
      let text = StockFile.of(10...12, available: 912)
      try home.drop("stock", "STOCK.csv", text)
      _ = try await home.dray("run", "stock")
      try await home.sandbox.post(
        "stock", ["sku": "SKU-00011", "location": "Berlin", "available": 1])
      try home.drop("stock", "STOCK.csv", text)
      let again = try await home.dray("run", "stock")
      #expect(again.status == 0, "\(again)")
      let receipt = try home.receipt("stock", "STOCK.csv")
      #expect(receipt["delivery"]?.string == "d2")
      #expect(receipt["applied"]?.int == 1, "only what was changed by hand: \(receipt.text)")
      #expect(receipt["unchanged"]?.int == 2)
    }
  }

  @Test func `A15 a file rewritten while it is copied is not taken until it stands still`()
    async throws
  {
    try await TestHome.with(sandbox: StockFile.store) { home in
      let points = try #require(try await Points(scratch: home.path), "a C compiler is needed")
      try home.drop("stock", "STOCK.csv", StockFile.of(10...20, available: 913))
      // Stopped before its first write to the spool: the bytes are read, the copy is not there yet.
      let run = try home.start(
        ["run", "stock"],
        environment: points.environment(
          count: "\(home.path)/count", at: 2, .stop, on: "/state/spool"))
      try await home.eventually("the copy is stopped") { try Stopped.isStopped(run.pid) }
      try home.write("inbox/stock/STOCK.csv", StockFile.of(10...11, available: 914))
      run.signal(SIGCONT)
      let ended = await run.finish()
      #expect(ended.status == 0, "\(ended)")
      #expect(
        try home.deliveries() == [
          "STOCK.csv settled \(StockFile.of(10...11, available: 914).utf8.count)"
        ])
      let effects = try await home.sandbox.effects()
      #expect(effects.count == 2)
      #expect(
        effects.allSatisfy { $0["after"]?.text.contains("914") == true }, "\(effects.map(\.text))")
      #expect(home.names("state/spool").isEmpty, "the discarded copy is gone")
    }
  }
}

/// What the kernel says of a process.
enum Stopped {
  /// Whether it is stopped by a signal.
  static func isStopped(_ pid: Int32) throws -> Bool {
    let text = try String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
    return text.split(separator: ")").last?.hasPrefix(" T") == true
  }
}
