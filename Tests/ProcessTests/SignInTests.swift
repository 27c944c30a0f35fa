// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// Both ways to sign in, and what happens when a token ends.
@Suite struct SignInTests {
  /// Signs the home in by client credentials.
  private func useClientCredentials(_ home: TestHome, secret: String = "sandbox-secret") throws {
    try home.write("secret", secret + "\n", mode: 0o600)
    try home.write(
      "dray.yaml",
      """
      store:
        shop: sandbox
        api_version: "2026-07"
        auth:
          client_id: sandbox
          client_secret: {file: \(home.path)/secret}
        endpoint: \(home.sandbox.url)
      """)
  }

  @Test func `D22 a token that ends during a run is asked for once, however many requests met it`()
    async throws
  {
    let job = TestHome.prices + "\ncompare: mirror\n"
    try await TestHome.with(["prices": job], sandbox: ["--products", "40", "--orders", "0"]) {
      home in
      try useClientCredentials(home)
      #expect(try await home.dray("refresh").status == 0)
      let before = try await home.requests(of: "token").count
      // The first answer takes long: the token ends while it is on its way, and all others meet that.
      let command = try await startSlowly(home)
      #expect(try await home.faultHits("late"))
      try await home.sandbox.post("tokens/expire", .null)
      let result = await command.finish()
      #expect(result.status == 0, "\(result)")
      #expect(
        try await home.requests(of: "productVariantsBulkUpdate").contains {
          $0["status"]?.int == 401
        }, "some met the ended token")
      #expect(try await home.requests(of: "token").count == before + 2, "one to begin, one again")
      try await home.expectOnce(24, by: "productVariantsBulkUpdate", "prices", "PRICES.xml")
    }
  }

  private func startSlowly(_ home: TestHome) async throws -> Command {
    try await home.sandbox.script("productVariantsBulkUpdate:1:late-5")
    try home.drop("prices", "PRICES.xml", TestHome.priceFile(24))
    return try home.start(["run", "prices"])
  }

  @Test func `D23 a refused secret sends nothing, keeps the file, and says where to look`()
    async throws
  {
    try await TestHome.with(sandbox: TestHome.small) { home in
      try useClientCredentials(home, secret: "wrong-secret")
      try home.drop("stock", "STOCK.csv", TestHome.stockFile(2))
      let refused = try await home.dray("run", "stock")
      #expect(refused.status != 0)
      #expect((refused.output + refused.errors).contains("client_secret"), "\(refused)")
      #expect(!(refused.output + refused.errors).contains("wrong-secret"))
      try await home.expectNoEffect()
      try useClientCredentials(home)
      let result = try await home.dray("run", "stock")
      #expect(result.status == 0, "\(result)")
      try await home.expectOnce(2, by: "inventorySetQuantities", "stock", "STOCK.csv")
    }
  }

  @Test func `C16 killed while signing in, another token is fetched and nothing is lost`()
    async throws
  {
    try await TestHome.with(
      ["stock": TestHome.stock + "\ncompare: mirror\n"], sandbox: TestHome.small
    ) { home in
      try useClientCredentials(home)
      #expect(try await home.dray("refresh").status == 0)
      try await home.sandbox.script("token:1:hang:after")
      try home.drop("stock", "STOCK.csv", TestHome.stockFile(2))
      let command = try home.start(["run", "stock"])
      #expect(try await home.faultHits("hang"))
      command.signal(SIGKILL)
      _ = await command.finish()
      try await home.expectNoEffect()
      let result = try await home.dray("run", "stock")
      #expect(result.status == 0, "\(result)")
      try await home.expectOnce(2, by: "inventorySetQuantities", "stock", "STOCK.csv")
    }
  }
}
