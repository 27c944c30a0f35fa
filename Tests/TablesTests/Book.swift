// SPDX-License-Identifier: Apache-2.0

@testable import Tables

/// A workbook made by hand: its parts, packed as they come.
struct Book {
  var sheets: [(name: String, xml: String)] = [("Stock", "")]
  var strings: [String] = []
  var styles = ""
  var properties = ""
  /// Parts beside or in place of those a workbook has.
  var others: [(name: String, bytes: [UInt8])] = []

  init(rows: String) { sheets[0].xml = rows }

  /// Its bytes.
  func bytes() -> [UInt8] {
    var out: [UInt8] = []
    let zip = ZipStream()
    for (name, bytes) in parts {
      zip.begin(name, into: &out)
      zip.add(bytes, into: &out)
      zip.end(into: &out)
    }
    zip.finish(into: &out)
    return out
  }

  /// Its bytes, with every number of the directory in its wide form.
  func wide() -> [UInt8] {
    func little(_ number: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
    let bytes = bytes()
    let (count, start) = (
      bytes.number(at: bytes.count - 12, 2), bytes.number(at: bytes.count - 6, 4)
    )
    var out = Array(bytes[..<start])
    var index = start
    for _ in 0..<count {
      let name = bytes.number(at: index + 28, 2)
      let numbers = [24, 20, 42].map { bytes.number(at: index + $0, 4) }
      var entry = Array(bytes[index..<index + 46 + name])
      for field in [20, 24, 42] { entry.replaceSubrange(field..<field + 4, with: little(-1, 4)) }
      entry.replaceSubrange(30..<32, with: little(28, 2))
      out += entry + little(1, 2) + little(24, 2) + numbers.flatMap { little($0, 8) }
      index += 46 + name + bytes.number(at: index + 30, 2) + bytes.number(at: index + 32, 2)
    }
    let (end, length) = (out.count, out.count - start)
    out += little(0x0606_4B50, 4) + little(44, 8) + little(45, 2) + little(45, 2) + little(0, 8)
    out += little(count, 8) + little(count, 8) + little(length, 8) + little(start, 8)
    out += little(0x0706_4B50, 4) + little(0, 4) + little(end, 8) + little(1, 4)
    return out + little(0x0605_4B50, 4) + little(0, 4) + little(-1, 2) + little(-1, 2)
      + little(-1, 4) + little(-1, 4) + little(0, 2)
  }

  private var parts: [(name: String, bytes: [UInt8])] {
    var parts: [(name: String, text: String)] = sheets.enumerated().map {
      (
        "xl/worksheets/sheet\($0.offset + 1).xml",
        "<worksheet xmlns=\"m\"><sheetData>\($0.element.xml)</sheetData></worksheet>"
      )
    }
    let ids = sheets.indices.map { "rId\($0 + 1)" }
    parts.append(
      (
        "xl/workbook.xml",
        "<workbook xmlns=\"m\" xmlns:r=\"r\">\(properties)<sheets>"
          + zip(sheets, ids).map { "<sheet name=\"\($0.name)\" sheetId=\"1\" r:id=\"\($1)\"/>" }
          .joined() + "</sheets></workbook>"
      ))
    parts.append(
      (
        "xl/_rels/workbook.xml.rels",
        "<Relationships>"
          + ids.enumerated().map {
            "<Relationship Id=\"\($0.element)\" Type=\"t/worksheet\" Target=\"worksheets/sheet\($0.offset + 1).xml\"/>"
          }.joined()
          + "<Relationship Id=\"a\" Type=\"t/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>"
          + "<Relationship Id=\"b\" Type=\"t/styles\" Target=\"../xl/styles.xml\"/></Relationships>"
      ))
    parts.append(("xl/sharedStrings.xml", "<sst>\(strings.joined())</sst>"))
    parts.append(("xl/styles.xml", "<styleSheet>\(styles)</styleSheet>"))
    return parts.filter { part in !others.contains { $0.name == part.name } }.map {
      ($0.name, Array($0.text.utf8))
    } + others
  }
}

extension ReadTable {
  init(book: Book, _ change: (inout XLSXFormat) -> Void = { _ in }) throws {
    try self.init(xlsx: book.bytes(), change)
  }

  init(xlsx bytes: [UInt8], _ change: (inout XLSXFormat) -> Void = { _ in }) throws {
    var format = XLSXFormat()
    change(&format)
    try self.init(bytes, .xlsx(format), named: "a.xlsx")
  }
}
