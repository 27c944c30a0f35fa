// SPDX-License-Identifier: Apache-2.0

extension Schema {
  /// Changes that go through several requests, changes of other operations in one delivery, undo, and the objects a
  /// feed has named before.
  static let steps = """
    ALTER TABLE changes ADD COLUMN phase INTEGER NOT NULL DEFAULT 0; -- the step it does next
    ALTER TABLE changes ADD COLUMN not_before TEXT;                  -- planned, but not to be sent earlier
    ALTER TABLE changes ADD COLUMN grp TEXT;                         -- changes that depend on each other share it
    CREATE INDEX changes_group ON changes(delivery, grp) WHERE grp IS NOT NULL;
    CREATE INDEX changes_postponed ON changes(operation, object) WHERE not_before IS NOT NULL;
    ALTER TABLE batches ADD COLUMN asks TEXT;                        -- catalogue name; NULL in older rows: the job's
    ALTER TABLE batches ADD COLUMN phase INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE files ADD COLUMN asks TEXT;
    ALTER TABLE files ADD COLUMN phase INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE files ADD COLUMN timed_out INTEGER NOT NULL DEFAULT 0; -- the store stopped it at its limit of time
    ALTER TABLE deliveries ADD COLUMN undo_of INTEGER REFERENCES deliveries(id);
    ALTER TABLE deliveries ADD COLUMN absent INTEGER NOT NULL DEFAULT 0; -- of records: objects it names no more
    ALTER TABLE deliveries ADD COLUMN header TEXT;                   -- JSON array of the columns it came with

    -- What answers taught the changes of one group, e.g. the id of the product just made.
    CREATE TABLE learned (
      delivery INTEGER NOT NULL REFERENCES deliveries(id),
      grp TEXT NOT NULL,
      name TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (delivery, grp, name)
    ) STRICT, WITHOUT ROWID;

    -- The objects a feed with `absent:` has named, and how often in a row it has not since.
    CREATE TABLE named_objects (
      job TEXT NOT NULL,
      object TEXT NOT NULL,
      absences INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (job, object)
    ) STRICT, WITHOUT ROWID;
    """
}
