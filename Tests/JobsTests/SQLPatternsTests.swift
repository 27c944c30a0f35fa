// SPDX-License-Identifier: Apache-2.0

import Jobs
import Testing

/// SQL and the patterns written in it.
struct WrittenCase: CustomTestStringConvertible, Sendable {
  let sql: String
  let patterns: [String]

  init(_ sql: String, _ patterns: String...) {
    self.sql = sql
    self.patterns = patterns
  }

  var testDescription: String { sql }
}

@Suite struct SQLPatternsTests {
  static let cases = [
    WrittenCase("sku REGEXP '^A-'", "^A-"),
    WrittenCase("sku not regexp'^A-' AND x", "^A-"),
    WrittenCase("sku REGEXP /* why */ 'it''s'", "it's"),
    WrittenCase("sku REGEXP ('a(')", "a("),
    WrittenCase("regexp('b', sku)", "b"),
    WrittenCase("regexp_extract(replace(sku, ',', ''), '(\\d+)', 1) || 'x'", "(\\d+)"),
    WrittenCase("regexp_replace(a, '\\s+', ' '), b REGEXP 'c'", "\\s+", "c"),
    WrittenCase("regexp_replace(regexp_replace(a, 'x', ''), 'y', '')", "y", "x"),
    WrittenCase("-- sku REGEXP 'a('\nsku REGEXP 'b'", "b"),
    WrittenCase("'x REGEXP ''a'' '"), WrittenCase("\"REGEXP\" 'a'"),
    WrittenCase("sku REGEXP 'a' || suffix"), WrittenCase("sku REGEXP pattern"),
    WrittenCase("sku REGEXP 'a' COLLATE NOCASE"), WrittenCase("regexp_extract(sku, 'a' || b)"),
    WrittenCase("regexp_extract(sku)"), WrittenCase("sku REGEXP 'a"),
    WrittenCase("regexp_replace("),
    WrittenCase("sku REGEXP"), WrittenCase("/* REGEXP 'a'"),
  ]

  @Test(arguments: cases) func `patterns that are one text are found`(_ c: WrittenCase) {
    let found = SQLPatterns.written(in: c.sql)
    #expect(found.map(\.text) == c.patterns)
    for pattern in found { #expect(Array(c.sql.utf8)[pattern.offset] == UInt8(ascii: "'")) }
  }

  @Test func `names in double quotes are found outside of texts and comments`() {
    #expect(
      SQLNames.quoted(
        in: "\"a b\" = 'x \"y\"' -- \"z\"\n AND \"a\"\"b\" IN (\"a b\", `c`, [\"d\"])")
        == ["a b", "a\"b"])
  }
}
