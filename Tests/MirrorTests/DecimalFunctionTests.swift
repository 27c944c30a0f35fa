// SPDX-License-Identifier: Apache-2.0

import Mirror
import Tables
import Testing

@Suite struct DecimalFunctionTests {
  private func value(_ sql: String) throws -> JSON {
    let store = try TemporaryMirror()
    var found = JSON.null
    try store.mirror.query("SELECT " + sql, columns: { _ in }, row: { found = $0[0] })
    return found
  }

  static let results = [
    PatternCase("decimal('1.50')", "1.50"), PatternCase("decimal(' -007 ')", "-7"),
    PatternCase("decimal(12)", "12"), PatternCase("decimal(NULL)", .null),
    PatternCase("decimal_add('0.1', '0.2')", "0.3"), PatternCase("decimal_add('1', NULL)", .null),
    PatternCase("decimal_add(NULL, 'x')", .null),
    PatternCase("decimal_sub('1', '0.9')", "0.1"), PatternCase("decimal_sub(5, 7)", "-2"),
    PatternCase("decimal_mul('19.99', '3')", "59.97"),
    PatternCase("decimal_mul('-0.5', '0.5')", "-0.25"),
    PatternCase(
      "decimal_add('123456789012345678901234567890', '0.01')",
      "123456789012345678901234567890.01"),
    PatternCase(
      "decimal_sub('100000000000000000000000000000', '1')", "99999999999999999999999999999"),
    PatternCase(
      "decimal_mul('123456789012345', '1000000000000000')", "123456789012345000000000000000"),
    PatternCase("decimal_cmp('1.50', '1.5')", 0), PatternCase("decimal_cmp('-1', '0')", -1),
    PatternCase("decimal_cmp('10', '9')", 1), PatternCase("decimal_cmp('1', NULL)", .null),
    PatternCase(
      "decimal_cmp('123456789012345678901234567891', '123456789012345678901234567890')", 1),
    PatternCase("decimal_round('1.005', 2)", "1.01"),
    PatternCase("decimal_round('-1.005', 2)", "-1.01"),
    PatternCase("decimal_round('1.004999', 2)", "1.00"),
    PatternCase("decimal_round('0.5', 0)", "1"),
    PatternCase("decimal_round('-0.5', 0)", "-1"), PatternCase("decimal_round('0.49', 0)", "0"),
    PatternCase("decimal_round('2.5', 0)", "3"), PatternCase("decimal_round('1.5', 4)", "1.5"),
    PatternCase("decimal_round('99.999', 2)", "100.00"), PatternCase("decimal_round(7, 2)", "7"),
    PatternCase("decimal_round(NULL, 2)", .null), PatternCase("decimal_round('1.5', NULL)", .null),
    PatternCase(
      "decimal_round('123456789012345678901234567890.12345', 3)",
      "123456789012345678901234567890.123"),
    PatternCase("decimal_sum(value) FROM json_each('[\"0.1\", \"0.2\", 3]')", "3.3"),
    PatternCase("decimal_sum(value) FROM json_each('[null, \"1.50\", null]')", "1.50"),
    PatternCase("decimal_sum(value) FROM json_each('[null, null]')", .null),
    PatternCase("decimal_sum(value) FROM json_each('[]')", .null),
    PatternCase("decimal_sum(value) FROM json_each('[\"-1\", \"1.00\"]')", "0.00"),
    PatternCase(
      "decimal_sum(value) FROM json_each('[\"900000000000000000000000000000\", \"0.01\", \"-1\"]')",
      "899999999999999999999999999999.01"),
    PatternCase(
      "decimal_round(decimal_mul(decimal_sum(value), '1.19'), 2) FROM json_each('[\"9.99\", \"0.01\"]')",
      "11.90"),
    PatternCase("slug('Größe & Farbe')", "grosse-farbe"), PatternCase("slug(NULL)", .null),
    PatternCase("slug('  --  ')", ""),
    PatternCase("slug('Men''s T-Shirt 2.0')", "mens-t-shirt-2-0"),
    PatternCase("slug('Ærø Łódź Ñandú')", "aero-lodz-nandu"),
    PatternCase("slug('東京 Tower')", "東京-tower"),
    PatternCase("slug('ÀÉÎõü')", "aeiou"), PatternCase("slug('a' || char(0x301) || 'b')", "ab"),
    PatternCase("slug('100 % 50€')", "100-50"), PatternCase("slug(4711)", "4711"),
  ]

  @Test(arguments: results) func `a function is exact, and NULL stays NULL`(_ c: PatternCase) throws
  {
    #expect(try value(c.sql) == c.result)
  }

  static let faults = [
    PatternCase("decimal('1,5')", "'1,5' is not a number written like 1234.50"),
    PatternCase("decimal('')", "'' is not a number"), PatternCase("decimal('1e3')", "'1e3' is not"),
    PatternCase("decimal(0.5)", "a floating point number is not exact"),
    PatternCase("decimal_add('1', 0.1 + 0.2)", "a floating point number is not exact"),
    PatternCase(
      "decimal_mul('12345678901234567890', '12345678901234567890')", "more than 38 digits"),
    PatternCase("decimal_round('1.5', -1)", "decimal_round takes 0 to 38 places"),
    PatternCase("decimal_round('1.5', '0.5')", "decimal_round takes 0 to 38 places"),
    PatternCase("decimal_sum(value) FROM json_each('[\"1\", \"x\"]')", "'x' is not a number"),
    PatternCase("decimal_sum(value) FROM json_each('[\"1\", 0.5]')", "floating point"),
  ]

  @Test(arguments: faults) func `what is not exact is an error`(_ c: PatternCase) throws {
    let error = #expect(throws: MirrorError.self) { try value(c.sql) }
    #expect(
      error?.description.contains(c.result.string ?? "?") == true, "\(String(describing: error))")
  }
}
