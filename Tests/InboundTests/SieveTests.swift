// SPDX-License-Identifier: Apache-2.0

import Jobs
import Journal
import Tables
import Testing

@testable import Inbound

/// A store large enough, and files large enough, that the sieve is taken.
@Suite struct SieveTests {
  static let records = 100_000

  /// Variants `K0000001`…, one item each at one location, five in stock (every tenth none).
  static let store = """
    INSERT INTO locations VALUES (10, 'Berlin', 1, '\(FeedHome.now)');
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(records))
    INSERT INTO variants (id, product_id, item_id, title, sku, barcode, price, compare_at_price, position,
      updated_at, known_at)
      SELECT i, i / 3, i, 't', printf('K%07d', i), NULL, '1.00', NULL, 1, 'x', 'x' FROM n;
    INSERT INTO inventory_levels SELECT item_id, 10, 'L' || item_id, iif(item_id % 10, 5, 0), 7, 'x', 'x'
      FROM variants;
    """

  /// A line for each variant, with what `change` makes of the quantity; more lines after.
  static func file(_ more: String = "", _ quantity: (Int) -> Int) -> [UInt8] {
    var text = "sku;wh;qty\n"
    for index in 1...records {
      let digits = String(index)
      text += "K" + String(repeating: "0", count: 7 - digits.count) + digits
      text += ";Berlin;\(quantity(index))\n"
    }
    return Array((text + more).utf8)
  }

  static func stocked(_ index: Int) -> Int { index % 10 == 0 ? 0 : 5 }

  /// Every way a record can fall out of the sieve, among a hundred thousand that do not.
  @Test func `a large file gives what a record by record comparison would give`() async throws {
    let home = try FeedHome(mirror: Self.store)
    let more = "K0000001;Berlin;5\nK0000002;Berlin;6\nNOPE;Berlin;1\nK0000004;Berlin;x\n"
    let delivery = try home.delivery(
      Self.file(more) { $0 == 70_000 ? 3 : Self.stocked($0) })
    let verdict = try await home.planner.plan(delivery, of: FeedHome.stockJob())
    #expect(verdict == .planned(changes: 1))
    let counts = try home.parts.journal.counts(of: delivery.id)
    #expect(counts.closes)
    #expect(counts.records == Self.records + 4)
    let outcomes = try home.outcomes(delivery)
    #expect(
      outcomes.map { $0.split(separator: " ").prefix(3).joined(separator: " ") } == [
        "2 rejected conflicting-records", "70000 planned 70000/10",
        "100002 rejected conflicting-records", "100003 rejected unknown-key",
        "100004 rejected not-a-whole-number",
      ])
    #expect(counts.unchanged == Self.records + 4 - 5)
  }

  @Test func `a large file that changes nothing plans no change`() async throws {
    let home = try FeedHome(mirror: Self.store)
    let delivery = try home.delivery(Self.file { Self.stocked($0) })
    let verdict = try await home.planner.plan(delivery, of: FeedHome.stockJob())
    #expect(verdict == .planned(changes: 0))
    #expect(try home.parts.journal.counts(of: delivery.id).unchanged == Self.records)
  }

  @Test func `B17 a large snapshot that would zero the shop is held with both figures`()
    async throws
  {
    let home = try FeedHome(mirror: Self.store)
    let delivery = try home.delivery(Self.file { $0 % 2 == 0 ? 0 : Self.stocked($0) })
    let job = try FeedHome.stockJob { $0.rails.maxZeroed = .init(20) }
    let verdict = try await home.planner.plan(delivery, of: job)
    let message =
      "40000 of 90000 objects above zero would go to zero (44.5%), expected at most 20%; "
      + "if that is right: dray approve d1"
    #expect(verdict == .held([Delivery.Reason(code: "max-zeroed", message: message)]))
    #expect(try home.parts.journal.delivery(delivery.id)?.state == .held)
    #expect(try home.outcomes(delivery) == [])

    try home.parts.journal.approve(delivery.id)
    let approved = try #require(try home.parts.journal.delivery(delivery.id))
    #expect(try await home.planner.plan(approved, of: job) == .planned(changes: 40_000))
    #expect(try home.parts.journal.counts(of: delivery.id).closes)
  }
}
