// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

extension ReadTable {
  init(
    xml bytes: some Sequence<UInt8>, _ records: String = "/prices/item",
    _ fields: [String] = ["sku", "amount"], _ change: (inout XMLFormat) -> Void = { _ in }
  ) throws {
    var format = XMLFormat(records: records, fields: fields)
    change(&format)
    try self.init(Array(bytes), .xml(format), named: "p.xml")
  }
}

/// A document's inside and the record it holds.
struct XMLCase: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var item: String
  var row: [String?]

  init(_ name: String, _ item: String, _ row: [String?]) {
    testDescription = name
    self.item = item
    self.row = row
  }
}

/// A document that is refused, and how.
struct XMLRefusal: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var text: String
  var code: String
  var line: Int

  init(_ name: String, _ text: String, _ code: String, line: Int = 1) {
    testDescription = name
    self.text = text
    self.code = code
    self.line = line
  }
}

@Suite struct XMLReaderTests {
  static let fields = ["sku", "@id", "price/amount", "price/@currency", "note"]

  static let items = [
    XMLCase(
      "nested and attributes",
      #"<item id="7"><sku>A-1</sku><price currency="EUR"><amount>1.50</amount></price></item>"#,
      ["A-1", "7", "1.50", "EUR", nil]),
    XMLCase("absent and empty", "<item><sku/><note></note></item>", ["", nil, nil, nil, ""]),
    XMLCase(
      "prefixes",
      #"<x:item xmlns:x="urn:x" x:id="1"><x:sku>A</x:sku><y:note xmlns:y="urn:y">n</y:note></x:item>"#,
      ["A", "1", nil, nil, "n"]),
    XMLCase(
      "CDATA, comments, references",
      "<item id=\"a&amp;b&#38;c&lt;&#x1F600;\"><sku>a<!-- x -->b<![CDATA[<c>&amp;]]>&amp;&#65;</sku></item>",
      ["ab<c>&amp;&A", "a&b&c<😀", nil, nil, nil]),
    XMLCase(
      "unasked elements",
      "<item><a><sku>no</sku></a><sku>yes<b>no</b>!</sku><price><sku>no</sku></price></item>",
      ["yesno!", nil, nil, nil, nil]),
    XMLCase("white space", "<item><sku> A\n </sku></item>", [" A\n ", nil, nil, nil, nil]),
  ]

  @Test(arguments: items)
  func `fields are found by their paths`(_ c: XMLCase) throws {
    let text = "<?xml version=\"1.0\"?>\n<prices>\n  \(c.item)\n</prices>\n"
    let table = try ReadTable(xml: text.utf8, "/prices/item", Self.fields)
    #expect(table.fault == nil)
    #expect(table.rows == [c.row])
    #expect(table.slices == [Array(c.item.utf8)])
    #expect(table.extents.map(\.line) == [3])
  }

  @Test func `values that interleave are kept apart`() throws {
    let table = try ReadTable(
      xml: "<p><i>1<a>x<b>y</b>z</a>2</i></p>".utf8, "/p/i", ["a", "a/b", "."])
    #expect(table.rows == [["xyz", "y", "1xyz2"]])
  }

