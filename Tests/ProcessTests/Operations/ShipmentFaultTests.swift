// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// Shopify has no key for shipments: what the order holds tells whether a request whose answer was lost was carried
/// out. Every parcel goes out once.
@Suite struct ShipmentFaultTests {
  static let file =
    TestHome.shipmentHeader + """
      #1001,SKU-00010,5,DHL,T1,true
      #1001,SKU-00011,1,DHL,T1,true
      #1002,SKU-00012,1,DPD,T2,false

      """
  static let shipped = [
    "#1001 T1: SKU-00010 × 2", "#1001 T1: SKU-00010 × 3, SKU-00011 × 1", "#1002 T2: SKU-00012 × 1",
  ]

  /// Two orders, the first at two locations; the second keeps some open.
  private func home(_ body: (TestHome) async throws -> Void) async throws {
    try await TestHome.with(["shipments": TestHome.shipments], sandbox: TestHome.small) { home in
      try await home.order(
        ("SKU-00010", 3, "Berlin"), ("SKU-00010", 2, "Hamburg"), ("SKU-00011", 1, "Berlin"))
      try await home.order(("SKU-00012", 3, "Berlin"))
      try await body(home)
    }
  }

  private func judge(
    _ home: TestHome, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    #expect(try await home.shipped() == Self.shipped, sourceLocation: sourceLocation)
    #expect(
      home.outcomes("shipments", "shp.csv") == ["1 applied", "2 applied", "3 applied"],
      sourceLocation: sourceLocation)
    try await home.expectAudit(sourceLocation: sourceLocation)
    // A later run of the same records finds all of it.
    try home.write("again.csv", Self.file)
    let again = try await home.dray("run", "shipments", "\(home.path)/again.csv", "--repeat")
    #expect(again.status == 0, "\(again)", sourceLocation: sourceLocation)
    #expect(try await home.shipped() == Self.shipped, sourceLocation: sourceLocation)
  }

  static let scripts = [
    "D01 fulfillmentCreate:1:throttle", "D05 fulfillmentCreate:1:http-503",
    "D05 fulfillmentCreate:2:internal-error", "D06 fulfillmentCreate:1:http-500:after",
    "D06 fulfillmentCreate:2:http-504:after", "D06 fulfillmentCreate:3:internal-error:after",
    "D06 fulfillmentCreate:1:http-502:after,order:3:http-503",
    "D09 fulfillmentCreate:1:reset", "D09 fulfillmentCreate:*:reset:after",
    "D10 fulfillmentCreate:1:cut", "D10 fulfillmentCreate:2:wrong-length",
    "D10 fulfillmentCreate:3:bad-chunk", "D11 *:*:close-idle", "D12 fulfillmentCreate:1:html",
    "D12 fulfillmentCreate:2:empty", "D12 fulfillmentCreate:1:not-json:before",
    "D13 fulfillmentCreate:1:null-data", "D13 fulfillmentCreate:1:null-data:before",
    "D05 order:1:http-503", "D09 order:2:reset", "D12 order:1:html",
  ]

  @Test(arguments: scripts)
  func `D01 D05 D06 D09 D10 D11 D12 D13 each parcel goes out once whatever the store answers`(
    _ script: String
  ) async throws {
    try await home { home in
      _ = try await home.dray("refresh")
      try await home.sandbox.script(String(script.drop { $0 != " " }.dropFirst()))
      try await home.deliver("shipments", "shp.csv", Self.file)
      try await judge(home)
    }
  }

  static let kills = [
    "order:1:hang", "fulfillmentCreate:1:hang", "fulfillmentCreate:1:hang:after",
    "fulfillmentCreate:2:hang:after", "fulfillmentCreate:3:hang", "fulfillmentCreate:3:hang:after",
  ]

  @Test(arguments: kills)
  func `C09 C11 C13 killed between sent and settled, each parcel goes out once`(_ faults: String)
    async throws
  {
    try await home { home in
      _ = try await home.dray("refresh")
      try await home.sandbox.script(faults)
      try home.drop("shipments", "shp.csv", Self.file)
      let command = try home.start(["run", "shipments"])
      #expect(try await home.faultHits("hang"))
      command.signal(SIGKILL)
      _ = await command.finish()
      let result = try await home.dray("run", "shipments")
      #expect(result.status == 0, "\(result)")
      try await judge(home)
    }
  }

  @Test func `C19 killed again and again while it recovers, each parcel goes out once`()
    async throws
  {
    try await home { home in
      try home.drop("shipments", "shp.csv", Self.file)
      for _ in 1...4 {
        try await home.sandbox.clearFaults()
        let hits = try await home.sandbox.requests().count { $0["fault"]?.string == "hang" }
        try await home.sandbox.script("fulfillmentCreate:1:hang:after")
        let command = try home.start(["run", "shipments"])
        _ = try await home.eventually(within: 5) {
          try await home.sandbox.requests().count { $0["fault"]?.string == "hang" } > hits
        }
        command.signal(SIGKILL)
        _ = await command.finish()
      }
      try await home.sandbox.clearFaults()
      #expect(try await home.dray("run", "shipments").status == 0)
      try await judge(home)
    }
  }

  @Test func `a lost answer that the order cannot explain is parked for a person`() async throws {
    try await home { home in
      _ = try await home.dray("refresh")
      try await home.sandbox.script("fulfillmentCreate:1:hang")
      try home.drop(
        "shipments", "shp.csv", TestHome.shipmentHeader + "#1002,SKU-00012,3,DPD,T2,false\n")
      let command = try home.start(["run", "shipments"])
      #expect(try await home.faultHits("hang"))
      command.signal(SIGKILL)
      _ = await command.finish()
      // Meanwhile somebody ships it in another parcel.
      try await home.sandbox.post(
        "fulfill", ["order": "#1002", "tracking": ["numbers": ["BY-HAND"]]])
      _ = try await home.dray("run", "shipments")
      #expect(home.outcomes("shipments", "shp.csv") == ["1 parked OUTCOME_UNKNOWN"])
      let receipt = home.text("outbox/receipts/shipments/shp.csv.receipt.csv") ?? ""
      #expect(receipt.contains("less is open than this parcel needs"), "\(receipt)")
      #expect(try await home.shipped().isEmpty)
      try await home.expectAudit()
      // Tried again by a person, it begins with reading the order.
      let delivery = try #require(try home.receipt("shipments", "shp.csv")["delivery"]?.string)
      let read = try await home.requests(of: "order").count
      #expect(try await home.dray("retry", delivery).status == 0)
      #expect(try await home.requests(of: "order").count == read + 1)
      #expect(home.outcomes("shipments", "shp.csv") == ["1 rejected more-than-open"])
      #expect(try await home.shipped().isEmpty)
    }
  }
}
