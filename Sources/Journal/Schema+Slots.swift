// SPDX-License-Identifier: Apache-2.0

extension Schema {
  /// Scheduled times: each has one row, whatever became of it.
  static let slots = """
    CREATE TABLE slots (
      job TEXT NOT NULL,
      at TEXT NOT NULL,                 -- the scheduled moment, RFC 3339 in UTC
      state TEXT NOT NULL CHECK (state IN ('due','run','skipped')),
      run INTEGER REFERENCES runs(id),
      noted_at TEXT NOT NULL,
      PRIMARY KEY (job, at)
    ) STRICT, WITHOUT ROWID;
    """
}
