// SPDX-License-Identifier: Apache-2.0

/// The journal's migrations: literal SQL, numbered, never edited once shipped, free of our types.
enum Schema {
  /// In order; the version of a journal is how many of these it has.
  static let migrations: [String] = [first, steps, slots, sends, tries, mapped, breaks, versions]

  private static let first =
    """
    CREATE TABLE home (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      instance TEXT NOT NULL,
      created_at TEXT NOT NULL,
      settled INTEGER NOT NULL DEFAULT 0 -- the last number given to changes.settled; never taken back
    ) STRICT;
    INSERT INTO home (one, instance, created_at) VALUES
      (1, lower(hex(randomblob(16))), strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));

    CREATE TABLE deliveries (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      job TEXT NOT NULL,
      name TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN
        ('waiting','working','held','settled','refused','duplicate','superseded')),
      arrived_at TEXT NOT NULL,
      spool TEXT,                       -- name in the spool until archived
      original TEXT,                    -- JSON stamp of the inbox original until its removal is synced
      archived TEXT,                    -- path below the archive once it is there
      correction INTEGER NOT NULL DEFAULT 0 CHECK (correction IN (0,1)),
      repeats INTEGER NOT NULL DEFAULT 0 CHECK (repeats IN (0,1)),
      duplicate_of INTEGER REFERENCES deliveries(id),
      approved_sha256 TEXT,             -- a person's approval, bound to these bytes
      job_digest TEXT,                  -- the job file it was planned with
      planned_at TEXT,
      records INTEGER,
      unchanged INTEGER,
      route TEXT CHECK (route IN ('direct','bulk')),
      reason TEXT,                      -- JSON [{code,message}]: why held, refused or superseded
      settled_at TEXT,
      receipted_at TEXT,
      pending_name TEXT,                -- NULL once every receipt file is written
      CHECK (planned_at IS NULL OR records IS NOT NULL),
      CHECK ((state IN ('settled','refused','duplicate','superseded')) = (settled_at IS NOT NULL))
    ) STRICT;
    CREATE INDEX deliveries_open ON deliveries(job, id) WHERE state IN ('waiting','working','held');
    CREATE INDEX deliveries_bytes ON deliveries(job, sha256);
    CREATE INDEX deliveries_original ON deliveries(job, id) WHERE original IS NOT NULL;
    CREATE INDEX deliveries_unanswered ON deliveries(job, id) WHERE pending_name IS NOT NULL;

    CREATE TABLE rejections (
      delivery INTEGER NOT NULL REFERENCES deliveries(id),
      record INTEGER NOT NULL,
      line INTEGER NOT NULL,
      key TEXT NOT NULL,
      code TEXT NOT NULL,
      message TEXT NOT NULL,
      PRIMARY KEY (delivery, record)
    ) STRICT, WITHOUT ROWID;

    -- A bulk operation: many batches in one file, a line each. Its id stands in the inner document's name.
    CREATE TABLE files (
      id TEXT PRIMARY KEY,
      delivery INTEGER NOT NULL REFERENCES deliveries(id),
      state TEXT NOT NULL CHECK (state IN ('sent','running','settled')),
      created_at TEXT NOT NULL,
      operation TEXT,                   -- the bulk operation's id, once known
      settled_at TEXT,
      CHECK (state <> 'running' OR operation IS NOT NULL),
      CHECK ((state = 'settled') = (settled_at IS NOT NULL))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX files_open ON files(delivery) WHERE state <> 'settled';

    CREATE TABLE batches (
      id TEXT PRIMARY KEY,              -- also in the GraphQL operation's name
      delivery INTEGER NOT NULL REFERENCES deliveries(id),
      route TEXT NOT NULL CHECK (route IN ('direct','bulk')),
      key TEXT NOT NULL,                -- idempotency key: same key, same bytes
      variables BLOB,                   -- the exact bytes sent; NULL once settled
      state TEXT NOT NULL CHECK (state IN ('sent','unknown','settled')),
      first_sent_at TEXT NOT NULL,      -- the key's retention counts from here
      attempts INTEGER NOT NULL DEFAULT 1,
      file TEXT REFERENCES files(id),   -- the bulk file it went with
      line INTEGER,                     -- its line there, from 0
      settled_at TEXT,
      CHECK ((route = 'bulk') = (file IS NOT NULL AND line IS NOT NULL)),
      CHECK ((state = 'settled') = (settled_at IS NOT NULL)),
      CHECK ((state = 'settled') = (variables IS NULL))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX batches_open ON batches(delivery) WHERE state <> 'settled';
    CREATE UNIQUE INDEX batches_file ON batches(file, line) WHERE file IS NOT NULL;

    CREATE TABLE changes (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      delivery INTEGER NOT NULL REFERENCES deliveries(id),
      record INTEGER NOT NULL,
      line INTEGER NOT NULL,
      key TEXT NOT NULL,                -- as the user wrote it, for the receipt
      operation TEXT NOT NULL,          -- catalogue name
      object TEXT NOT NULL,
      intent TEXT NOT NULL,             -- JSON {identity, desired, prior}
      state TEXT NOT NULL CHECK (state IN
        ('planned','sent','unknown','applied','rejected','superseded','parked')),
      batch TEXT REFERENCES batches(id),
      item INTEGER,                     -- its index in the batch
      stale INTEGER NOT NULL DEFAULT 0, -- how often compare-and-set said stale
      code TEXT,
      message TEXT,
      result TEXT,                      -- id of the object in the store
      settled INTEGER,                  -- grows with every settling: what the mirror has copied up to
      CHECK ((state IN ('applied','rejected','superseded','parked')) = (settled IS NOT NULL)),
      CHECK (state <> 'sent' OR batch IS NOT NULL)
    ) STRICT;
    CREATE UNIQUE INDEX changes_settled ON changes(settled) WHERE settled IS NOT NULL;
    CREATE INDEX changes_delivery ON changes(delivery, record);
    CREATE INDEX changes_open ON changes(delivery, id) WHERE state IN ('planned','sent','unknown');
    CREATE INDEX changes_parked ON changes(operation, object) WHERE state = 'parked';
    CREATE INDEX changes_batch ON changes(batch) WHERE state IN ('sent','unknown');

    -- Further records of a delivery that ask for a change another record already makes.
    CREATE TABLE shared_records (
      delivery INTEGER NOT NULL REFERENCES deliveries(id),
      record INTEGER NOT NULL,
      line INTEGER NOT NULL,
      change INTEGER NOT NULL REFERENCES changes(id),
      PRIMARY KEY (delivery, record)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE calls (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      delivery INTEGER,
      run INTEGER,
      at TEXT NOT NULL,
      root TEXT NOT NULL,
      status INTEGER NOT NULL,
      milliseconds INTEGER NOT NULL,
      requested INTEGER,
      actual INTEGER,
      label TEXT NOT NULL,
      request_id TEXT
    ) STRICT;
    CREATE INDEX calls_delivery ON calls(delivery, id) WHERE delivery IS NOT NULL;
    CREATE INDEX calls_run ON calls(run, id) WHERE run IS NOT NULL;

    CREATE TABLE runs (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      job TEXT NOT NULL,
      slot TEXT NOT NULL,               -- the slot's time; for an export without schedule, when it was asked
      state TEXT NOT NULL CHECK (state IN ('claimed','sealed','placed','done','empty','failed')),
      since TEXT,                       -- window start, NULL the first time
      until TEXT NOT NULL,              -- window end
      sequence INTEGER,
      temporary TEXT,                   -- name of the sealed draft
      file TEXT,                        -- final name
      sha256 TEXT,
      bytes INTEGER,
      rows INTEGER,
      job_digest TEXT NOT NULL,
      message TEXT,
      finished_at TEXT,
      UNIQUE (job, slot),
      CHECK ((state IN ('done','empty','failed')) = (finished_at IS NOT NULL)),
      CHECK (state NOT IN ('sealed','placed','done') OR
        (sequence IS NOT NULL AND file IS NOT NULL AND sha256 IS NOT NULL))
    ) STRICT;
    CREATE UNIQUE INDEX runs_sequence ON runs(job, sequence) WHERE sequence IS NOT NULL AND state <> 'failed';

    CREATE TABLE watermarks (
      job TEXT PRIMARY KEY,
      until TEXT NOT NULL,
      sequence INTEGER NOT NULL,
      run INTEGER NOT NULL REFERENCES runs(id)
    ) STRICT, WITHOUT ROWID;

    -- The content each export last wrote for a key: a version comes out once.
    CREATE TABLE exported (
      job TEXT NOT NULL,
      key TEXT NOT NULL,
      content TEXT NOT NULL,            -- SHA-256 of the exported content
      version INTEGER NOT NULL,
      run INTEGER NOT NULL REFERENCES runs(id),
      PRIMARY KEY (job, key)
    ) STRICT, WITHOUT ROWID;
    """
}
