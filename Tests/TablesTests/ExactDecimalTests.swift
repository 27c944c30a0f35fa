// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@Suite struct ExactDecimalTests {
  static let numbers: [(String, String?)] = [
    ("0", "0"), ("-0", "0"), ("1.50", "1.50"), ("+3", "3"), (".5", "0.5"), ("-.05", "-0.05"),
    ("007", "7"),
    ("12345678901234567890123456789012345678", "12345678901234567890123456789012345678"),
    ("00000000000000000000000000000000000000000000001.1", "1.1"),
    ("0.00000000000000000000000000000000000001", "0.00000000000000000000000000000000000001"),
    ("", nil), ("+", nil), ("-", nil), (".", nil), ("5.", nil), ("1e3", nil), ("1E3", nil),
    ("NaN", nil), ("inf", nil), ("1,000", nil), ("1 000", nil), (" 1", nil), ("1 ", nil),
    ("1.2.3", nil), ("--1", nil), ("1-", nil), ("0x1", nil), ("٣", nil),
    ("123456789012345678901234567890123456789", nil),
    ("0.000000000000000000000000000000000000001", nil),
  ]

  @Test(arguments: numbers)
  func `numbers are read strictly and written as read`(_ text: String, _ expected: String?) {
    #expect(ExactDecimal(parsing: text)?.description == expected)
  }

  @Test func `the decimal mark is the job's`() {
    let comma = UInt8(ascii: ",")
    #expect(ExactDecimal(parsing: "-1,50", decimal: comma)?.description == "-1.50")
    #expect(ExactDecimal(parsing: "1.50", decimal: comma) == nil)
  }

  static let orders: [(String, String, Int)] = [
    ("1.50", "1.5", 0), ("0", "-0.00", 0), ("1", "2", -1), ("-1", "-2", 1), ("-1", "1", -1),
    ("0.1", "0.09", 1), ("99999999999999999999999999999999999999", "0.1", 1),
    ("-99999999999999999999999999999999999999", "0.00000000000000000000000000000000000001", -1),
    ("-99999999999999999999999999999999999999", "-0.00000000000000000000000000000000000001", -1),
  ]

  @Test(arguments: orders)
  func `order and equality are numeric`(_ left: String, _ right: String, _ order: Int) throws {
    let left = try #require(ExactDecimal(parsing: left))
    let right = try #require(ExactDecimal(parsing: right))
    #expect(left.compare(right) == order)
    #expect(right.compare(left) == -order)
    #expect((left == right) == (order == 0))
    #expect((left < right) == (order < 0))
    if order == 0 { #expect(left.hashValue == right.hashValue) }
  }

  static let nines = "99999999999999999999999999999999999999"
  static let sums: [(String, String, String?, String?, String?)] = [
    ("1.50", "2", "3.50", "-0.50", "3.00"), ("0.1", "0.2", "0.3", "-0.1", "0.02"),
    ("-1", "1", "0", "-2", "-1"),
    (nines, "1", nil, "99999999999999999999999999999999999998", nines),
    (nines, "0.1", nil, nil, "9999999999999999999999999999999999999.9"),
    (nines, "0.00", nines, nines, "0"),
    (
      "0.00000000000000000001", "0.00000000000000000001",
      "0.00000000000000000002", "0.00000000000000000000", nil
    ),
    (
      "12345678901234567890.50", "2.00", "12345678901234567892.50", "12345678901234567888.50",
      "24691357802469135781.0000"
    ),
  ]

  @Test(arguments: sums)
  func `arithmetic is exact or nil`(
    _ left: String, _ right: String, _ sum: String?, _ difference: String?, _ product: String?
  ) throws {
    let left = try #require(ExactDecimal(parsing: left))
    let right = try #require(ExactDecimal(parsing: right))
    #expect(left.adding(right) == sum.flatMap { ExactDecimal(parsing: $0) })
    #expect(left.subtracting(right) == difference.flatMap { ExactDecimal(parsing: $0) })
    #expect(left.multiplied(by: right) == product.flatMap { ExactDecimal(parsing: $0) })
  }

  static let texts: [(String, String, String, Int?)] = [
    ("1.5", "1.50", "1.5", nil), ("2", "2.00", "2", 2), ("2.00", "2.00", "2", 2),
    ("1.2340", "1.234", "1.234", nil), ("-0.5", "-0.50", "-0.5", nil), ("0", "0.00", "0", 0),
    ("1.100", "1.10", "1.1", nil),
    (
      "9223372036854775808", "9223372036854775808.00",
      "9223372036854775808", nil
    ),
  ]

  @Test(arguments: texts)
  func `money has two digits after the point, and more only where it needs them`(
    _ text: String, _ money: String, _ shortest: String, _ integer: Int?
  ) throws {
    let number = try #require(ExactDecimal(parsing: text))
    #expect(number.money == money)
    #expect(number.shortest == shortest)
    #expect(number.integer == integer)
  }
}
