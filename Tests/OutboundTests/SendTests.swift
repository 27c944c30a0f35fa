// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Journal
import Testing

@testable import Outbound

/// What the journal keeps of a file on its way.
struct SendTests {
  /// A journal with finished runs, their files on the way to one target.
  private func journal(runs: Int = 1) throws -> Journal {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("dray-sends-\(UUID().uuidString).sqlite").path
    let journal = try Journal(writing: path)
    try journal.write { db in
      for run in 1...runs {
        try db.execute(
          sql: """
            INSERT INTO runs (job, slot, state, until, sequence, file, sha256, bytes, rows, job_digest, finished_at)
            VALUES ('orders', ?, 'done', 'u', ?, 'o.csv', 'abc', 3, 1, 'd', 'f')
            """, arguments: ["s\(run)", run])
        try Send.begin(run: Int64(run), to: ["erp"], db)
        try Send.begin(run: Int64(run), to: ["erp"], db)
      }
    }
    return journal
  }

  private func next(_ journal: Journal) throws -> Send {
    try #require(try journal.nextSend(to: "erp"))
  }

  /// A failed try at a wall time; whether the send is left to a person now.
  private func fail(
    _ journal: Journal, at now: String, elapsed: Duration?, limit: Int = 86_400,
    isFinal: Bool = false
  ) throws -> Bool {
    let send = try next(journal)
    try journal.beginTry(send, at: now)
    return try journal.noteFailure(
      send, "away", elapsed: elapsed, limit: limit, isFinal: isFinal, at: now)
  }

  @Test func `T13 the time of trying is counted by our own clock, whatever the wall clock does`()
    throws
  {
    let journal = try journal()
    #expect(try !fail(journal, at: "2026-11-21T12:00:00.000Z", elapsed: nil))
    #expect(try next(journal).triedSeconds == 0)
    // Set back by a day between two tries: what passed is what passed.
    #expect(try !fail(journal, at: "2026-11-20T12:00:10.000Z", elapsed: .seconds(10)))
    #expect(try next(journal).triedSeconds == 10)
    // Leapt ahead by ten years: the same.
    #expect(try !fail(journal, at: "2036-11-21T12:00:00.000Z", elapsed: .seconds(20)))
    #expect(try next(journal).triedSeconds == 30)
  }

  @Test
  func
    `T13 between two processes the wall clock counts, never less than nothing and an hour at most`()
    throws
  {
    let journal = try journal()
    _ = try fail(journal, at: "2026-11-21T12:00:00.000Z", elapsed: nil)
    _ = try fail(journal, at: "2026-11-21T12:10:00.000Z", elapsed: nil)
    #expect(try next(journal).triedSeconds == 600)
    _ = try fail(journal, at: "2026-11-21T11:00:00.000Z", elapsed: nil)
    #expect(try next(journal).triedSeconds == 600)
    _ = try fail(journal, at: "2026-12-24T11:00:00.000Z", elapsed: nil)
    #expect(try next(journal).triedSeconds == 4_200)
    #expect(try next(journal).attempts == 4)
  }

  @Test
  func `a file is tried for as long as the job says, then left to a person, and the next comes`()
    throws
  {
    let journal = try journal(runs: 2)
    #expect(try !fail(journal, at: "n", elapsed: .seconds(59), limit: 60))
    #expect(try next(journal).run == 1)
    #expect(try fail(journal, at: "n", elapsed: .seconds(1), limit: 60))
    #expect(try next(journal).run == 2)
    #expect(try journal.failedSends().map(\.label) == ["x1/erp"])
    #expect(try journal.retrySends(of: 1) == 1)
    let again = try next(journal)
    #expect(again.run == 1)
    #expect(again.triedSeconds == 0)
  }

  @Test func `what another try cannot mend is left to a person at once`() throws {
    let journal = try journal()
    #expect(try fail(journal, at: "n", elapsed: nil, isFinal: true))
    #expect(try journal.nextSend(to: "erp") == nil)
    let status = try #require(try journal.targetStatuses().first)
    #expect(status.failed == 1)
    #expect(status.waiting == 0)
  }

  @Test func `what stood there whole is known after a retry too`() throws {
    let journal = try journal()
    try journal.noteUploaded(try next(journal), at: "u")
    #expect(try fail(journal, at: "n", elapsed: nil, isFinal: true))
    _ = try journal.retrySends(of: 1)
    #expect(try next(journal).uploadedAt == "u")
  }
}
