// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@Suite struct JSONTests {
  static let kept = [
    "null", "true", "[]", "{}", #"{"a":1,"b":[true,null,"x"]}"#, "1.50", "-0", "1e400", "0.1E-7",
    "123456789012345678901234567890", #"{"a":1,"a":2}"#, #""\u0000\u001f""#, #""\"\\/\n\r\t""#,
    #""\u2028\u2029""#, #""ä😀""#,
  ]

  @Test(arguments: kept)
  func `compact text is kept exactly`(_ text: String) throws {
    #expect(try JSON(parsing: text).text == text)
  }

  static let read: [(String, JSON)] = [
    (" \n[ 1 ,\t2 ]\r", [1, 2]), (#""\u00e9\ud83d\ude00\/\b\f""#, "é😀/\u{8}\u{C}"),
    (#"{ "a" : { "b" : "c" } }"#, ["a": ["b": "c"]]),
  ]

  @Test(arguments: read)
  func `white space and escapes are read`(_ text: String, _ value: JSON) throws {
    #expect(try JSON(parsing: text) == value)
  }

  static let malformed: [(String, Int, String)] = [
    ("", 0, "the text ends early"), ("nul", 3, "expected null"), ("[1,]", 3, "expected a value"),
    ("[1 2]", 3, "expected ',' or ']'"), ("{\"a\"}", 4, "expected ':'"),
    ("{a:1}", 1, "expected a member name"), ("{\"a\":1,}", 7, "expected a member name"),
    ("\"abc", 4, "the string does not end"), ("\"a\nb\"", 3, "a control character in a string"),
    (#""\x""#, 3, "an unknown escape"), (#""\ud800""#, 7, "half a surrogate pair"),
    (#""\ud800\u0041""#, 13, "half a surrogate pair"), (#""\udc00""#, 7, "half a surrogate pair"),
    (#""\u12G4""#, 5, "expected four hexadecimal digits"), ("01", 1, "more after the value"),
    ("1.", 2, "expected a value"), ("+1", 0, "expected a value"),
    ("1 1", 2, "more after the value"),
    ("NaN", 0, "expected a value"), ("'a'", 0, "expected a value"), ("1e", 2, "expected a value"),
  ]

  @Test(arguments: malformed)
  func `what is not JSON is refused at its byte`(_ text: String, _ offset: Int, _ reason: String) {
    let error = #expect(throws: JSONSyntaxError.self) { try JSON(parsing: text) }
    #expect(error?.description == "not JSON at byte \(offset): \(reason)")
  }

  @Test func `bytes that are not UTF-8 are refused`() {
    let error = #expect(throws: JSONSyntaxError.self) { try JSON(parsing: [0x22, 0xE9, 0x22]) }
    #expect(error?.reason == "a string that is not UTF-8")
  }

  @Test func `depth has a limit`() throws {
    let nested = { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) }
    #expect(try JSON(parsing: nested(512)).text.utf8.count == 1024)
    let error = #expect(throws: JSONSyntaxError.self) { try JSON(parsing: nested(513)) }
    #expect(error?.reason == "nested deeper than 512 levels")
    #expect(throws: JSONSyntaxError.self) { try JSON(parsing: nested(1_000_000)) }
  }

  @Test func `values are reached by name and index`() throws {
    let json = try JSON(parsing: #"{"a":[1,"x",false],"n":null,"d":1.0}"#)
    #expect(json["a"]?[0]?.int == 1)
    #expect(json["a"]?[1]?.string == "x")
    #expect(json["a"]?[2]?.bool == false)
    #expect(json["a"]?[3] == nil)
    #expect(json["n"]?.isNull == true)
    #expect(json["d"]?.int == nil)
    #expect(json["b"] == nil)
  }
}
