// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// `shipment.create` from the file to the store.
@Suite struct ShipmentCreateTests {
  private func home(_ body: (TestHome) async throws -> Void) async throws {
    try await TestHome.with(["shipments": TestHome.shipments], sandbox: TestHome.small) { home in
      try await home.order(("SKU-00010", 3, "Berlin"), ("SKU-00011", 1, "Berlin"))
      try await home.order(("SKU-00012", 2, "Hamburg"))
      try await home.order(("SKU-00013", 1, "Berlin"))
      try await body(home)
    }
  }

  @Test func `the items of a parcel become one fulfillment, and the same file again ships nothing`()
    async throws
  {
    try await home { home in
      let file =
        TestHome.shipmentHeader + """
          #1001,SKU-00010,3,DHL Express,T1,false
          #1001,SKU-00011,1,DHL Express,T1,true
          1002,SKU-00012,2,DPD,T2,false

          """
      try await home.deliver("shipments", "shp_1.csv", file)
      #expect(
        try await home.shipped() == [
          "#1001 T1: SKU-00010 × 3, SKU-00011 × 1", "#1002 T2: SKU-00012 × 2",
        ])
      #expect(home.outcomes("shipments", "shp_1.csv") == ["1 applied", "2 applied", "3 applied"])
      let first = try #require(
        try await home.sandbox.effects(of: "fulfillmentCreate").first {
          $0["after"]?["order"]?.string == "#1001"
        })
      #expect(first["after"]?["notified"]?.bool == true)
      #expect(first["after"]?["tracking"]?["company"]?.string == "DHL Express")
      // The same records in other bytes: what the orders hold is compared with.
      try await home.deliver("shipments", "shp_2.csv", file + "\n")
      #expect(
        home.outcomes("shipments", "shp_2.csv") == ["1 unchanged", "2 unchanged", "3 unchanged"])
      #expect(try await home.shipped().count == 2)
      // The same bytes are a duplicate; sent again on purpose, they ship nothing either.
      try home.write("again.csv", file)
      let again = try await home.dray("run", "shipments", "\(home.path)/again.csv", "--repeat")
      #expect(again.status == 0, "\(again)")
      #expect(try await home.shipped().count == 2)
      try await home.expectAudit()
    }
  }

  @Test func `partial quantities, several parcels, two carriers and two locations`() async throws {
    try await TestHome.with(["shipments": TestHome.shipments], sandbox: TestHome.small) { home in
      try await home.order(
        ("SKU-00010", 5, "Berlin"), ("SKU-00010", 2, "Hamburg"), ("SKU-00011", 1, "Hamburg"))
      try await home.deliver(
        "shipments", "shp_1.csv",
        TestHome.shipmentHeader + """
          #1001,SKU-00010,1,DHL,T1,
          #1001,SKU-00010,1,DPD,T2,
          #1001,SKU-00010,5,DHL,T3,
          #1001,SKU-00011,1,DHL,T3,

          """)
      #expect(
        try await home.shipped() == [
          "#1001 T1: SKU-00010 × 1", "#1001 T2: SKU-00010 × 1",
          "#1001 T3: SKU-00010 × 2, SKU-00011 × 1",
          "#1001 T3: SKU-00010 × 3",
        ])
      #expect(try home.receipt("shipments", "shp_1.csv")["applied"]?.int == 4)
      // The mirror knows at once what is no longer open.
      #expect(
        try home.mirror("SELECT sum(remaining_quantity) FROM fulfillment_order_lines") == ["0"])
      try await home.expectAudit()
    }
  }

  @Test func `each record that cannot be shipped says why, and the rest goes out`() async throws {
    try await home { home in
      try await home.order(("SKU-00014", 1, "Berlin"))
      try await home.order(("SKU-00015", 1, "Berlin"))
      try await home.sandbox.post("cancel", ["order": "#1004"])
      try await home.sandbox.post("hold", ["order": "#1005", "reason": "AWAITING_PAYMENT"])
      try await home.deliver(
        "shipments", "shp_1.csv",
        TestHome.shipmentHeader + """
          #9999,SKU-00010,1,DHL,T1,
          #1001,SKU-00099,1,DHL,T1,
          #1001,SKU-00010,4,DHL,T1,
          #1001,SKU-00011,1,DHL,T1,
          #1004,SKU-00014,1,DHL,T4,
          #1005,SKU-00015,1,DHL,T5,
          #1003,,1,DHL,T3,

          """)
      #expect(
        home.outcomes("shipments", "shp_1.csv") == [
          "1 rejected unknown-key", "2 rejected unknown-sku", "3 rejected more-than-open",
          "4 applied",
          "5 rejected order-cancelled", "6 rejected on-hold", "7 rejected missing-value",
        ])
      #expect(try await home.shipped() == ["#1001 T1: SKU-00011 × 1"])
      let receipt = home.text("outbox/receipts/shipments/shp_1.csv.receipt.csv") ?? ""
      #expect(receipt.contains("4 of SKU-00010 of #1001 asked, 3 open"), "\(receipt)")
      #expect(receipt.contains("on hold: AWAITING_PAYMENT"), "\(receipt)")
      // Mended and dropped again, a rejected record is shipped beside what went out.
      let rejected = home.text("outbox/receipts/shipments/shp_1.csv.rejected.csv") ?? ""
      try await home.deliver(
        "shipments", "shp_1.csv.rejected.csv",
        rejected.replacing("#1001,SKU-00010,4", with: "#1001,SKU-00010,3"))
      #expect(
        try await home.shipped() == ["#1001 T1: SKU-00010 × 3", "#1001 T1: SKU-00011 × 1"])
      try await home.expectAudit()
    }
  }

  @Test func `an order that is refused keeps its records, all others go out`() async throws {
    try await home { home in
      _ = try await home.dray("refresh")
      // While the last order is read, somebody ships the first one by hand.
      try await home.sandbox.script("order:3:late-2")
      try home.drop(
        "shipments", "shp_1.csv",
        TestHome.shipmentHeader + """
          #1001,SKU-00010,3,DHL,T1,
          #1002,SKU-00012,2,DHL,T2,
          #1003,SKU-00013,1,DHL,T3,

          """)
      let command = try home.start(["run", "shipments"])
      #expect(try await home.eventually { try await home.requests(of: "order").count == 3 })
      try await home.sandbox.post(
        "fulfill", ["order": "#1001", "tracking": ["numbers": ["BY-HAND"]]])
      #expect(await command.finish(within: 60).status == 0)
      #expect(
        home.outcomes("shipments", "shp_1.csv") == [
          "1 rejected USER_ERROR", "2 applied", "3 applied",
        ])
      let receipt = home.text("outbox/receipts/shipments/shp_1.csv.receipt.csv") ?? ""
      #expect(receipt.contains("has an unfulfillable status= closed"), "\(receipt)")
      #expect(try await home.shipped() == ["#1002 T2: SKU-00012 × 2", "#1003 T3: SKU-00013 × 1"])
      try await home.expectAudit()
    }
  }

  @Test func `plan says what would be shipped and sends nothing`() async throws {
    try await home { home in
      try home.write(
        "shp.csv", TestHome.shipmentHeader + "#1001,SKU-00010,2,DHL,T1,\n")
      let plan = try await home.dray("plan", "shipments", "\(home.path)/shp.csv")
      #expect(plan.status == 0, "\(plan)")
      #expect(plan.output.contains("T1"), "\(plan)")
      try await home.expectNoEffectOfOurs()
    }
  }

  @Test func `undo cancels what a file shipped, but not what was cancelled since`() async throws {
    try await home { home in
      try await home.deliver(
        "shipments", "shp_1.csv",
        TestHome.shipmentHeader + """
          #1001,SKU-00010,3,DHL,T1,
          #1001,SKU-00011,1,DHL,T1,
          #1002,SKU-00012,2,DPD,T2,

          """)
      let undo = try await home.dray("undo", "d1")
      #expect(undo.status == 0, "\(undo)")
      let cancelled = try await home.sandbox.effects(of: "fulfillmentCancel")
      #expect(cancelled.count == 2)
      #expect(
        try home.mirror("SELECT DISTINCT status FROM fulfillments") == ["CANCELLED"], "\(undo)")
      let receipt = try home.receipt("shipments", "undo-d1.csv")
      #expect(receipt["applied"]?.int == 2, "\(receipt.text)")
      // What it held is open again.
      try await home.deliver(
        "shipments", "shp_2.csv", TestHome.shipmentHeader + "#1001,SKU-00010,3,DHL,T9,\n")
      #expect(try await home.shipped().contains("#1001 T9: SKU-00010 × 3"))
      try await home.expectAudit()
    }
  }

  @Test func `check --online names the scopes of fulfillment orders that are missing`()
    async throws
  {
    try await TestHome.with(
      ["shipments": TestHome.shipments],
      sandbox: TestHome.small + [
        "--without",
        "read_third_party_fulfillment_orders,write_third_party_fulfillment_orders,write_assigned_fulfillment_orders",
      ]
    ) { home in
      let check = try await home.dray("check", "--online")
      #expect(check.status == 78, "\(check)")
      let said = check.output + check.errors
      #expect(
        said.contains(
          "lacks the scopes write_assigned_fulfillment_orders, write_third_party_fulfillment_orders;"
        ), "\(check)")
      #expect(said.contains("the store hides what is to be shipped"), "\(check)")
    }
  }
}
