// SPDX-License-Identifier: Apache-2.0

import Foundation
import Mirror
import Tables
import Testing

/// The tables of a new mirror and `docs/mirror.md`.
struct MirrorPageTests {
  @Test func `every table and column of the mirror is listed`() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("dray-docs-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appendingPathComponent("mirror.sqlite").path
    _ = try StoreMirror(writing: path, now: { "2026-07-01T00:00:00.000Z" })
    var tables: [String: [String]] = [:]
    try StoreMirror(reading: path).query(
      """
      SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c
      WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY t.name, c.cid
      """, columns: { _ in },
      row: { row in
        tables[row[0].string ?? "", default: []].append(row[1].string ?? "")
      })
    try FileManager.default.removeItem(at: folder)
    let section = try Page("docs/mirror.md").section("Tables")
    var listed: [String: [String]] = [:]
    for part in section.components(separatedBy: "\n### `").dropFirst() {
      listed[String(part.prefix { $0 != "`" })] = Page.names(in: part)
    }
    #expect(!tables.isEmpty)
    #expect(listed == tables)
  }

  @Test(arguments: StoreMirror.streams) func `every stream is listed`(_ stream: String) throws {
    let section = try Page("docs/mirror.md").section("Keeping it fresh")
    #expect(section.contains("| `\(stream)` |"))
  }
}
