// SPDX-License-Identifier: Apache-2.0

extension Schema {
  /// Deliveries of exported files to targets, and alerts.
  static let sends = """
    CREATE TABLE sends (
      run INTEGER NOT NULL REFERENCES runs(id),
      target TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('waiting','sent','failed')),
      attempts INTEGER NOT NULL DEFAULT 0,
      next_at TEXT,
      sent_at TEXT,
      message TEXT,
      PRIMARY KEY (run, target)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sends_open ON sends(run) WHERE state = 'waiting';

    -- Trouble that is going on: one row a trouble, so that it is told once, and its end once.
    CREATE TABLE alerts (
      alert TEXT NOT NULL,              -- its name in dray.yaml
      trouble TEXT NOT NULL,            -- e.g. held/d1042, unreachable
      since TEXT NOT NULL,
      message TEXT NOT NULL,
      told_at TEXT,
      cleared_at TEXT,
      clear_told_at TEXT,
      PRIMARY KEY (alert, trouble, since)
    ) STRICT, WITHOUT ROWID;
    """
}
