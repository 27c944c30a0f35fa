// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Jobs
import Journal
import Tables
import Testing

@testable import Inbound

/// What holds a delivery for a person.
struct RailTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var rails: @Sendable (inout Rails) -> Void
    var facts: @Sendable (inout RailCheck.Facts) -> Void
    var kind = RailCheck.Kind.file
    var expected: [String]
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "a share of the median",
      rails: { $0.minRecords = .percent(ExactDecimal(80)) },
      facts: {
        ($0.totals.records, $0.medianRecords) = (79, 100)
      },
      expected: [
        "it has 79 records, expected at least 80% of 100, the median of the last files; if that is right: X"
      ]),
    Case(
      name: "just enough of the median", rails: { $0.minRecords = .percent(ExactDecimal(80)) },
      facts: { ($0.totals.records, $0.medianRecords) = (80, 100) }, expected: []),
    Case(
      name: "the first file has no median", rails: { $0.minRecords = .percent(ExactDecimal(80)) },
      facts: { $0.totals.records = 0 }, expected: []),
    Case(
      name: "absent records are not the file's", rails: { $0.minRecords = 10 },
      facts: { ($0.totals.records, $0.totals.absent) = (12, 3) },
      expected: ["it has 9 records, expected at least 10; if that is right: X"]),
    Case(
      name: "a price that doubles", rails: { $0.maxPriceMove = ExactDecimal(50) },
      facts: { $0.furthest = move("10.00", "20.00") },
      expected: [
        "price of 'A' (line 7) would go from 10.00 to 20.00, expected a move of at most 50%; if that is right: X"
      ]),
    Case(
      name: "a price at the limit", rails: { $0.maxPriceMove = ExactDecimal(50) },
      facts: { $0.furthest = move("10.00", "5.00") }, expected: []),
    Case(
      name: "deleted by number", rails: { $0.maxDeleted = 2 },
      facts: { ($0.totals.removed, $0.named) = (3, 1_000) },
      expected: [
        "3 objects would be deleted, archived or drafted, expected at most 2; if that is right: X"
      ]),
    Case(
      name: "deleted by share", rails: { $0.maxDeleted = .percent(ExactDecimal(1)) },
      facts: { ($0.totals.removed, $0.named) = (3, 100) },
      expected: [
        "3 of 100 objects would be deleted, archived or drafted (3.0%), expected at most 1%; if that is right: X"
      ]),
    Case(
      name: "other columns", rails: { $0.sameHeader = true },
      facts: { ($0.header, $0.lastHeader) = (["sku", "price"], ["sku", "qty"]) },
      expected: [
        "its columns are not those of the last file: without qty and with price besides; if that is right: X"
      ]),
    Case(
      name: "columns in another order", rails: { $0.sameHeader = true },
      facts: { ($0.header, $0.lastHeader) = (["sku", "qty"], ["qty", "sku"]) },
      expected: [
        "its columns are not those of the last file: in another order, or some of them twice; if that is right: X"
      ]),
    Case(
      name: "an undo changes all of it", rails: { $0.maxChanged = ExactDecimal(1) },
      facts: { ($0.totals.records, $0.totals.changes) = (5, 5) }, kind: .undo, expected: []),
  ]

  static func move(_ old: String, _ new: String) -> PriceMove? {
    guard let old = ExactDecimal(parsing: old), let new = ExactDecimal(parsing: new) else {
      return nil
    }
    return PriceMove(line: 7, key: "A", field: "price", old: old, new: new)
  }

  @Test(arguments: cases) func `each rail says the figure, the limit and what to do`(_ one: Case) {
    var rails = Rails()
    one.rails(&rails)
    var facts = RailCheck.Facts()
    one.facts(&facts)
    let check = RailCheck(rails: rails, approval: "X", kind: one.kind)
    #expect(check.reasons(for: facts).map(\.message) == one.expected)
  }

  @Test func `the price that moves furthest is found, by share and not by amount`() async throws {
    let home = try FeedHome()
    let delivery = try home.delivery("sku;price;was\nA-1;12.00;\n007;11.00;12.00\nB-1;1.00;9.00\n")
    let job = try FeedHome.priceJob { $0.rails.maxPriceMove = ExactDecimal(30) }
    let verdict = try await home.planner.plan(delivery, of: job)
    #expect(
      verdict
        == .held([
          Delivery.Reason(
            code: "max-price-move",
            message:
              "price of 'B-1' (line 4) would go from 3.00 to 1.00, expected a move of at most 30%; if that is right: dray approve d1"
          )
        ]))
  }

  @Test
  func `B17 a file with half of the records of the last ten is held, and so is one of noughts`()
    async throws
  {
    let home = try FeedHome()
    let job = try FeedHome.stockJob { job in
      job.rails.minRecords = .percent(ExactDecimal(80))
      job.rails.maxZeroed = ExactDecimal(50)
      job.rails.sameHeader = true
    }
    let whole = "sku;wh;qty\nA-1;Berlin;6\n007;Berlin;6\nB-1;Berlin;6\nB-1;Leipzig;6\n"
    let first = try home.delivery(whole)
    guard case .planned = try await home.planner.plan(first, of: job) else {
      Issue.record("the first file was not planned")
      return
    }
    try home.settle(first)
    for (text, code) in [
      ("sku;wh;qty\nA-1;Berlin;6\n007;Berlin;6\n", "min-records"),
      (whole.replacing(";6", with: ";0"), "max-zeroed"),
      (
        whole.replacing("sku;wh;qty", with: "sku;wh;qty;more").replacing(";6", with: ";6;x"),
        "same-header"
      ),
    ] {
      let delivery = try home.delivery(text)
      switch try await home.planner.plan(delivery, of: job) {
      case .held(let reasons): #expect(reasons.map(\.code) == [code])
      case let other: Issue.record("\(code): \(other)")
      }
      #expect(try home.outcomes(delivery) == [])
    }
  }
}
