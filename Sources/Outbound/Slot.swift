// SPDX-License-Identifier: Apache-2.0

import GRDB
import Jobs
import Journal
import Mirror

extension Exporter {
  /// Takes a slot: the same run again where it was taken before.
  ///
  /// The window begins where the last file's ended, so that windows have neither gap nor overlap. It ends now,
  /// before the refresh that feeds it; with `window: day` or `month` where the day or month of the slot begins.
  ///
  /// - Parameter slot: The slot's time; nil is an export without schedule, asked for now.
  func claim(_ job: ExportJob, slot: String?) throws(OutboundError) -> ExportRun {
    let now = now()
    let until = try end(of: job, at: slot ?? now, now: now)
    do throws(JournalError) {
      return try journal.write { db in
        try db.execute(
          sql: """
            INSERT INTO runs (job, slot, state, since, until, job_digest)
            VALUES (:job, :slot, 'claimed', (SELECT until FROM watermarks WHERE job = :job), :until, :digest)
            ON CONFLICT (job, slot) DO NOTHING
            """,
          arguments: [
            "job": job.name, "slot": slot ?? now, "until": until, "digest": job.digest,
          ])
        guard
          let run = try ExportRun.fetchOne(
            db, sql: "SELECT * FROM runs WHERE job = ? AND slot = ?",
            arguments: [job.name, slot ?? now])
        else { throw JournalError(.other, "the slot just taken is not in the journal") }
        return run
      }
    } catch { throw OutboundError(error) }
  }

  /// Takes a run that writes another one's file again, with that one's window.
  func claim(again original: ExportRun, _ job: ExportJob) throws(OutboundError) -> ExportRun {
    let slot = ExportRun.slot(again: original.id, at: now())
    do throws(JournalError) {
      return try journal.write { db in
        try db.execute(
          sql: """
            INSERT INTO runs (job, slot, state, since, until, job_digest)
            VALUES (?, ?, 'claimed', ?, ?, ?)
            """,
          arguments: [job.name, slot, original.since, original.until, job.digest])
        guard
          let run = try ExportRun.fetchOne(
            db, sql: "SELECT * FROM runs WHERE job = ? AND slot = ?", arguments: [job.name, slot])
        else { throw JournalError(.other, "the slot just taken is not in the journal") }
        return run
      }
    } catch { throw OutboundError(error) }
  }

  /// Changes a run in one transaction with whatever else `body` writes.
  func record(
    _ run: ExportRun, _ body: (Database) throws -> Void
  ) throws(OutboundError) -> ExportRun {
    do throws(JournalError) {
      return try journal.write { db in
        try body(db)
        guard
          let run = try ExportRun.fetchOne(
            db, sql: "SELECT * FROM runs WHERE id = ?", arguments: [run.id])
        else { throw JournalError(.other, "run \(run.label) is not in the journal") }
        return run
      }
    } catch { throw OutboundError(error) }
  }
}
