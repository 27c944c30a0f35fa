// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `dray units`: what systemd itself says of them.
struct UnitTests {
  static let analyze = "/usr/bin/systemd-analyze"
  static let isThere = FileManager.default.isExecutableFile(atPath: analyze)

  static let jobs = [
    "stock": TestHome.stock,
    "prices": TestHome.prices + "\nschedule: hourly",
    "orders-to-erp": TestHome.orders + "\nschedule: Mon..Fri 06:00 Europe/Berlin",
    "orders": TestHome.orders,
  ]

  private func units(_ home: TestHome) async throws -> [String] {
    let written = try await home.dray("units", "--write", "\(home.path)/units")
    #expect(written.status == 0, "\(written)")
    return home.names("units")
  }

  @Test func `each job has what starts it`() async throws {
    try await TestHome.with(Self.jobs, sandbox: StockFile.store) { home in
      try await self.expectUnits(home)
    }
  }

  private func expectUnits(_ home: TestHome) async throws {
    #expect(
      try await units(home) == [
        "dray-run@.service", "dray-run@orders-to-erp.timer", "dray-run@prices.timer",
        "dray-run@stock.path", "dray-run@stock.timer", "dray.service", "dray@.service",
      ])
    let timer = try #require(home.text("units/dray-run@orders-to-erp.timer"))
    #expect(timer.contains("\nOnCalendar=Mon..Fri 06:00 Europe/Berlin\n"))
    let path = try #require(home.text("units/dray-run@stock.path"))
    #expect(path.contains("\nPathChanged=\(home.path)/inbox/stock\n"))
    // A credential the config names is loaded.
    try home.write(
      "dray.yaml",
      try #require(home.text("dray.yaml")).replacing(
        "{file: \(home.path)/token}", with: "{credential: shop-token}"))
    let printed = try await home.dray("units")
    #expect(
      printed.output.contains("LoadCredential=shop-token:/etc/dray/credentials/shop-token\n"))
  }

  @Test(.enabled(if: isThere, "systemd-analyze is not installed"))
  func `systemd verifies them and finds little exposed`() async throws {
    try await TestHome.with(Self.jobs, sandbox: StockFile.store) { home in
      let names = try await units(home)
      let files = names.map { "\(home.path)/units/\($0)" }
      let verified = try Command(
        ["verify"] + files, program: Self.analyze, scratch: "\(home.path)/scratch")
      let verdict = await verified.finish()
      // Complaints about units of this machine are none of ours.
      let ours = verdict.errors.split(separator: "\n").filter { $0.contains("dray") }
      #expect(ours.isEmpty, "\(verdict)")
      for file in files where file.hasSuffix(".service") {
        // The threshold counts tenths: at most 1.5.
        let judged = try Command(
          ["security", "--offline=true", "--threshold=15", file], program: Self.analyze,
          scratch: "\(home.path)/scratch")
        let score = await judged.finish()
        #expect(score.status == 0, "\(file): \(score)")
        #expect(score.output.contains("Overall exposure level"))
      }
    }
  }
}
