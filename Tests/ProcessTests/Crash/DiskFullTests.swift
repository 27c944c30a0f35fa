// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// The disk is full for a while under a running `serve`.
@Suite struct DiskFullTests {
  @Test(arguments: [("taking", "state/spool"), ("answering", "outbox/receipts")])
  func
    `F01 no space while a file is taken or answered: nothing partial shows, and it goes on by itself`(
      _ phase: String, _ path: String
    ) async throws
  {
    try await TestHome.with(sandbox: StockFile.store) { home in
      let points = try #require(try await Points(scratch: home.path), "a C compiler is needed")
      _ = try await home.dray("refresh", "locations", "products", "inventory")
      let environment = points.environment(
        count: "\(home.path)/count", at: 2, .noSpace, on: path, until: 5)
      try await home.serving(environment: environment) { serve in
        try home.drop("stock", "STOCK.csv", StockFile.of(10...12, available: 981))
        #expect(await serve.prints("No space left"), "\(phase): the trouble is told")
        try await home.settled("stock", "STOCK.csv", within: 60)
      }
      let answers = home.names("outbox/receipts/stock")
      #expect(answers == ["STOCK.csv.receipt.csv", "STOCK.csv.receipt.json"], "\(phase)")
      #expect(try home.deliveries().count == 1)
      #expect(try await home.sandbox.effects().count == 3)
      #expect(home.names("state/spool").isEmpty && home.names("inbox/stock").isEmpty)
      let audit = try await home.dray("audit")
      #expect(audit.status == 0, "\(audit)")
    }
  }
}
