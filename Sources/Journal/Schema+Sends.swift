// SPDX-License-Identifier: Apache-2.0

extension Schema {
  /// Deliveries of exported files to targets; what is wrong, and who was told of it.
  static let sends = """
    -- A file on its way to a target: once for each run and target.
    CREATE TABLE sends (
      run INTEGER NOT NULL REFERENCES runs(id),
      target TEXT NOT NULL,             -- its name in dray.yaml
      state TEXT NOT NULL CHECK (state IN ('waiting','sent','failed')),
      attempts INTEGER NOT NULL DEFAULT 0,
      tried_at TEXT,                    -- when the last try began
      tried_seconds INTEGER NOT NULL DEFAULT 0, -- how long it has been tried by now
      uploaded_at TEXT,                 -- the whole file is there under its temporary name, or was renamed
      sent_at TEXT,
      message TEXT,                     -- why the last try failed, or what was remarkable
      PRIMARY KEY (run, target),
      CHECK ((state = 'sent') = (sent_at IS NOT NULL))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sends_open ON sends(target, run) WHERE state <> 'sent';

    -- What is or was wrong: a row from its beginning to its end.
    CREATE TABLE troubles (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL,               -- e.g. held, unreachable
      key TEXT NOT NULL,                -- what tells it from others of its kind, e.g. d1042
      job TEXT,                         -- NULL: the whole home
      message TEXT NOT NULL,
      hint TEXT NOT NULL,
      since TEXT NOT NULL,
      ended_at TEXT
    ) STRICT;
    -- Set once the single records of a delivery are forgotten: the counts of their outcomes; and when that was done.
    ALTER TABLE deliveries ADD COLUMN forgotten TEXT;
    ALTER TABLE deliveries ADD COLUMN forgotten_at TEXT;

    -- Deliveries that were refused, to see whether a later one went well.
    CREATE INDEX deliveries_refused ON deliveries(job, id) WHERE state = 'refused';
    CREATE INDEX deliveries_settled ON deliveries(job, id) WHERE state = 'settled';
    CREATE UNIQUE INDEX troubles_open ON troubles(kind, key) WHERE ended_at IS NULL;

    -- Who has been told of a trouble, and of its end: each once.
    CREATE TABLE alerts (
      trouble INTEGER NOT NULL REFERENCES troubles(id) ON DELETE CASCADE,
      alert TEXT NOT NULL,              -- its name in dray.yaml
      told_at TEXT NOT NULL,
      clear_told_at TEXT,
      PRIMARY KEY (trouble, alert)
    ) STRICT, WITHOUT ROWID;
    """
}
