// SPDX-License-Identifier: Apache-2.0

import Jobs
import Journal

/// Which slots of a job are due now, and which are passed over: a pure function of the schedule, what the journal knows,
/// and the time.
///
/// A slot is a moment, and a moment has one row in the journal: whatever the clock does, none comes twice. The journal
/// also keeps up to where the schedule was looked at, so that what came in between, however long that was, is found.
struct SlotDecision: Equatable {
  /// How much later than its time a slot still counts as on time.
  static let grace = 600
  /// No more slots are looked at than these, the latest; a clock that leaps ten years brings no more.
  static let limit = 1_000

  /// What to note before anything is run.
  var note: SlotNote
  /// Whether the note tells the journal anything it does not know.
  var isNews: Bool

  /// Decides.
  ///
  /// - Parameters:
  ///   - timing: The job's schedule as it is now; it has one.
  ///   - ledger: What the journal knows.
  ///   - now: The time.
  ///   - reach: For a job whose schedule was never looked at: how many seconds back its first slot may lie. A timer
  ///     that starts us at a slot does so a moment later.
  init(_ schedule: Schedule, _ catchUp: CatchUp, ledger: SlotLedger, now: Moment, reach: Int) {
    note = SlotNote(schedule: "\(schedule)", until: "\(now)")
    let until = ledger.until.flatMap { Moment($0) }
    let known = ledger.due
    var came: [Moment] = []
    if let until, let last = ledger.schedule {
      // A clock that was ahead is believed no longer: what it ran has its rows.
      if until < now {
        // What came by a schedule that has changed since came by that one.
        let schedule = last == note.schedule ? schedule : Self.schedule(last)
        came = schedule.map { Self.slots(of: $0, after: until, through: now) } ?? []
      }
    } else {
      came = Self.slots(of: schedule, after: now + -reach, through: now).suffix(1)
    }
    isNews =
      !came.isEmpty || ledger.schedule != note.schedule || until.map { $0 > now } ?? true
    let begun = known.filter(\.isBegun)
    let idle = known.filter { !$0.isBegun }.map(\.at) + came.map(\.description)
    switch catchUp {
    case .each: note.due = idle
    case .one:
      note.due = idle.suffix(1)
      note.skipped = idle.dropLast()
    case .skip:
      let busyUntil = ledger.lastEnd.flatMap { Moment($0) }
      let isOnTime: (String) -> Bool = { at in
        guard let at = Moment(at), begun.isEmpty else { return false }
        return now.seconds - at.seconds <= Self.grace && busyUntil.map { $0 < at } ?? true
      }
      note.due = idle.suffix(1).filter(isOnTime)
      note.skipped = idle.filter { !note.due.contains($0) }
    }
    isNews = isNews || !note.skipped.isEmpty
  }

  /// The latest slots within a span, at most `limit`.
  static func slots(of schedule: Schedule, after: Moment, through end: Moment) -> [Moment] {
    var start = after
    while true {
      var found: [Moment] = []
      var moment = start
      while found.count <= limit, let next = schedule.next(after: moment), next <= end {
        found.append(next)
        moment = next
      }
      if found.count <= limit { return found }
      // Too many: of the later half of the span.
      start = start + (end.seconds - start.seconds + 1) / 2
    }
  }

  private static func schedule(_ text: String) -> Schedule? {
    do { return try Schedule(text) } catch { return nil }
  }
}
