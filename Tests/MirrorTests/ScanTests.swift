// SPDX-License-Identifier: Apache-2.0

import Mirror
import Testing

struct ScanTests {
  @Test func `a scan gives text, integers and NULL as they are`() throws {
    let store = try TemporaryMirror()
    var rows: [[String]] = []
    try store.mirror.scan("SELECT ?, 42, NULL, 'grün', ? ORDER BY 1", ["a", nil]) { row in
      var texts: [String] = []
      for column in 0..<row.columnCount {
        texts.append(row.bytes(column).map { String(decoding: $0, as: UTF8.self) } ?? "NULL")
      }
      texts.append(row.int64(1).map(String.init) ?? "NULL")
      texts.append(row.int64(2).map(String.init) ?? "NULL")
      rows.append(texts)
    }
    #expect(rows == [["a", "42", "NULL", "grün", "NULL", "42", "NULL"]])
  }

  @Test func `a wrong statement is named with SQLite's words`() throws {
    let store = try TemporaryMirror()
    let error = #expect(throws: MirrorError.self) {
      try store.mirror.scan("SELECT 1 FROM nowhere") { _ in }
    }
    #expect(error?.description == "no such table: nowhere")
  }

  @Test func `what the body throws comes through and the connection can be used again`() throws {
    struct Enough: Error {}
    let store = try TemporaryMirror()
    #expect(throws: Enough.self) {
      try store.mirror.scan("SELECT 1") { _ in throw Enough() }
    }
    #expect(try store.rows("SELECT 2") == [["2"]])
  }
}
