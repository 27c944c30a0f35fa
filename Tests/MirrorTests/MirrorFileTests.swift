// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Mirror
import Testing

struct MirrorFileTests {
  private static let now: @Sendable () -> String = { "2026-07-01T00:00:00.000Z" }

  @Test func `what was written is there again after it was closed`() throws {
    let store = try TemporaryMirror()
    try store.execute("INSERT INTO meta VALUES ('a', 'b')")
    let again = try StoreMirror(reading: store.path)
    #expect(try again.read { try String.fetchOne($0, sql: "SELECT value FROM meta") } == "b")
  }

  @Test(arguments: [
    "not a database at all, but long enough to be read as one", "", "SQLite format 3\0",
  ])
  func `a damaged file is made new`(_ content: String) throws {
    let store = try TemporaryMirror()
    let path = store.folder + "/damaged.sqlite"
    try content.write(toFile: path, atomically: true, encoding: .utf8)
    let mirror = try StoreMirror(writing: path, now: Self.now)
    #expect(try mirror.unfilled(["products"]) == ["products"])
    #expect(try mirror.journalMark == 0)
  }

  @Test func `damage that shows later is told, and the next opening makes the mirror new`() throws {
    let store = try TemporaryMirror()
    let path = store.folder + "/later.sqlite"
    var mirror: StoreMirror? = try StoreMirror(writing: path, now: Self.now)
    let page = try #require(
      try mirror?.read {
        try Int.fetchOne($0, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'meta'")
      })
    mirror = nil
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    for index in (page - 1) * 4096..<page * 4096 { bytes[index] = 0xFF }
    try bytes.write(to: URL(fileURLWithPath: path))
    mirror = try StoreMirror(writing: path, now: Self.now)
    let error = #expect(throws: MirrorError.self) { try mirror?.copy([], upTo: 6) }
    #expect(
      error?.description.hasSuffix("It holds only copies: `dray refresh` makes it anew.") == true)
    mirror = nil
    #expect(try StoreMirror(writing: path, now: Self.now).journalMark == 0)
  }

  @Test func `a mirror of another version is made new for writing and missing for reading`() throws
  {
    let store = try TemporaryMirror()
    try store.execute("INSERT INTO meta VALUES ('a', 'b'); PRAGMA user_version = 1")
    let error = #expect(throws: MirrorError.self) { try StoreMirror(reading: store.path) }
    #expect(error?.description.hasSuffix("`dray refresh` makes it anew.") == true)
    let path = store.folder + "/other.sqlite"
    try FileManager.default.copyItem(atPath: store.path, toPath: path)
    try FileManager.default.copyItem(atPath: store.path + "-wal", toPath: path + "-wal")
    let mirror = try StoreMirror(writing: path, now: Self.now)
    #expect(try mirror.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM meta") } == 0)
  }

  @Test func `reading where there is no mirror makes none`() throws {
    let path = NSTemporaryDirectory() + "none-\(UUID().uuidString).sqlite"
    let error = #expect(throws: MirrorError.self) { try StoreMirror(reading: path) }
    guard case .missing = error?.kind else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func `J10 a reader that closes last leaves the WAL to the writer`() throws {
    let store = try TemporaryMirror()
    let path = store.folder + "/wal.sqlite"
    var writer: StoreMirror? = try StoreMirror(writing: path, now: Self.now)
    try writer?.copy([], upTo: 5)
    var reader: StoreMirror? = try StoreMirror(reading: path)
    #expect(try reader?.journalMark == 5)
    writer = nil
    let before = try Data(contentsOf: URL(fileURLWithPath: path + "-wal"))
    reader = nil
    #expect(try Data(contentsOf: URL(fileURLWithPath: path + "-wal")) == before)
    #expect(!before.isEmpty)
    #expect(try StoreMirror(reading: path).journalMark == 5)
  }

  @Test func `a reader cannot write`() throws {
    let store = try TemporaryMirror()
    let reader = try StoreMirror(reading: store.path)
    #expect(throws: MirrorError.self) { try reader.copy([], upTo: 1) }
    #expect(throws: MirrorError.self) {
      try reader.read { try $0.execute(sql: "DELETE FROM meta") }
    }
  }
}
