// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

extension CrashTests {
  /// Groups whose rows a SELECT makes: the rows are written, synced and renamed before the plan is committed, and go to
  /// the archive beside the original.
  private static let mapped = CrashScenario(
    testDescription: "a delivery whose rows a SELECT makes",
    jobs: [
      "stock": """
      feed: stock.set
      quiet: 0s
      receipt: all
      format: {type: csv}
      group: lot
      map: |
        SELECT f.record, l.sku, l.location, number(l.available) AS available
        FROM feed f JOIN lines l USING (record)
      """
    ],
    sandbox: ["--products", "10", "--orders", "0"],
    prepare: { home in
      _ = try await home.dray("refresh", "locations", "products", "inventory")
      try home.drop(
        "stock", "STOCK.csv",
        """
        lot,sku,location,available
        1,SKU-00010,Berlin,700
        ,SKU-00011,Berlin,701
        2,SKU-00012,Berlin,702
        ,NOWHERE,Berlin,703
        3,SKU-00013,Berlin,704

        """)
    },
    command: ["run", "stock"],
    judge: { home in
      let objects = try await home.sandbox.effects().compactMap { $0["object"]?.string }
      #expect(objects.count == 3 && Set(objects).count == 3, "\(objects)")
      let receipt = try home.receipt("stock", "STOCK.csv")
      #expect(receipt["records"]?.int == 5 && receipt["applied"]?.int == 3, "\(receipt.text)")
      #expect(receipt["rejected"]?.int == 2)
      let back = home.text("outbox/receipts/stock/STOCK.csv.rejected.csv") ?? ""
      #expect(back.split(separator: "\n").count == 3, "\(back)")
      #expect(home.names("inbox/stock").isEmpty)
      #expect(home.names("archive").contains { $0.hasSuffix("STOCK.csv.d1.rows.sqlite") })
      #expect(!home.names("state/spool").contains { $0.contains("rows") }, "nothing is left")
    })

  @Test(arguments: [Points.Action.kill, .killAfter])
  func `C07 C19 killed while rows are made, kept and archived, each row has one effect`(
    _ action: Points.Action
  ) async throws {
    try await everyPoint(of: Self.mapped, action, sample: 16, again: true)
  }
}
