// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Folders
import Jobs
import Journal
import Tables
import Testing

@testable import Inbound

@Suite struct PlanTests {
  /// The intent of a stock change at Berlin or Leipzig.
  static func stock(_ record: Int, _ item: Int, _ location: Int, to new: Int, from old: Int = 5)
    -> String
  {
    "\(record) planned \(item)/\(location) "
      + #"{"identity":{"item_id":"\#(item)","location_id":"\#(location)","#
      + #""level_id":"gid://shopify/InventoryLevel/\#(item)?x=\#(location)"},"#
      + #""desired":{"available":"\#(new)"},"prior":{"available":"\#(old)"}}"#
  }

  @Test func `only what differs from the mirror becomes a change`() async throws {
    let home = try FeedHome()
    let delivery = try home.delivery(
      "sku;wh;qty\nA-1;Berlin;5\nA-1;Leipzig;6\n007;20;0\n007; Berlin ;5\n")
    let verdict = try await home.planner.plan(delivery, of: FeedHome.stockJob())
    #expect(verdict == .planned(changes: 2))
    #expect(
      try home.outcomes(delivery) == [
        Self.stock(2, 1001, 20, to: 6), Self.stock(3, 1002, 20, to: 0),
      ])
    let counts = try home.parts.journal.counts(of: delivery.id)
    #expect(counts.closes)
    #expect(counts.unchanged == 2)
  }

  @Test func `B16 an unknown SKU rejects its record and the rest goes on`() async throws {
    let home = try FeedHome()
    let delivery = try home.delivery("sku;wh;qty\nNOPE;Berlin;5\nA-1;Berlin;9\n")
    _ = try await home.planner.plan(delivery, of: FeedHome.stockJob())
    #expect(
      try home.outcomes(delivery) == [
        "1 rejected unknown-key 2 the store has no inventory level with sku / location 'NOPE / Berlin'; "
          + "is it stocked at this location? if it was made in the store just now, `dray refresh` fetches it (record 1)",
        Self.stock(2, 1001, 10, to: 9),
      ])
  }

  @Test func `a SKU that names two items is rejected, naming both`() async throws {
    let home = try FeedHome()
    let delivery = try home.delivery("sku;wh;qty\nTWIN;Berlin;5\n")
    _ = try await home.planner.plan(delivery, of: FeedHome.stockJob())
    #expect(
      try home.outcomes(delivery) == [
        "1 rejected ambiguous-key 2 sku / location 'TWIN / Berlin' names several objects: "
          + "1003/10 and 1004/10; make it unique in the store, or name the object by id (record 1)"
      ])
  }

  @Test func `B15 identical records of one key make one change that they share`() async throws {
    let home = try FeedHome()
    let delivery = try home.delivery(
      "sku;wh;qty\nA-1;Berlin;9\nA-1;10;9\n007;Berlin;5\n007;Berlin;5\n")
    _ = try await home.planner.plan(delivery, of: FeedHome.stockJob())
    #expect(try home.outcomes(delivery) == [Self.stock(1, 1001, 10, to: 9), "2 shares 1"])
    #expect(try home.parts.journal.counts(of: delivery.id).closes)
  }

  @Test func `B15 conflicting records of one key are rejected, naming both lines`() async throws {
    let home = try FeedHome()
    let delivery = try home.delivery("sku;wh;qty\nA-1;Berlin;9\nA-1;Berlin;8\n007;Berlin;1\n")
    _ = try await home.planner.plan(delivery, of: FeedHome.stockJob())
    let said =
      #"line 2 asks for {"available":"9"} and line 3 for {"available":"8"} of one inventory level; "#
      + "keep one of them, or say `duplicates: last` in the job feed"
    #expect(
      try home.outcomes(delivery) == [
        "1 rejected conflicting-records 2 \(said) (record 1)",
        "2 rejected conflicting-records 3 \(said) (record 2)",
        Self.stock(3, 1002, 10, to: 1),
      ])
  }

  @Test func `B15 where the last record wins, those before it are superseded`() async throws {
    let home = try FeedHome()
    let delivery = try home.delivery(
      "sku;wh;qty\nA-1;Berlin;9\nA-1;Berlin;8\nA-1;Berlin;9\n007;Berlin;6\n007;Berlin;5\n")
    let job = try FeedHome.stockJob { $0.duplicates = .last }
    let verdict = try await home.planner.plan(delivery, of: job)
    #expect(verdict == .planned(changes: 1))
    #expect(
      try home.outcomes(delivery) == [
        "1 shares 3",
        Self.stock(2, 1001, 10, to: 8).replacing("planned", with: "superseded"),
        Self.stock(3, 1001, 10, to: 9),
        Self.stock(4, 1002, 10, to: 6).replacing("planned", with: "superseded"),
      ])
    let counts = try home.parts.journal.counts(of: delivery.id)
    #expect(counts.closes)
    #expect(counts.superseded == 2)
    #expect(counts.unchanged == 1)
  }

  @Test func `A11 an accepted file of zero bytes is planned with no records`() async throws {
    let home = try FeedHome()
    let delivery = try home.delivery("")
    let job = try FeedHome.stockJob { $0.empty = .accept }
    #expect(try await home.planner.plan(delivery, of: job) == .planned(changes: 0))
    #expect(try home.parts.journal.delivery(delivery.id)?.records == 0)
  }

  static let thinFiles: [(text: String, correction: Bool, codes: [String])] = [
    ("sku;wh;qty\nA-1;Berlin;9\n", false, ["min-records", "max-changed"]),
    ("sku;wh;qty\nA-1;Berlin;5\n", false, ["min-records"]),
    ("sku;wh;qty\nA-1;Berlin;5\n007;Berlin;5\nB-1;10;5\n", false, []),
    ("sku;wh;qty;_code;_message\nA-1;Berlin;5;x;y\n", false, []),
    ("sku;wh;qty\nA-1;Berlin;5\n", true, []),
  ]

  @Test(arguments: thinFiles.indices)
  func `rails hold what is out of proportion, and a correction may be short`(_ index: Int)
    async throws
  {
    let (text, correction, codes) = Self.thinFiles[index]
    let home = try FeedHome()
    let delivery = try home.delivery(text, correction: correction)
    let job = try FeedHome.stockJob { job in
      job.rails.minRecords = 3
      job.rails.maxChanged = ExactDecimal(30)
    }
    switch try await home.planner.plan(delivery, of: job) {
    case .held(let reasons): #expect(reasons.map(\.code) == codes)
    case .planned: #expect(codes == [])
    case .refused(let reasons): Issue.record("\(reasons)")
    }
  }

  @Test
  func `B18 more rejected records than stop_at allows refuse the file before anything is sent`()
    async throws
  {
    let home = try FeedHome()
    let delivery = try home.delivery("sku;wh;qty\nA-1;Berlin;9\nNOPE;Berlin;1\n")
    let job = try FeedHome.stockJob { $0.stopAtPercent = ExactDecimal(10) }
    let verdict = try await home.planner.plan(delivery, of: job)
    let message =
      "1 of 2 records are rejected (50.0%), expected at most 10% (`stop_at`); nothing was sent"
    #expect(
      verdict == .refused([Delivery.Reason(code: "too-many-rejected", message: message)]))
    #expect(try home.outcomes(delivery) == [])
  }

  @Test func `a preview shows what a plan would do and writes nothing`() async throws {
    let home = try FeedHome()
    let text = "sku;wh;qty\nA-1;Berlin;9\nNOPE;Berlin;1\nA-1;Leipzig;5\n"
    let delivery = try home.delivery(text)
    var lines: [String] = []
    let preview = try await home.planner.preview(
      path: home.parts.spool.path(delivery.spool ?? ""), name: "x.csv", bytes: text.utf8.count,
      of: FeedHome.stockJob { $0.rails.minRecords = 10 }
    ) { line in
      switch line {
      case .change(_, let line, let key, let intent):
        let (old, new) = (intent.prior["available"] ?? nil, intent.desired["available"] ?? nil)
        lines.append("\(line) \(key) \(old ?? "-") → \(new ?? "-")")
      case .rejected(let rejection): lines.append("\(rejection.line) \(rejection.code)")
      }
      return true
    }
    #expect(lines == ["2 A-1 / Berlin 5 → 9", "3 unknown-key"])
    #expect(preview.held.map(\.code) == ["min-records"])
    #expect(preview.totals?.unchanged == 1)
    #expect(try home.outcomes(delivery) == [])
    #expect(try home.parts.journal.delivery(delivery.id)?.state == .waiting)
  }

  @Test func `prices are compared as numbers and an empty one is cleared`() async throws {
    let home = try FeedHome()
    let delivery = try home.delivery(
      "sku;price;was\nA-1;9.50;\n007;10;\nB-1;3.10;4\n")
    _ = try await home.planner.plan(delivery, of: FeedHome.priceJob())
    #expect(
      try home.outcomes(delivery) == [
        #"2 planned 102 {"identity":{"variant_id":"102","product_id":"1"},"#
          + #""desired":{"price":"10.00","compare_at_price":null},"#
          + #""prior":{"price":"10.00","compare_at_price":"12.00"}}"#,
        #"3 planned 105 {"identity":{"variant_id":"105","product_id":"3"},"#
          + #""desired":{"price":"3.10","compare_at_price":"4.00"},"#
          + #""prior":{"price":"3.00","compare_at_price":null}}"#,
      ])
  }

  /// A price feed of `item` elements, as a job with names for its paths.
  static func xmlJob(_ change: (inout FeedJob) -> Void = { _ in }) throws -> FeedJob {
    let xml = XMLFormat(records: "/prices/item", fields: ["@sku", "gross", "list", "@status"])
    return try FeedHome.job(
      .priceSet, format: .xml(xml),
      ["sku": .column("SKU"), "price": .column("gross"), "compare_at_price": .column("list")]
    ) { job in
      job.columns = ["SKU", "gross", "list", "STATUS"]
      job.filter = "STATUS = 'A'"
      change(&job)
    }
  }

  @Test func `in XML an absent value asks for nothing and an empty one takes it away`() async throws
  {
    let home = try FeedHome()
    let delivery = try home.delivery(
      """
      <prices>
      <item sku="007" status="A"><gross>10.00</gross></item>
      <item sku="007" status="B"><gross>99</gross></item>
      <item sku="B-1" status="A"><list>5</list></item>
      <item sku="A-1" status="A"/>
      <item sku="007" status="A"><list></list></item>
      </prices>
      """, name: "x.xml")
    _ = try await home.planner.plan(delivery, of: Self.xmlJob())
    #expect(try home.parts.journal.counts(of: delivery.id).closes)
    let intents = try home.outcomes(delivery)
    #expect(
      intents.contains {
        $0.hasPrefix("3 planned 105") && $0.contains(#""desired":{"compare_at_price":"5.00"}"#)
      })
    #expect(intents.contains { $0.hasPrefix("4 rejected missing-value 5 ") })
    #expect(intents.contains { $0.hasPrefix("1 rejected conflicting-records") })
  }

  @Test func `a correction in XML is known by its root`() async throws {
    let home = try FeedHome()
    let delivery = try home.delivery(
      "<prices rejected=\"yes\"><item sku=\"B-1\" status=\"A\"><gross>5</gross></item></prices>",
      name: "x.xml")
    let job = try Self.xmlJob { $0.rails.minRecords = 10 }
    #expect(try await home.planner.plan(delivery, of: job) == .planned(changes: 1))
  }

  @Test func `C07 planning again after a lost transaction gives the same changes`() async throws {
    let text = "sku;wh;qty\nA-1;Berlin;1\n007;Leipzig;2\nNOPE;Berlin;3\n"
    var outcomes: [[String]] = []
    for _ in 0..<2 {
      let home = try FeedHome()
      let delivery = try home.delivery(text)
      _ = try await home.planner.plan(delivery, of: FeedHome.stockJob())
      outcomes.append(try home.outcomes(delivery))
    }
    #expect(outcomes[0] == outcomes[1])
    #expect(outcomes[0].count == 3)
  }

  @Test func `a file that cannot be read refuses the delivery and changes nothing`() async throws {
    let home = try FeedHome()
    let delivery = try home.delivery("sku;wh;qty\nA-1;Berlin;1\n\"A-1;Berlin;2\n")
    var job = try FeedHome.stockJob()
    job.allOrNothing = true
    let verdict = try await home.planner.plan(delivery, of: job)
    guard case .refused(let reasons) = verdict else {
      Issue.record("\(verdict)")
      return
    }
    #expect(reasons.map(\.code) == ["unclosed-quote"])
    #expect(try home.outcomes(delivery) == [])
    #expect(try home.parts.journal.delivery(delivery.id)?.state == .refused)
  }
}
