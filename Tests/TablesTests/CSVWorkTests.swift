// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Tables
import Testing

/// A file made to exhaust, in two sizes.
struct HardCase: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var start: String
  var piece: String

  init(_ name: String, _ start: String, _ piece: String) {
    testDescription = name
    self.start = start
    self.piece = piece
  }
}

/// The reader looks at each byte a bounded number of times, whatever stands in a file.
@Suite struct CSVWorkTests {
  static let cases = [
    HardCase("quotes only", "a,b\n", "\""),
    HardCase("an unclosed quote in each line", "a,b\n", "1,\"2\n"),
    HardCase("an unclosed quote, then plain lines", "a,b\n1,\"2\n", "3,4\n"),
    HardCase("delimiters only", "a,b\n", ","),
    HardCase("a million columns", "", "a,"),
    HardCase("empty lines", "a,b\n", "\n"),
    HardCase("carriage returns", "a,b\n", "\r"),
    HardCase("comments", "a,b\n", "#\n"),
    HardCase("quoted empty values", "a,b\n", "\"\",\"\"\n"),
    HardCase("doubled quotes in one value", "a,b\n1,\"", "\"\""),
  ]

  @Test(arguments: cases) func `S09 work grows with the file and no faster`(_ c: HardCase) throws {
    for bytes in [1 << 19, 3 << 20] {
      let text = c.start + String(repeating: c.piece, count: bytes / c.piece.utf8.count)
      #expect(try work(on: text) <= 4 * text.utf8.count + 4 << 20)
    }
  }

  @Test func `B05 S09 an unclosed quote ends the reading within a record's limit`() throws {
    let text = "a,b\n1,2\n3,\"4\n" + String(repeating: "5,6\n", count: 4 << 20)
    #expect(try work(on: text) <= 16 << 20)
  }

  /// How many bytes the reader has scanned, those it scanned again counted again.
  private func work(on text: String) throws -> Int {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data(text.utf8).write(to: path)
    defer { unlink(path.path()) }
    var format = CSVFormat()
    format.comment = "#"
    do throws(TableError) {
      var reader = try CSVReader(path: path.path(), named: "a.csv", format: format)
      var batch = RecordBatch(columnCount: reader.columns.count)
      do throws(TableError) {
        while try reader.next(into: &batch) {
          #expect(batch.bytes.count <= 20 << 20)
        }
      } catch {}
      return reader.scannedBytes
    } catch { return 0 }
  }
}
