// SPDX-License-Identifier: Apache-2.0

import Folders
import GRDB
import Jobs
import Journal
import Mirror
import Tables

extension Exporter {
  /// Writes the whole file beside its final name and makes it durable; then journals it in one transaction
  /// with the watermark and what the file holds.
  func seal(_ run: ExportRun, _ job: ExportJob) throws(OutboundError) -> ExportRun {
    var sequence = try nextSequence(of: job)
    let (zone, time) = try zone(of: job)
    var name = fileName(of: job, run, sequence: sequence, time: time)
    if let id = run.again {
      let original = try original(of: run, id)
      sequence = original.sequence ?? 0
      name = run.name(again: original.file ?? name)
    }
    let shelf: Shelf
    let draft: Shelf.Draft
    do throws(FolderError) {
      shelf = try self.shelf(of: job)
      draft = try shelf.draft(for: name)
    } catch { throw OutboundError(error) }
    let sink = DraftSink(draft: draft, shelf: shelf)
    let rows: Int
    do throws(OutboundError) {
      rows = try ExportWriting(
        exporter: self, job: job, run: run, kind: kind(of: job), time: time, zone: zone,
        sequence: sequence
      ).write(to: sink)
      do throws(FolderError) { try shelf.seal(draft) } catch { throw OutboundError(error) }
    } catch {
      // What is left of the draft goes with the next recovery, if not now.
      let failure = error
      do throws(FolderError) { try shelf.discard(draft) } catch { throw failure }
      throw failure
    }
    // From here on the draft stays whatever happens: the journal may hold it even where it says it failed.
    guard rows > 0 || job.empty == .header || run.again != nil else {
      let run = try end(run, job, sequence: sequence - 1) { db in
        try db.execute(
          sql: "UPDATE runs SET state = 'empty', rows = 0, finished_at = ? WHERE id = ?",
          arguments: [now(), run.id])
      }
      do throws(FolderError) { try shelf.discard(draft) } catch { throw OutboundError(error) }
      return run
    }
    return try end(run, job, sequence: sequence) { db in
      try db.execute(
        sql: """
          UPDATE runs SET state = 'sealed', sequence = :sequence, temporary = :temporary,
            file = :file, sha256 = :sha256, bytes = :bytes, rows = :rows, job_digest = :digest
          WHERE id = :id
          """,
        arguments: [
          // Every file has a number in the journal that no other has; below zero it is none.
          "sequence": run.again == nil ? sequence : -Int(run.id), "temporary": draft.temporaryName,
          "file": name,
          "sha256": sink.sha256, "bytes": sink.bytes, "rows": rows,
          "digest": job.digest, "id": run.id,
        ])
    }
  }

  /// The run's next state, the watermark, and what was staged: all or nothing.
  private func end(
    _ run: ExportRun, _ job: ExportJob, sequence: Int, _ update: (Database) throws -> Void
  ) throws(OutboundError) -> ExportRun {
    try record(run) { db in
      try update(db)
      // What is written again leaves everything as it was.
      guard run.again == nil else { return }
      try db.execute(
        sql: """
          INSERT INTO watermarks (job, until, sequence, run) VALUES (:job, :until, :sequence, :run)
          ON CONFLICT (job) DO UPDATE SET
            until = excluded.until, sequence = excluded.sequence, run = excluded.run
          """,
        arguments: ["job": job.name, "until": run.until, "sequence": sequence, "run": run.id])
      try Staging.commit(job.name, db)
    }
  }

  private func nextSequence(of job: ExportJob) throws(OutboundError) -> Int {
    do throws(JournalError) {
      return try journal.read { db in
        let last = try Int.fetchOne(
          db, sql: "SELECT sequence FROM watermarks WHERE job = ?", arguments: [job.name])
        return (last ?? 0) + 1
      }
    } catch { throw OutboundError(error) }
  }

  private func fileName(of job: ExportJob, _ run: ExportRun, sequence: Int, time: ZonedTime)
    -> String
  {
    let parts: [FileNameTemplate.Part]
    do { parts = try FileNameTemplate(job.file).parts } catch {
      preconditionFailure("a job that was read has a checked template")
    }
    return parts.map { part in
      switch part {
      case .text(let text): text
      case .sequence: String(sequence)
      case .job: job.name
      case .since(let pattern):
        run.since.flatMap { time.formatted($0, pattern) } ?? "beginning"
      case .until(let pattern): time.formatted(run.until, pattern) ?? run.until
      }
    }.joined()
  }
}

/// What a file being written holds, kept in the journal until the file is sealed.
///
/// It stands in `exported` under a name no job can have, so that memory stays bounded however many objects
/// there are, and one transaction makes it count.
enum Staging {
  /// The name staged rows stand under.
  static func name(_ job: String) -> String { job + "#" }

  /// Forgets what an interrupted run has staged.
  static func clear(_ job: String, _ db: Database) throws {
    try db.execute(sql: "DELETE FROM exported WHERE job = ?", arguments: [name(job)])
  }

  /// Stages some objects; a JSON array of `[key, version, content]`.
  static func add(_ objects: JSON, run: Int64, _ job: String, _ db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO exported (job, key, content, version, run)
        SELECT ?, value ->> 0, value ->> 2, value ->> 1, ? FROM json_each(?)
        """, arguments: [name(job), run, objects.text])
  }

  /// Makes what was staged the last that was written.
  static func commit(_ job: String, _ db: Database) throws {
    try db.execute(
      sql: """
        INSERT OR REPLACE INTO exported (job, key, content, version, run)
        SELECT ?, key, content, version, run FROM exported WHERE job = ?
        """, arguments: [job, name(job)])
    try clear(job, db)
  }
}
