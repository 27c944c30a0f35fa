// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Jobs
import Journal
import Tables
import Testing

@testable import Inbound

/// One value of a file and what becomes of its record.
struct ValueCase: CustomTestStringConvertible, Sendable {
  let value: String
  /// The desired value, or the rejection's code.
  let becomes: String
  var decimal: String = "."

  var testDescription: String { "'\(value)' becomes \(becomes)" }
}

@Suite struct MapTests {
  static let quantities = [
    ValueCase(value: "12", becomes: "12"), ValueCase(value: "+12", becomes: "12"),
    ValueCase(value: " 12 ", becomes: "12"), ValueCase(value: "-3", becomes: "-3"),
    ValueCase(value: "007", becomes: "7"), ValueCase(value: "1,000", becomes: "not-a-whole-number"),
    ValueCase(value: "1e3", becomes: "not-a-whole-number"),
    ValueCase(value: "1.0", becomes: "not-a-whole-number"),
    ValueCase(value: "not stocked", becomes: "not-a-whole-number"),
    ValueCase(value: "-", becomes: "not-a-whole-number"),
    ValueCase(value: "", becomes: "missing-value"),
    ValueCase(value: "1000000001", becomes: "out-of-range"),
    ValueCase(value: "99999999999999999999", becomes: "out-of-range"),
  ]

  @Test(arguments: quantities)
  func `a quantity is whole or its record is rejected`(_ value: ValueCase) async throws {
    let home = try FeedHome()
    let delivery = try home.delivery("sku;wh;qty\nA-1;Berlin;\(value.value)\n")
    _ = try await home.planner.plan(delivery, of: FeedHome.stockJob())
    let outcome = try #require(try home.outcomes(delivery).first)
    #expect(
      outcome.contains("\"desired\":{\"available\":\"\(value.becomes)\"}")
        || outcome.hasPrefix("1 rejected \(value.becomes) 2 "))
  }

  static let prices = [
    ValueCase(value: "12.5", becomes: "12.50"), ValueCase(value: "12.50000", becomes: "12.50"),
    ValueCase(value: ".5", becomes: "0.50"), ValueCase(value: "-0", becomes: "0.00"),
    ValueCase(value: "12,5", becomes: "12.50", decimal: ","),
    ValueCase(value: "1,250.00", becomes: "ambiguous-number"),
    ValueCase(value: "1.250,00", becomes: "ambiguous-number", decimal: ","),
    ValueCase(value: "12,5", becomes: "ambiguous-number"),
    ValueCase(value: "1e3", becomes: "not-a-number"),
    ValueCase(value: "NaN", becomes: "not-a-number"),
    ValueCase(value: "5.", becomes: "ambiguous-number"),
    ValueCase(value: "EUR 5", becomes: "not-a-number"),
    ValueCase(value: "-1", becomes: "negative"), ValueCase(value: "1.999", becomes: "too-precise"),
    ValueCase(value: "123456789012345678901234567890", becomes: "too-long"),
  ]

  @Test(arguments: prices)
  func `B12 a price is exact or its record is rejected`(_ value: ValueCase) async throws {
    let home = try FeedHome()
    let delivery = try home.delivery("sku;price;was\nA-1;\(value.value);1\n")
    let job = try FeedHome.priceJob { job in
      guard case .csv(var csv) = job.format, let mark = value.decimal.utf8.first else { return }
      csv.decimal = mark
      job.format = .csv(csv)
    }
    _ = try await home.planner.plan(delivery, of: job)
    let outcome = try #require(try home.outcomes(delivery).first)
    #expect(
      outcome.contains("\"desired\":{\"price\":\"\(value.becomes)\"")
        || outcome.hasPrefix("1 rejected \(value.becomes) 2 "))
  }

  @Test func `B13 leading zeros of a key are kept and a damaged key is rejected`() async throws {
    let home = try FeedHome()
    let delivery = try home.delivery("sku;wh;qty\n007;Berlin;1\n7;Berlin;1\n4.00638E+12;Berlin;1\n")
    _ = try await home.planner.plan(delivery, of: FeedHome.stockJob())
    #expect(
      try home.outcomes(delivery).map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
        == ["1 planned 1002/10", "2 rejected unknown-key", "3 rejected scientific-notation"])
  }

  @Test func `expressions, look-ups and a condition decide what a record asks`() async throws {
    let home = try FeedHome()
    var csv = CSVFormat()
    csv.decimal = UInt8(ascii: ",")
    csv.delimiter = UInt8(ascii: ";")
    let job = try FeedHome.job(
      .stockSet, format: .csv(csv),
      [
        "sku": .sql("upper(ART)"), "location": .lookup(column: "WH", table: "warehouses"),
        "available": .sql("max(0, number(QTY) - number(RESERVED))"),
      ]
    ) { job in
      job.filter = "STATUS <> 'X'"
      job.lookups = ["warehouses": ["B": "Berlin", "L": "Leipzig"]]
    }
    let delivery = try home.delivery(
      """
      ART;WH;QTY;RESERVED;STATUS
      a-1;B;10;3;
      a-1;L;2;3;
      007;B;1;0;X
      007;Z;1;0;
      007;L;1,5;0;
      007;L;x;0;

      """)
    _ = try await home.planner.plan(delivery, of: job)
    #expect(
      try home.outcomes(delivery) == [
        PlanTests.stock(1, 1001, 10, to: 7), PlanTests.stock(2, 1001, 20, to: 0),
        "4 rejected not-in-table 5 jobs/tables/warehouses.csv has no such entry; found 'Z'; "
          + "add it there (record 4, field location)",
        "5 rejected inexact 6 the expression for available gives a floating point number, which is not exact; "
          + "use number() and decimal_add, decimal_sub, decimal_mul, or CAST(… AS INTEGER) (record 5, field available)",
        "6 rejected expression 7 an expression cannot be evaluated: 'x' is not a number written like 1234,50 (record 6)",
      ])
    #expect(try home.parts.journal.counts(of: delivery.id).unchanged == 1)
  }

  static let complaints: [(sql: String, says: String?)] = [
    ("number(QTY) - 1", nil), ("decimal_mul(number(\"NET PRICE\"), '1.19')", nil),
    ("number(QTY", "syntax error"), ("nosuch(QTY)", "no such function: nosuch"),
    ("(SELECT 1 FROM sqlite_master)", nil), ("load_extension(QTY)", "not authorized"),
  ]

  @Test(arguments: complaints.indices)
  func `check compiles expressions before any file is there`(_ index: Int) throws {
    let (sql, says) = Self.complaints[index]
    let job = try FeedHome.stockJob { job in
      job.fields[2] = FieldMapping(
        field: job.fields[2].field, source: .sql(sql), position: Position(file: "job", line: 7))
    }
    let faults = Mapping.check(job)
    #expect(faults.count == (says == nil ? 0 : 1))
    if let says {
      #expect(faults.first?.message.contains(says) == true)
      #expect(faults.first?.position.line == 7)
    }
  }
}
