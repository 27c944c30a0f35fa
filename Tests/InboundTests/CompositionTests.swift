// SPDX-License-Identifier: Apache-2.0

import Jobs
import Journal
import Tables
import Testing

@testable import Catalogue
@testable import Inbound

/// Records that make up one object together, and records that add up.
struct CompositionTests {
  private func job(_ change: (inout FeedJob) -> Void = { _ in }) throws -> FeedJob {
    var csv = CSVFormat()
    csv.delimiter = UInt8(ascii: ";")
    return try FeedHome.job(
      .composedTrial, format: .csv(csv), ["sku": .column("sku"), "price": .column("price")], change)
  }

  @Test func `each record of a group ends with the outcome that composing gave it`() async throws {
    let home = try FeedHome()
    let delivery = try home.delivery(
      """
      sku;price
      007;10.00
      A-1;11.00
      A-1;11.00
      B-1;0
      GONE;1.00
      NOWHERE;2.00
      """)
    #expect(try await home.planner.plan(delivery, of: try job()) == .planned(changes: 1))
    let outcomes = try home.outcomes(delivery)
    #expect(
      outcomes.map { String($0.prefix(24)) } == [
        "2 planned 101 {\"identity", "3 shares 2", "4 rejected zero 5 of 1",
        "5 rejected new 6 GONE is",
        "6 rejected unknown-key 7",
      ])
    let counts = try home.parts.journal.counts(of: delivery.id)
    #expect(counts.closes && counts.records == 6 && counts.unchanged == 1)
    let changes = try home.parts.journal.changes(of: delivery.id)
    #expect(changes.map(\.group) == ["1"])
    #expect(changes.map(\.phase) == [0])
  }

  @Test func `a key that names two objects rejects its group, naming both`() async throws {
    let home = try FeedHome(
      mirror: FeedHome.smallStore + "UPDATE variants SET product_id = 9 WHERE id = 104;")
    let delivery = try home.delivery("sku;price\nTWIN;5.00\nB-1;4.00\n")
    #expect(try await home.planner.plan(delivery, of: try job()) == .planned(changes: 1))
    let outcomes = try home.outcomes(delivery)
    #expect(outcomes.count == 2)
    #expect(
      outcomes.first
        == "1 rejected ambiguous-key 2 sku 'TWIN' names several objects: 2 and 9; make it unique in the store, or name the object by id (record 1)"
    )
  }

  @Test func `a group is told that a record of it cannot be read`() async throws {
    let home = try FeedHome()
    let delivery = try home.delivery("sku;price\nA-1;x\n007;11.00\nB-1;4.00\n")
    #expect(try await home.planner.plan(delivery, of: try job()) == .planned(changes: 1))
    let outcomes = try home.outcomes(delivery)
    #expect(outcomes[0].hasPrefix("1 rejected"))
    #expect(outcomes[1] == "2 rejected zero 3 of 1")
    #expect(outcomes[2].hasPrefix("3 planned 105"))
  }

  @Test func `records of one object add up to one change`() async throws {
    let home = try FeedHome()
    var operation = Catalogue.Operation.stockSet
    operation.folds = .sum("available")
    var csv = CSVFormat()
    csv.delimiter = UInt8(ascii: ";")
    let job = try FeedHome.job(
      operation, format: .csv(csv),
      ["sku": .column("sku"), "location": .column("wh"), "available": .column("qty")])
    let delivery = try home.delivery(
      """
      sku;wh;qty
      A-1;Berlin;-3
      007;Berlin;2
      A-1;Berlin;0
      A-1;Berlin;10
      007;Berlin;-2
      B-1;Berlin;0
      B-1;Leipzig;1000000000
      B-1;Leipzig;1
      """)
    #expect(try await home.planner.plan(delivery, of: job) == .planned(changes: 1))
    let outcomes = try home.outcomes(delivery)
    #expect(
      outcomes == [
        #"1 planned 1001/10 {"identity":{"item_id":"1001","location_id":"10","level_id":"gid://shopify/InventoryLevel/1001?x=10"},"desired":{"available":"7"},"prior":{"available":"5"}}"#,
        "3 shares 1", "4 shares 1",
        "7 rejected sum-out-of-range 8 the records of sku / location 'B-1 / Leipzig' add up to more than available may be; look at these records (record 7)",
        "8 rejected sum-out-of-range 9 the records of sku / location 'B-1 / Leipzig' add up to more than available may be; look at these records (record 8)",
      ])
    #expect(try home.parts.journal.counts(of: delivery.id).unchanged == 3)
  }
}
