// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

extension ReadTable {
  init(
    json text: String, _ fields: [String] = ["sku", "price/amount"], records: String = "/",
    encoding: String = "utf-8", decimal: Character = "."
  ) throws {
    var format = JSONFormat(fields: fields)
    format.decimal = decimal.asciiValue ?? 0
    format.records = records
    format.encoding = encoding
    let bytes = TextEncoding(named: encoding)?.encode(text) ?? Array(text.utf8)
    try self.init(bytes, .json(format), named: "a.json")
  }
}

@Suite struct JSONReaderTests {
  struct Reading: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var text: String
    var rows: [[String?]]

    init(_ name: String, _ text: String, _ rows: [[String?]]) {
      testDescription = name
      self.text = text
      self.rows = rows
    }
  }

  static let readings = [
    Reading(
      "an array", #"[{"sku":"A","price":{"amount":"1.50"}}, {"sku":"B"}]"#,
      [["A", "1.50"], ["B", nil]]),
    Reading(
      "lines", "{\"sku\":\"A\"}\n{\"sku\":\"B\",\"price\":{\"amount\":2}}\n",
      [["A", nil], ["B", "2"]]),
    Reading("empty", "[]", []),
    Reading("numbers as written", #"[{"sku":0012e1,"price":{"amount":1}}]"#, [[nil, nil]]),
    Reading(
      "digits kept", #"[{"sku":12345678901234567890,"price":{"amount":1.10}}]"#,
      [["12345678901234567890", "1.10"]]),
    Reading(
      "escapes", #"[{"sku":"a\"b\\c\/d\n\u00e4\ud83d\ude00","price":null}]"#,
      [["a\"b\\c/d\n\u{e4}\u{1F600}", nil]]),
    Reading("null is no text", #"[{"sku":null,"price":{"amount":""}}]"#, [[nil, ""]]),
    Reading("rows that are arrays", #"[["A", 1], ["B"]]"#, [[nil, nil], [nil, nil]]),
    Reading("words", #"[{"sku":true,"price":{"amount":false}}]"#, [["true", "false"]]),
    Reading(
      "brackets inside of texts", #"[{"sku":"]}{[","price":{"amount":"\\"}}]"#, [["]}{[", "\\"]]),
    Reading("an escaped name", #"[{"s\u006bu":"A"}]"#, [["A", nil]]),
  ]

  @Test(arguments: readings)
  func `values are read as they are written`(_ reading: Reading) throws {
    let table = try ReadTable(json: reading.text)
    #expect(table.fault == nil)
    #expect(table.rows == reading.rows)
  }

  @Test func `objects and arrays are their JSON text, and elements have numbers`() throws {
    let table = try ReadTable(
      json: #"[{"variants":[{"sku":"A"},{"sku":"B"}]}]"#, ["variants", "variants/1/sku"])
    #expect(table.rows == [[#"[{"sku":"A"},{"sku":"B"}]"#, "B"]])
  }

  @Test func `records stand at a path, and what is around them is passed over`() throws {
    let table = try ReadTable(
      json:
        #"{"meta":{"items":[1,{"x":"]"}]},"data":{"n":1,"items":[{"sku":"A"}],"z":[2]},"e":{}}"#,
      records: "/data/items")
    #expect(table.fault == nil)
    #expect(table.rows == [["A", nil]])
  }

  @Test func `every value has its place, and every record its bytes`() throws {
    let text = "[\n  {\"sku\": \"ä\", \"price\": {\"amount\": 1}},\n  {\"sku\":\n    \"B\"}\n]\n"
    let table = try ReadTable(json: text)
    #expect(table.positions[0].map(\.description) == ["a.json:2:11", "a.json:2:36"])
    #expect(table.positions[1][0].description == "a.json:4:5")
    #expect(table.extents.map(\.line) == [2, 3])
    #expect(
      table.slices.map { String(decoding: $0, as: UTF8.self) } == [
        #"{"sku": "ä", "price": {"amount": 1}}"#, "{\"sku\":\n    \"B\"}",
      ])
  }

  @Test func `extents are those of the file in other encodings too`() throws {
    let table = try ReadTable(json: #"[{"sku":"ä"},{"sku":"B"}]"#, encoding: "utf-16le")
    #expect(table.rows.map(\.first) == ["ä", "B"])
    #expect(table.extents.map(\.offset) == [2, 26])
    #expect(table.extents.map(\.length) == [22, 22])
  }

  @Test(arguments: [
    ("a name without quotes", "[{sku:1},{\"sku\":\"B\"}]", "a.json:1:3"),
    ("no object", "[7,{\"sku\":\"B\"}]", "a.json:1:2"),
    ("an unknown escape", "[{\"sku\":\"\\x\"},{\"sku\":\"B\"}]", "a.json:1:12"),
    ("NUL", "[{\"sku\":\"\\u0000\"},{\"sku\":\"B\"}]", "a.json:1:16"),
    ("half a pair", "[{\"sku\":\"\\ud800\"},{\"sku\":\"B\"}]", "a.json:1:16"),
  ])
  func `a record that is no JSON is its own fault`(_ name: String, _ text: String, _ place: String)
    throws
  {
    let table = try ReadTable(json: text)
    #expect(table.extents[0].fault?.code == "not-json")
    #expect(table.extents[0].fault?.position.description == place)
    #expect(table.rows[0] == [nil, nil])
    #expect(table.rows[1] == ["B", nil])
  }

  @Test(arguments: [
    ("nothing", "", "empty", "a.json:1:1"),
    ("an array cut off", "[{\"sku\":\"A\"},", "truncated", "a.json:1:14"),
    ("an element cut off", "[{\"sku\":\"A", "truncated", "a.json:1:11"),
    ("more behind it", "[]\n[]", "trailing-content", "a.json:2:1"),
    ("no comma", "[{\"sku\":\"A\"} {\"sku\":\"B\"}]", "not-json", "a.json:1:14"),
    ("the wrong bracket", "[{\"sku\":\"A\"]", "not-json", "a.json:1:12"),
    ("NUL", "[{\"sku\":\"A\u{0}\"}]", "nul-byte", "a.json:1:11"),
  ])
  func `B04 B10 a document that is not whole is refused where it breaks`(
    _ name: String, _ text: String, _ code: String, _ place: String
  ) throws {
    let table = try ReadTable(json: text)
    #expect(table.fault?.code == code)
    #expect(table.fault?.position.description == place)
  }

  @Test func `a path that leads nowhere is refused, naming what was expected`() throws {
    let table = try ReadTable(json: #"{"items":[]}"#, records: "/data")
    #expect(
      table.fault?.description
        == "a.json:1:12: the document is not as it should be; expected a member 'data', on the way to the records, found '}'"
    )
  }

  @Test func `S07 nesting without end is refused`() throws {
    let deep = String(repeating: "[", count: 100_000)
    #expect(try ReadTable(json: "[" + deep).fault?.code == "json-limit")
    #expect(try ReadTable(json: "[{\"a\":" + deep).fault?.code == "json-limit")
  }

  @Test func `a file longer than one chunk is read whole`() throws {
    let count = 40_000
    let text = (0..<count).map { #"{"sku":"S\#($0)","price":{"amount":"\#($0).00"}}"# }
      .joined(separator: ",\n")
    let table = try ReadTable(json: "[" + text + "]")
    #expect(table.fault == nil)
    #expect(table.rows.count == count)
    #expect(table.rows.last == ["S39999", "39999.00"])
    #expect(table.extents.last?.line == count)
  }

  // MARK: - What stands elsewhere, and what repeats

  @Test func `null, absent and empty are told apart`() throws {
    let table = try ReadTable(json: #"[{"a":null,"b":""}]"#, ["a", "b", "c"])
    #expect(table.cells[0].map(\.isNull) == [true, false, false])
    #expect(table.cells[0].map(\.isAbsent) == [false, false, true])
    #expect(table.rows == [[nil, "", nil]])
  }

  @Test func `values before the array belong to every record`() throws {
    let table = try ReadTable(
      json:
        #"{"shop":{"zone":"Berlin","n":[7,8]},"void":null,"items":[{"sku":"A"},{"sku":"B"}],"late":1}"#,
      ["sku", "/shop/zone", "/shop/n/1", "/void", "/late", "/shop"], records: "/items")
    #expect(table.fault == nil)
    #expect(
      table.rows
        == ["A", "B"].map {
          [$0, "Berlin", "8", nil, nil, #"{"zone":"Berlin","n":[7,8]}"#]
        })
    #expect(table.cells[0].map(\.isNull) == [false, false, false, true, false, false])
  }

  @Test func `one value can have several names`() throws {
    let table = try ReadTable(json: #"[{"sku":"A"}]"#, ["sku", "./sku"])
    #expect(table.rows == [["A", "A"]])
  }

  static let lines = ChildPaths(
    name: "lines", path: "lines", columns: ["sku", "qty"], fields: ["sku", "qty"])

  @Test func `arrays within a record are tables of their own`() throws {
    var format = JSONFormat(fields: ["id", "lines/0/sku"])
    format.children = [
      Self.lines,
      ChildPaths(
        name: "serials", path: "lines/serials", columns: ["serial"], fields: ["."]),
    ]
    let table = try ReadTable(
      Array(
        """
        [{"id": 1, "lines": [
            {"sku": "A", "qty": 2, "serials": ["x", "y\\u00e4"]},
            {"sku": "B", "qty": null, "serials": null}]},
         {"id": 2, "lines": {"sku": "C", "serials": "z"}},
         {"id": 3}]
        """.utf8), .json(format), named: "a.json")
    #expect(table.fault == nil)
    #expect(table.rows == [["1", "A"], ["2", nil], ["3", nil]])
    #expect(table.children[0].map(\.values) == [["A", "2"], ["B", nil], ["C", nil]])
    #expect(table.children[0].map(\.record) == [1, 1, 2])
    #expect(table.children[0].map(\.line) == [2, 3, 4])
    #expect(
      table.children[0][1].positions == ["a.json:3:13", "a.json:3:25"])
    #expect(table.children[1].map(\.values) == [["x"], ["yä"], ["z"]])
    #expect(table.children[1].map(\.record) == [1, 1, 2])
  }

  @Test func `a faulty record has no rows in its child tables`() throws {
    var format = JSONFormat(fields: ["id"])
    format.children = [Self.lines]
    let table = try ReadTable(
      Array(#"[{"id":1,"lines":[{"sku":"A"}],"x":01},{"id":2,"lines":[{"sku":"B"}]}]"#.utf8),
      .json(format), named: "a.json")
    #expect(table.extents.map { $0.fault?.code } == ["not-json", nil])
    #expect(table.children[0].map(\.values) == [["B", nil]])
    #expect(table.children[0].map(\.record) == [2])
  }

  @Test(arguments: [
    (#"[{"sku":"A","sku":"B"}]"#, "a.json:1:19", "sku"),
    (#"[{"price":{"amount":1},"price":{"amount":1}}]"#, "a.json:1:42", "price/amount"),
  ])
  func `a member that comes twice is its record's fault`(
    _ text: String, _ place: String, _ field: String
  ) throws {
    let table = try ReadTable(json: text)
    #expect(table.extents[0].fault?.code == "duplicate-member")
    #expect(table.extents[0].fault?.position.description == place)
    #expect(table.extents[0].fault?.field == field)
    #expect(table.rows == [[nil, nil]])
  }

  @Test func `names may hold slashes and tildes`() throws {
    let table = try ReadTable(json: #"[{"a/b":1,"c~d":2}]"#, ["a~1b", "c~0d"])
    #expect(table.rows == [["1", "2"]])
  }

  @Test func `S12 line ends and separators in values do not make records`() throws {
    let text =
      "{\"sku\":\"A\\n{\\\"sku\\\":\\\"B\\\"}\\u2028\"}\n{\"sku\":\"C\u{2028}\u{2029}\u{85}\"}\n"
    let table = try ReadTable(json: text)
    #expect(
      table.rows.map(\.first) == ["A\n{\"sku\":\"B\"}\u{2028}", "C\u{2028}\u{2029}\u{85}"])
  }

  @Test func `B02 bytes of another encoding are refused where they stand`() throws {
    let bytes = Array("{\"sku\":\"A\"}\n{\"sku\":\"".utf8) + [0xFC] + Array("\"}\n".utf8)
    let table = try ReadTable(bytes, .json(JSONFormat(fields: ["sku"])), named: "a.json")
    #expect(table.rows == [["A"], [nil]])
    #expect(table.extents[1].fault?.code == "not-json")
    #expect(table.extents[1].fault?.position.description == "a.json:2:9")
  }

  @Test func `B11 a record without end is stopped at the limit`() throws {
    let text = "[{\"sku\":\"" + String(repeating: "x", count: 17 << 20)
    #expect(try ReadTable(json: text).fault?.code == "record-too-long")
  }

  @Test func `B24 time doubles when nested input doubles`() throws {
    func time(_ count: Int) throws -> Duration {
      let rows = Array(repeating: #"{"sku":"A","qty":[[[[[[1]]]]]]}"#, count: count)
      var format = JSONFormat(fields: ["id"])
      format.children = [Self.lines]
      let file = try ScratchFile(Array("[{\"lines\":[\(rows.joined(separator: ",\n"))]}]".utf8))
      var reader = try JSONReader(path: file.path, named: "a.json", format: format)
      var batch = RecordBatch(columnCount: 1)
      let time = try ContinuousClock().measure { _ = try reader.next(into: &batch) }
      #expect(batch.children[0].count == count)
      return time
    }
    _ = try time(1000)
    // Quadratic time would be 64 times as long.
    #expect(try time(16_000) < time(2_000) * 32)
  }

  @Test func `B12 a number has a point in JSON and the job's mark in the record, a text stays`()
    throws
  {
    let table = try ReadTable(
      json: #"{"rate":19.90,"items":[{"a":1.5,"b":"1.5","c":[0.5],"d":-1.25E+2},"#
        + #"{"a":7,"b":"1,5","c":true,"d":null}]}"#,
      ["a", "b", "c", "d", "c/0", "/rate"], records: "/items", decimal: ",")
    #expect(
      table.rows == [
        ["1,5", "1.5", "[0.5]", "-1,25E+2", "0,5", "19,90"],
        ["7", "1,5", "true", nil, nil, "19,90"],
      ])
  }
}
