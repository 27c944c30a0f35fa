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
  var numbers = NumberMarks()

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

  static let comma = NumberMarks(decimal: UInt8(ascii: ","))

  static let german = NumberMarks(decimal: UInt8(ascii: ","), thousands: .point)
  static let spaced = NumberMarks(decimal: UInt8(ascii: ","), thousands: .space)
  static let swiss = NumberMarks(thousands: .apostrophe)
  static let english = NumberMarks(thousands: .comma)

  static let prices = [
    ValueCase(value: "12.5", becomes: "12.50"), ValueCase(value: "12.50000", becomes: "12.50"),
    ValueCase(value: ".5", becomes: "0.50"), ValueCase(value: "-0", becomes: "0.00"),
    ValueCase(value: "12,5", becomes: "12.50", numbers: MapTests.comma),
    ValueCase(value: "1,250.00", becomes: "ambiguous-number"),
    ValueCase(value: "1.250,00", becomes: "ambiguous-number", numbers: MapTests.comma),
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
      job.numbers = value.numbers
    }
    _ = try await home.planner.plan(delivery, of: job)
    let outcome = try #require(try home.outcomes(delivery).first)
    #expect(
      outcome.contains("\"desired\":{\"price\":\"\(value.becomes)\"")
        || outcome.hasPrefix("1 rejected \(value.becomes) 2 "))
  }

  static let grouped = [
    ValueCase(value: "1.234,56", becomes: "1234.56", numbers: german),
    ValueCase(value: "1.234", becomes: "1234.00", numbers: german),
    ValueCase(value: "1234,56", becomes: "1234.56", numbers: german),
    ValueCase(value: "12.345.678,9", becomes: "12345678.90", numbers: german),
    ValueCase(value: "+1.234,5", becomes: "1234.50", numbers: german),
    ValueCase(value: "1\u{A0}234,56", becomes: "1234.56", numbers: spaced),
    ValueCase(value: "1 234,56", becomes: "1234.56", numbers: spaced),
    ValueCase(value: "1\u{202F}234\u{202F}567", becomes: "1234567.00", numbers: spaced),
    ValueCase(value: "1'234.50", becomes: "1234.50", numbers: swiss),
    ValueCase(value: "1\u{2019}234.50", becomes: "1234.50", numbers: swiss),
    ValueCase(value: "1,234.5", becomes: "1234.50", numbers: english),
    ValueCase(value: "1.23", becomes: "ambiguous-number", numbers: german),
    ValueCase(value: "1.2345", becomes: "ambiguous-number", numbers: german),
    ValueCase(value: "0.123", becomes: "ambiguous-number", numbers: german),
    ValueCase(value: "12.34.567", becomes: "ambiguous-number", numbers: german),
    ValueCase(value: "1234.567", becomes: "ambiguous-number", numbers: german),
    ValueCase(value: "1,234.56", becomes: "ambiguous-number", numbers: german),
    ValueCase(value: "1.234,5.6", becomes: "ambiguous-number", numbers: german),
    ValueCase(value: "1.234.", becomes: "ambiguous-number", numbers: german),
    ValueCase(value: ".234,5", becomes: "ambiguous-number", numbers: german),
    ValueCase(value: "1..234,5", becomes: "ambiguous-number", numbers: german),
    ValueCase(value: "1 234,56", becomes: "ambiguous-number", numbers: german),
    ValueCase(value: "1\u{A0}234,56", becomes: "ambiguous-number", numbers: comma),
    ValueCase(value: "1.234,567", becomes: "too-precise", numbers: german),
    ValueCase(value: "123.456.789.012.345.678.901.234", becomes: "too-long", numbers: german),
    ValueCase(value: "1.e3", becomes: "ambiguous-number", numbers: german),
    ValueCase(value: "-1.234,00", becomes: "negative", numbers: german),
  ]

  @Test(arguments: grouped)
  func `B12 groups of digits are read only where they are groups of three`(_ value: ValueCase)
    async throws
  {
    try await `B12 a price is exact or its record is rejected`(value)
  }

  @Test(arguments: [
    ValueCase(value: "12.000", becomes: "12000", numbers: german),
    ValueCase(value: "1.234.567", becomes: "1234567", numbers: german),
    ValueCase(value: "-1.234", becomes: "-1234", numbers: german),
    ValueCase(value: "12,000", becomes: "not-a-whole-number", numbers: german),
    ValueCase(value: "12,0", becomes: "not-a-whole-number", numbers: german),
    ValueCase(value: "12.00", becomes: "ambiguous-number", numbers: german),
    ValueCase(value: "12.000", becomes: "not-a-whole-number"),
    ValueCase(value: "12.000", becomes: "not-a-whole-number", numbers: comma),
    ValueCase(value: "12,000", becomes: "12000", numbers: english),
  ])
  func `B12 a quantity is never read as another number than it is`(_ value: ValueCase)
    async throws
  {
    let home = try FeedHome()
    let delivery = try home.delivery("sku;wh;qty\nA-1;Berlin;\(value.value)\n")
    _ = try await home.planner.plan(
      delivery, of: FeedHome.stockJob { $0.numbers = value.numbers })
    let outcome = try #require(try home.outcomes(delivery).first)
    #expect(
      outcome.contains("\"desired\":{\"available\":\"\(value.becomes)\"}")
        || outcome.hasPrefix("1 rejected \(value.becomes) 2 "))
  }

  @Test func `a quantity that is no whole number is told what would make it one`() async throws {
    let home = try FeedHome()
    let delivery = try home.delivery(
      "sku;wh;qty\nA-1;Berlin;12,000\n007;Berlin;12.000\nB-1;Berlin;1,5\n")
    _ = try await home.planner.plan(
      delivery, of: FeedHome.stockJob { $0.numbers.decimal = UInt8(ascii: ",") })
    let expected = "expected digits only, like 1250, found"
    #expect(
      try home.outcomes(delivery) == [
        "1 rejected not-a-whole-number 2 available is not a whole number; \(expected) '12,000'; where such noughts "
          + "after the mark are no fraction, map it with {sql: 'number(\"qty\")'} (record 1, field available)",
        "2 rejected not-a-whole-number 3 available is not a whole number; \(expected) '12.000'; say `decimal:` and "
          + "`thousands:` in the format of the job feed (record 2, field available)",
        "3 rejected not-a-whole-number 4 available is not a whole number; \(expected) '1,5'; it has a fraction; "
          + "round it in the source (record 3, field available)",
      ])
  }

  @Test(arguments: [
    ValueCase(value: "105.29 USD", becomes: "wrong-currency"),
    ValueCase(value: "105.29 EUR", becomes: "105.29"),
    ValueCase(value: "105.29eur", becomes: "105.29"), ValueCase(value: "EUR 5", becomes: "5.00"),
    ValueCase(value: "€ 9,90", becomes: "9.90", numbers: german),
    ValueCase(value: "1.009,90\u{A0}€", becomes: "1009.90", numbers: german),
    ValueCase(value: "€9.90", becomes: "9.90"), ValueCase(value: "9.90", becomes: "9.90"),
    ValueCase(value: "€ 9.90 EUR", becomes: "wrong-currency"),
    ValueCase(value: "$9.90", becomes: "wrong-currency"),
    ValueCase(value: "9.90 per piece", becomes: "wrong-currency"),
    ValueCase(value: "EUR", becomes: "wrong-currency"),
    ValueCase(value: "9,90 €", becomes: "ambiguous-number"),
    ValueCase(value: "-9.90 €", becomes: "negative"),
    ValueCase(value: "-€9.90", becomes: "wrong-currency"),
  ])
  func `B12 a currency beside an amount is the job's or its record is rejected`(_ value: ValueCase)
    async throws
  {
    let home = try FeedHome()
    let delivery = try home.delivery("sku;price;was\nA-1;\(value.value);1\n")
    let job = try FeedHome.priceJob { job in
      job.numbers = value.numbers
      job.fields[1].options.currency = "EUR"
    }
    _ = try await home.planner.plan(delivery, of: job)
    let outcome = try #require(try home.outcomes(delivery).first)
    #expect(
      outcome.contains("\"desired\":{\"price\":\"\(value.becomes)\"")
        || outcome.hasPrefix("1 rejected \(value.becomes) 2 "))
  }

  @Test func `amounts in another currency than the shop's refuse the file`() async throws {
    let home = try FeedHome()
    let delivery = try home.delivery("sku;price;was\nA-1;9.90 USD;1\n")
    let job = try FeedHome.priceJob { $0.fields[1].options.currency = "USD" }
    guard case .refused(let reasons) = try await home.planner.plan(delivery, of: job) else {
      Issue.record("the file is planned")
      return
    }
    #expect(reasons.map(\.code) == ["shop-currency"])
    #expect(reasons.first?.message.contains("expected EUR, found USD") == true)
  }

  static let metafields: [(type: String, good: [String], bad: [String])] = [
    ("number_integer", ["12", "-3"], ["1.5", "+3", "9007199254740992", "x"]),
    ("number_decimal", ["12.5", "-3"], ["12,5", "1e3"]),
    ("boolean", ["true", "false"], ["yes", "1"]),
    ("date", ["2028-02-29"], ["2026-02-29", "1.5.26"]),
    ("date_time", ["2026-05-01T10:00:00Z", "2026-05-01T10:00:00"], ["2026-05-01", "noon"]),
    ("single_line_text_field", ["a"], ["a\nb"]), ("multi_line_text_field", ["a\nb"], []),
    ("url", ["https://example.com/a"], ["example.com", "javascript:alert(1)"]),
    ("color", ["#FF8800"], ["FF8800", "#GG8800"]), ("json", ["[1]", "{}"], ["{"]),
    ("rating", [#"{"value":"4","scale_min":"1","scale_max":"5"}"#], ["4"]),
    ("list.single_line_text_field", [#"["a"]"#], ["a, b"]),
    ("product_reference", ["gid://shopify/Product/1"], ["1"]), ("some_new_type", ["anything"], []),
  ]

  @Test(arguments: metafields.indices)
  func `B28 what no metafield of its type can be is rejected before anything is sent`(_ index: Int)
    throws
  {
    let (type, good, bad) = Self.metafields[index]
    let operation = try #require(Catalogue.Operation.named("product.set"))
    let field = try #require(operation.field(named: "metafield.custom.care.\(type)"))
    for text in good { #expect(field.form?.fits(text) ?? true, "\(text)") }
    for text in bad { #expect(field.form?.fits(text) == false, "\(text)") }
  }

  @Test func `B13 an apostrophe before a key goes only where the job says so`() async throws {
    let home = try FeedHome()
    let text = "sku;wh;qty\n'007;Berlin;1\n' A-1;Berlin;1\n"
    let kept = try home.delivery(text)
    _ = try await home.planner.plan(kept, of: FeedHome.stockJob())
    #expect(try home.outcomes(kept).allSatisfy { $0.contains("rejected unknown-key") })
    let taken = try home.delivery(text + "''B-1;Berlin;1\n")
    _ = try await home.planner.plan(
      taken, of: FeedHome.stockJob { $0.fields[0].options.apostrophe = true })
    #expect(
      try home.outcomes(taken).map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
        == ["1 planned 1002/10", "2 planned 1001/10", "3 rejected unknown-key"])
  }

  @Test func `a look-up's default is for values the table lacks, not for empty ones`() async throws
  {
    let home = try FeedHome()
    let job = try FeedHome.stockJob { job in
      job.fields[1].source = .lookup(column: "wh", table: "w")
      job.fields[1].options.fallback = "Leipzig"
      job.lookups = ["w": ["B": "Berlin"]]
    }
    let delivery = try home.delivery("sku;wh;qty\nA-1;B;1\n007;Z;1\nB-1; ;1\n")
    _ = try await home.planner.plan(delivery, of: job)
    #expect(
      try home.outcomes(delivery).map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
        == ["1 planned 1001/10", "2 planned 1002/20", "3 rejected missing-value"])
  }

  @Test func `number() reads the groups of the job's numbers`() async throws {
    let home = try FeedHome()
    let job = try FeedHome.stockJob { job in
      job.numbers = Self.german
      job.fields[2].source = .sql("number(qty)")
    }
    let delivery = try home.delivery("sku;wh;qty\nA-1;Berlin;1.234,00\n007;Berlin;1.23\n")
    _ = try await home.planner.plan(delivery, of: job)
    #expect(
      try home.outcomes(delivery) == [
        PlanTests.stock(1, 1001, 10, to: 1234),
        "2 rejected expression 3 an expression cannot be evaluated: '1.23' is not a number written like 1.234,50 (record 2)",
      ])
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
    csv.delimiter = UInt8(ascii: ";")
    let job = try FeedHome.job(
      .stockSet, format: .csv(csv),
      [
        "sku": .sql("upper(ART)"), "location": .lookup(column: "WH", table: "warehouses"),
        "available": .sql("max(0, number(QTY) - number(RESERVED))"),
      ]
    ) { job in
      job.numbers.decimal = UInt8(ascii: ",")
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
