// SPDX-License-Identifier: Apache-2.0

import Mirror
import Tables
import Testing

/// An expression with regular expressions and what it comes to, or of what an error speaks.
struct PatternCase: CustomTestStringConvertible, Sendable {
  let sql: String
  let result: JSON

  init(_ sql: String, _ result: JSON) {
    self.sql = sql
    self.result = result
  }

  var testDescription: String { sql }
}

@Suite struct PatternTests {
  private func value(_ sql: String) throws -> JSON {
    let store = try TemporaryMirror()
    var found = JSON.null
    try store.mirror.query("SELECT " + sql, columns: { _ in }, row: { found = $0[0] })
    return found
  }

  static let results = [
    PatternCase("'SKU-0815' REGEXP '^SKU-\\d{4}$'", 1), PatternCase("'x' REGEXP '^SKU'", 0),
    PatternCase("'x' NOT REGEXP 'y'", 1), PatternCase("regexp('b+', 'abbc')", 1),
    PatternCase("'GRÖSSE' REGEXP '(?i)größe|grösse'", 1), PatternCase("'ä😀' REGEXP '^..$'", 1),
    PatternCase("4711 REGEXP '^47'", 1), PatternCase("'a' || char(10) || 'b' REGEXP 'a.b'", 0),
    PatternCase("'a' || char(10) || 'b' REGEXP '(?s)a.b'", 1), PatternCase("'' REGEXP ''", 1),
    PatternCase("NULL REGEXP 'a'", .null), PatternCase("'a' REGEXP NULL", .null),
    PatternCase("regexp_extract('Gr. 38/40 rot', '\\d+')", "38"),
    PatternCase("regexp_extract('Gr. 38/40 rot', '(\\d+)/(\\d+)', 2)", "40"),
    PatternCase("regexp_extract('größe', 'ö.')", "öß"),
    PatternCase("regexp_extract('x', '\\d+')", .null),
    PatternCase("regexp_extract('b', '(a)?b', 1)", .null),
    PatternCase("regexp_extract('b', '(a*)b', 1)", ""),
    PatternCase("regexp_extract('x', '(x)', NULL)", .null),
    PatternCase("regexp_replace('+49 (30) 12-34', '[^0-9+]', '')", "+493012 34".replacing(" ")),
    PatternCase("regexp_replace('10x20', '(\\d+)x(\\d+)', '\\2 × \\1')", "20 × 10"),
    PatternCase("regexp_replace('ab', 'b', '\\\\[\\0]')", "a\\[b]"),
    PatternCase("regexp_replace('aöb', 'x*', '-')", "-a-ö-b-"),
    PatternCase("regexp_replace('baac', 'a*', '-')", "-b-c-"),
    PatternCase("regexp_replace('aaa', '^a', '-')", "-aa"),
    PatternCase("regexp_replace('a b', '\\b', '|')", "|a| |b|"),
    PatternCase("regexp_replace('', 'x', 'y')", ""),
    PatternCase("regexp_replace('a', 'a', '')", ""),
    PatternCase("regexp_replace('a', 'b', NULL)", .null),
  ]

  @Test(arguments: results) func `a pattern does as RE2 says`(_ c: PatternCase) throws {
    #expect(try value(c.sql) == c.result)
  }

  static let faults = [
    PatternCase(
      "'a' REGEXP 'a('", "'a(' is not a regular expression that RE2 understands: missing )"),
    PatternCase("'a' REGEXP '(?=b)'", "RE2 has no look-ahead and no look-behind"),
    PatternCase("'a' REGEXP '(?<!b)a'", "RE2 has no look-ahead and no look-behind"),
    PatternCase("'aa' REGEXP '(a)\\1'", "RE2 has no references back to a group"),
    PatternCase("'a' REGEXP '(?P<x>a)(?P=x)'", "RE2 has no references back to a group"),
    PatternCase("'a' REGEXP '*a'", "'*a' is not a regular expression"),
    PatternCase("regexp_extract('a', '(a)', 2)", "the pattern has 1 group, not a group 2"),
    PatternCase("regexp_extract('a', 'a', -1)", "the pattern has 0 groups, not a group -1"),
    PatternCase("regexp_extract('a', 'a', 'x')", "'x' is not a number"),
    PatternCase("regexp_replace('a', 'a', '\\1')", "'\\1' is not a replacement"),
    PatternCase("regexp_replace('a', 'a', '\\x')", "'\\x' is not a replacement"),
  ]

  @Test(arguments: faults) func `what cannot be is told with the pattern`(_ c: PatternCase) throws {
    let error = #expect(throws: MirrorError.self) { try value(c.sql) }
    #expect(
      error?.description.contains(c.result.string ?? "?") == true, "\(String(describing: error))")
  }

  /// Patterns on which an engine that goes back never ends, and texts made for them.
  static let hard = [
    PatternCase("printf('%.*c', 100000, 'a') || '!' REGEXP '(a+)+$'", 0),
    PatternCase("printf('%.*c', 100000, 'a') || '!' REGEXP '(a|aa)+$'", 0),
    PatternCase("printf('%.*c', 100000, 'a') REGEXP '(a?){500}a{500}$'", 1),
    PatternCase("printf('%.*c', 100000, 'x') REGEXP '(x+x+)+y'", 0),
    PatternCase("printf('%.*c', 100000, '0') || 'x' REGEXP '^(\\d+)*$'", 0),
    PatternCase("length(regexp_extract(printf('%.*c', 100000, 'a') || '!', '(a+)+', 1))", 100000),
    PatternCase("length(regexp_replace(printf('%.*c', 100000, 'a') || '!', '(a+)+$', ''))", 100001),
    PatternCase("length(regexp_replace(printf('%.*c', 40000, 'a'), 'a(.*z)?', 'bb'))", 80000),
  ]

  @Test(arguments: hard) func `S10 no pattern takes longer than its text is long`(_ c: PatternCase)
    throws
  {
    #expect(try value(c.sql) == c.result)
  }

  @Test(arguments: [
    "'a' REGEXP 'a{1001}'", "'a' REGEXP '((a{100}){100}){100}'",
    "'a' REGEXP '(\\pL{500}){500}'", "'a' REGEXP (replace(hex(zeroblob(2000)), '0', '('))",
    "'a' REGEXP replace(hex(zeroblob(400000)), '00', 'ab|')",
  ])
  func `S10 repetition without measure is refused`(_ sql: String) throws {
    let error = #expect(throws: MirrorError.self) { try value(sql) }
    #expect(error?.description.contains("is not a regular expression") == true)
    #expect((error?.description.utf8.count ?? 0) < 1000)
  }

  @Test(arguments: [
    "regexp_replace(printf('%.*c', 200000, 'a'), 'a', 'b')",
    "regexp_replace(printf('%.*c', 5000, 'a'), 'a', printf('%.*c', 5000, 'b'))",
  ])
  func `S10 replacing ends before it takes too much work or space`(_ sql: String) throws {
    #expect(throws: MirrorError.self) { try value(sql) }
  }

  @Test func `S10 patterns that differ from row to row take no more than a few places`() throws {
    let count = """
      (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
      SELECT sum('a' || i REGEXP '^a' || i || '$' AND 'b' REGEXP 'b') FROM n)
      """
    #expect(try value(count) == 20000)
  }
}

extension String {
  fileprivate func replacing(_ text: String) -> JSON { .string(filter { !text.contains($0) }) }
}
