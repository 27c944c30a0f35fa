// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Tables

@Suite struct SharedStringsTests {
  /// The texts of a workbook, with as many bytes of memory for them.
  private func strings(_ texts: [String], memoryBytes: Int) throws -> SharedStrings {
    var book = Book(rows: "")
    book.strings = texts.map { "<si><t>\($0)</t><rPh sb=\"0\" eb=\"1\"><t>no</t></rPh></si>" }
    let file = try ScratchFile(book.bytes())
    let archive = try ZipArchive(FileSlices(path: file.path), named: "a.xlsx")
    let strings = SharedStrings(named: "a.xlsx", beside: file.path, memoryBytes: memoryBytes)
    try PartParser("xl/sharedStrings.xml", of: archive, to: strings, named: "a.xlsx").run()
    return strings
  }

  @Test(arguments: [1 << 20, 4096, 64, 8])
  func `texts are found by number, in memory and beyond it`(memoryBytes: Int) throws {
    let texts = (0..<3000).map { $0 % 7 == 0 ? "" : String(repeating: "ä\($0) ", count: $0 % 90) }
    let strings = try strings(texts, memoryBytes: memoryBytes)
    #expect(strings.count == 3000)
    func text(_ index: Int) throws -> String? {
      try strings.place(index).map { String(decoding: try strings.text(at: $0), as: UTF8.self) }
    }
    // Forwards, as sheets mostly name them; backwards; and here and there.
    for index in Array(0..<3000) + (0..<3000).reversed() + (0..<3000).map({ $0 * 1999 % 3000 }) {
      #expect(try text(index) == texts[index])
    }
    #expect(try text(3000) == nil)
    #expect(try text(-1) == nil)
    // Two windows of what was read last come on top.
    #expect(strings.inMemory <= max(memoryBytes, 1024) + 2 * 16_384)
  }

  @Test func `S08 many cells that name one long text fill no memory`() throws {
    let long = String(repeating: "x", count: 1 << 20)
    var book = Book(
      rows: XLSXReaderTests.header
        + String(repeating: "<row><c t=\"s\"><v>0</v></c></row>", count: 200))
    book.strings = ["<si><t>\(long)</t></si>"]
    let file = try ScratchFile(book.bytes())
    var reader = try XLSXReader(path: file.path, named: "a.xlsx", format: XLSXFormat())
    var batch = RecordBatch(columnCount: 2)
    var (records, most) = (0, 0)
    while try reader.next(into: &batch) {
      #expect(batch.string(0, 0) == long)
      (records, most) = (records + batch.count, max(most, batch.bytes.count))
    }
    #expect(records == 200)
    #expect(most <= 2 << 20)
  }

  @Test func `S08 a row that names more than a row may hold is refused`() throws {
    var book = Book(
      rows: XLSXReaderTests.header + "<row>"
        + String(repeating: "<c t=\"s\"><v>0</v></c>", count: 17) + "</row>")
    book.strings = ["<si><t>\(String(repeating: "x", count: 1 << 20))</t></si>"]
    #expect(
      try ReadTable(book: book).fault?.description
        == "a.xlsx:2:1: a row goes on beyond the limit; expected at most 16 MiB")
  }
}
