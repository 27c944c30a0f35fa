// SPDX-License-Identifier: Apache-2.0

import Mirror
import Testing

struct CopyTests {
  private static let sql =
    "INSERT INTO locations (id, name, is_active, known_at) VALUES (CAST(:id AS INTEGER), :name, 1, :known_at)"

  @Test func `the rows and the journal mark stand together, known from now`() throws {
    let store = try TemporaryMirror(now: "2026-07-01T09:30:00.000Z")
    #expect(try store.mirror.journalMark == 0)
    try store.mirror.copy(
      [MirrorUpdate(sql: Self.sql, arguments: ["id": "1", "name": "Berlin", "unused": nil])],
      upTo: 17)
    #expect(try store.mirror.journalMark == 17)
    #expect(
      try store.rows("SELECT * FROM locations")
        == [["1", "Berlin", "1", "2026-07-01T09:30:00.000Z"]])
  }

  @Test func `where one statement fails neither rows nor mark are kept, and the next copy works`()
    throws
  {
    let store = try TemporaryMirror()
    let good = MirrorUpdate(sql: Self.sql, arguments: ["id": "1", "name": "Berlin"])
    let bad = MirrorUpdate(sql: Self.sql, arguments: ["id": "2"])
    #expect(throws: MirrorError.self) { try store.mirror.copy([good, bad], upTo: 17) }
    #expect(try store.mirror.journalMark == 0)
    #expect(try store.rows("SELECT * FROM locations").isEmpty)
    try store.mirror.copy([good], upTo: 18)
    #expect(try store.mirror.journalMark == 18)
  }
}
