// SPDX-License-Identifier: Apache-2.0

import GRDB

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One of the files a delivery's job is made of.
package struct JobFileText: Sendable, Equatable {
  /// Where it stands below the folder of jobs.
  package var path: String
  /// Its bytes.
  package var bytes: [UInt8]

  /// A file of a job.
  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

extension Journal {
  /// How many versions of a job are kept besides those of deliveries that are not settled.
  private static let keptVersions = 10

  /// The files of a job as they were when a delivery with this digest was planned; none where they are not kept any more.
  package func jobFiles(of job: String, digest: String) throws(JournalError) -> [JobFileText] {
    try read { db in
      try Row.fetchAll(
        db, sql: "SELECT path, bytes FROM job_files WHERE job = ? AND digest = ? ORDER BY path",
        arguments: [job, digest]
      ).map { row in
        let bytes: Data = row["bytes"]
        return JobFileText(path: row["path"], bytes: Array(bytes))
      }
    }
  }

  /// Keeps the files of the job a delivery is planned with, and lets go of versions that nobody asks for any more.
  static func keep(
    _ files: [JobFileText], digest: String, ofPlanned delivery: Int64, _ db: Database
  ) throws {
    guard !files.isEmpty else { return }
    let job = try String.fetchOne(
      db, sql: "SELECT job FROM deliveries WHERE id = ?", arguments: [delivery])
    let isKnown = try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM job_files WHERE job = ? AND digest = ?)",
      arguments: [job, digest])
    guard isKnown != true else { return }
    for file in files {
      try db.execute(
        sql: "INSERT INTO job_files VALUES (?, ?, ?, ?)",
        arguments: [job, digest, file.path, Data(file.bytes)])
    }
    try db.execute(
      sql: """
        DELETE FROM job_files WHERE job = :job AND digest NOT IN (
          SELECT job_digest FROM deliveries WHERE job = :job AND job_digest IS NOT NULL
            AND state IN ('waiting','working','held')
          UNION SELECT digest FROM (
            SELECT digest FROM job_files WHERE job = :job GROUP BY digest
              ORDER BY max(rowid) DESC LIMIT \(keptVersions)))
        """, arguments: ["job": job])
  }
}
