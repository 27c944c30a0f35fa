// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// A bulk operation goes wrong at each of its steps: every record has its effect, and has it once.
@Suite struct BulkFaultTests {
  static let scripts = [
    "", "stagedUploadsCreate:1:http-503", "upload:1:http-500", "upload:1:http-403", "upload:1:cut",
    "bulkOperationRunMutation:1:throttle", "bulkOperationRunMutation:1:http-503",
    "bulkOperationRunMutation:1:cut", "bulkOperationRunMutation:1:http-504:after",
    "bulkOperationRunMutation:1:empty", "bulkOperation:1:http-502", "bulkOperation:2:reset",
    "bulkOperationRunMutation:1:bulk-fail", "bulkOperationRunMutation:1:bulk-expired",
    "bulkOperationRunMutation:1:bulk-cut", "download:1:http-403", "download:1:cut",
    "download:1:http-500",
  ]

  @Test(arguments: scripts)
  func `E01 E03 E07 E10 E11 one effect for each stock level whatever becomes of the bulk operation`(
    _ faults: String
  ) async throws {
    try await TestHome.with(
      ["stock": TestHome.stock + "\ncompare: mirror\nroute: bulk\n"], sandbox: TestHome.small
    ) { home in
      _ = try await home.dray("refresh")
      try await home.sandbox.script(faults)
      try home.drop("stock", "STOCK.csv", TestHome.stockFile(6))
      let result = try await home.dray("run", "stock")
      #expect(result.status == 0, "\(result)")
      try await home.expectOnce(6, by: "inventorySetQuantities", "stock", "STOCK.csv")
      #expect(try home.receipt("stock", "STOCK.csv")["route"]?.string == "bulk")
    }
  }

  @Test(arguments: scripts)
  func `E01 E03 E07 E10 E11 one effect for each price whatever becomes of the bulk operation`(
    _ faults: String
  ) async throws {
    try await TestHome.with(
      ["prices": TestHome.prices + "\ncompare: mirror\n"], sandbox: TestHome.small
    ) { home in
      _ = try await home.dray("refresh")
      try await home.sandbox.script(faults)
      try home.drop("prices", "PRICES.xml", TestHome.priceFile(6))
      let result = try await home.dray("run", "prices", "--route", "bulk")
      #expect(result.status == 0, "\(result)")
      try await home.expectOnce(6, by: "productVariantsBulkUpdate", "prices", "PRICES.xml")
      #expect(try home.receipt("prices", "PRICES.xml")["route"]?.string == "bulk")
    }
  }

  @Test func `E03 an operation whose start was not answered is found by the file's id`()
    async throws
  {
    try await TestHome.with(
      ["stock": TestHome.stock + "\ncompare: mirror\nroute: bulk\n"], sandbox: TestHome.small
    ) { home in
      _ = try await home.dray("refresh")
      try await home.sandbox.script("bulkOperationRunMutation:1:reset:after")
      try home.drop("stock", "STOCK.csv", TestHome.stockFile(6))
      #expect(try await home.dray("run", "stock").status == 0)
      try await home.expectOnce(6, by: "inventorySetQuantities", "stock", "STOCK.csv")
      #expect(try await home.requests(of: "bulkOperationRunMutation").count == 1, "started once")
      #expect(try await home.requests(of: "inventorySetQuantities").isEmpty, "none sent directly")
    }
  }

  /// Where a process is killed on the way of a bulk operation.
  static let kills = [
    "stagedUploadsCreate:1:hang", "upload:1:hang", "upload:1:hang:after",
    "bulkOperationRunMutation:1:hang", "bulkOperationRunMutation:1:hang:after",
    "bulkOperation:1:hang", "download:1:hang",
  ]

  @Test(arguments: kills)
  func `C13 killed between the steps of a bulk operation, the next start resumes it`(
    _ faults: String
  ) async throws {
    try await TestHome.with(
      ["stock": TestHome.stock + "\ncompare: mirror\nroute: bulk\n"], sandbox: TestHome.small
    ) { home in
      _ = try await home.dray("refresh")
      try await home.sandbox.script(faults)
      try home.drop("stock", "STOCK.csv", TestHome.stockFile(6))
      let command = try home.start(["run", "stock"])
      #expect(try await home.faultHits("hang"))
      command.signal(SIGKILL)
      _ = await command.finish()
      let result = try await home.dray("run", "stock")
      #expect(result.status == 0, "\(result)")
      try await home.expectOnce(6, by: "inventorySetQuantities", "stock", "STOCK.csv")
    }
  }
}
