// SPDX-License-Identifier: Apache-2.0

import GRDB

/// A scheduled moment of a job, as the journal holds it.
package struct Slot: Sendable, Equatable {
  /// Where a slot stands; `docs/states.md` draws it.
  package enum State: String, Sendable, CaseIterable {
    /// Its time has come, and it will be run. Start value.
    case due
    /// It was run.
    case run
    /// It was passed over, as `catch_up` says. Start value.
    case skipped

    /// The states it may go to.
    package var successors: Set<State> {
      switch self {
      case .due: [.run, .skipped]
      case .run, .skipped: []
      }
    }
  }

  /// The job.
  package var job: String
  /// The scheduled moment, RFC 3339 in UTC with milliseconds.
  package var at: String
  /// Where it stands.
  package var state: State
  /// Whether an export has begun to run it: it is finished then, whatever the policy.
  package var isBegun: Bool

  /// A slot as it stands.
  package init(job: String, at: String, state: State, isBegun: Bool) {
    self.job = job
    self.at = at
    self.state = state
    self.isBegun = isBegun
  }
}

/// What the journal knows of a job's schedule.
package struct SlotLedger: Sendable, Equatable {
  /// The schedule its slots were last noted by, with the zone; nil where none ever was.
  package var schedule: String?
  /// Every slot up to this moment has been noted; nil where none ever was.
  package var until: String?
  /// Slots that are due, oldest first.
  package var due: [Slot] = []
  /// When the job's latest run ended; nil where none has.
  package var lastEnd: String?

  /// Nothing is known.
  package init() {}
}

/// What is to be noted of a job's schedule.
package struct SlotNote: Sendable, Equatable {
  /// The schedule, with the zone.
  package var schedule: String
  /// Every slot up to this moment is in this note or noted already.
  package var until: String
  /// Slots to run, oldest first.
  package var due: [String] = []
  /// Slots to pass over.
  package var skipped: [String] = []

  /// Nothing but how far the schedule was looked at.
  package init(schedule: String, until: String) {
    self.schedule = schedule
    self.until = until
  }
}

/// How a job's slots stand, for `status`.
package struct SlotCounts: Sendable, Equatable {
  /// Slots that are due.
  package var due = 0
  /// Slots that were passed over.
  package var skipped = 0
  /// The latest slot that was run; nil where none was.
  package var lastRun: String?
  /// The latest slot that was passed over; nil where none was.
  package var lastSkipped: String?

  /// Nothing has come yet.
  package init() {}
}

extension Journal {
  /// What is known of a job's schedule.
  package func slotLedger(of job: String) throws(JournalError) -> SlotLedger {
    try read { db in
      var ledger = SlotLedger()
      if let row = try Row.fetchOne(
        db, sql: "SELECT schedule, until FROM schedules WHERE job = ? AND kind = 'slots'",
        arguments: [job])
      {
        ledger.schedule = row["schedule"]
        ledger.until = row["until"]
      }
      ledger.due = try Row.fetchAll(
        db,
        sql: """
          SELECT at, EXISTS (SELECT 1 FROM runs WHERE job = slots.job AND slot = slots.at) AS begun
          FROM slots WHERE job = ? AND state = 'due' ORDER BY at
          """, arguments: [job]
      ).map { Slot(job: job, at: $0["at"], state: .due, isBegun: $0["begun"]) }
      ledger.lastEnd = try String.fetchOne(
        db, sql: "SELECT max(finished_at) FROM runs WHERE job = ?", arguments: [job])
      return ledger
    }
  }

  /// Notes slots, all or nothing. A slot that is known already stays as it is, but for one that is due, which may be
  /// passed over.
  package func note(_ note: SlotNote, of job: String, at now: String) throws(JournalError) {
    try write { db in
      for at in note.due {
        try db.execute(
          sql: """
            INSERT INTO slots (job, at, state, noted_at) VALUES (?, ?, 'due', ?)
            ON CONFLICT (job, at) DO NOTHING
            """, arguments: [job, at, now])
      }
      for at in note.skipped {
        try db.execute(
          sql: """
            INSERT INTO slots (job, at, state, noted_at) VALUES (?, ?, 'skipped', ?)
            ON CONFLICT (job, at) DO UPDATE SET state = 'skipped', noted_at = excluded.noted_at
            WHERE state = 'due'
            """, arguments: [job, at, now])
      }
      try db.execute(
        sql: """
          INSERT INTO schedules (job, kind, schedule, until) VALUES (?, 'slots', ?, ?)
          ON CONFLICT (job, kind) DO UPDATE SET schedule = excluded.schedule, until = excluded.until
          """, arguments: [job, note.schedule, note.until])
    }
  }

  /// A due slot was run; `run` is the export's.
  package func endSlot(_ at: String, of job: String, run: Int64?) throws(JournalError) {
    try write { db in
      try db.execute(
        sql: "UPDATE slots SET state = 'run', run = ? WHERE job = ? AND at = ? AND state = 'due'",
        arguments: [run, job, at])
    }
  }

  /// How a job's slots stand.
  package func slotCounts(of job: String) throws(JournalError) -> SlotCounts {
    try read { db in
      var counts = SlotCounts()
      let row = try Row.fetchOne(
        db,
        sql: """
          SELECT count(*) FILTER (WHERE state = 'due') AS due,
            count(*) FILTER (WHERE state = 'skipped') AS skipped,
            max(at) FILTER (WHERE state = 'run') AS last_run,
            max(at) FILTER (WHERE state = 'skipped') AS last_skipped
          FROM slots WHERE job = ?
          """, arguments: [job])
      if let row {
        counts.due = row["due"]
        counts.skipped = row["skipped"]
        counts.lastRun = row["last_run"]
        counts.lastSkipped = row["last_skipped"]
      }
      return counts
    }
  }
}
