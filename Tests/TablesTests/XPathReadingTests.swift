// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@Suite struct XPathReadingTests {
  /// An expression over one record, and what it comes to.
  struct Value: CustomTestStringConvertible, Sendable {
    var testDescription: String { path }
    var path: String
    var value: String?
    /// Line and column.
    var place: String

    init(_ path: String, _ value: String?, _ place: String) {
      self.path = path
      self.value = value
      self.place = "p.xml:" + place
    }
  }

  static let article = """
    <a><h v="9"><id>H1</id></h>
    <item id="7" kind="x&amp;y">
      <sku>A<!-- c -->-<![CDATA[1]]></sku>
      <price type="net"><amount>1.50</amount></price>
      <price type="gross"><amount>1.79</amount></price>
      <f><n>Color</n><v>red</v></f><f><n>Size</n><v>L</v></f>
      <text>one <b>two</b> three</text>
      <line/><line/><line/>
      <empty/>
    </item></a>
    """

  static let values = [
    Value("price[@type='gross']/amount", "1.79", "5:31"),
    Value("price[2]/amount", "1.79", "5:31"),
    Value("price[@type='none']/amount", nil, "2:1"),
    Value("f[n='Color']/v", "red", "6:21"),
    Value("concat(sku, ' ', f[n='Size']/v)", "A-1 L", "2:1"),
    Value("count(line)", "3", "2:1"),
    Value("count(nothing)", "0", "2:1"),
    Value("line[2]", "", "8:16"),
    Value("empty", "", "9:10"),
    Value("sku/text()", "A-1", "3:8"),
    Value("text", "one two three", "7:9"),
    Value("text/text()[1]", "one ", "7:9"),
    Value("normalize-space(price[1])", "1.50", "2:1"),
    Value("@*[name()='kind']", "x&y", "2:1"),
    Value("price[1]/@type", "net", "4:3"),
    Value("boolean(line)", "true", "2:1"),
    Value("not(line)", "false", "2:1"),
    Value("local-name()", "item", "2:1"),
    Value("substring-after(sku, '-')", "1", "2:1"),
    Value("f/v[../n='Size']", "L", "6:49"),
    Value("descendant::amount[. > 1.6]", "1.79", "5:31"),
    Value("'constant'", "constant", "2:1"),
    Value("../h/id", "H1", "1:17"),
    Value("/a/h/@v", "9", "1:4"),
    Value("/a/h[id='H1']/@v", "9", "1:4"),
    Value("concat(/a/h/@v, '/', ../h/id)", "9/H1", "2:1"),
    Value("name(..)", "a", "2:1"),
    Value("/a/none", nil, "2:1"),
  ]

  @Test(arguments: values)
  func `a value is what XPath says of the record, and its place is the node's`(_ c: Value) throws {
    // Beside a plain path and alone: with the record as a tree and without.
    let table = try ReadTable(xml: Self.article.utf8, "/a/item", ["sku", c.path, "price[1]"])
    #expect(table.fault == nil)
    #expect(table.extents.map(\.fault) == [nil])
    #expect(table.rows == [["A-1", c.value, "1.50"]])
    #expect(table.positions.first?[1].description == c.place)
    let alone = try ReadTable(xml: Self.article.utf8, "/a/item", [c.path])
    #expect(alone.rows == [[c.value]])
    #expect(alone.positions.first?[0].description == c.place)
  }

  @Test func `records of a file see what stood before them in their own envelope`() throws {
    let text = """
      <MATMAS05>
      <IDOC><EDI_DC40><DOCNUM>1</DOCNUM></EDI_DC40><E1MARAM><MATNR>A</MATNR></E1MARAM><E1MARAM><MATNR>B</MATNR></E1MARAM></IDOC>
      <IDOC><EDI_DC40><DOCNUM>2</DOCNUM></EDI_DC40><E1MARAM><MATNR>C</MATNR></E1MARAM></IDOC>
      <IDOC><E1MARAM><MATNR>D</MATNR></E1MARAM><EDI_DC40><DOCNUM>9</DOCNUM></EDI_DC40></IDOC>
      </MATMAS05>
      """
    let table = try ReadTable(
      xml: text.utf8, "/MATMAS05/IDOC/E1MARAM", ["MATNR", "/MATMAS05/IDOC/EDI_DC40/DOCNUM"])
    #expect(table.fault == nil)
    #expect(table.rows == [["A", "1"], ["B", "1"], ["C", "2"], ["D", nil]])
    #expect(table.positions.map { $0[1].line } == [2, 2, 3, 4])
  }

  @Test func `alternatives are told apart by the element they are in`() throws {
    let text = "<B><T_NEW p='1'><A><x>1</x></A></T_NEW><T_UPD p='2'><A><x>2</x></A></T_UPD></B>"
    let table = try ReadTable(
      xml: text.utf8, "/B/T_NEW/A | /B/T_UPD/A", ["x", "name(..)", "/B/T_UPD/@p", "../@p"])
    #expect(table.fault == nil)
    #expect(table.rows == [["1", "T_NEW", nil, "1"], ["2", "T_UPD", "2", "2"]])
  }

  @Test func `a value from outside that comes twice is the fault of every record it is for`() throws
  {
    let text = "<a><d>1</d><i/><d>2</d><i/></a>"
    let table = try ReadTable(xml: text.utf8, "/a/i", ["../d"])
    #expect(table.rows == [["1"], [""]])
    #expect(table.extents[1].fault?.code == "repeated-field")
    let last = try ReadTable(xml: text.utf8, "/a/i", ["../d[last()]"])
    #expect(last.rows == [["1"], ["2"]])
  }

  @Test func `namespaces that the job declares are meant, whatever the prefixes`() throws {
    let text = """
      <r:rss xmlns:r="urn:r" xmlns:x="urn:g"><item><x:id>1</x:id><id>2</id><g:id xmlns:g="urn:other">3</g:id>
      <x:ship x:code="DE" code="no"><x:price>4</x:price></x:ship></item>
      <item xmlns:y="urn:g"><y:id>5</y:id></item></r:rss>
      """
    let table = try ReadTable(
      xml: text.utf8, "/k:rss/item", ["g:id", "id", "g:ship[g:price]/@g:code", "g:ship/@code"]
    ) { $0.namespaces = ["g": "urn:g", "k": "urn:r"] }
    #expect(table.fault == nil)
    #expect(table.rows == [["1", "2", "DE", "no"], ["5", nil, nil, nil]])
    let none = try ReadTable(xml: text.utf8, "/rss/item", ["g:id"])
    #expect(none.extents[0].fault?.code == "repeated-field")
    #expect(none.rows[1] == ["5"])
    let wrong = try ReadTable(xml: text.utf8, "/rss/item", ["g:id"]) {
      $0.namespaces = ["g": "urn:g"]
    }
    #expect(
      wrong.fault?.description
        == "p.xml:1:1: the document is of another kind; expected records at /rss/item, "
        + "found <rss> as its root in the namespace urn:r; correct the job's records path, or the file"
    )
  }

  @Test func `xml lang is read where the job declares namespaces`() throws {
    let text = """
      <d xmlns="urn:d"><i xml:space="preserve"><t xml:lang="de" n="1">eins</t><t xml:lang="en" n="2">one</t></i>
      <i><t xml:lang="en" n="3">two</t></i></d>
      """
    let table = try ReadTable(
      xml: text.utf8, "/k:d/k:i",
      ["k:t[@xml:lang='en']", "k:t[@xml:lang='de']/@n", "count(k:t)", "k:t[last()]/@*[1]"]
    ) { $0.namespaces = ["k": "urn:d"] }
    #expect(table.fault == nil)
    #expect(table.rows == [["one", "1", "2", "en"], ["two", nil, "1", "en"]])
  }

  @Test func `more namespaces than are kept end the document`() throws {
    let elements = (0..<300).map { "<e xmlns=\"urn:\($0)\" a=\"1\" b=\"2\"/>" }.joined()
    let table = try ReadTable(xml: "<d><i>\(elements)</i></d>".utf8, "/d/i", ["count(*)"]) {
      $0.namespaces = ["k": "urn:k"]
    }
    #expect(
      table.fault?.description
        == "p.xml:1:8119: the document goes beyond a limit; found more than 256 namespaces; "
        + "this is no file of records, or it is hostile")
  }

  @Test func `repeating children are rows of their own tables`() throws {
    let text = """
      <d><head><no>7</no></head>
      <ship><id>S1</id>
        <line><m>A</m><q>1</q></line>
        <line><m>B</m></line>
        <track n="T1"/>
      </ship>
      <ship><id>S2</id></ship>
      <ship><id>S3</id><line><m>C</m><q/></line></ship></d>
      """
    let table = try ReadTable(xml: text.utf8, "/d/ship", ["id"]) {
      $0.children = [
        ChildPaths(
          name: "lines", path: "line", columns: ["m", "q", "ship", "no", "place"],
          fields: ["m", "q", "../id", "/d/head/no", "position()"]),
        ChildPaths(name: "tracks", path: "track/@n", columns: ["n"], fields: ["."]),
      ]
    }
    #expect(table.fault == nil)
    #expect(table.rows == [["S1"], ["S2"], ["S3"]])
    #expect(
      table.children == [
        [
          ChildRow(
            record: 1, line: 3, values: ["A", "1", "S1", "7", "1"],
            positions: ["p.xml:3:12", "p.xml:3:20", "p.xml:2:11", "p.xml:1:14", "p.xml:3:3"]),
          ChildRow(
            record: 1, line: 4, values: ["B", nil, "S1", "7", "2"],
            positions: ["p.xml:4:12", "p.xml:4:3", "p.xml:2:11", "p.xml:1:14", "p.xml:4:3"]),
          ChildRow(
            record: 3, line: 8, values: ["C", "", "S3", "7", "1"],
            positions: ["p.xml:8:27", "p.xml:8:35", "p.xml:8:11", "p.xml:1:14", "p.xml:8:18"]),
        ], [ChildRow(record: 1, line: 5, values: ["T1"], positions: ["p.xml:5:3"])],
      ])
  }

  @Test func `a record with a fault has no rows`() throws {
    let text = "<d><s><l><m>A</m></l><l><m>B</m><m>C</m></l></s><s><l><m>D</m></l></s></d>"
    let table = try ReadTable(xml: text.utf8, "/d/s", ["/d/@none"]) {
      $0.children = [ChildPaths(name: "lines", path: "l", columns: ["m"], fields: ["m"])]
    }
    #expect(table.extents[0].fault?.code == "repeated-field")
    #expect(table.extents[0].fault?.field == "lines.m")
    #expect(table.extents[0].fault?.position.column == 33)
    #expect(table.children[0].map(\.values) == [["D"]])
    #expect(table.children[0].map(\.record) == [2])
  }
}
