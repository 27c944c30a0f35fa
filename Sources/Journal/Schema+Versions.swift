// SPDX-License-Identifier: Apache-2.0

extension Schema {
  /// The files of jobs that deliveries were planned with: what was begun is finished, and told, as it was planned.
  static let versions = """
    CREATE TABLE job_files (
      job TEXT NOT NULL,
      digest TEXT NOT NULL,
      path TEXT NOT NULL,               -- below the folder of jobs
      bytes BLOB NOT NULL,
      UNIQUE (job, digest, path)
    ) STRICT;
    """
}
