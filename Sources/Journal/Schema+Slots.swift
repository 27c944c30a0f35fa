// SPDX-License-Identifier: Apache-2.0

extension Schema {
  /// Scheduled times, and until when deliveries were expected.
  static let slots = """
    -- How far a job's schedule and its deadlines have been looked at.
    CREATE TABLE schedules (
      job TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('slots','deadlines')),
      schedule TEXT NOT NULL,           -- as it was, with its zone
      until TEXT NOT NULL,              -- everything up to here is in `slots` or `deadlines`
      PRIMARY KEY (job, kind)
    ) STRICT, WITHOUT ROWID;

    -- Scheduled moments: each has one row, whatever became of it.
    CREATE TABLE slots (
      job TEXT NOT NULL,
      at TEXT NOT NULL,                 -- the scheduled moment, RFC 3339 in UTC
      state TEXT NOT NULL CHECK (state IN ('due','run','skipped')),
      run INTEGER REFERENCES runs(id),  -- an export's run of it
      noted_at TEXT NOT NULL,
      PRIMARY KEY (job, at)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX slots_due ON slots(job, at) WHERE state = 'due';

    -- Deadlines of feeds, with the delivery that met each; NULL while none has.
    CREATE TABLE deadlines (
      job TEXT NOT NULL,
      at TEXT NOT NULL,
      delivery INTEGER REFERENCES deliveries(id),
      noted_at TEXT NOT NULL,
      PRIMARY KEY (job, at)
    ) STRICT, WITHOUT ROWID;
    """
}
