// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// A generator with a seed: the same numbers on every run (xorshift64*).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return state &* 2_685_821_657_736_338_717
  }
}

/// Everything a writer wrote.
func written(
  _ formulas: CSVFormulas = .kept, _ body: (inout CSVWriter<Never>) -> Void
) -> [UInt8] {
  var bytes: [UInt8] = []
  var writer = CSVWriter(formulas: formulas, buffering: 100) { bytes += $0 }
  body(&writer)
  writer.flush()
  return bytes
}

@Suite struct CSVWriterTests {
  @Test func `without quotes a value keeps its own and loses what would end it`() {
    var bytes: [UInt8] = []
    var writer = CSVWriter(
      delimiter: UInt8(ascii: ";"), quote: CSVFormat.noQuote, lineEnd: .lf
    ) { bytes += $0 }
    writer.write(["a\"b", " c;d\ne", ""])
    writer.write([""])
    writer.flush()
    #expect(String(decoding: bytes, as: UTF8.self) == "a\"b; c d e;\n\n")
  }

  @Test func `values are quoted where they must be`() {
    let bytes = written { writer in
      writer.write(["a", "b,c", "d\"e", "f\ng", " h", "", nil])
      writer.write([""])
      writer.write(["ä😀"])
    }
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == "a,\"b,c\",\"d\"\"e\",\"f\ng\",\" h\",,\r\n\"\"\r\nä😀\r\n")
  }

  @Test func `delimiter and line end are the caller's`() {
    var bytes: [UInt8] = []
    var writer = CSVWriter(delimiter: UInt8(ascii: ";"), lineEnd: .lf) { bytes += $0 }
    writer.write(["a,b", "c;d"])
    writer.flush()
    #expect(bytes == Array("a,b;\"c;d\"\n".utf8))
  }

  static let formulas = [
    ("=1+1", "'=1+1"), ("+cmd", "'+cmd"), ("-cmd", "'-cmd"), ("@x", "'@x"), ("-12.50", "-12.50"),
    ("+3", "+3"), ("\tx", "\"'\tx\""), ("\rx", "\"'\rx\""), ("＝x", "'＝x"), (" =x", "\"' =x\""),
    ("\"=x", "\"'\"\"=x\""), ("x=1", "x=1"), ("", ""), ("é", "é"),
  ]

  @Test(arguments: formulas)
  func `a text that a spreadsheet would run is neutralised, a number is not`(
    _ value: String, _ expected: String
  ) {
    let bytes = written(.neutralised) { $0.write([value, "x"]) }
    #expect(String(decoding: bytes, as: UTF8.self) == expected + ",x\r\n")
  }

  /// A table of values made of what is hard to keep apart.
  static func nastyTable(_ seed: UInt64) -> [[String]] {
    var random = SeededGenerator(state: seed)
    let parts = [
      "\"", "\"\"", ",", "\n", "\r", "\r\n", ";", "\t", " ", "a", "é", "😀", "\u{FEFF}", "'", "=",
      "12345678", String(repeating: "x", count: 40),
    ]
    let width = Int.random(in: 1...6, using: &random)
    return (0..<Int.random(in: 1...400, using: &random)).map { _ in
      (0..<width).map { _ in
        (0..<Int.random(in: 0...6, using: &random)).map { _ in
          parts[Int.random(in: 0..<parts.count, using: &random)]
        }.joined()
      }
    }
  }

  static func header(_ table: [[String]]) -> [String] { table[0].indices.map { "c\($0)" } }

  @Test(arguments: 1...60)
  func `B09 what is written is read again exactly`(_ seed: UInt64) throws {
    let table = Self.nastyTable(seed)
    let bytes = written { writer in
      writer.write(Self.header(table))
      for record in table { writer.write(record) }
    }
    let read = try ReadTable(csv: bytes)
    #expect(read.fault == nil)
    #expect(read.rows == table.map { $0.map(Optional.some) })
    let again = written { writer in
      writer.write(read.columns)
      for record in read.rows { writer.write(record) }
    }
    #expect(again == bytes)
    // Every byte after the header belongs to one record.
    #expect(
      read.slices.joined().count + Self.header(table).joined(separator: ",").count + 2
        == bytes.count)
  }

  static let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  @Test(.enabled(if: python != nil, "python3 is not installed"))
  func `B09 Python's csv reads the same values`() throws {
    for seed in 100..<UInt64(103) {
      let table = Self.nastyTable(seed)
      let bytes = written { writer in
        for record in table { writer.write(record) }
      }
      let process = Process()
      process.executableURL = URL(filePath: Self.python ?? "")
      process.arguments = [
        "-c",
        """
        import csv, io, json, sys
        text = sys.stdin.buffer.read().decode("utf-8")
        print(json.dumps(list(csv.reader(io.StringIO(text, newline=""), strict=True))))
        """,
      ]
      let (input, output) = (Pipe(), Pipe())
      process.standardInput = input
      process.standardOutput = output
      try process.run()
      input.fileHandleForWriting.write(Data(bytes))
      try input.fileHandleForWriting.close()
      let json = try JSON(parsing: output.fileHandleForReading.readDataToEndOfFile())
      process.waitUntilExit()
      let rows = json.array?.map { $0.array?.map { $0.string } }
      #expect(rows == table.map { $0 })
    }
  }
}