  @Test func `a field that comes twice is its record's fault`() throws {
    let text = "<prices><item><sku>A</sku><sku>B</sku></item><item><sku>C</sku></item></prices>"
    let table = try ReadTable(xml: text.utf8)
    #expect(table.rows == [["", ""], ["C", nil]])
    #expect(
      table.extents[0].fault?.description
        == "p.xml:1:32: the record has this field more than once; expected one; keep one of them "
        + "(record 1, field sku)")
  }

  static let encodings = ["utf-8", "utf-8-mark", "utf-16", "windows-1252"]

  /// A document over several chunks, written in an encoding.
  static func document(_ encoding: String) -> (bytes: [UInt8], items: [[UInt8]]) {
    func encode(_ text: String) -> [UInt8] {
      switch encoding {
      case "utf-16": text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
      case "windows-1252": text.unicodeScalars.map { UInt8($0.value) }
      default: Array(text.utf8)
      }
    }
    let declared = encoding == "utf-8-mark" ? "utf-8" : encoding
    var bytes: [UInt8] =
      encoding == "utf-16" ? [0xFF, 0xFE] : encoding == "utf-8-mark" ? [0xEF, 0xBB, 0xBF] : []
    bytes += encode("<?xml version=\"1.0\" encoding=\"\(declared)\"?>\n<prices>\n")
    var items: [[UInt8]] = []
    for number in 0..<4000 {
      let padding = String(repeating: "é", count: number % 97)
      let item = encode(
        "<item\n note='\(padding)'><sku>\(padding)\(number)</sku><amount>\(number).50</amount>"
          + (number % 3 == 0 ? "<x/></item>" : "</item>"))
      items.append(item)
      bytes += item + encode("\n<!-- ü --> ")
    }
    return (bytes + encode("</prices>"), items)
  }

  @Test(arguments: encodings)
  func `records keep their place in the file in every encoding`(_ encoding: String) throws {
    let (bytes, items) = Self.document(encoding)
    let table = try ReadTable(xml: bytes)
    #expect(table.fault == nil)
    #expect(table.slices == items)
    #expect(table.rows.count == 4000)
    #expect(table.rows.last == [String(repeating: "é", count: 3999 % 97) + "3999", "3999.50"])
    #expect(table.extents.map(\.line) == (0..<4000).map { 3 + $0 * 2 })
    #expect(table.extents.map(\.number) == Array(1...4000))
  }

  @Test func `positions name the line and column where a value begins`() throws {
    let table = try ReadTable(
      xml: "<prices>\n <item>\n  <sku>é</sku><amount>1</amount>\n </item></prices>".utf8)
    #expect(table.positions[0].map(\.description) == ["p.xml:3:8", "p.xml:3:23"])
  }

  static let refusals = [
    XMLRefusal("cut off", "<prices>\n<item><sku>A</sku></item>\n<item><sku>", "truncated", line: 3),
    XMLRefusal(
      "cut off in a tag", "<prices>\n<item><sku>A</sku></item>\n<ite", "truncated", line: 3),
    XMLRefusal(
      "mismatched", "<prices>\n<item>\n<sku>A</item></prices>", "not-well-formed", line: 3),
    XMLRefusal("bare ampersand", "<prices>\n<item>&</item></prices>", "not-well-formed", line: 2),
    XMLRefusal(
      "two documents", "<prices></prices>\n<prices></prices>", "trailing-content", line: 2),
    XMLRefusal("text after", "<prices></prices>\nmore", "trailing-content", line: 2),
    XMLRefusal("nothing", "", "empty"),
    XMLRefusal("another root", "<stock>\n</stock>", "wrong-root"),
    XMLRefusal("no XML", "sku,price\nA,1\n", "not-well-formed"),
    XMLRefusal("a zero reference", "<prices>&#0;</prices>", "bad-encoding"),
    XMLRefusal("a NUL", "<prices>\n\u{0}</prices>", "nul-byte", line: 2),
    XMLRefusal("an unknown entity", "<prices>\n&nbsp;</prices>", "undefined-entity", line: 2),
    XMLRefusal(
      "UTF-16 declared", "<?xml version=\"1.0\" encoding=\"utf-16\"?><prices/>",
      "encoding-contradiction"),
    XMLRefusal(
      "marked UTF-8, declared otherwise",
      "\u{FEFF}<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><prices/>", "encoding-contradiction"),
    XMLRefusal(
      "unknown encoding", "<?xml version=\"1.0\" encoding=\"x-none\"?><prices/>", "unknown-encoding"
    ),
  ]

  @Test(arguments: refusals)
  func `what is not one well-formed document is refused at its place`(_ c: XMLRefusal) throws {
    let table = try ReadTable(xml: c.text.utf8)
    #expect(table.fault?.code == c.code)
    #expect(table.fault?.position.line == c.line)
  }

  @Test func `libxml2's reason stands in the fault`() throws {
    let table = try ReadTable(xml: "<prices>\n<item><sku>A</item></prices>".utf8)
    #expect(
      table.fault?.description
        == "p.xml:2:20: the document is not well-formed; found Opening and ending tag mismatch: "
        + "sku line 2 and item")
  }

  @Test func `bytes that contradict the encoding are refused`() throws {
    let table = try ReadTable(
      xml: Array("<prices>\n<item>caf".utf8) + [0xE9] + Array("</item>".utf8))
    #expect(table.fault?.code == "bad-encoding")
    #expect(table.fault?.position.line == 2)
  }

  static let doctypes = [
    XMLRefusal("external", "<!DOCTYPE prices SYSTEM \"http://x.invalid/p.dtd\">", "doctype"),
    XMLRefusal("bare", "<!DOCTYPE prices>", "doctype"),
    XMLRefusal("entities", "<!DOCTYPE prices [<!ENTITY a 'x'>]>", "internal-subset"),
  ]

  @Test(arguments: doctypes)
  func `B20 a DOCTYPE is refused at once`(_ c: XMLRefusal) throws {
    let table = try ReadTable(xml: (c.text + "<prices><item/></prices>").utf8)
    #expect(table.fault?.code == c.code)
    #expect(table.rows.isEmpty)
    if c.code == "doctype" { #expect(table.fault?.hint?.contains("doctype: ignore") == true) }
  }

  @Test func `B20 with doctype ignore an external subset is passed over and never loaded`() throws {
    let inside = "<prices><item><sku>A</sku></item></prices>"
    let plain = try ReadTable(
      xml: ("<!DOCTYPE prices SYSTEM \"http://x.invalid/p.dtd\">" + inside).utf8
    ) { $0.ignoresDoctype = true }
    #expect(plain.fault == nil)
    #expect(plain.rows == [["A", nil]])
    let subset = try ReadTable(xml: ("<!DOCTYPE prices [<!ENTITY a 'x'>]>" + inside).utf8) {
      $0.ignoresDoctype = true
    }
    #expect(subset.fault?.code == "internal-subset")
    let entity = try ReadTable(
      xml: "<!DOCTYPE prices SYSTEM 'p.dtd'><prices><item><sku>&a;</sku></item></prices>".utf8
    ) { $0.ignoresDoctype = true }
    #expect(entity.fault?.code == "undefined-entity")
    let attribute = try ReadTable(
      xml: "<!DOCTYPE prices SYSTEM 'p.dtd'><prices><item a='&a;'/></prices>".utf8
    ) { $0.ignoresDoctype = true }
    #expect(attribute.fault?.code == "undefined-entity")
  }

  static let attacks = [
    XMLRefusal(
      "external entity",
      "<!DOCTYPE p [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><prices><item>&x;</item></prices>",
      "internal-subset"),
    XMLRefusal(
      "parameter entity",
      "<!DOCTYPE p [<!ENTITY % x SYSTEM 'http://x.invalid/'> %x;]><prices/>", "internal-subset"),
  ]

  @Test(arguments: attacks, [false, true])
  func `S06 nothing outside the document is read`(_ c: XMLRefusal, _ ignores: Bool) throws {
    let table = try ReadTable(xml: c.text.utf8) { $0.ignoresDoctype = ignores }
    #expect(table.fault?.code == c.code)
  }

  @Test func `S06 an inclusion and a style sheet are elements like any other`() throws {
    let table = try ReadTable(
      xml: ("<?xml-stylesheet href='http://x.invalid/a.xsl'?><prices><item><sku>"
        + "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='/etc/passwd'/></sku>"
        + "</item></prices>").utf8)
    #expect(table.fault == nil)
    #expect(table.rows == [["", nil]])
  }

  static let bombs: [(name: String, text: @Sendable () -> String, code: String)] = [
    (
      "billion laughs",
      {
        "<!DOCTYPE p [<!ENTITY a 'ha'>"
          + (1...9).map { "<!ENTITY a\($0) '\(String(repeating: "&a;", count: 10))'>" }.joined()
          + "]><prices>&a9;</prices>"
      }, "internal-subset"
    ),
    (
      "quadratic blow-up",
      {
        "<!DOCTYPE p [<!ENTITY a '\(String(repeating: "x", count: 100_000))'>]><prices>"
          + String(repeating: "&a;", count: 10_000) + "</prices>"
      }, "internal-subset"
    ),
    ("deep nesting", { "<prices>" + String(repeating: "<a>", count: 100_000) }, "xml-limit"),
    (
      "attribute flood",
      { "<prices><item " + (0..<1_000_000).map { "a\($0)=''" }.joined(separator: " ") + "/>" },
      "xml-limit"
    ),
    (
      "attributes up to the limit",
      { "<prices><item " + (0..<4000).map { "a\($0)=''" }.joined(separator: " ") + "/></prices>x" },
      "trailing-content"
    ),
    (
      "huge comment",
      { "<prices><!--" + String(repeating: "x", count: 20_000_000) + "--></prices>" }, "xml-limit"
    ),
    (
      "huge instruction",
      { "<prices><?x " + String(repeating: "x", count: 20_000_000) + "?></prices>" }, "xml-limit"
    ),
    (
      "huge value",
      {
        "<prices><item><sku>" + String(repeating: "x", count: 20_000_000) + "</sku></item></prices>"
      },
      "field-too-long"
    ),
    (
      "huge name", { "<prices><" + String(repeating: "x", count: 20_000_000) + "/></prices>" },
      "xml-limit"
    ),
    (
      "endless names",
      { "<prices>" + (0..<1_000_000).map { "<a\($0)/>" }.joined() + "</prices>" }, "xml-limit"
    ),
  ]

  @Test(arguments: bombs.indices)
  func `S07 a document made to exhaust is refused`(_ index: Int) throws {
    let bomb = Self.bombs[index]
    let table = try ReadTable(xml: bomb.text().utf8)
    #expect(table.fault?.code == bomb.code, "\(bomb.name)")
  }
}
