// SPDX-License-Identifier: Apache-2.0

import Folders
import GRDB
import Jobs
import Logging

extension Exporter {
  /// Gives a sealed file its name; another one's name is never taken, the file is numbered then.
  ///
  /// Only this step renames the draft. So where the draft is gone, the rename happened before a crash, whether
  /// or not someone has collected the file since.
  func place(_ run: ExportRun, _ job: ExportJob) throws(OutboundError) -> ExportRun {
    guard let temporary = run.temporary, var name = run.file else {
      throw OutboundError(.bug, "run \(run.label) is sealed without a file")
    }
    while let free = try freeName(for: name, of: temporary, job) {
      if free != name {
        logger.warning(
          "the name is taken, the export is numbered",
          metadata: ["job": "\(job.name)", "taken": "\(name)", "file": "\(free)"])
        // The name is in the journal before it is in the folder.
        _ = try record(run) { db in
          try db.execute(sql: "UPDATE runs SET file = ? WHERE id = ?", arguments: [free, run.id])
        }
        name = free
      }
      do throws(FolderError) {
        try shelf(of: job).place(temporary, as: name, replacing: false)
      } catch {
        // Someone took the name since we looked: look again.
        guard error.kind == .exists else { throw OutboundError(error) }
      }
    }
    return try record(run) { db in
      try db.execute(sql: "UPDATE runs SET state = 'placed' WHERE id = ?", arguments: [run.id])
    }
  }

  /// Writes the checksum beside the file, as `sha256sum -c` reads it, and ends the run.
  func addChecksum(_ run: ExportRun, _ job: ExportJob) throws(OutboundError) -> ExportRun {
    guard let name = run.file, let sha256 = run.sha256 else {
      throw OutboundError(.bug, "run \(run.label) is placed without a file")
    }
    do throws(FolderError) {
      // Replacing: a crash may have come between this file and the journal.
      try shelf(of: job).write(
        Array("\(sha256)  \(name)\n".utf8), as: name + ".sha256", replacing: true)
    } catch { throw OutboundError(error) }
    return try record(run) { db in
      try db.execute(
        sql: "UPDATE runs SET state = 'done', temporary = NULL, finished_at = ? WHERE id = ?",
        arguments: [now(), run.id])
      try Send.begin(run: run.id, to: job.deliver, db)
    }
  }

  /// A name that is not taken, the wanted one if it can be, else `orders-7-2.csv`, `orders-7-3.csv`, …; nil where
  /// the draft is gone.
  private func freeName(
    for name: String, of temporary: String, _ job: ExportJob
  ) throws(OutboundError) -> String? {
    do throws(FolderError) {
      let shelf = try shelf(of: job)
      guard try shelf.contains(temporary) else { return nil }
      let dot = name.lastIndex(of: ".") ?? name.endIndex
      var candidate = name
      var number = 2
      while true {
        let isTaken = try shelf.contains(candidate)
        if !isTaken, try !shelf.contains(candidate + ".sha256") { return candidate }
        candidate = "\(name[..<dot])-\(number)\(name[dot...])"
        number += 1
      }
    } catch { throw OutboundError(error) }
  }
}
