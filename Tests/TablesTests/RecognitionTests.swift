// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

/// A text and how it is to be split.
struct DelimiterCase: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var text: String
  var delimiter: Character
  var header: Int?
  var columns: Int

  init(_ name: String, _ text: String, _ delimiter: Character, header: Int? = 1, columns: Int) {
    testDescription = name
    self.text = text
    self.delimiter = delimiter
    self.header = header
    self.columns = columns
  }
}

@Suite struct RecognitionTests {
  static let delimiters = [
    DelimiterCase("commas", "sku,price,qty\nA,1.50,2\nB,2.00,3\n", ",", columns: 3),
    DelimiterCase("semicolons", "sku;price\nA;1.50\nB;2.00\n", ";", columns: 2),
    DelimiterCase("decimal commas", "sku;price\nA;1,50\nB;2,00\nC;3,25\n", ";", columns: 2),
    DelimiterCase("tabs", "sku\tname\nA\tone, two\nB\tthree; four\n", "\t", columns: 2),
    DelimiterCase("bars", "sku|name|x\nA|b,c|1\nB|d,e|2\n", "|", columns: 3),
    DelimiterCase(
      "commas in quotes", "\"sku\";\"name\"\n\"A\";\"a,b,c\"\n\"B\";\"d,e,f\"\n", ";", columns: 2),
    DelimiterCase("one column", "sku\nA\nB\nC\n", ",", columns: 1),
    DelimiterCase("only a header", "sku;price;qty\n", ";", columns: 3),
    DelimiterCase(
      "a preamble", "Report of today\n\nsku;price\nA;1\nB;2\nC;3\n", ";", header: 3, columns: 2),
    DelimiterCase("no header", "1001;1.50\n1002;2.00\n1003;3.10\n", ";", header: nil, columns: 2),
    DelimiterCase("a trailing delimiter", "a,b,c\n1,2,3,\n4,5,6,\n", ",", columns: 3),
    DelimiterCase(
      "a description with every sign", "sku;text\nA;a,b|c\nB;\"x;y,z\"\nC;,,,\n", ";", columns: 2),
  ]

  @Test(arguments: delimiters) func `delimiter and header are told from the rows`(
    _ c: DelimiterCase
  )
    throws
  {
    let found = Recognition(Array(c.text.utf8), isWhole: true)
    guard case .csv(let csv) = found.kind else {
      Issue.record("\(found)")
      return
    }
    #expect(Character(Unicode.Scalar(csv.delimiter)) == c.delimiter)
    #expect(csv.headerLine == c.header)
    #expect(csv.columns.count == c.columns)
    #expect(csv.delimiterConfidence >= Recognition.enough)
    #expect((1...99).contains(found.confidence))
    #expect(!found.evidence.isEmpty)
  }

  @Test
  func `B08 where the delimiter cannot be told the file is refused, naming what was considered`()
    throws
  {
    let table = try ReadTable(csv: "a,b;c\n1,2;3\n4,5;6\n") { $0 = .recognised }
    #expect(
      table.fault?.description
        == "a.csv:1:1: the character between values cannot be told; expected one that clearly splits "
        + "the rows alike, found split by a comma, 2 of 2 rows have the header's 2 columns; split by a "
        + "semicolon, 2 of 2 rows would have the 2 columns of line 1; state `delimiter:` in the job's "
        + "format")
  }

  @Test func `B08 the columns a job names tell the delimiter where the rows do not`() throws {
    let table = try ReadTable(csv: "a,b;c\n1,2;3\n4,5;6\n") {
      $0 = .recognised
      $0.required = ["c"]
    }
    #expect(table.columns == ["a,b", "c"])
    #expect(table.rows == [["1,2", "3"], ["4,5", "6"]])
  }

  @Test func `B08 a stated delimiter is kept, and its fault names the likely one`() throws {
    let table = try ReadTable(csv: "sku;price\nA;1\n") {
      $0 = .recognised
      $0.delimiter = UInt8(ascii: ",")
      $0.required = ["sku", "price"]
    }
    #expect(table.fault?.code == "missing-column")
    #expect(table.fault?.hint?.contains("a semicolon") == true)
  }

  @Test func `B26 a header that stands twice is a header all the same`() {
    let found = Recognition(Array("sku,qty\r\nA,1\r\nsku,qty\r\nB,2\r\n".utf8), isWhole: true)
    guard case .csv(let csv) = found.kind else {
      Issue.record("\(found)")
      return
    }
    #expect(csv.headerLine == 1 && csv.columns == ["sku", "qty"])
  }

  @Test func `the header is the line that holds what the job names`() throws {
    let table = try ReadTable(csv: "export;v2\nof;today\nArt;Qty\nA;1\n") {
      $0 = .recognised
      $0.required = ["art", "qty"]
    }
    #expect(table.columns == ["Art", "Qty"])
    #expect(table.extents.map(\.line) == [4])
  }

  static let kinds: [(String, String, String)] = [
    (
      "XML",
      "<?xml version=\"1.0\"?>\n<prices xmlns:g=\"urn:g\"><item id=\"1\"><g:sku>A</g:sku><p><net>1</net></p></item><item/></prices>",
      "xml /prices/item [@id, sku, p/net]"
    ),
    (
      "nested XML", "<r><head><a>1</a></head><list><x><y>1</y><y>2</y></x><x/></list></r>",
      "xml /r/list/x [] y: y [y = .]"
    ),
    (
      "a JSON array", "[{\"sku\": \"A\", \"n\": {\"x\": [1]}}, {\"sku\": \"B\", \"q\": 1}]",
      "json  [sku, n/x, q]"
    ),
    (
      "JSON in an envelope",
      "{\"meta\": {\"n\": 1}, \"data\": {\"items\": [{\"sku\": \"A\"}, {\"sku\": \"B\"}]}}",
      "json data/items [sku]"
    ),
    ("JSON lines", "{\"sku\": \"A\"}\n{\"sku\": \"B\", \"q\": 2}\n", "json lines [sku, q]"),
    (
      "XML with tables in it",
      "<f><i id=\"1\"><price cur=\"EUR\">1</price><stock><loc c=\"1\">5</loc><loc c=\"2\">7<n/></loc></stock></i>"
        + "<i id=\"2\"><price cur=\"EUR\">2</price><pics><p><u>a</u><s><w>1</w><w>2</w></s></p><p/></pics></i></f>",
      "xml /f/i [@id, price, price/@cur] loc: stock/loc [c = @c, n = n] p: pics/p [u = u]"
    ),
    (
      "JSON with tables in it",
      "{\"items\": [{\"sku\": \"A\", \"price\": null, \"tags\": [\"x\"], \"stock\": [{\"loc\": 1, \"q\": {\"a/b\": 2}}]},"
        + " {\"price\": {\"amount\": 1.5, \"cur\": \"EUR\"}, \"stock\": []}, {\"sku\": \"cut",
      "json items [sku, price/amount, price/cur, tags] stock: stock [loc = loc, a_1b = q/a~1b]"
    ),
    (
      "JSON lines with tables in them",
      "{\"sku\": \"A\", \"lines\": [{\"q\": 1}]}\n{\"sku\": \"B\", \"lines\": [{\"q\": 2, \"r\": true}]}\n",
      "json lines [sku] lines: lines [q = q, r = r]"
    ),
    (
      "fixed width",
      "A1   Pen       0012\nB22  Pencil    0003\nC333 Ruler     0100\nD4   Eraser    0007\n",
      "fixed 19 [1+5, 6+10, 16+4]"
    ),
    (
      "fixed width with numbers flush right",
      "A1   Pen          12  1.00\nB22  Pencil        3 10.00\nC333 Ruler      1000  0.50\n",
      "fixed 26 [1+5, 6+6, 12+9, 21+6]"
    ),
    ("nothing", "", "empty"),
    ("zip", "PK\u{3}\u{4}aaaahello.txt", "foreign zip"),
    ("xlsx", "PK\u{3}\u{4}[Content_Types].xml......xl/workbook.xml", "xlsx"),
    ("zeros", "a\u{0}b\u{0}\u{0}", "unknown"),
  ]

  @Test(arguments: kinds) func `the kind of a file is told from its first bytes`(
    _ c: (name: String, text: String, expected: String)
  ) {
    let found = Recognition(Array(c.text.utf8), isWhole: true)
    let told: String =
      switch found.kind {
      case .csv(let csv): "csv [\(csv.columns.joined(separator: ", "))]"
      case .xml(let xml):
        "xml \(xml.records ?? "-") [\(xml.fields.joined(separator: ", "))]\(Self.told(xml.children))"
      case .json(let json):
        "json \(json.isLines ? "lines" : json.records) [\(json.fields.joined(separator: ", "))]\(Self.told(json.children))"
      case .fixed(let fixed):
        "fixed \(fixed.width) [\(fixed.columns.map { "\($0.start)+\($0.width)" }.joined(separator: ", "))]"
      case .xlsx: "xlsx"
      case .foreign(let kind): "foreign \(kind.rawValue)"
      case .empty: "empty"
      case .unknown: "unknown"
      }
    #expect(told == c.expected)
    #expect(found.confidence < 100)
  }

  private static func told(_ children: [ChildPaths]) -> String {
    children.map { child in
      let columns = zip(child.columns, child.fields).map { "\($0) = \($1)" }
      return " \(child.name): \(child.path) [\(columns.joined(separator: ", "))]"
    }.joined()
  }

  static let pages: [(String, String, Int)] = [
    ("windows-1252", "Größe;Straße;Käse für Müller;Préférée;coûte 5 €", 61),
    ("ibm850", "Größe;Straße;Käse für Müller;Jürgen Böhm;Übergröße", 95),
    ("windows-1251", "Артикул;Цена;Остаток на складе;Наименование товара", 64),
    ("koi8-r", "Артикул;Цена;Остаток на складе;Наименование товара", 95),
    ("ibm866", "Артикул;Цена;Остаток на складе;Наименование товара", 95),
    (
      "windows-1250", "Zażółć gęślą jaźń;Łódź;świeży;książka;źródło;Příliš žluťoučký kůň",
      95
    ),
    ("windows-1253", "Κωδικός;Τιμή;Απόθεμα;Περιγραφή προϊόντος", 64),
    ("gb18030", "商品编号;价格;库存数量;我们的产品名称", 95),
    ("shift_jis", "商品コード;価格;在庫数;これはテストです", 95),
    ("euc-kr", "상품코드;가격;재고수량;이것은 시험입니다", 76),
  ]

  @Test(arguments: pages) func `encoding auto guesses the code page by its letters`(
    _ c: (page: String, text: String, confidence: Int)
  ) throws {
    let encoding = try #require(TextEncoding(named: c.page))
    let bytes = encoding.encode("a;b;c\n" + String(repeating: c.text + "\n", count: 3))
    let found = Recognition(
      bytes, isWhole: true,
      format: .csv(
        {
          var format = CSVFormat.recognised
          format.encoding = "auto"
          return format
        }()))
    #expect(found.encoding?.name == c.page)
    #expect(found.encoding?.confidence == c.confidence)
  }

  @Test func `a delimiter within quotes splits nothing, however often it stands there`() throws {
    let table = try ReadTable(
      csv: "A-1,Berlin, many,wrong,\"'many' is no number; expected 12; found 'many'\"\n"
    ) {
      $0 = .recognised
      $0.names = ["sku", "location", "available"]
    }
    #expect(table.fault == nil)
    #expect(table.rows.map { $0.prefix(3) } == [["A-1", "Berlin", " many"]])
  }
}
